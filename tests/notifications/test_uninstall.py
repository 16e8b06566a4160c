"""What the add-on's uninstallation takes back from these rooms."""

from sonla.pbgdpl.notifications import failures
from sonla.pbgdpl.notifications.notice import Problem
from zope.annotation.interfaces import IAnnotations


def test_uninstalling_leaves_nothing_behind(portal, installer):
    failures.remember(portal, [Problem("server", "Cầm Văn Biên")])
    installer.uninstall_product("sonla.pbgdpl")
    assert failures.KEY not in IAnnotations(portal)
    assert "pbgdpl-review" not in portal.portal_actions["user"]
    assert "pbgdpl_last_step" not in portal.portal_catalog.indexes()
