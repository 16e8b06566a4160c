"""Who may do what with a dialogue in which state: the contract's table, for every role."""

from dialogues import make_dialogue
from held import hold
from plone import api
from sonla.pbgdpl.config import DIALOGUE_TYPE
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
    dialogue = make_dialogue(section, public=False)
    api.user.create(email="owner@example.org", username="owner")
    dialogue.changeOwnership(api.user.get("owner").getUser())
    dialogue.manage_delLocalRoles([h for h, _r in dialogue.get_local_roles()])
    dialogue.manage_setLocalRoles("owner", ["Owner"])
    return dialogue


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_table(owned, acting, state, role):
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    set_state(owned, workflow, state)
    types = api.portal.get_tool("portal_types")
    with as_role(role, acting):
        views = api.user.has_permission("View", obj=owned)
        edits = api.user.has_permission("Modify portal content", obj=owned)
        adds = bool(types["LegalQuestion"].isConstructionAllowed(owned))
        holds = {fti.getId() for fti in owned.allowedContentTypes()}
        revises = may_revise(owned)
    assert views is (state == "published" or role in INSIDE)
    assert edits is (role in EDITS[state])
    assert adds is (role in WRITERS)
    assert DIALOGUE_TYPE not in holds and "LegalNews" not in holds
    assert not revises or (state == "published" and role in WRITERS)


def test_four_eyes_see_a_dialogue_too(section, acting):
    """It is a container, but its summary is no structure."""
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", True)
    with acting("Manager"):
        dialogue = api.content.create(section, DIALOGUE_TYPE, "dt", "Đối thoại")
        assert breaks_four_eyes(dialogue)
    with acting("Reviewer"):
        assert not breaks_four_eyes(dialogue)


def test_it_is_found_by_official_topic_year_and_agency(dialogue):
    catalog = api.portal.get_tool("portal_catalog")
    dialogue.agency = "so-tu-phap"
    dialogue.reindexObject()
    uid = dialogue.UID()
    for query in (
        {"SearchableText": "Tòng Thị"},
        {"SearchableText": "cho thuê"},
        {"SearchableText": "truc tiep"},
        {"pbgdpl_year": dialogue.start.year},
        {"pbgdpl_agency": "so-tu-phap"},
    ):
        found = catalog(portal_type=DIALOGUE_TYPE, **query)
        assert [brain.UID for brain in found] == [uid], query


def test_the_portals_search_reads_activities_as_our_own_does(section):
    """Core's words of an event know nothing of fields of law."""
    activity = hold(section, "Buổi nói chuyện", legal_fields=("dat-dai",))
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog(SearchableText="Đất đai", portal_type=activity.portal_type)
    assert [brain.UID for brain in found] == [activity.UID()]
