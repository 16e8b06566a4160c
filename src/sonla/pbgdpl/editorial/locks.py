"""Hide who holds a lock from those who only read.

A text under revision is locked, and core's REST API tells everybody by whom.
"""

from plone.app.lockingbehavior.behaviors import ILocking
from plone.locking.lockable import TTWLockable
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.authorship import shown_author
from sonla.pbgdpl.editorial.embargo import is_insider
from typing import Any
from zope.component import adapter


@adapter(ILocking)
class AnonymousLockable(TTWLockable):
    """Lock as core does; name the public author instead of the holder's login.

    For items in a section, to people without a role there; all others learn who it
    is. `ILocking` is more specific than what core's own adapter is registered for.
    """

    def lock_info(self) -> list[dict[str, Any]]:
        """List the locks of the item."""
        locks = super().lock_info()
        if not locks or section_of(self.context) is None or is_insider(self.context):
            return locks
        name = shown_author(self.context)
        return [{**lock, "creator": name} for lock in locks]
