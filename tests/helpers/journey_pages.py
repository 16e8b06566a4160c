"""Content in each state, and the pages that each person meets on their way."""

from activities import FIELDS
from activities import moment
from bank_content import QUESTION
from content_types import EVENT_TYPES
from content_types import TEXT_TYPES
from councils import CHI
from councils import DECISION
from councils import member
from councils import PEOPLE
from datetime import date
from datetime import datetime
from datetime import timedelta
from dialogues import OFFICIALS
from plone import api
from plone.app.event.base import default_timezone
from plone.app.portlets.portlets.news import Assignment as NewsPortlet
from plone.app.textfield.value import RichTextValue
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from sample_values import LAND_LAW
from sonla.pbgdpl.councils import COUNCIL_TYPE
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics import STATISTICS_WORKFLOW
from typing import Any
from urllib.parse import quote
from vietnamese_portal import ADMINISTRATOR
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import EDITOR
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT
from zope.component import getMultiAdapter
from zope.component import getUtility

import transaction

LAND_LAW_IDENTITY = quote("31/2024/QH15|quoc hoi|2024-01-18")
EVENT_START = datetime(2026, 11, 9, 8)
BODY = "<p>Nội dung mẫu.</p>"
ACTIVITY = {**FIELDS, "start": moment(), "end": moment(hour=11)}
CHANGED = date(2026, 3, 1)
COUNCIL = {
    "level": "tinh",
    "unit": "14",
    "standing_agency": "so-tu-phap",
    "decisions": [DECISION],
    "members": [
        *PEOPLE[:2],
        {**CHI, "ended_on": CHANGED},
        member("Tòng Văn Em Mẫu", valid_from=CHANGED, invited=True),
    ],
    "secretariat": [member("Hà Thị Giang Mẫu", "to-truong-to-thu-ky")],
}
COURSE = {
    "start": moment(),
    "end": moment(day=10),
    "location": "Hội trường mẫu",
    "schedule": [{"day": moment().date(), "topic": "Luật Đất đai"}],
}
DIALOGUE = {
    "start": moment(),
    "end": moment(year=2036),
    "topic": "Giao đất ở bản.",
    "hosts": ("so-tu-phap",),
    "officials": OFFICIALS,
    "programme": COURSE["schedule"],
}
SITUATION = {
    "summary": ("Nam đủ 20 tuổi, nữ đủ 18 tuổi.",),
    "steps": [{"title": "Cùng đến xã và ký", "level": "ubnd-xa", "fee": "Không"}],
    "helplines": [{"number": "111", "name": "Tổng đài trẻ em"}],
    "legal_documents": [LAND_LAW],
    "is_sample": True,
    "review_by": date(2026, 1, 1),
}
TEXTS = {
    "tin": ("LegalNews", "Tin mẫu", {"author_name": "Bút danh mẫu"}),
    "gioi-thieu": (
        "LegalIntroduction",
        "Bài giới thiệu mẫu",
        {"kind": "de-cuong", "legal_documents": [LAND_LAW]},
    ),
    "van-ban": (
        "Guidance",
        "Kế hoạch mẫu",
        {"document_type": "ke-hoach", "number": "1/KH-UBND"},
    ),
    "tai-lieu": ("EducationMaterial", "Tờ gấp mẫu", {"kind": "to-gap"}),
    "tinh-huong": ("LifeSituation", "Tôi muốn đăng ký kết hôn", SITUATION),
    "hoat-dong": ("LegalActivity", "Buổi tuyên truyền mẫu", ACTIVITY),
    "tap-huan": ("TrainingCourse", "Khóa tập huấn mẫu", COURSE),
    "hoi-dong": ("CoordinationCouncil", "Hội đồng phối hợp mẫu", COUNCIL),
    "doi-thoai": ("PolicyDialogue", "Đối thoại mẫu", DIALOGUE),
}
STOCK_TEXTS = {
    "su-kien": ("Event", "Ngày Pháp luật mẫu"),
    "trang": ("Document", "Trang mẫu"),
    "thu-muc": ("Folder", "Thư mục mẫu"),
}
REPORT = {"form_code": "ket-qua-pbgdpl", "period_kind": "year"}
REPORTS = {"": 2022, "submitted": 2025, "approved": 2024, "locked": 2023}
"""State → year of a report in it; the first is a draft. The demonstration has one of 2026."""

