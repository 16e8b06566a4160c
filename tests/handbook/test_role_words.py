"""Each word that a role's sheet quotes stands on a page that somebody of that role sees."""

from datetime import date
from handbook_pages import DOCS
from handbook_pages import role
from handbook_pictures import ADMINISTRATOR
from html import unescape
from people import recognition
from plone import api
from plone.app.textfield.value import RichTextValue
from sonla.demonstration.create import DEMO_ACCOUNTS
from typing import Any
from vietnamese_portal import PASSWORD
from web_requests import Person

import pytest
import transaction

SECTION = "/plone/pho-bien-giao-duc-phap-luat"
UNIT = f"{SECTION}/phuong-to-hieu"
OFFICE = f"{SECTION}/so-tu-phap"
QUESTION = f"{SECTION}/cau-hoi-mau"
PASSWORDS = {login: password for login, password, *_names in DEMO_ACCOUNTS}
DESK = "/plone/@@pbgdpl-review"
PAGES = {
    "editor": (
        DESK,
        f"{DESK}?tab=waiting",
        f"{SECTION}/@@pbgdpl-questions",
        f"{QUESTION}-moi-nhan",
        f"{QUESTION}-cho-tra-loi",
        f"{QUESTION}-ngay-phap-luat",
        f"{UNIT}/cho-bien-tap",
        f"{UNIT}/cho-bien-tap/edit",
        f"{UNIT}/phien-toa-gia-dinh",
        f"{SECTION}/@@pbgdpl-check",
        f"{SECTION}/@@pbgdpl-documents",
        f"{SECTION}/@@pbgdpl-thesaurus",
        f"{SECTION}/@@pbgdpl-dangers",
        f"{SECTION}/@@pbgdpl-danger",
        f"{OFFICE}/++add++Guidance",
        f"{OFFICE}/tap-huan-mau",
        OFFICE,
    ),
    "contributor": (
        DESK,
        f"{DESK}?tab=drafts",
        f"{DESK}?tab=sent",
        UNIT,
        f"{UNIT}/++add++LegalNews",
        f"{UNIT}/@@quick-activity",
        f"{UNIT}/cho-bien-tap",
        f"{UNIT}/phien-toa-gia-dinh",
        f"{UNIT}/@@pbgdpl-check",
        f"{UNIT}/@@pbgdpl-statistics",
        f"{UNIT}/bao-cao-year",
        f"{UNIT}/bao-cao-year/@@pbgdpl-cells",
        f"{UNIT}/++add++LegalPropagandist",
        f"{UNIT}/nguoi-nhap",
        f"{QUESTION}-moi-nhan/@@pbgdpl-answer",
        f"{QUESTION}-moi-nhan",
    ),
    "approver": (
        DESK,
        f"{DESK}?tab=waiting",
        f"{DESK}?tab=people",
        f"{SECTION}/@@pbgdpl-questions",
        f"{QUESTION}-cho-tra-loi",
        f"{UNIT}/cho-phe-duyet",
        f"{UNIT}/phien-toa-gia-dinh",
        f"{UNIT}/da-rut",
        f"{UNIT}/nguoi-gui",
        f"{UNIT}/bao-cao-mau",
        f"{UNIT}/bao-cao-official",
        f"{UNIT}/bao-cao-six_months",
        f"{SECTION}/@@pbgdpl-contributions",
        f"{SECTION}/@@pbgdpl-reports?kind=official&year=2026",
        f"{SECTION}/@@pbgdpl-visits",
        f"{SECTION}/@@reporters",
    ),
    "administrator": (
        "/plone/@@pbgdpl-settings?page=tools",
        "/plone/@@pbgdpl-settings",
        "/plone/@@pbgdpl-jobs",
        "/plone/@@pbgdpl-mail",
        "/plone/@@pbgdpl-access",
        "/plone/@@pbgdpl-audit",
        "/plone/@@btp-sync-status",
        f"{SECTION}/@@pbgdpl-units",
        f"{SECTION}/@@pbgdpl-units-make",
        f"{SECTION}/@@pbgdpl-units-people",
        f"{UNIT}/@@pbgdpl-unit-close",
        f"{SECTION}/@@pbgdpl-dangers",
        f"{SECTION}/@@pbgdpl-helpline",
        "/plone/@@overview-controlpanel",
        "/plone/@@usergroup-groupprefs",
    ),
}
"""Role → where its sheet leads, in an order in which one hands to the next."""
ELSEWHERE = {
    "Đăng nhập": "before somebody is known",
    "Chèn ảnh": "a button of the editor, which a script makes",
    "PBGDPL: biên tập viên": "on the administrator's page of groups",
    "PBGDPL: người phê duyệt": "on the administrator's page of groups",
    "Nhận từ nơi khác": "where something was fetched",
    "Cho chạy tiếp": "where a fetch is held",
    "Duyệt, công khai từ ngày công nhận": "for a recognition of a day to come",
    "Gửi thư mời kèm liên kết đặt mật khẩu cho tài khoản mới": "behind a preview",
    "Thêm những người này": "behind a preview",
    "Tạo các đơn vị này": "behind a preview",
    "Duyệt các báo cáo đã đánh dấu": "while a report of the round waits",
    "Quá hạn, chưa gửi": "once the day of a round has passed",
    "Khóa đợt báo cáo": "once the report of the province is approved",
    "Mở lại để sửa": "while a round is closed",
    "Tải tất cả (JSON)": "behind a search for somebody",
    "Xóa…": "behind a search for somebody",
}
"""Words of a sheet that no page has which is asked here, and why."""


