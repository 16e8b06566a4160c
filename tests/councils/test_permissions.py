"""Who may do what with a council in which state: the contract's table, for every role."""

from councils import make_council
from plone import api
from role_tables import INSIDE
from role_tables import owned
from role_tables import ROLES
from role_tables import TEXT_EDITORS
from role_tables import WRITERS
from sonla.pbgdpl.councils import COUNCIL_TYPE
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.guards import breaks_four_eyes
from sonla.pbgdpl.editorial.revisions import may_revise
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.states import STATES

import pytest


@pytest.mark.sample(None)
@pytest.mark.parametrize("state", STATES)
def test_table(section, acting, state):
    council = owned(make_council(section))
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    set_state(council, workflow, state)
    types = api.portal.get_tool("portal_types")
    for role in ROLES:
        with acting(role):
            views = api.user.has_permission("View", obj=council)
            edits = api.user.has_permission("Modify portal content", obj=council)
            adds = bool(types["Guidance"].isConstructionAllowed(council))
            holds = {fti.getId() for fti in council.allowedContentTypes()}
            revises = may_revise(council)
        assert views is (state == "published" or role in INSIDE), role
        assert edits is (role in TEXT_EDITORS[state]), role
        assert adds is (role in WRITERS), role
        assert COUNCIL_TYPE not in holds, role
        assert not revises or (state == "published" and role in WRITERS), role


def test_four_eyes_see_a_council_too(section, acting):
    """It is a container, but what it says of people is no structure."""
    api.portal.set_registry_record("sonla.pbgdpl.four_eyes", True)
    with acting("Manager"):
        council = api.content.create(section, COUNCIL_TYPE, "hd", "HĐ", level="tinh")
        assert breaks_four_eyes(council)
    with acting("PBGDPL Approver"):
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