WAITING = ("cho-duyet", "cho-duyet-nua")
"""Texts that wait for the approver, who decides about them at once."""

STOCK_TYPES = ("Document", "News Item", "Event", "Link", "Folder", "File", "Image")


PUBLIC = (
    "",
    "login",
    "accessibility-info",
    "contact-info",
    "sitemap",
    "{section}",
    "{unit}",
    *("{unit}/" + name for name in (*TEXTS, *STOCK_TEXTS)),
    "{section}/gioi-thieu-van-ban",
    "{section}/hoi-dap",
    "{section}/@@pbgdpl-imprint",
    "{section}/@@pbgdpl-accessibility",
    "@@pbgdpl-search",
    "@@pbgdpl-search?SearchableText=khong-co-gi",
    "{section}/@@pbgdpl-search?SearchableText=mau",
    "{unit}/@@pbgdpl-search?kind=de-cuong",
    "{section}/@@pbgdpl-documents",
    "{unit}/@@pbgdpl-documents?q=31",
    "@@reporters",
    "{section}/@@propagandists",
    "{section}/@@activities?year=2026",
    "{unit}/@@activities?form=thi-tim-hieu",
    "@@activities?print=1",
    "{section}/@@pbgdpl-statistics",
    "{section}/@@pbgdpl-statistics?indicator=ket_qua.nguoi_du",
    "{unit}/@@pbgdpl-statistics?form=bcv-ttv",
    "@@pbgdpl-statistics?source=reports&kind=year",
    "{unit}/bao-cao-approved",
    "@@councils",
    "{section}/@@councils",
    "{unit}/hoi-dong?on=2025-10-01",
    "{unit}/hoi-dong?print=1",
    "{unit}/hoi-dong/@@council-items?kind=ke-hoach",
    "{section}/@@courses",
    "@@dialogues",
    "{section}/@@dialogues",
    "{unit}/doi-thoai/@@ask-question",
    "@@materials",
    "{section}/@@materials?kind=to-gap",
    "{unit}/@@materials?q=khong-co-gi",
    "@@situations",
    "{section}/@@emergencies",
    "{section}/@@search?SearchableText=chay+nha",
    "{section}/@@topics",
    "{section}/@@topics?field=dat-dai",
    "{section}/@@situations?field=hon-nhan-gia-dinh",
)
CONTRIBUTORS = (
    *(
        "{unit}/++add++" + name
        for name in (
            *TEXT_TYPES,
            *EVENT_TYPES,
            COUNCIL_TYPE,
            DIALOGUE_TYPE,
            *STOCK_TYPES,
        )
    ),
    "{unit}/hoi-dong/++add++Guidance",
    "{unit}/@@quick-activity",
    "{unit}/@@register-import",
    "{section}/@@activities",
    "{unit}/++add++StatisticsReport",
    "{unit}/++add++Expenditure",
    "{unit}/@@pbgdpl-expenditures",
    "{unit}/@@pbgdpl-expenditures-import",
    "{section}/@@pbgdpl-expenditures",
    "{section}/@@pbgdpl-banks",
    "{unit}/++add++QuestionBank",
    "{unit}/bao-cao",
    "{unit}/bao-cao/edit",
    "{unit}/bao-cao/@@pbgdpl-cells",
    "{unit}/bao-cao/@@pbgdpl-records?cell=ket_qua.so_cuoc",
    "{unit}/bao-cao-locked/@@pbgdpl-new-version",
    "{unit}/tap-huan",
    "{unit}/tap-huan/@@course-attendance",
    "{unit}/tap-huan/@@roll-call",
    "{unit}/tap-huan/@@course-learners",
    "{unit}/tin-draft",
    "{unit}/tin-draft/edit",
    "{unit}/tin-draft/@@historyview",
    "{unit}/tin-draft/content_status_history",
    "{unit}/folder_contents",
    "{unit}/@@pbgdpl-check",
    "@@pbgdpl-review",
    "@@pbgdpl-review?tab=mine",
)
EDITORS = (
    "{section}/@@pbgdpl-review",
    "{section}/@@pbgdpl-check",
    "{section}/@@pbgdpl-contributions",
    "{section}/@@pbgdpl-documents",
    "{section}/@@pbgdpl-document-decision?document=" + LAND_LAW_IDENTITY,
    "{section}/@@pbgdpl-documents-journal",
    "{unit}/tin",
    "{unit}/tin-pending_edit/edit",
    "{unit}/tin-pending_edit/content_status_history",
    "{section}/++add++Collection",
    "{unit}/gioi-thieu/@@pbgdpl-revise",
    "{unit}/hoi-dong/@@pbgdpl-revise",
    "{unit}/doi-thoai",
    "{unit}/doi-thoai/@@pbgdpl-revise",
    "{unit}/doi-thoai/@@pbgdpl-questions",
    "{section}/@@pbgdpl-usefulness",
    "{unit}/doi-thoai/++add++LegalQuestion",
    "{unit}/ngan-hang",
    "{unit}/ngan-hang/++add++BankQuestion",
    "{unit}/ngan-hang/@@pbgdpl-bank-import",
    "{unit}/ngan-hang/cau-hoi",
    "{unit}/ngan-hang/cau-hoi/edit",
)
APPROVERS = (
    "@@pbgdpl-review",
    "{unit}/tin-pending_approval",
    "{unit}/tin-pending_approval/@@pbgdpl-transition?workflow_action=return_to_author",
    "{section}/@@pbgdpl-check",
    "{section}/@@pbgdpl-visits",
    "{section}/@@pbgdpl-thesaurus?q=so+do",
    "{section}/@@pbgdpl-dangers?q=chay+nha",
    "{section}/@@pbgdpl-danger?key=fire",
    "{section}/@@pbgdpl-reports?kind=year",
    "{unit}/bao-cao-submitted",
    "{unit}/bao-cao-submitted/@@pbgdpl-transition?workflow_action=return",
    "{section}/@@reporters",
    "{section}/@@register-import",
    "{unit}/@@register-import",
    "{section}/@@register-decision",
)
ADMINISTRATORS = (
    "@@pbgdpl-settings",
    "@@pbgdpl-settings?page=questions",
    "@@pbgdpl-settings?page=lists",
    "@@pbgdpl-settings?page=tools",
    "@@pbgdpl-settings?page=offer",
    "@@pbgdpl-settings?page=exchange",
    "@@pbgdpl-settings?page=statistics",
    "@@pbgdpl-settings?page=statistics&form=bcv-ttv@2019-1",
    "@@pbgdpl-settings?vocabulary=Audiences",
    "@@pbgdpl-settings?vocabulary=AdministrativeUnits",
    "@@btp-sync-status",
    "@@pbgdpl-jobs",
    "@@btp-sync-journal",
    "@@pbgdpl-uninstall-report",
    "@@pbgdpl-mail",
    "@@pbgdpl-audit",
    "@@pbgdpl-personal-data",
    "@@pbgdpl-search-switch",
    "@@pbgdpl-check",
    "@@pbgdpl-review",
    "++add++LegalEducationSection",
    "{section}/edit",
    "{section}/++add++ContributingUnit",
    "{section}/@@pbgdpl-units",
    "{section}/@@pbgdpl-units-make",
    "{section}/@@pbgdpl-units-people",
    "{section}/@@pbgdpl-contributions",
    "{section}/@@pbgdpl-content-import",
    "{unit}/edit",
    "{unit}/@@pbgdpl-unit-close",
    "@@topbar-manage-portlets/sonla.pbgdpl.homepagecentre",
    "++contextportlets++sonla.pbgdpl.homepagecentre/+/portlets.LegalEducation",
    "++contextportlets++sonla.pbgdpl.homepagecentre/legal-education/edit",
)


