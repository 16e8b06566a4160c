"""Lists of questions are read as people type them; what isn't clear is named, never guessed."""

from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.file_signatures import OLE
from sonla.pbgdpl.options.learning.question_bank.files import typed
from sonla.pbgdpl.options.learning.question_bank.files import word
from sonla.pbgdpl.options.learning.question_bank.importing import format_of
from sonla.pbgdpl.options.learning.question_bank.importing import read_file
from sonla.pbgdpl.options.learning.question_bank.rules import faults
from sonla.pbgdpl.texts import word_files
from sonla.pbgdpl.texts import word_limits
from time import process_time
from word_papers import cells
from word_papers import docx
from word_papers import numbered
from word_papers import run

import pytest

MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
DRAWING = "<w:r><w:drawing/></w:r>"
SHAPE = f'<w:r><m:AlternateContent xmlns:m="{MARKUP}"/></w:r>'
FORMULA = f'<m:oMath xmlns:m="{MATH}"/>'


def shown(found):
    """Return of each question its name, answers with stars at the right ones, and its faults."""
    return [
        (
            one.name,
            " ".join(
                f"{answer.text}{'*' * answer.is_right}"
                for answer in one.question.answers
            ),
            [str(fault) for fault in (*one.faults, *faults(one.question))],
        )
        for one in found
    ]


def read(text):
    return shown(typed.read(text.encode()))


def paragraphs(*contents):
    return "".join(f"<w:p>{one}</w:p>" for one in contents)


def read_word(*contents):
    return shown(word.read(docx(paragraphs(*contents))))


@pytest.mark.parametrize(
    "text",
    [
        "Câu 1. Mấy tuổi?\nA. 18\nB. 20\nĐáp án: B",
        "CÂU 1: Mấy tuổi?\nA) 18\nB) 20\nĐáp án đúng là: B",
        "Câu hỏi số 1 - Mấy tuổi?\na/ 18\nb/ 20\n\nĐáp án b",
        "Câu 1: Mấy tuổi?\n\nA.18\n\nB.20\n\nĐÁP ÁN: B. 20",
        "Câu 1. Mấy tuổi?\nA. 18\t\tB. 20\nTrả lời: B",
        "Câu 1. Mấy tuổi?\n   A. 18    *B. 20",
        "Câu 1. Mấy tuổi?\nA. 18\nB. 20 (*)",
        "NGÂN HÀNG CÂU HỎI\nvề hôn nhân\n\nCâu 1. Mấy tuổi?\nA. 18\nB. 20*",
        "Câu 1. Mấy tuổi?\nA. 18\nB. 20\n\nBẢNG ĐÁP ÁN\n1. B",
        "Câu 1. Mấy tuổi?\nA. 18\nB. 20\n1-B, 2-C, 3-A",
        "Câu 1. Mấy tuổi?\nA. 18\nB. 20\nCâu\t1\t2\nĐáp án\tB\tC",
        "Câu 1. Mấy\ntuổi?\nA. 18\nB. 20\nĐáp án: B (Điều 8)\nCăn cứ: Điều 8\nluật",
    ],
)
def test_forms_of_the_wild(text):
    ((name, answers, wrong),) = read(text)
    assert (name.lower(), answers, wrong) == (name.lower(), "18 20*", [])
    assert name.lower().startswith("câu") and name.endswith("1")


def test_mere_numbers_and_several_right_ones():
    found = read(
        "1. Một?\na) x\nb) y\nc) z\nĐáp án: a, c\n"
        "2) Hai?\na) x\nb) y\nĐáp án: a và b\n\nPHẦN II\n\n3/ Ba?\nA. x\nB. y*"
    )
    assert found == [("1", "x* y z*", []), ("2", "x* y*", []), ("3", "x y*", [])]


def test_capitals_are_a_heading_in_numbered_lists_alone():
    text = "{}AI?\nA. x\nB. y\nANSWER: A\n\n{}AI NỮA?\nA. x\nB. y\nANSWER: B"
    assert read(text.format("", "")) == [("", "x* y", []), ("", "x y*", [])]
    named = [("Câu 1", "x* y", []), ("Câu 2", "x y*", [])]
    assert read(text.format("Câu 1. ", "PHẦN II\nCâu 2. ")) == named