def prepare(section: Any) -> None:
    """Make what the demonstration leaves to be made by hand."""
    unit = section["phuong-to-hieu"]
    with api.env.adopt_user("contributor"):
        for kind in ("year", "official", "six_months"):
            facts = {"form_code": "bcv-ttv", "period_kind": kind, "year": 2026}
            api.content.create(unit, "StatisticsReport", f"bao-cao-{kind}", **facts)
        for name in ("nguoi-nhap", "nguoi-gui"):
            person = {"recognitions": [recognition("xa")]}
            api.content.create(unit, "LegalPropagandist", name, "Lò Văn Thử", **person)
        for name in ("tin-nhap", "tin-thieu"):
            api.content.create(unit, "LegalNews", name, "Tin chưa có lĩnh vực")
        for name in ("nguoi-gui", "bao-cao-official", "bao-cao-six_months"):
            api.content.transition(unit[name], "submit")
        api.content.transition(unit["tin-thieu"], "submit")
    with api.env.adopt_user("approver"):
        for name in ("bao-cao-official", "bao-cao-six_months"):
            api.content.transition(unit[name], "approve")
        api.content.transition(unit["bao-cao-six_months"], "lock")
    task = {"task": "Việc mẫu", "unit": "", "due": date(2026, 12, 31), "done_on": None}
    section["so-tu-phap"]["ke-hoach-mau"].plan_tasks = [task]


def hand_on(section: Any) -> None:
    """Let the editor give questions on: one to the commune, one answered to the approver."""
    given = section["cau-hoi-mau-moi-nhan"]
    answered = section["cau-hoi-mau-cho-tra-loi"]
    with api.env.adopt_user("editor"):
        given.agency = "ubnd-03646"
        for step in ("accept", "assign"):
            api.content.transition(given, step)
        answered.answer = RichTextValue("<p>Trả lời mẫu.</p>", "text/html", "text/html")
        api.content.transition(answered, "draft_answer")


def read(login: str, page: str) -> str:
    """Return what a person is shown, on one line."""
    answer = Person(login, PASSWORDS.get(login, PASSWORD)).ask(page)
    assert answer.status == 200, (login, page, answer.location)
    return " ".join(unescape(answer.text).split())


@pytest.mark.long
def test_words_of_a_sheet_stand_on_pages_of_the_role(demonstration):
    section = demonstration["pho-bien-giao-duc-phap-luat"]
    prepare(section)
    transaction.commit()
    missing = {}
    for name, pages in PAGES.items():
        login = name if name in PASSWORDS else ADMINISTRATOR
        shown = [read(login, page) for page in pages]
        words = {*role(DOCS / "vi" / f"role-{name}.rst", "guilabel")} - ELSEWHERE.keys()
        assert len(words) > 20
        missing[name] = {
            word for word in words if not any(word in one for one in shown)
        }
        if name == "editor":
            hand_on(section)
            transaction.commit()
    assert missing == {name: set() for name in PAGES}


def test_words_elsewhere_are_of_a_sheet():
    words = {
        word
        for page in (DOCS / "vi").glob("role-*.rst")
        for word in role(page, "guilabel")
    }
    assert ELSEWHERE.keys() - words == set()