def fill_section(site: Any) -> None:
    """Make one published text of each type, and texts that wait at each step."""
    unit = site[SECTION][UNIT]
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    api.portal.set_registry_record("sonla.pbgdpl.stock_types", value=True)
    with api.env.adopt_user(CONTRIBUTOR):
        for name, (portal_type, title, fields) in TEXTS.items():
            body = RichTextValue(BODY, "text/html", "text/x-html-safe")
            api.content.create(unit, portal_type, name, title, text=body, **fields)
        for name, (portal_type, title) in STOCK_TEXTS.items():
            api.content.create(unit, portal_type, name, title)
        hold_event(unit["su-kien"])
        for state in ("draft", "pending_edit", "pending_approval"):
            api.content.create(unit, "LegalNews", f"tin-{state}", "Tin đang làm")
        for name in WAITING:
            api.content.create(unit, "LegalNews", name, "Tin chờ duyệt")
        for state, year in REPORTS.items():
            name = f"bao-cao-{state}" if state else "bao-cao"
            api.content.create(unit, REPORT_TYPE, name, **REPORT, year=year)
        bank = api.content.create(unit, "QuestionBank", "ngan-hang", "Ngân hàng")
        api.content.create(bank, "BankQuestion", "cau-hoi", "–", **QUESTION)
    for name in (*TEXTS, *STOCK_TEXTS):
        set_state(unit[name], workflow, "published")
        unit[name].reindexObject()
    waiting = {f"tin-{state}": state for state in ("pending_edit", "pending_approval")}
    for name, state in (waiting | dict.fromkeys(WAITING, "pending_approval")).items():
        set_state(unit[name], workflow, state)
        unit[name].reindexObject()
    reporting = api.portal.get_tool("portal_workflow")[STATISTICS_WORKFLOW]
    for state in filter(None, REPORTS):
        set_state(unit[f"bao-cao-{state}"], reporting, state)
    set_state(unit, workflow, "published")
    unit.reindexObject()


