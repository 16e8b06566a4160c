"""Files of questions are read and written: Aiken, GIFT, Moodle XML, XLSX."""

from base64 import b64encode
from dataclasses import replace
from hypothesis import given
from hypothesis import strategies
from openpyxl import Workbook
from sonla.pbgdpl.options.learning.question_bank.files import gift
from sonla.pbgdpl.options.learning.question_bank.files import moodle_xml
from sonla.pbgdpl.options.learning.question_bank.files import typed
from sonla.pbgdpl.options.learning.question_bank.files import workbook
from sonla.pbgdpl.options.learning.question_bank.files.questions import Cited
from sonla.pbgdpl.options.learning.question_bank.files.questions import (
    UnreadableQuestions,
)
from sonla.pbgdpl.options.learning.question_bank.importing import format_of
from sonla.pbgdpl.options.learning.question_bank.importing import lines_of
from sonla.pbgdpl.options.learning.question_bank.importing import pack
from sonla.pbgdpl.options.learning.question_bank.importing import unpack
from sonla.pbgdpl.options.learning.question_bank.rules import Answer
from sonla.pbgdpl.options.learning.question_bank.rules import faults
from sonla.pbgdpl.options.learning.question_bank.rules import MULTIPLE
from sonla.pbgdpl.options.learning.question_bank.rules import NUMBER
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.options.learning.question_bank.rules import SINGLE
from sonla.pbgdpl.options.learning.question_bank.rules import TRUE_FALSE

import io
import pytest
import zlib

CITED = (Cited("52/2014/QH13", "Điều 8 khoản 1", "luat", "Quốc hội"),)
FACTS = {
    "explanation": "Vì luật {đã} nói: 100% = đúng # hết.",
    "difficulty": "hard",
    "legal_fields": ("dat-dai",),
}
ALL = (
    Question(
        "Nam, nữ từ đủ bao nhiêu tuổi?\nChọn: một ~ đáp án = {đúng} #1",
        SINGLE,
        (Answer("Nam 20: nữ 18", is_right=True), Answer("=18 [x]"), Answer("\\ ngược")),
        **FACTS,
    ),
    Question(
        "Giấy tờ nào?",
        MULTIPLE,
        (Answer("A", is_right=True), Answer("B", is_right=True), Answer("C")),
        **FACTS,
    ),
    Question("Đất là của toàn dân.", TRUE_FALSE, truth="true", **FACTS),
    Question("Trong bao nhiêu ngày?", NUMBER, number="60", tolerance="0.5", **FACTS),
)


def rewritten(module, questions=ALL, **options):
    pairs = [(question, CITED) for question in questions]
    if module is workbook:
        data = workbook.write("Ngân hàng", pairs)
    else:
        data = module.write(pairs)
    return list(module.read(data))


@pytest.mark.parametrize("module", [gift, moodle_xml])
def test_what_is_written_is_read_again(portal, module):
    found = rewritten(module)
    assert [one.question for one in found] == list(ALL)
    assert {one.cited for one in found} == {CITED}
    assert not any(one.faults for one in found)


def test_a_workbook_is_read_again(portal):
    found = rewritten(workbook)
    assert [one.question for one in found] == list(ALL)
    assert {one.cited for one in found} == {CITED}
    assert not any(one.faults for one in found)


def test_aiken_has_single_questions_alone(portal):
    (found,) = rewritten(typed)
    assert found.question.answers == ALL[0].answers
    assert found.question.right == ALL[0].right


TEXT = strategies.text(
    strategies.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp", "Zs"]),
    min_size=1,
)


@given(TEXT, TEXT, TEXT, TEXT)
def test_no_sign_changes_its_meaning_in_gift(text, right, wrong, explanation):
    question = Question(
        text,
        SINGLE,
        (Answer(right, is_right=True), Answer(wrong)),
        explanation=explanation,
    )
    (found,) = gift.read(gift.write([(question, ())]))
    assert found.question == question


@given(strategies.text(max_size=200))
def test_no_text_fails_the_readers(text):
    for module in (typed, gift):
        for found in module.read(text.replace("\0", "").encode()):
            list(faults(found.question))


