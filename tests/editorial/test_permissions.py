"""Who may do what in which state: the contract's table, for every role.

The first part is written from the contract, not from the definition: a change of
definition.xml that the contract doesn't know must fail here.
"""

from AccessControl import getSecurityManager
from made_once import made_once
from new_items import create
from plone import api
from plone.app.redirector.interfaces import IRedirectionStorage
from sonla.pbgdpl.editorial import ATTACHMENT_WORKFLOW
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.states import set_state
from zope.component import getUtility

import pytest
import transaction

PEOPLE = {
    "Anonymous": "anonymous",
    "Member": "member",
    "PBGDPL Contributor": "colleague",
    "Owner": "author",
    "PBGDPL Editor": "editor",
    "PBGDPL Approver": "approver",
    "Site Administrator": "siteadmin",
    "Manager": "manager",
    "PBGDPL Sync": "sync",
}
ALL = set(PEOPLE)
ADMIN = {"Site Administrator", "Manager"}
INSIDE = {"PBGDPL Contributor", "Owner", "PBGDPL Editor", "PBGDPL Approver"} | ADMIN

EDITORIAL = {
    "draft": {
        "view": INSIDE,
        "edit": {"Owner", "PBGDPL Editor"} | ADMIN,
        "delete": {"Owner", "PBGDPL Editor"} | ADMIN,
        "submit": {"Owner", "PBGDPL Contributor"} | ADMIN,
        "forward": ADMIN,
    },
    "pending_edit": {
        "view": INSIDE,
        "edit": {"PBGDPL Editor"} | ADMIN,
        "delete": {"PBGDPL Editor"} | ADMIN,
        "retract": {"Owner"} | ADMIN,
        "forward": {"PBGDPL Editor"} | ADMIN,
        "return_to_author": {"PBGDPL Editor", "PBGDPL Approver"} | ADMIN,
    },
    "pending_approval": {
        "view": INSIDE,
        "edit": {"PBGDPL Editor", "PBGDPL Approver"} | ADMIN,
        "delete": ADMIN,
        "retract": {"Owner"} | ADMIN,
        "return_to_author": {"PBGDPL Editor", "PBGDPL Approver"} | ADMIN,
        "approve": {"PBGDPL Approver"} | ADMIN,
    },
    "published": {
        "view": ALL,
        "edit": ADMIN,
        "delete": ADMIN,
        "withdraw": {"PBGDPL Approver"} | ADMIN,
        "revise": {"PBGDPL Editor"} | ADMIN,
    },
    "withdrawn": {
        "view": INSIDE,
        "edit": ADMIN,
        "delete": ADMIN,
        "reopen": {"PBGDPL Editor", "PBGDPL Approver"} | ADMIN,
    },
}
ATTACHMENT = {
    "hidden": {
        "view": INSIDE,
        "edit": {"Owner", "PBGDPL Editor"} | ADMIN,
        "delete": {"Owner", "PBGDPL Editor"} | ADMIN,
    },
    "visible": {"view": ALL, "edit": ADMIN, "delete": ADMIN},
}
PERMISSIONS = {
    "view": ("View", "Access contents information"),
    "edit": (
        "Modify portal content",
        "CMFEditions: Revert to previous versions",
    ),
    "delete": ("Delete objects",),
}
TRANSITIONS = (
    "submit",
    "retract",
    "forward",
    "approve",
    "return_to_author",
    "withdraw",
    "reopen",
)


def offers_revision(text):
    """Ask as the toolbar does, for which a refused view is no offer."""
    view = text.restrictedTraverse("@@pbgdpl-revision", None)
    return view is not None and view.offered()


def author(office):
    """Somebody whose only role is to own the item."""
    if api.user.get(userid="author") is None:
        api.user.create(email="author@example.org", username="author")
    return "author"


def owned(office, portal_type):
    author(office)
    return made_once(
        office.portal, make_owned, office.unit.getPhysicalPath(), portal_type
    )


def make_owned(portal, path, portal_type):
    with api.env.adopt_roles(["Manager"]):
        text = create(portal.unrestrictedTraverse(path), portal_type, title="Tin")
        text.changeOwnership(api.user.get(userid="author").getUser())
        text.manage_delLocalRoles([h for h, _r in text.get_local_roles()])
        text.manage_setLocalRoles("author", ["Owner"])
    return text


def put(text, workflow_id, state):
    tool = api.portal.get_tool("portal_workflow")
    set_state(text, tool[workflow_id], state)


def may(action, text):
    check = getSecurityManager().checkPermission
    return all(check(permission, text) for permission in PERMISSIONS[action])