def hold_event(event: Any) -> None:
    """Say when the sample event is held: three weeks, in the portal's time zone."""
    event.start = default_timezone(event, as_tzinfo=True).localize(EVENT_START)
    event.end = event.start + timedelta(hours=3)
    event.recurrence = "RRULE:FREQ=WEEKLY;COUNT=3"
    event.reindexObject()


def addresses(site: Any, person: str | None) -> list[str]:
    """List the pages that a person meets by their address; None is a citizen."""
    root = site.absolute_url()
    paths = {
        None: PUBLIC,
        CONTRIBUTOR: CONTRIBUTORS,
        EDITOR: EDITORS,
        APPROVER: APPROVERS,
        ADMINISTRATOR: ADMINISTRATORS,
    }[person]
    names = {"section": SECTION, "unit": f"{SECTION}/{UNIT}"}
    return [f"{root}/{path.format(**names)}".rstrip("/") for path in paths]


def stock_addresses(site: Any) -> list[str]:
    """Make stock content beside the section; list stock pages like each of ours."""
    with api.env.adopt_roles(["Manager"]):
        folder = api.content.create(site, "Folder", "thu-muc", "Thư mục thường")
        inner = api.content.create(folder, "Folder", "trong", "Thư mục trong")
        page = api.content.create(inner, "Document", "trang", "Trang thường")
        event = api.content.create(inner, "Event", "ngay", "Ngày thường")
        hold_event(event)
        for obj in (folder, inner, page, event):
            api.content.transition(obj, "publish")
        waiting = api.content.create(inner, "Document", "cho", "Trang chờ duyệt")
        api.content.transition(waiting, "submit")
        column = getUtility(IPortletManager, name="plone.leftcolumn")
        portlets = getMultiAdapter((site, column), IPortletAssignmentMapping)
        portlets["tin"] = NewsPortlet()
    transaction.commit()
    root = site.absolute_url()
    paths = (
        "",
        "sitemap",
        "accessibility-info",
        "contact-info",
        "@@search?SearchableText=trang",
        "login",
    )
    return [
        *(f"{root}/{path}" for path in paths),
        page.absolute_url(),
        f"{page.absolute_url()}/edit",
        f"{page.absolute_url()}/@@historyview",
        event.absolute_url(),
        f"{waiting.absolute_url()}/content_status_history",
        *(f"{inner.absolute_url()}/++add++{name}" for name in STOCK_TYPES),
        f"{inner.absolute_url()}/++add++Collection",
        f"{inner.absolute_url()}/folder_contents",
        f"{root}/@@site-controlpanel",
        f"{root}/@@language-controlpanel",
        f"{root}/@@topbar-manage-portlets/plone.leftcolumn",
    ]
