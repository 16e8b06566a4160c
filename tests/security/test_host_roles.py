"""Whoever holds a role of the host portal, and none of ours, is a reader like any other.

A province's portal has editors, reviewers and readers of its own, dozens of them. Each
role of theirs, held in the whole portal or on the folder above a section, is tried on
each type in each state that isn't public, on each road.
"""

from AccessControl import getSecurityManager
from host_people import ABOVE
from host_people import HOLDERS
from host_people import make_holders
from host_people import PASSWORD
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from private_items import make_all
from private_items import SECRET
from private_items import TITLE
from public_content import make_section
from questions_content import ask
from questions_content import MAIL
from sonla.pbgdpl.core.paths import path_of
from typing import Any
from web_requests import Person
from web_requests import UNTHEMED

import pytest
import transaction

PERMISSIONS = (
    "Access contents information",
    "Add portal content",
    "CMFEditions: Access previous versions",
    "CMFEditions: Revert to previous versions",
    "Delete objects",
    "List folder contents",
    "Modify portal content",
    "Modify view template",
    "Request review",
    "Review portal content",
    "Sharing page: Delegate roles",
    "View",
    "View management screens",
    "iterate : Check out content",
    "plone.app.contenttypes: Add Document",
    "sonla.pbgdpl: Add LegalNews",
    "sonla.pbgdpl: Answer questions",
    "sonla.pbgdpl: Assign reporters",
    "sonla.pbgdpl: Bar reporters",
    "sonla.pbgdpl: Approve statistics",
    "sonla.pbgdpl: Import people",
    "sonla.pbgdpl: Manage registry",
    "sonla.pbgdpl: View personal data",
)
IN_JSON = {"Accept": "application/json"}
REFUSED = {"login", 401, 403, 404}


@pytest.fixture(scope="class")
def foreign(functional_portal_class: Any) -> dict[str, Any]:
    """Return a portal whose people hold roles of its own alone, and what is not public."""
    portal = functional_portal_class
    with api.env.adopt_roles(["Manager"]):
        folder = api.content.create(portal, "Folder", ABOVE, title="Cơ quan")
        api.content.transition(folder, "publish")
    section = make_section(folder)
    with api.env.adopt_roles(["Manager"]):
        items = list(make_all(section))
    question = ask(section, "Hỏi riêng")
    make_holders(portal, folder)
    transaction.commit()
    return {
        "portal": portal,
        "section": section,
        "question": question,
        "items": [*items, question],
    }


