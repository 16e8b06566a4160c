"""What counts as a note for later, and where in a text it is looked for."""

from datetime import date
from new_items import create
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from questions_content import ask
from questions_content import put
from rich_texts import rich
from sonla.pbgdpl.editorial.checks import Finding
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.legal_review.working_notes import notes_in
from sonla.pbgdpl.legal_review.working_notes import working_notes
from sonla.pbgdpl.legal_review.working_notes import WorkingNotesLeft

import pytest
import unicodedata

pytestmark = pytest.mark.sample(None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Theo nghị quyết (CHỜ ĐIỀN)", ["CHỜ ĐIỀN"]),
        (unicodedata.normalize("NFD", "chờ điền"), ["chờ điền"]),
        ("chờ\n điền", ["chờ điền"]),
        (("Một", "chờ điền"), ["chờ điền"]),
        ([{"title": "Nộp", "fee": "chờ điền", "level": None}], ["chờ điền"]),
        ("6 tòa, xem courts-son-la.csv", ["courts-son-la.csv"]),
        ("07 ngày làm việc (cần đối chiếu)", ["cần đối chiếu"]),
        ("phải đối chiếu Công báo", ["phải đối chiếu"]),
        ("phải rà lại toàn bộ mục này", ["phải rà lại"]),
        ("Điều 9; chưa xem được văn bản.", ["chưa xem được văn bản"]),
        ("Số máy: CHƯA TRA ĐƯỢC, không đoán", ["CHƯA TRA ĐƯỢC"]),
        ("đã xem điều luật ở bản chép (bản đến 2025)", ["ở bản chép"]),
        ("TODO hỏi Sở; lệ phí (?)", ["(?)", "TODO"]),
        ("Lorem ipsum dolor", ["Lorem ipsum"]),
        ("Cần đối chiếu lại.", ["Cần đối chiếu"]),
        ("Lệ phí 30.000 đồng [can doi chieu]", ["can doi chieu"]),
        ("chưa tìm được số máy; gọi sau", ["chưa tìm được số máy"]),
        ("Nộp ở ???", ["???"]),
        ("Nộp ở [Điền tên xã] trước", ["[Điền tên xã]"]),
        ("Todo: hỏi Sở (todo)", ["Todo", "todo"]),
        ("Theo bang-gia.xlsx, mục 2", ["bang-gia.xlsx"]),
        ("Lấy từ ghi-chu.docx và nguon.pdf.", ["ghi-chu.docx", "nguon.pdf"]),
    ],
)
def test_notes_for_later(value, expected):
    assert list(notes_in(value)) == expected


@pytest.mark.parametrize(
    "value",
    [
        *("chờ điện thoại", "cho dien", [{"title": "Nộp"}], None, date(2026, 1, 1)),
        "Mang bản chính; cán bộ phải đối chiếu với bản chính.",
        "Cần đối chiếu bản sao với sổ gốc.",
        "Cán bộ phải đối chiếu với thẻ căn cước.",
        "Cần đối chiếu hồ sơ gốc trước khi ký.",
        "Khi nhận, cán bộ phải đối chiếu chữ ký (phải đối chiếu với bản chính).",
        "Di chúc được mở theo bản chép tay của người làm chứng.",
        "Nếu chưa tìm được số điện thoại thì gọi 113.",
        "Lâu quá không trả lời?? Hỏi lại.",
        "Xem https://so.example/bang-gia.xlsx hoặc so.example/mau.pdf",
        "Nếu xã chưa tra được dữ liệu thì nộp giấy xác nhận.",
        "Dữ liệu mở: https://dulieu.example/phuong-xa.csv",
        "Tải Mau-don.docx, to-gap.pdf hoặc bang-gia.xlsx",
        "Sở rà soát lại hộ nghèo mỗi năm.",
        "Tôi phải làm gì? (Điều 5)",
        "xem todo món",
    ],
)
def test_what_is_said_to_readers_is_no_note(value):
    assert list(notes_in(value)) == []


def test_each_place_is_named_once(section):
    with api.env.adopt_roles(["Manager"]):
        item = create(
            section,
            "LegalIntroduction",
            "Luật",
            description="Số, ngày: chờ điền, chờ điền",
            kind="de-cuong",
            penalties=[{"act": "Cưới sớm", "fine": "TODO"}],
            text=rich('<p>Xem <a href="/x/so-lieu.csv">số <b>li</b>ệu</a></p>'),
        )
    found = [(str(title), note) for title, note in working_notes(item)]
    assert sorted(note for _title, note in found) == ["TODO", "chờ điền"]
    warnings = [Finding.of(one) for one in warnings_of(item)]
    assert [one.blocks for one in warnings[:3]] == [True, True, False], "those first"
    notes = [one.words.mapping["note"] for one in warnings[:2]]
    assert sorted(notes) == ["TODO", "chờ điền"]


def test_a_file_that_a_link_opens_is_no_note(section):
    question = ask(section)
    link = '<a href="/x">Bang-gia.xlsx</a>'
    question.answer = rich(f"<p>{link}, theo ghi-chu.docx</p>")
    assert [note for _title, note in working_notes(question)] == ["ghi-chu.docx"]


def test_what_a_citizen_asked_is_theirs(section):
    question = ask(section, question="Đơn của tôi: TODO, xem tep.csv")
    assert working_notes(question) == []
    question.answer = rich("<p>Nộp ở xã (cần đối chiếu).</p>")
    assert [note for _title, note in working_notes(question)] == ["cần đối chiếu"]


def test_an_answer_with_a_note_is_not_approved(section):
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", value=False)
    question = put(ask(section), "answer_drafted")
    question.answer = rich("<p>Nộp ở xã (cần đối chiếu).</p>")
    setRoles(api.portal.get(), TEST_USER_ID, ["Manager"])
    tool = api.portal.get_tool("portal_workflow")
    with pytest.raises(WorkingNotesLeft):
        tool.doActionFor(question, "approve_answer")
    assert state_of(question) == "answer_drafted"
    question.answer = rich("<p>Nộp ở xã.</p>")
    tool.doActionFor(question, "approve_answer")
    assert state_of(question) == "answered"