class TestAiken:
    def read(self, text):
        return list(typed.read(text.encode()))

    def test_lines_ends_and_marks_of_windows(self):
        data = "\ufeffTuổi kết hôn?\r\nA) 18\r\nB) 20\r\nANSWER: B\r\n".encode()
        (found,) = typed.read(data)
        assert found.question.text == "Tuổi kết hôn?"
        assert found.question.answers == (Answer("18"), Answer("20", is_right=True))

    def test_a_question_of_several_lines_and_an_empty_one(self):
        text = "Dòng một\nLà gì?\n\nA. Một\nB. Hai\n\nANSWER: A\n\nKhác?\nA. a\nB. b"
        found, other = self.read(text)
        assert found.question.text == "Dòng một\nLà gì?"
        assert len(found.question.answers) == 2 and not found.faults
        assert other.line == 9 and other.faults == ("msg_bank_aiken_no_right",)

    def test_two_right_answers_are_told_with_their_line(self, portal):
        first, second = self.read(
            "Một?\nA. a\nB. b\nANSWER: A\n\nHai?\nA. a\nB. b\nANSWER: A, B\n"
        )
        assert not list(faults(first.question))
        assert second.line == 6
        assert list(faults(second.question)) == ["msg_bank_several_right"]

    def test_what_is_missing_is_told(self):
        none, unknown = self.read("Một?\nA. a\nB. b\n\nHai?\nA. a\nB. b\nANSWER: D")
        assert none.faults == ("msg_bank_aiken_no_right",)
        assert unknown.faults == ("msg_bank_aiken_letter",)

    def test_letters_of_another_encoding_are_refused(self):
        with pytest.raises(UnreadableQuestions) as refused:
            self.read_bytes(
                "Tuổi kết hôn?\nA. một\nB. hai\nANSWER: A".encode("cp1258", "replace")
            )
        assert refused.value.message == "msg_bank_file_not_utf8"

    def read_bytes(self, data):
        return list(typed.read(data))


class TestGift:
    def read(self, text):
        return list(gift.read(text.encode()))

    @pytest.mark.parametrize(
        ("source", "kind"),
        [
            ("Hỏi? {=đúng ~sai}", SINGLE),
            ("::Tên:: Hỏi? {\n=đúng#hay\n~sai#dở\n####Vì\n}", SINGLE),
            ("Hỏi? {~%50%một ~%50%hai ~%-100%ba}", MULTIPLE),
            ("Hỏi? {~%100%một ~hai}", SINGLE),
            ("Đúng chứ? {T}", TRUE_FALSE),
            ("Đúng chứ? {FALSE#không#có####Vì}", TRUE_FALSE),
            ("Mấy? {#30:2}", NUMBER),
            ("Mấy? {#29..31}", NUMBER),
            ("Mấy? {=30}", NUMBER),
            ("[html]<p>Hỏi <b>gì</b>?</p> {=đúng ~sai}", SINGLE),
        ],
    )
    def test_kinds(self, source, kind):
        (found,) = self.read(f"// chú thích\n$CATEGORY: x\n\n{source}")
        assert found.question.kind == kind
        assert not found.faults and not list(faults(found.question))

    def test_a_range_is_a_number_and_how_far_off(self):
        (found,) = self.read("Mấy? {#29..31}")
        assert (found.question.number, found.question.tolerance) == ("30", "1")

    def test_text_behind_the_answers(self):
        (found,) = self.read("Nộp trong {#60} ngày.")
        assert found.question.text == "Nộp trong _____ ngày."

    @pytest.mark.parametrize(
        ("source", "fault"),
        [
            ("Hỏi?", "msg_bank_gift_no_braces"),
            ("Hỏi? {=đúng ~sai", "msg_bank_gift_no_braces"),
            ("Kể ra. {}", "msg_bank_file_kind"),
            ("Ghép. {=a -> b =c -> d}", "msg_bank_file_kind"),
            ("Ai? {=một người =hai người}", "msg_bank_file_kind"),
        ],
    )
    def test_what_no_bank_knows_is_told(self, source, fault):
        (found,) = self.read(source)
        assert found.faults == (fault,)

    def test_two_right_ones_without_shares_are_one_kind_too_few(self):
        (found,) = self.read("Hỏi? {=một =hai ~ba}")
        assert list(faults(found.question)) == ["msg_bank_several_right"]


XML = """<?xml version="1.0"?>
<quiz>
 <question type="category"><category><text>x</text></category></question>
 <question type="multichoice">
  <questiontext format="html"><text><![CDATA[<p>Hỏi <script>alert(1)</script><b>gì</b>?</p>]]></text></questiontext>
  <single>true</single>
  <answer fraction="100" format="html"><text>&lt;p&gt;một&lt;/p&gt;</text></answer>
  <answer fraction="100"><text>hai</text></answer>
 </question>
 <question type="truefalse">
  <questiontext><text>Đúng?</text></questiontext>
  <answer fraction="0"><text>true</text></answer>
  <answer fraction="100"><text>false</text></answer>
 </question>
 <question type="essay"><questiontext><text>Kể.</text></questiontext></question>
</quiz>"""


