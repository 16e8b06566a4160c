"""Lists of questions are read as people type them; what isn't clear is named, never guessed."""

from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.file_signatures import OLE
from sonla.pbgdpl.options.learning.question_bank.files import typed
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

SCHEMAS = "http://schemas.openxmlformats.org"
PICTURES = (
    "<w:r><w:drawing/></w:r>",
    f'<w:r><AlternateContent xmlns="{SCHEMAS}/markup-compatibility/2006"/></w:r>',
    f'<oMath xmlns="{SCHEMAS}/officeDocument/2006/math"/>',
)
GONE = "<w:del><w:r><w:t>Câu 9. Gì?</w:t></w:r></w:del>"
BOLD, UNDERLINED = "<w:b/>", "<w:u w:val='single'/>"
RED, GREY = "<w:color w:val='FF0000'/>", "<w:color w:val='222222'/>"
ASKED = "Câu 1. Mấy tuổi?\nA. 18\nB. 20"


def shown(found):
    """Return each question in a line: its name, answers with stars at the right ones, faults."""
    return [
        " ".join(
            (
                one.name.lower(),
                *(f"{its.text}{'*' * its.is_right}" for its in one.question.answers),
                *(f"!{fault[9:]}" for fault in (*one.faults, *faults(one.question))),
            )
        )
        for one in found
    ]


def read(text):
    return shown(read_file(text.encode(), ""))


def paragraphs(*contents):
    return "".join(f"<w:p>{one}</w:p>" for one in contents)


def read_word(*contents):
    return shown(read_file(docx(paragraphs(*contents)), "cau-hoi"))


@pytest.mark.parametrize(
    "text",
    [
        "Câu 1. {Mấy} tuổi?\nA. 18\nB. 20\nĐáp án: B",
        "CÂU 1: Mấy tuổi?\nA) 18\nB) 20\nĐáp án đúng là: B",
        "Câu 1 - Mấy tuổi?\na/ 18\nb/ 20\n\nĐáp án b",
        "Câu 1: Mấy tuổi?\n\nA.18\n\nB.20\n\nĐÁP ÁN: B. 20",
        "Câu 1. Mấy tuổi?\nA. 18\t\tB. 20\nTrả lời: B",
        "Câu 1. Mấy tuổi?\n   A. 18    *B. 20",
        f"NGÂN HÀNG CÂU HỎI\nvề hôn nhân\n\n{ASKED} (*)",
        f"{ASKED}\n\nBẢNG ĐÁP ÁN\n1. B",
        f"{ASKED}\n1-B, 2-C, 3-A",
        f"{ASKED}\nCâu\t1\t2\nĐáp án\tB\tC",
        "Câu 1. Mấy\ntuổi?\nA. 18\nB. 20\nĐáp án: B (Điều 8)\nCăn cứ: Điều 8\nluật",
    ],
)
def test_forms_of_the_wild(text):
    assert read(text) == ["câu 1 18 20*"]


CAPITALS = "{}AI?\nA. x\nB. y\nANSWER: A\n\n{}AI NỮA?\nA. x\nB. y\nANSWER: B"
SEVERAL = "1. Một?\na) x\nb) y\nc) z\nĐáp án: a, c\n\nPHẦN II\n\n2/ Hai?\nA. x\nB. y*"
COUNTED = "1. Một?\n1. cái này\n2. cái kia\nA. x\nB. y*\n2. Hai?\nA. x\nB. y*"
NONE = "!aiken_no_right !none_right"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SEVERAL, ["1 x* y z*", "2 x y*"]),
        (CAPITALS.format("", ""), [" x* y", " x y*"]),
        (CAPITALS.format("Câu 1. ", "Y\nCâu 2. "), ["câu 1 x* y", "câu 2 x y*"]),
        (COUNTED, ["1 x y* !typed_unread !typed_unread", "2 x y*"]),
        (f"{ASKED}\n{ASKED}\n1.A 2.B", [f"câu 1 18 20 {NONE}"] * 2),
    ],
)
def test_where_a_question_begins(text, found):
    assert read(text) == found


