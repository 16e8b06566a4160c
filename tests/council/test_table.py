"""Who may do what with a council in which state: the contract's table, for every role."""

from councils import make_council
from plone import api
from sonla.pbgdpl.config import COUNCIL_TYPE
from sonla.pbgdpl.config import EDITORIAL_WORKFLOW
from sonla.pbgdpl.workflow.guards import breaks_four_eyes
from sonla.pbgdpl.workflow.revisions import may_revise
from sonla.pbgdpl.workflow.states import set_state
from sonla.pbgdpl.workflow.states import STATES

import pytest

ADMIN = {"Site Administrator", "Manager"}
INSIDE = {"Contributor", "Owner", "Editor", "Reader", "Reviewer"} | ADMIN
ROLES = ("Anonymous", "Member", *sorted(INSIDE), "PBGDPL Sync")
WRITERS = {"Contributor", "Owner", "Editor"} | ADMIN
EDITS = {
    "draft": {"Owner", "Editor"} | ADMIN,
    "pending_edit": {"Editor"} | ADMIN,
    "pending_approval": {"Editor", "Reviewer"} | ADMIN,
    "published": ADMIN,
    "withdrawn": ADMIN,
}


def as_role(role, acting):
    if role == "Owner":
        return api.env.adopt_user(username="owner")
    if role == "Anonymous":
        return api.env.adopt_roles(["Anonymous"])
    return acting(role)


@pytest.fixture
def owned(section):
    council = make_council(section)
    api.user.create(email="owner@example.org", username="owner")
    council.changeOwnership(api.user.get("owner").getUser())
    council.manage_delLocalRoles([h for h, _r in council.get_local_roles()])
    council.manage_setLocalRoles("owner", ["Owner"])
    return council


@pytest.fixture
def acting(section):
    def act(role):
        name = "has-" + role.lower().replace(" ", "-")
        if api.user.get(userid=name) is None:
            api.user.create(email=f"{name}@example.org", username=name)
            if role != "Member":
                section.manage_addLocalRoles(name, [role])
        return api.env.adopt_user(username=name)

    return act


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_table(owned, acting, state, role):
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    set_state(owned, workflow, state)
    types = api.portal.get_tool("portal_types")
    with as_role(role, acting):
        views = api.user.has_permission("View", obj=owned)
        edits = api.user.has_permission("Modify portal content", obj=owned)
        adds = bool(types["Guidance"].isConstructionAllowed(owned))
        nests = COUNCIL_TYPE in {fti.getId() for fti in owned.allowedContentTypes()}
        revises = may_revise(owned)
    assert views is (state == "published" or role in INSIDE)
    assert edits is (role in EDITS[state])
    assert adds is (role in WRITERS)
    assert not nests
    assert not revises or (state == "published" and role in WRITERS)


def test_four_eyes_see_a_council_too(section, acting):
    """It is a container, but what it says of people is no structure."""
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", True)
    with acting("Manager"):
        council = api.content.create(section, COUNCIL_TYPE, "hd", "HĐ", level="tinh")
        assert breaks_four_eyes(council)
    with acting("Reviewer"):
        assert not breaks_four_eyes(council)


def test_it_is_found_by_member_level_and_place(council):
    catalog = api.portal.get_tool("portal_catalog")
    uid = council.UID()
    for query in (
        {"SearchableText": "Bình Mẫu"},
        {"SearchableText": "26/QĐ-UBND"},
        {"pbgdpl_level": "tinh"},
        {"pbgdpl_territory": "14"},
        {"pbgdpl_agency": "so-tu-phap"},
    ):
        found = catalog(portal_type=COUNCIL_TYPE, **query)
        assert [brain.UID for brain in found] == [uid], query
