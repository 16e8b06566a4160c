"""Say on the page of an expired item that it may no longer be right."""

from functools import cached_property
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.ui.viewlets import OccasionalViewlet
from sonla.pbgdpl.workflow.dates import expired_on
from sonla.pbgdpl.workflow.states import follows_editorial


class ExpiredViewlet(OccasionalViewlet):
    """Show a plain notice above whatever follows our chain and has expired.

    A viewlet, since stock pages and events of a section have pages of their own.
    """

    def available(self) -> bool:
        """Show it once the item has expired."""
        return bool(self.day)

    @cached_property
    def day(self) -> str:
        """The day of expiry in the portal's time zone; empty while valid."""
        moment = expired_on(self.context)
        if moment is None or not follows_editorial(self.context):
            return ""
        return format_day(moment)
