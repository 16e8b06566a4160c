"""What the add-on's uninstallation takes back from mail and editorial."""

from sonla.pbgdpl.core.health import missing_parts
from sonla.pbgdpl.core.health import repair
from sonla.pbgdpl.mail import failures
from sonla.pbgdpl.mail.notice import DeliveryProblem
from sonla.pbgdpl.mail.queue import queue_of
from sonla.pbgdpl.mail.queue import remove_queue
from zope.annotation.interfaces import IAnnotations


def test_uninstalling_leaves_nothing_behind(portal, installer):
    failures.remember(portal, [DeliveryProblem("server", "Cầm Văn Biên")])
    assert queue_of(portal) is not None
    installer.uninstall_product("sonla.pbgdpl")
    assert failures.KEY not in IAnnotations(portal)
    assert queue_of(portal) is None
    assert "pbgdpl-review" not in portal.portal_actions["user"]
    assert "pbgdpl_last_step" not in portal.portal_catalog.indexes()


def test_a_queue_that_is_missing_is_brought(portal):
    remove_queue(portal)
    assert missing_parts(portal) and repair(portal)
    assert queue_of(portal) is not None and missing_parts(portal) == []
