"""Content in each state, and the pages that each person meets on their way."""

from plone import api
from plone.app.portlets.portlets.news import Assignment as NewsPortlet
from plone.app.textfield.value import RichTextValue
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from samples import LAND_LAW
from sonla.pbgdpl.config import EDITORIAL_WORKFLOW
from sonla.pbgdpl.workflow.states import set_state
from typing import Any
from vietnamese_portal import ADMINISTRATOR
from vietnamese_portal import APPROVER
from vietnamese_portal import CONTRIBUTOR
from vietnamese_portal import SECTION
from vietnamese_portal import UNIT
from zope.component import getMultiAdapter
from zope.component import getUtility

import transaction

BODY = "<p>Nội dung mẫu.</p>"
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
}


def fill_section(site: Any) -> None:
    """Make one published text of each type, and texts that wait at each step."""
    unit = site[SECTION][UNIT]
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    with api.env.adopt_user(CONTRIBUTOR):
        for name, (portal_type, title, fields) in TEXTS.items():
            body = RichTextValue(BODY, "text/html", "text/x-html-safe")
            api.content.create(unit, portal_type, name, title, text=body, **fields)
        for state in ("draft", "pending_edit", "pending_approval"):
            api.content.create(unit, "LegalNews", f"tin-{state}", "Tin đang làm")
    for name in TEXTS:
        set_state(unit[name], workflow, "published")
        unit[name].reindexObject()
    for state in ("pending_edit", "pending_approval"):
        set_state(unit[f"tin-{state}"], workflow, state)
        unit[f"tin-{state}"].reindexObject()
    set_state(unit, workflow, "published")
    unit.reindexObject()


def addresses(site: Any, person: str | None) -> list[str]:
    """List the pages that a person meets; None is a citizen."""
    root = site.absolute_url()
    section = f"{root}/{SECTION}"
    unit = f"{section}/{UNIT}"
    public = [
        root,
        section,
        unit,
        *(f"{unit}/{name}" for name in TEXTS),
        f"{section}/gioi-thieu-van-ban",
        f"{section}/hoi-dap",
        f"{root}/@@pbgdpl-search",
        f"{section}/@@pbgdpl-search?SearchableText=mau",
        f"{section}/@@pbgdpl-documents",
    ]
    types = ("LegalNews", "LegalIntroduction", "Guidance", "EducationMaterial")
    own = {
        CONTRIBUTOR: [
            *(f"{unit}/++add++{portal_type}" for portal_type in types),
            f"{unit}/tin-draft",
            f"{unit}/tin-draft/edit",
            f"{unit}/folder_contents",
            f"{root}/@@pbgdpl-review",
        ],
        APPROVER: [
            f"{root}/@@pbgdpl-review",
            f"{unit}/tin-pending_approval",
            f"{unit}/tin-pending_approval/@@pbgdpl-transition"
            "?workflow_action=return_to_author",
        ],
        ADMINISTRATOR: [
            f"{root}/@@pbgdpl-settings",
            f"{section}/@@pbgdpl-units",
            f"{section}/@@pbgdpl-contributions",
            f"{root}/@@topbar-manage-portlets/sonla.pbgdpl.homepagecentre",
        ],
    }
    return public if person is None else own[person]


def stock_addresses(site: Any) -> list[str]:
    """Make stock content beside the section; list stock pages like each of ours."""
    with api.env.adopt_roles(["Manager"]):
        folder = api.content.create(site, "Folder", "thu-muc", "Thư mục thường")
        inner = api.content.create(folder, "Folder", "trong", "Thư mục trong")
        page = api.content.create(inner, "Document", "trang", "Trang thường")
        for obj in (folder, inner, page):
            api.content.transition(obj, "publish")
        waiting = api.content.create(inner, "Document", "cho", "Trang chờ duyệt")
        api.content.transition(waiting, "submit")
        column = getUtility(IPortletManager, name="plone.leftcolumn")
        portlets = getMultiAdapter((site, column), IPortletAssignmentMapping)
        portlets["tin"] = NewsPortlet()
    transaction.commit()
    root = site.absolute_url()
    paths = ("", "sitemap", "@@search?SearchableText=trang", "login")
    return [
        *(f"{root}/{path}" for path in paths),
        page.absolute_url(),
        f"{page.absolute_url()}/edit",
        f"{inner.absolute_url()}/++add++News Item",
        f"{inner.absolute_url()}/++add++File",
        f"{inner.absolute_url()}/folder_contents",
        f"{root}/@@site-controlpanel",
        f"{root}/@@topbar-manage-portlets/plone.leftcolumn",
    ]