class TestMoodle:
    def test_questions_and_their_faults(self):
        first, second, third = moodle_xml.read(XML.encode())
        assert first.question.text == "Hỏi gì?"
        assert list(faults(first.question)) == ["msg_bank_several_right"]
        assert second.question.truth == "false" and second.line == 2
        assert third.faults == ("msg_bank_file_kind",)

    @pytest.mark.parametrize(
        ("kind", "typed", "number", "refused"),
        [
            ("shortanswer", "60", "60", ()),
            ("shortanswer", "sáu mươi", "", ("msg_bank_file_kind",)),
            ("numerical", "60", "60", ()),
            ("numerical", "sáu mươi", "sáu mươi", ()),
        ],
    )
    def test_short_answers_are_numbers_or_of_no_kind(
        self, kind, typed, number, refused
    ):
        (found,) = moodle_xml.read(
            f"<quiz><question type='{kind}'><questiontext><text>Mấy ngày?</text>"
            f"</questiontext><answer fraction='100'><text>{typed}</text></answer>"
            "</question></quiz>".encode()
        )
        assert (found.question.number, found.faults) == (number, refused)

    @pytest.mark.parametrize(
        "declared",
        [
            '<!DOCTYPE quiz [<!ENTITY x "xxxxx">]>',
            '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd">',
            "<!DOCTYPE quiz>",
        ],
    )
    def test_entities_are_refused(self, declared):
        data = (
            f"<?xml version='1.0'?>{declared}<quiz><question type='truefalse'>"
            "<questiontext><text>x</text></questiontext></question></quiz>"
        )
        with pytest.raises(UnreadableQuestions) as refused:
            list(moodle_xml.read(data.encode()))
        assert refused.value.message == "msg_bank_xml_entities"

    @pytest.mark.parametrize("data", [b"<quiz>", b"<quiz>&x;</quiz>", b"\xff<", b"<>"])
    def test_what_is_damaged_is_told(self, data):
        with pytest.raises(UnreadableQuestions) as refused:
            list(moodle_xml.read(data))
        assert refused.value.message == "msg_bank_xml_damaged"


class TestTable:
    def read(self, *rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return list(workbook.read(stream.getvalue()))

    HEAD = ("Câu hỏi", "A", "B", "Đáp án đúng", "Loại câu hỏi", "Lĩnh vực")

    def test_the_kind_follows_from_the_row(self, portal):
        found = self.read(
            ("Danh sách",),
            self.HEAD,
            ("Một?", "a", "b", "B"),
            ("Nhiều?", "a", "b", "A, B"),
            ("Đúng?", None, None, "Sai"),
            ("Mấy?", None, None, 12.5),
        )
        kinds = [one.question.kind for one in found]
        assert kinds == [SINGLE, MULTIPLE, TRUE_FALSE, NUMBER]
        assert found[3].question.number == "12,5" and found[0].line == 3

    def test_faults_name_their_column(self, portal):
        (found,) = self.read(
            self.HEAD, ("Một?", "a", "=1+1", "C", "Loại lạ", "Lĩnh vực lạ")
        )
        assert set(found.faults) == {
            "msg_bank_table_no_text",
            "msg_bank_table_unknown",
            "msg_bank_table_letter",
        }

    def test_two_right_ones_of_a_single_kind(self, portal):
        (found,) = self.read(self.HEAD, ("Một?", "a", "b", "A, B", "single"))
        assert list(faults(found.question)) == ["msg_bank_several_right"]

    def test_without_names_of_columns(self, portal):
        with pytest.raises(UnreadableQuestions) as refused:
            self.read(("Hỏi?", "a", "b", "A"))
        assert refused.value.message == "msg_bank_table_no_head"


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (b"PK\x03\x04", "x.xlsx", "xlsx"),
        (b"a;b", "x.csv", "xlsx"),
        (b"\xef\xbb\xbf <?xml", "x", "moodle"),
        (b"A?\nA. a\nANSWER: A", "x.txt", "aiken"),
        (b"A? {T}", "x.txt", "gift"),
    ],
)
def test_the_format_is_recognised(data, name, found):
    assert format_of(data, name) == found


def test_the_preview_carries_what_it_showed(bank):
    lines = lines_of(bank, rewritten(gift))
    again = unpack(pack(lines))
    assert [one.question for one in again] == list(ALL)
    assert again[0].cited == CITED
    forged = b64encode(zlib.compress(b"[]")).decode()
    for text in ("", "x", "eA==", pack(lines)[:-8], forged, f"ế:{forged}"):
        with pytest.raises(ValueError):
            unpack(text)


def test_what_stands_twice_is_known(bank):
    twice = [*rewritten(gift), *rewritten(gift, [replace(ALL[0], explanation="Khác")])]
    assert [line.is_known for line in lines_of(bank, twice)] == [False] * 4 + [True]
