"""Who may do what with a dialogue in which state: the contract's table, for every role."""

from activities import hold
from dialogues import make_dialogue
from plone import api
from role_tables import INSIDE
from role_tables import owned
from role_tables import ROLES
from role_tables import TEXT_EDITORS
from role_tables import WRITERS
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.guards import breaks_four_eyes
from sonla.pbgdpl.editorial.revisions import may_revise
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.states import STATES

import pytest


@pytest.mark.sample(None)
@pytest.mark.parametrize("state", STATES)
def test_table(section, acting, state):
    dialogue = owned(make_dialogue(section, public=False))
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    set_state(dialogue, workflow, state)
    types = api.portal.get_tool("portal_types")
    for role in ROLES:
        with acting(role):
            views = api.user.has_permission("View", obj=dialogue)
            edits = api.user.has_permission("Modify portal content", obj=dialogue)
            adds = bool(types["LegalQuestion"].isConstructionAllowed(dialogue))
            holds = {fti.getId() for fti in dialogue.allowedContentTypes()}
            revises = may_revise(dialogue)
        assert views is (state == "published" or role in INSIDE), role
        assert edits is (role in TEXT_EDITORS[state]), role
        assert adds is (role in WRITERS), role
        assert DIALOGUE_TYPE not in holds and "LegalNews" not in holds, role
        assert not revises or (state == "published" and role in WRITERS), role


def test_four_eyes_see_a_dialogue_too(section, acting):
    """It is a container, but its summary is no structure."""
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", True)
    with acting("Manager"):
        dialogue = api.content.create(section, DIALOGUE_TYPE, "dt", "Đối thoại")
        assert breaks_four_eyes(dialogue)
    with acting("PBGDPL Approver"):
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
