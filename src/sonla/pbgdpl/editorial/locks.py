"""Locks of texts: who holds one, and when there is none.

A text under revision is locked, and core's REST API tells everybody by whom: those who only
read learn the public author instead.

What waits for an editor or approver is not locked while it is edited, and a step releases the
lock of those who had the form open before it. Nobody who must act waits for a browser that
somebody forgot to close: two who edit at once compare their texts when they save
(`ui.drafts.conflicts`).
"""

from plone.app.lockingbehavior.behaviors import ILocking
from plone.locking.interfaces import ILockable
from plone.locking.interfaces import STEALABLE_LOCK
from plone.locking.lockable import TTWLockable
from sonla.pbgdpl.core.names import INSIDERS
from sonla.pbgdpl.core.section import has_role
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.authorship import shown_author
from sonla.pbgdpl.editorial.states import follows_editorial
from sonla.pbgdpl.editorial.states import PENDING
from sonla.pbgdpl.editorial.states import state_of
from typing import Any
from zope.component import adapter


@adapter(ILocking)
class AnonymousLockable(TTWLockable):
    """Lock as core does; name the public author instead of the holder's login.

    For items in a section, to people without a role there; all others learn who it
    is. `ILocking` is more specific than what core's own adapter is registered for.
    """

    def lock(self, lock_type: Any = STEALABLE_LOCK, children: bool = False) -> None:
        """Lock the item, unless it only is edited while it waits for others."""
        if lock_type is STEALABLE_LOCK and is_waiting(self.context):
            return
        super().lock(lock_type, children)

    def lock_info(self) -> list[dict[str, Any]]:
        """List the locks of the item."""
        locks = super().lock_info()
        if (
            not locks
            or section_of(self.context) is None
            or has_role(self.context, INSIDERS)
        ):
            return locks
        name = shown_author(self.context)
        return [{**lock, "creator": name} for lock in locks]


def is_waiting(item: Any) -> bool:
    """Return whether an item waits for an editor or approver."""
    return follows_editorial(item) and state_of(item) in PENDING


def release_edit_lock(item: Any) -> None:
    """Release the lock of whoever has the form of an item open; that of a revision stays."""
    lockable = ILockable(item, None)
    if lockable is not None:
        lockable.unlock()
