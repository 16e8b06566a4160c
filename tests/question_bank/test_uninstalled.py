"""What becomes of banks without the add-on: nobody reads more, and all comes back."""

from bank_content import add_question
from bank_content import drawable
from plone import api
from role_tables import ROLES

import pytest


@pytest.mark.parametrize(
    "chain", ["", "one_state_workflow", "simple_publication_workflow"]
)
def test_right_answers_stay_hidden_and_are_there_again(
    portal, installer, section, bank, acting, chain
):
    add_question(bank, "approved")
    tool = api.portal.get_tool("portal_workflow")
    tool.setDefaultChain(chain)
    path = "/".join(bank.getPhysicalPath())
    readers = {role: readers_of(portal, path, acting, role) for role in ROLES}
    installer.uninstall_product("sonla.pbgdpl")
    for role, allowed in readers.items():
        assert readers_of(portal, path, acting, role) <= allowed, role
    installer.install_product("sonla.pbgdpl")
    assert len(drawable(portal.unrestrictedTraverse(path))) == 1


def readers_of(portal, path, acting, role):
    """Return what of a bank a role may see."""
    if role == "Owner":
        return set()
    bank = portal.unrestrictedTraverse(path)
    with acting(role):
        items = (bank, *bank.objectValues())
        return {
            item.getId() for item in items if api.user.has_permission("View", obj=item)
        }