def test_why_an_answer_is_right_is_kept():
    (found,) = typed.read(
        "Câu 1. Mấy?\nA. 18\nB. 20\nĐáp án: B (Điều 8)\nGiải thích: đủ\ntuổi".encode()
    )
    assert found.question.explanation == "(Điều 8)\nGiải thích: đủ\ntuổi"


UNREAD = "msg_bank_typed_unread"
NONE = ["msg_bank_aiken_no_right", "msg_bank_none_right"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Câu 1. Một?\nA. x\nB. y", [("Câu 1", "x y", NONE)]),
        # told in two ways
        (
            "Câu 1. Một?\nA. x*\nB. y\nĐáp án: B",
            [("Câu 1", "x y", ["msg_bank_typed_disagree", "msg_bank_none_right"])],
        ),
        # a letter is missing
        ("Câu 1. Một?\nA. x\nB. y\nD. z\nĐáp án: B", [("Câu 1", "x y*", [UNREAD])]),
        ("Câu 1. Một?\nA. x\nB.\nĐáp án: A", [("Câu 1", "x* ", [UNREAD])]),
        (
            "Câu 1. Một?\nA. x\nB. y\nĐáp án: D",
            [("Câu 1", "x y", ["msg_bank_aiken_letter", "msg_bank_none_right"])],
        ),
        ("Câu 1. Một?\nA. x\nB. y\nĐáp án: A hoặc B", [("Câu 1", "x* y", [UNREAD])]),
        (
            "Câu 1. Một?\nA. x\nB. y\nĐáp án: cả hai",
            [("Câu 1", "x y", [UNREAD, *NONE])],
        ),
        # goes on with B, or not
        ("Câu 1. Một?\nA. x\nB. y\nỦy ban\nĐáp án: A", [("Câu 1", "x* y", [UNREAD])]),
        # what a question is about, or the next one
        (
            "1. Một?\n1. cái này\n2. cái kia\nA. x\nB. y*\n2. Hai?\nA. x\nB. y*",
            [("1", "x y*", [UNREAD, UNREAD]), ("2", "x y*", [])],
        ),
        # two questions of one number, one key
        (
            "Câu 1. Một?\nA. x\nB. y\nCâu 1. Hai?\nA. x\nB. y\n1.A 2.B",
            [("Câu 1", "x y", NONE)] * 2,
        ),
        ("Câu 1. Một?\nA. x\nB. y\n1.A 2.B\n1.B 2.B", [("Câu 1", "x y", None)]),
    ],
)
def test_what_is_not_clear_is_named(text, found):
    for (name, answers, wrong), expected in zip(read(text), found, strict=True):
        assert (name, answers) == expected[:2]
        assert wrong == expected[2] or (expected[2] is None and wrong)


def test_faults_name_their_line():
    (found,) = typed.read("\nCâu 7. Một?\nA. x\nB. y*\nKhác".encode())
    assert (found.line, found.name) == (2, "Câu 7")
    assert found.faults[0].mapping == {"line": "5", "text": "Khác"}


