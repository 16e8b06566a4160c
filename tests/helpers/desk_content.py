"""People, units and texts that the tests of desk, mail and figures share."""

from contextlib import contextmanager
from made_once import made_once
from new_items import create
from plone import api
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.mail.interfaces import IMailer
from typing import Any
from zope.component import getUtility
from zope.globalrequest import getRequest
from zope.interface import alsoProvides

import pytest
import transaction

PASSWORD = "Mat-khau-2026"
PEOPLE = {
    "tac-gia": "Lò Thị Tác",
    "bien-tap": "Cầm Văn Biên",
    "phe-duyet": "Hà Thị Duyệt",
    "nguoi-ngoai": "Vì Văn Ngoài",
}


def make_people() -> None:
    """Make a contributor, an editor, an approver and somebody without a role."""
    made_once(api.portal.get(), make_people_anew)


def make_people_anew(portal: Any) -> None:
    """Make a contributor, an editor, an approver and somebody without a role."""
    for user_id, name in PEOPLE.items():
        api.user.create(
            username=user_id,
            email=f"{user_id}@sonla.example",
            password=PASSWORD,
            properties={"fullname": name},
        )


def make_section(portal: Any) -> Any:
    """Make a section with its editor and approver."""
    return made_once(portal, make_section_anew)


def make_section_anew(portal: Any) -> Any:
    """Make a section with its editor and approver."""
    with api.env.adopt_roles(["Manager"]):
        section = create(portal, "LegalEducationSection", title="Chuyên trang PBGDPL")
        for user_id, role in (
            ("bien-tap", "PBGDPL Editor"),
            ("phe-duyet", "PBGDPL Approver"),
        ):
            api.user.grant_roles(username=user_id, roles=[role], obj=section)
        section.reindexObjectSecurity()
    return section


def make_unit(section: Any, title: str, *members: str, **fields: Any) -> Any:
    """Make a unit in which `members` write."""
    fields.setdefault("code", f"don-vi-{len(section)}")
    given = (section.getPhysicalPath(), title, members, fields)
    return made_once(api.portal.get(), make_unit_anew, *given)


def make_unit_anew(
    portal: Any,
    path: tuple[str, ...],
    title: str,
    members: tuple[str, ...],
    fields: dict[str, Any],
) -> Any:
    """Make a unit in which `members` write."""
    section = portal.unrestrictedTraverse(path)
    with api.env.adopt_roles(["Manager"]):
        unit = create(section, "ContributingUnit", title, **fields)
        for user_id in members:
            api.user.grant_roles(
                username=user_id, roles=["PBGDPL Contributor"], obj=unit
            )
        unit.reindexObjectSecurity()
    return unit


def write(container: Any, author: str, title: str, **fields: Any) -> Any:
    """Make a news item as its author; copy what an earlier test made if it can."""
    portal_type = fields.pop("portal_type", "LegalNews")
    asked = (container.getPhysicalPath(), author, portal_type, title, fields)
    if fields:
        return write_anew(api.portal.get(), *asked)
    return made_once(api.portal.get(), write_anew, *asked)


def write_anew(
    portal: Any,
    path: tuple[str, ...],
    author: str,
    portal_type: str,
    title: str,
    fields: dict[str, Any],
) -> Any:
    """Make an item in the container at a path as its author."""
    with acting(author):
        return create(portal.unrestrictedTraverse(path), portal_type, title, **fields)


def step(text: Any, user_id: str, transition: str, comment: str = "") -> Any:
    """Make a transition as a user; give what the workflow tool gives."""
    with acting(user_id):
        tool = api.portal.get_tool("portal_workflow")
        return tool.doActionFor(text, transition, comment=comment)


def walk(text: Any, *steps: tuple[str, str] | tuple[str, str, str]) -> Any:
    """Make several transitions: (user, transition) or (user, transition, comment)."""
    for one in steps:
        step(text, *one)
    return text


@contextmanager
def acting(user_id: str) -> Any:
    """Act as a user."""
    with api.env.adopt_user(username=user_id):
        yield


def deliver() -> None:
    """Commit, let the mailer finish, and see what it stored."""
    transaction.commit()
    getUtility(IMailer).wait()
    transaction.begin()


@pytest.fixture
def desk_site(portal):
    """Return an integration portal with people and a request of ours."""
    alsoProvides(getRequest() or portal.REQUEST, IBrowserLayer)
    alsoProvides(portal.REQUEST, IBrowserLayer)
    with api.env.adopt_roles(["Manager"]):
        make_people()
    return portal


@pytest.fixture
def section(desk_site):
    """Return a section with editor and approver."""
    return make_section(desk_site)


@pytest.fixture
def unit(section):
    """Return a unit of one contributor."""
    return make_unit(section, "Sở Tư pháp", "tac-gia")


@pytest.fixture
def text(unit):
    """Return a draft of the contributor."""
    return write(unit, "tac-gia", "Tập huấn Luật Đất đai")


@pytest.fixture
def served_unit(functional_portal):
    """Return a committed unit in a served portal, with its section and people."""
    alsoProvides(functional_portal.REQUEST, IBrowserLayer)
    with api.env.adopt_roles(["Manager"]):
        make_people()
    section = make_section(functional_portal)
    unit = make_unit(section, "Sở Tư pháp", "tac-gia")
    transaction.commit()
    return unit