def test_why_an_answer_is_right_is_kept():
    said = "(Điều 8)\nGiải thích: đủ\ntuổi"
    (found,) = typed.read(f"{ASKED}\nĐáp án: B {said}".encode())
    assert found.question.explanation == said


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ("", f"18 20 {NONE}"),
        ("*\nĐáp án: A", "18 20 !typed_disagree !none_right"),
        ("\nD. 30\nĐáp án: B", "18 20* !typed_unread"),
        ("\nC.\nĐáp án: A", "18* 20  !typed_unread"),
        (".\nĐáp án: B. 20.", "18 20.*"),
        ("\nĐáp án: D", "18 20 !aiken_letter !none_right"),
        ("\nĐáp án: A hoặc B", "18* 20 !typed_unread"),
        ("\nĐáp án: cả hai", f"18 20 !typed_unread {NONE}"),
        ("\nỦy ban\nĐáp án: A", "18* 20 !typed_unread"),
        ("\n1.A 2.B\n1.B 2.B", "18 20 !typed_disagree !none_right"),
    ],
)
def test_what_is_not_clear_is_named(below, found):
    assert read(ASKED + below) == [f"câu 1 {found}"]


def test_faults_name_their_line():
    (found,) = typed.read("\nCâu 7. Một?\nA. x\nB. y*\nKhác".encode())
    assert (found.line, found.name) == (2, "Câu 7")
    assert found.faults[0].mapping == {"line": "5", "text": "Khác"}


class TestWord:
    @pytest.mark.parametrize(
        ("first", "second", "found"),
        [
            (run("A. 18", GREY), run("B. 20", BOLD), "18 20*"),
            (run("A. 18"), run("B.", UNDERLINED) + run(" 20"), "18 20*"),
            (run("A. 18"), run("B. ") + run("2", RED) + run("0", f"{RED}<w:i/>"), "18 20*"),
            (run("A. 18"), run("*B. 20"), "18 20*"),
            (run("A. ", BOLD) + run("18"), run("B. 20", BOLD), "18 20*"),
            (run("A. ", BOLD) + run("18"), run("B. ", BOLD) + run("20"), f"18 20 {NONE}"),
            (run("A. 18", BOLD), run("B. 20", UNDERLINED), "18 20 !typed_disagree !none_right"),
            (run("A. 18"), run("B. 20", BOLD) + GONE, "18 20*"),
            *(
                (run("A. 18"), run("B. 20", BOLD) + one, "18 20\ufffc* !typed_picture")
                for one in PICTURES
            ),
        ],
    )  # fmt: skip
    def test_right_answers_by_their_looks(self, first, second, found):
        assert read_word(run("Câu 1. Mấy?", BOLD), first, second) == [f"câu 1 {found}"]

    def test_numbers_of_word_itself(self):
        found = read_word(
            *(numbered(1, 0, "Mấy?"), numbered(1, 1, "18"), numbered(1, 1, "20*")),
            *(numbered(1, 0, "Mấy?"), numbered(2, 0, "x*"), numbered(2, 0, "y")),
            *(numbered(1, 0, "Mấy?"), numbered(3, 0, "x"), numbered(3, 0, "y*")),
            *(numbered(1, 0, "Mấy?"), numbered(1, 2, "x"), numbered(1, 2, "y*")),
        )
        assert found[:3] == ["câu 1 18 20*", "câu 2 x* y", "câu 3 x y*"]
        assert found[3].startswith("câu 4 !")

    def test_lines_of_a_paragraph_cells_and_a_key_in_a_table(self):
        text = "Câu 1. Mấy?</w:t><w:br/><w:t>A. 18</w:t><w:tab/><w:t>B. 20"
        rows = ("A. x", "B. y"), ("Câu", "1", "2"), ("Đáp án", "B", "A")
        tables = (cells(*(paragraphs(run(one)) for one in row)) for row in rows)
        asked = paragraphs(run(text), run("Câu 2. Hai?"))
        content = docx(asked, *(f"<w:tbl>{one}</w:tbl>" for one in tables))
        assert shown(read_file(content, "CAU-HOI.DOCX")) == [
            "câu 1 18 20*",
            "câu 2 x* y",
        ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (docx("<w:p/>" * word_limits.MAX_PIECES), word_limits.MSG_LONG),
        (docx(kind="macroEnabled"), word_files.MSG_OLD),
        (OLE[0] + b"\0" * 600, word_files.MSG_OLD),
        (b"{\\rtf1 a}", word_files.MSG_NO_WORD),
        (f"{ASKED}\nĐáp án: A\n\n".encode() * 2000, "msg_bank_file_too_many"),
    ],
)
def test_limits_are_said_at_once(content, message):
    began = process_time()
    with pytest.raises(InvalidInput) as refused:
        read_file(content, "" if content.startswith(b"C") else "cau-hoi.doc")
    assert refused.value.message == message and process_time() - began < 5