class TestWord:
    @pytest.mark.parametrize(
        "right",
        [
            run("B. 20", "<w:b/>"),
            run("B.", "<w:u w:val='single'/>") + run(" 20"),
            run("B. ") + run("2", "<w:color w:val='FF0000'/>") * 1
            + run("0", "<w:color w:val='FF0000'/><w:i/>"),
            run("B. 20", "<w:highlight w:val='yellow'/><w:b w:val='0'/>"),
            run("*B. 20"),
        ],
    )  # fmt: skip
    def test_right_answers_by_their_looks(self, right):
        grey = "<w:color w:val='222222'/>"
        question, wrong = run("Câu 1. Mấy tuổi?", "<w:b/>"), run("A. 18", grey)
        assert read_word(question, wrong, right) == [("Câu 1", "18 20*", [])]

    def test_letters_that_are_all_bold_tell_nothing(self):
        bold = [run(f"{letter}. ", "<w:b/>") for letter in "AB"]
        question = [run("Câu 1. Mấy?"), bold[0] + run("18")]
        found = read_word(*question, bold[1] + run("20", "<w:b/>"))
        assert found == [("Câu 1", "18 20*", [])]
        assert read_word(*question, bold[1] + run("20")) == [("Câu 1", "18 20", NONE)]

    def test_looks_that_disagree(self):
        answers = run("A. 18", "<w:b/>"), run("B. 20", "<w:u w:val='single'/>")
        ((_name, _answers, wrong),) = read_word(run("Câu 1. Mấy?"), *answers)
        assert wrong[0] == "msg_bank_typed_disagree"

    def test_numbers_of_word_itself(self):
        question = [numbered(1, 0, "Mấy?"), numbered(1, 1, "18"), numbered(1, 1, "20*")]
        again = [numbered(1, 0, "Mấy?"), numbered(2, 0, "x*"), numbered(2, 0, "y")]
        anew = [numbered(1, 0, "Mấy?"), numbered(3, 0, "x"), numbered(3, 0, "y*")]
        bullets = [numbered(1, 0, "Mấy?"), numbered(1, 2, "x"), numbered(1, 2, "y*")]
        found = read_word(*question, *again, *anew, *bullets)
        assert found[:3] == [
            ("Câu 1", "18 20*", []),
            ("Câu 2", "x* y", []),
            ("Câu 3", "x y*", []),
        ]
        assert found[3][:2] == ("Câu 4", "") and found[3][2]

    def test_lines_of_a_paragraph_cells_and_a_key_in_a_table(self):
        text = "Câu 1. Mấy?</w:t><w:br/><w:t>A. 18</w:t><w:tab/><w:t>B. 20"
        key = f"<w:tbl>{cells(*map(paragraphs, (run('Câu'), run('1'), run('2'))))}"
        key += f"{cells(*map(paragraphs, (run('Đáp án'), run('B'), run('A'))))}</w:tbl>"
        other = cells(*map(paragraphs, (run("A. x"), run("B. y"))))
        content = docx(
            paragraphs(run(text), run("Câu 2. Hai?")), f"<w:tbl>{other}</w:tbl>", key
        )
        found = [("Câu 1", "18 20*", []), ("Câu 2", "x* y", [])]
        assert shown(word.read(content)) == found

    @pytest.mark.parametrize("picture", [DRAWING, SHAPE, FORMULA])
    def test_what_no_letters_say_is_a_fault(self, picture):
        asked = run("Câu 1. Biển nào?") + picture, run("A. x*"), run("B. y")
        assert read_word(picture, *asked) == [
            ("Câu 1", "x* y", ["msg_bank_typed_picture"])
        ]

    def test_what_was_deleted_is_not_there(self):
        gone = "<w:del><w:r><w:delText>Câu 9. Gì?</w:delText></w:r></w:del>"
        assert read_word(gone) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (docx("<w:p/>" * word_limits.MAX_PIECES), word_limits.MSG_LONG),
        (docx(paragraphs(run("Câu 1")), kind="macroEnabled"), word_files.MSG_OLD),
        (OLE[0] + b"\0" * 600, word_files.MSG_OLD),
        (b"{\\rtf1 a}", word_files.MSG_NO_WORD),
    ],
)
def test_word_files_have_the_limits_of_texts(content, message):
    with pytest.raises(InvalidInput) as refused:
        read_file(content, "cau-hoi.doc")
    assert refused.value.message == message


def test_two_thousand_pasted_questions_are_told_at_once():
    began = process_time()
    with pytest.raises(InvalidInput) as refused:
        read_file("Câu 1. Một?\nA. x\nB. y\nĐáp án: A\n\n".encode() * 2000, "")
    assert refused.value.message == "msg_bank_file_too_many"
    assert process_time() - began < 5


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (docx(paragraphs(run("Câu 1"))), "x", "word"),
        (b"\xd0\xcf\x11\xe0", "x.DOC", "word"),
        ("Câu 1. {x}?\nA. x\nĐáp án: A".encode(), "", "aiken"),
        ("Câu 1. x?\nA. x*".encode(), "", "aiken"),
    ],
)
def test_the_format_is_recognised(data, name, found):
    assert format_of(data, name) == found