@pytest.mark.parametrize("holder", HOLDERS)
class TestHolder:
    """One portal for all of them; they change nothing in it."""

    def test_reads_no_question_of_a_citizen(self, foreign, holder):
        path = foreign["question"].absolute_url_path()
        person = Person(holder, PASSWORD)
        page = person.ask(path, headers=UNTHEMED)
        record = person.ask(path, headers=IN_JSON)
        desk = person.ask(
            f"{foreign['section'].absolute_url_path()}/@@pbgdpl-questions",
            headers=UNTHEMED,
        )
        for answer in (page, record, desk):
            assert answer.outcome in REFUSED
            assert MAIL not in answer.text

    @pytest.mark.long
    def test_gets_nothing_that_is_not_public(self, foreign, holder):
        person = Person(holder, PASSWORD)
        got = {}
        for item in foreign["items"]:
            path = item.absolute_url_path()
            for road, headers in (("", UNTHEMED), ("/edit", UNTHEMED), ("", IN_JSON)):
                answer = person.ask(f"{path}{road}", headers=headers)
                if answer.outcome not in REFUSED or SECRET in answer.text:
                    got[path, road, *headers] = answer.outcome
        assert got == {}

    def test_may_nothing(self, foreign, holder):
        tool = api.portal.get_tool("portal_workflow")
        may = []
        with api.env.adopt_user(username=holder):
            for item in foreign["items"]:
                may += [
                    (item.getId(), one)
                    for one in PERMISSIONS
                    if api.user.has_permission(one, obj=item)
                ]
                for workflow in tool.getWorkflowsFor(item):
                    may += [
                        (item.getId(), step)
                        for step in workflow.transitions
                        if workflow.isActionSupported(item, step)
                    ]
        assert may == []

    def test_finds_nothing(self, foreign, holder):
        catalog = api.portal.get_tool("portal_catalog")
        everything = catalog.unrestrictedSearchResults(path=path_of(foreign["section"]))
        assert len([one for one in everything if SECRET in one.Title]) > 70
        with api.env.adopt_user(username=holder):
            found = catalog(path=path_of(foreign["section"]), show_inactive=True)
            assert [one.getPath() for one in found if SECRET in one.Title] == []
        path = foreign["section"].absolute_url_path()
        person = Person(holder, PASSWORD)
        for road, headers in (
            (f"/@search?SearchableText={SECRET}", IN_JSON),
            (f"/@@search?SearchableText={SECRET}", UNTHEMED),
            (f"/@@pbgdpl-search?SearchableText={SECRET}", UNTHEMED),
            ("/folder_contents", UNTHEMED),
            ("/@@pbgdpl-review", UNTHEMED),
        ):
            answer = person.ask(f"{path}{road}", headers=headers)
            assert TITLE not in answer.text, road

    def test_is_offered_no_step_and_no_addition(self, foreign, holder):
        path = foreign["section"].absolute_url_path()
        person = Person(holder, PASSWORD)
        for name in ("LegalNews", "Document", "Image"):
            outcome = person.ask(f"{path}/++add++{name}", headers=UNTHEMED).outcome
            assert outcome in REFUSED, name
        made = person.ask(path, "POST", json={"@type": "Document", "title": "Chen vào"})
        assert made.status in REFUSED
        news = foreign["question"].absolute_url_path()
        taken = person.ask(f"{news}/@workflow/accept", "POST", json={})
        assert taken.status in REFUSED | {400}
        transaction.begin()
        tool = api.portal.get_tool("portal_workflow")
        state = tool.getInfoFor(foreign["question"], "review_state")
        assert state == "received"

    def test_holds_no_permission_that_members_lack(self, foreign, holder):
        """Of all that are registered, those of other packages included."""
        mine = permissions_of(holder, foreign)
        assert mine - permissions_of("nobody-special", foreign) == set()


@pytest.mark.long
def test_visitors_get_nothing_either(foreign):
    got = [
        item.getId()
        for item in foreign["items"]
        for headers in (UNTHEMED, IN_JSON)
        if Person().ask(item.absolute_url_path(), headers=headers).outcome
        not in REFUSED
    ]
    assert got == []


def permissions_of(name: str, foreign: dict[str, Any]) -> set[tuple[str, str]]:
    """Name what somebody may in the section and with the first item of each type."""
    firsts = {item.portal_type: item for item in reversed(foreign["items"])}
    permissions = [one[0] for one in foreign["portal"].ac_inherited_permissions(1)]
    with api.env.adopt_user(username=name):
        may = getSecurityManager().checkPermission
        return {
            (place.portal_type, permission)
            for place in (foreign["section"], *firsts.values())
            for permission in permissions
            if may(permission, place)
        }


def test_managers_and_site_administrators_of_the_portal_still_do(functional_portal):
    section = make_section(functional_portal)
    question = ask(section, "Hỏi riêng")
    api.user.create("q@example.org", "quan-tri", PASSWORD)
    api.user.grant_roles(username="quan-tri", roles=["Site Administrator"])
    transaction.commit()
    path = question.absolute_url_path()
    for person in (
        Person("quan-tri", PASSWORD),
        Person(SITE_OWNER_NAME, SITE_OWNER_PASSWORD),
    ):
        assert MAIL in person.ask(path, headers=UNTHEMED).text
