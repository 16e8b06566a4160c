"""Events and services of this room."""

from typing import Any
from zope.interface import Attribute
from zope.interface import Interface
from zope.interface.interfaces import IObjectEvent


class IContributionEvent(IObjectEvent):
    """A step of the editorial workflow was taken; `object` is the text that remains."""

    action = Attribute("Id of the transition.")
    comment = Attribute("Comment of the step, or an empty string.")


class IContributionWaiting(IContributionEvent):
    """A text waits for an editor or an approver."""


class IContributionDecided(IContributionEvent):
    """A text was approved, returned to its author or withdrawn."""


class IMailer(Interface):
    """Send the mail that waits in the queues of portals, outside of any request."""

    def call(
        database: Any, site_path: tuple[str, ...], problems: tuple[Any, ...] = ()
    ) -> None:
        """Let what is due in the queue of a portal be sent; return at once.

        `problems` are noted for administrators. Called when a transaction that has
        queued mail is through, and by the scheduled job; raises nothing.
        """

    def wait(seconds: float | None = None) -> bool:
        """Return when all that was called for is done, or the time is over; tell which."""
