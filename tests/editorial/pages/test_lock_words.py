"""For how long a text has been locked: whole in a section, and core's outside."""

from plone import api
from plone.app.iterate.lock import ITERATE_LOCK
from plone.locking.browser.locking import LockingInformation
from plone.locking.interfaces import ILockable
from time import time
from vietnamese_portal import furnish
from vietnamese_portal import SECTION
from zope.component import getMultiAdapter
from zope.i18n import translate

import pytest


def locked_for(place, seconds):
    """Lock a page as if so long ago; return what is said of it, and what core would say."""
    with api.env.adopt_roles(["Manager"]):
        page = api.content.create(place, "Document", "khoa", title="Bài đang sửa")
        ILockable(page).lock(ITERATE_LOCK)
    ((_token, lock),) = page.wl_lockItems()
    lock._modifiedtime = time() - seconds
    request = page.REQUEST
    ours = getMultiAdapter((page, request), name="plone_lock_info").lock_info()
    cores = LockingInformation(page, request).lock_info()
    return (
        translate(found["time_difference"], target_language="vi")
        for found in (ours, cores)
    )


@pytest.mark.parametrize(
    "minutes,words",
    [(65, "1 giờ 5 phút"), (130, "2 giờ 10 phút"), (20, None), (3000, None)],
)
def test_a_lock_in_a_section(functional_portal, minutes, words):
    furnish(functional_portal)
    said, cores = locked_for(functional_portal[SECTION], minutes * 60)
    assert "$" not in said
    assert said == (words or cores)


def test_a_lock_outside_says_what_core_says(functional_portal):
    furnish(functional_portal)
    said, cores = locked_for(functional_portal, 130 * 60)
    assert said == cores and "$d" in said
