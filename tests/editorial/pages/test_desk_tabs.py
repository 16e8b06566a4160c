"""The seam of the desk: another package adds a tab by registering an adapter."""

from desk_content import acting
from plone import api
from sonla.pbgdpl.editorial.interfaces import IDeskTab
from sonla.pbgdpl.editorial.pages.desk_tabs import Tab
from sonla.pbgdpl.editorial.pages.desk_tabs import tabs_for
from zope.component import getSiteManager
from zope.interface import implementer
from zope.interface import Interface

import pytest


@implementer(IDeskTab)
class SyncedTab(Tab):
    """List what came from elsewhere, once there is anything."""

    title = "Synced"
    order = 30
    help = empty = ""
    shown = True

    def available(self):
        return self.shown

    def find(self, scope):
        return []


@pytest.fixture
def synced():
    """Register one more tab."""
    manager = getSiteManager()
    manager.registerAdapter(SyncedTab, (Interface, Interface), IDeskTab, "synced")
    yield SyncedTab
    SyncedTab.shown = True
    manager.unregisterAdapter(SyncedTab, (Interface, Interface), IDeskTab, "synced")


def names(context):
    with acting("bien-tap"):
        return [name for name, tab in tabs_for(context, context.REQUEST)]


def test_own_tabs(section):
    assert names(section) == ["waiting", "drafts", "sent"]


def test_a_further_tab_stands_in_its_place(section, synced):
    assert names(section) == ["waiting", "drafts", "sent", "synced"]


def test_a_tab_without_use_is_not_shown(section, synced):
    synced.shown = False
    assert names(section) == ["waiting", "drafts", "sent"]


def test_the_action_is_in_the_users_menu_before_the_log_out(portal):
    ids = portal.portal_actions["user"].objectIds()
    assert ids.index("pbgdpl-review") < ids.index("logout")
    assert api.portal.get() is not None
