"""A portal with one of everything of ours, and a person for each role."""

from bank_content import add_question
from bank_content import make_bank
from collections.abc import Collection
from datetime import datetime
from datetime import UTC
from dialogues import make_dialogue
from expenditures import spend
from made_once import made_once
from new_items import create
from people import enter
from plone import api
from plone.namedfile.file import NamedBlobFile
from Products.CMFCore.interfaces import ISiteRoot
from public_content import make
from public_content import make_section_anew
from questions_content import answer
from questions_content import ask
from questions_content import put
from requests_content import ask_for
from sample_values import LAND_LAW
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.interfaces import IOrphaned
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.homepage.portlet_setup import assign_portlet
from sonla.pbgdpl.options.requests.submission import folder_for as requests_of_year
from sonla.pbgdpl.questions.submission import folder_for
from statistics_content import activity
from statistics_content import put_report
from statistics_content import report
from typing import Any
from web_requests import Person
from web_requests import UNTHEMED
from zope.interface import alsoProvides

LOCAL = ("PBGDPL Contributor", "PBGDPL Editor", "PBGDPL Approver")
"""Roles that our groups hold on the section alone."""
GLOBAL = ("Site Administrator", "Manager", "PBGDPL Sync")
ROLES = ("Anonymous", "Member", *LOCAL, *GLOBAL)
PASSWORD = "Mat-khau-1234"


def account(role: str) -> str:
    """Name the account that has a role."""
    return "has-" + role.lower().replace(" ", "-")


def people() -> dict[str, Person]:
    """Return a person for each role."""
    return {
        role: Person() if role == "Anonymous" else Person(account(role), PASSWORD)
        for role in ROLES
    }


def make_accounts(section: Any) -> None:
    """Make the accounts; those of the section have their role there and nowhere else."""
    for role in ROLES[1:]:
        name = account(role)
        api.user.create(f"{name}@example.org", name, PASSWORD)
        if role in GLOBAL:
            api.user.grant_roles(username=name, roles=[role])
        if role in LOCAL:
            section.manage_setLocalRoles(name, [role])
    section.reindexObjectSecurity()


def make_one_of_each(portal: Any, without: Collection[str] = ()) -> dict[str, Any]:
    """Make the content, public as far as its kind ever is; give it by short names.

    `without` names subjects of which nothing is made.
    """
    if ISiteRoot.providedBy(portal):
        made = made_once(portal, make_one_of_each_anew, without)
    else:
        made = make_one_of_each_anew(portal, without)
    return {"site": portal, "root": portal.aq_parent, **made}


def make_one_of_each_anew(place: Any, without: Collection[str]) -> dict[str, Any]:
    """Make the content in the portal or in a folder of it; give it by short names."""
    section = make_section_anew(place, "Chuyên trang")
    unit = make(section, "ContributingUnit", "Đơn vị", code="don-vi")
    documents = [LAND_LAW]
    places = {
        "section": section,
        "unit": unit,
        "news": make(unit, "LegalNews", "Tin"),
        "introduction": make(
            unit,
            "LegalIntroduction",
            "Giới thiệu",
            kind="gioi-thieu-vbqppl",
            legal_documents=documents,
        ),
        "guidance": make(unit, "Guidance", "Kế hoạch", document_type="ke-hoach"),
        "material": make(unit, "EducationMaterial", "Sách", kind="sach"),
        "situation": make(unit, "LifeSituation", "Tôi muốn đăng ký kết hôn"),
        "person": enter(section),
        "activity": activity(unit),
        "council": make(section, "CoordinationCouncil", "Hội đồng"),
        "month": folder_for(section, datetime(2026, 11, 9, tzinfo=UTC)),
        "question": put(answer(ask(section, asker_files=(letter(),))), "published"),
        "report": report(unit),
        "collection": make(section, "Collection", "Danh sách"),
        "synced": make(unit, "LegalNews", "Tin từ nơi khác"),
        "received": ask(section, "Câu hỏi mới"),
        "submitted": report(unit, year=2025),
        "locked": report(unit, year=2024),
        "leftover": make(unit, "LegalNews", "Còn lại"),
        **make_unpublished(unit),
    }
    if "options.learning" not in without:
        places["bank"] = make_bank(section, state="approved")
        places["bank_question"] = add_question(places["bank"], "approved")
    if "training" not in without:
        places["course"] = make(unit, "TrainingCourse", "Tập huấn")
    if "dialogues" not in without:
        places["dialogue"] = make_dialogue(section)
    if "options.requests" not in without:
        places["year"] = requests_of_year(section, datetime(2026, 11, 9, tzinfo=UTC))
        places["request"] = ask_for(section)
    if "options.finance" not in without:
        places["expenditure"] = spend(unit, 1_500_000)
    put_report(places["submitted"], "submitted")
    put_report(places["locked"], "locked")
    alsoProvides(places["synced"], IHarvested)
    alsoProvides(places["leftover"], IOrphaned)
    assign_portlet()
    make_accounts(section)
    return places


def letter() -> NamedBlobFile:
    """Make a file that an asker sends: a page that would run in a browser."""
    return NamedBlobFile(b"<script>alert(1)</script>", "text/html", "don.html")


def make_unpublished(unit: Any) -> dict[str, Any]:
    """Make a draft, and the working copy of a public text."""
    revised = make(unit, "LegalNews", "Tin được sửa")
    with api.env.adopt_roles(["Manager"]):
        draft = create(unit, "LegalNews", title="Bản nháp")
        return {"draft": draft, "copy": revise(revised)}


def warm_up(portal: Any, places: dict[str, Any]) -> None:
    """Let core write what it writes when a page is drawn for the first time.

    Each portlet notes its settings once, and an administrator's page does so for all.
    """
    manager = people()["Manager"]
    path = places["section"].absolute_url_path()
    for address in (
        path,
        f"{path}/@@topbar-manage-portlets",
        f"{path}/@@manage-portlets",
    ):
        assert manager.ask(address, headers=UNTHEMED).status == 200