@pytest.mark.sample(None)
@pytest.mark.parametrize(
    "portal_type",
    [
        "LegalNews",
        "LegalActivity",
        "TrainingCourse",
        "CoordinationCouncil",
        "PolicyDialogue",
        "Document",
        "Event",
    ],
)
def test_editorial_table(office, portal_type):
    text = owned(office, portal_type)
    tool = api.portal.get_tool("portal_workflow")
    workflow = tool[EDITORIAL_WORKFLOW]
    for state, actions in EDITORIAL.items():
        put(text, EDITORIAL_WORKFLOW, state)
        allowed = {}
        for role, user_id in PEOPLE.items():
            with office.acting(user_id):
                allowed[role] = {name for name in PERMISSIONS if may(name, text)}
                allowed[role].update(
                    t for t in TRANSITIONS if workflow.isActionSupported(text, t)
                )
                if offers_revision(text):
                    allowed[role].add("revise")
        assert allowed == expected_of(actions), state


def expected_of(actions):
    """Return the actions of each role."""
    return {
        role: {name for name, roles in actions.items() if role in roles}
        for role in PEOPLE
    }


def test_owner_revises_while_they_may_add(office):
    text = office.published()
    with office.acting("contributor"):
        assert text.restrictedTraverse("@@pbgdpl-revision").offered()
    with office.acting("colleague"):
        assert not text.restrictedTraverse("@@pbgdpl-revision").offered()


@pytest.mark.parametrize("state", ATTACHMENT)
@pytest.mark.parametrize("portal_type", ["File", "Image"])
def test_attachment_table(office, portal_type, state):
    file = owned(office, portal_type)
    put(file, ATTACHMENT_WORKFLOW, state)
    allowed = {}
    for role, user_id in PEOPLE.items():
        with office.acting(user_id):
            allowed[role] = {name for name in PERMISSIONS if may(name, file)}
    assert allowed == expected_of(ATTACHMENT[state])


@pytest.mark.parametrize("state", EDITORIAL)
@pytest.mark.parametrize(
    "portal_type",
    [
        "LegalNews",
        "Guidance",
        "LegalActivity",
        "TrainingCourse",
        "CoordinationCouncil",
        "PolicyDialogue",
        "Document",
        "News Item",
        "Folder",
        "Link",
        "Event",
        "Collection",
        "File",
        "Image",
    ],
)
def test_adding_does_not_depend_on_the_units_state(office, state, portal_type):
    put(office.unit, EDITORIAL_WORKFLOW, state)
    fti = api.portal.get_tool("portal_types")[portal_type]
    allowed = set()
    for role, user_id in {**PEOPLE, "Owner": "contributor"}.items():
        with office.acting(user_id):
            if fti.isConstructionAllowed(office.unit):
                allowed.add(role)
    assert allowed == {"PBGDPL Contributor", "Owner", "PBGDPL Editor"} | ADMIN


def test_a_unit_contributor_writes_only_there(office):
    with api.env.adopt_roles(["Manager"]):
        other = create(office.section, "ContributingUnit", title="Sở khác", code="khac")
        api.user.create(email="x@example.org", username="unitmember")
        office.unit.manage_setLocalRoles("unitmember", ["PBGDPL Contributor"])
    fti = api.portal.get_tool("portal_types")["LegalNews"]
    with office.acting("unitmember"):
        assert fti.isConstructionAllowed(office.unit)
        assert not fti.isConstructionAllowed(other)
        assert not fti.isConstructionAllowed(office.section)


def test_no_initial_state_is_public(office):
    for portal_type in (
        "LegalNews",
        "LegalActivity",
        "TrainingCourse",
        "CoordinationCouncil",
        "PolicyDialogue",
        "Document",
        "Folder",
        "File",
        "Image",
    ):
        made = office.make("contributor", portal_type)
        with office.acting("anonymous"):
            assert not may("view", made), portal_type


def test_an_author_can_not_make_themselves_editor(office):
    text = office.make("contributor")
    with office.acting("contributor"):
        check = getSecurityManager().checkPermission
        for role in ("PBGDPL Editor", "PBGDPL Approver", "PBGDPL Contributor"):
            assert not check(f"Sharing page: Delegate {role} role", text)


def test_core_titles_stay_what_they_were(office):
    states = api.portal.get_tool("portal_workflow").listWFStatesByTitle()
    titles = {}
    for title, name in states:
        titles.setdefault(name, set()).add(title)
    assert titles["published"] == {"Published"}
    assert titles["visible"] == {"Public draft"}


@pytest.mark.parametrize("user", ["contributor", "editor", "approver"])
def test_redirects_of_the_portal_are_for_administrators(site, user):
    """Whoever may write an alias of one item removes and writes those of all."""
    text = site.make("contributor")
    storage = getUtility(IRedirectionStorage)
    storage.add("/plone/cu", "/plone/moi")
    site.save()
    sent = {"items": [{"path": "/cu"}]}
    answers = [
        site.rest("DELETE", text, "/@aliases", user, json=sent),
        site.rest("POST", text, "/@aliases", user, json={"items": [{"path": "/la"}]}),
        site.http("GET", text, "/@@manage-aliases", user),
    ]
    assert [answer.status_code in (302, 401, 403) for answer in answers] == [True] * 3
    transaction.begin()
    assert "/plone/cu" in storage and "/plone/la" not in storage
