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


class IPostman(Interface):
    """Send mail outside of any request."""

    def take(parcel: Any) -> None:
        """Accept a parcel and return at once."""

    def wait() -> None:
        """Return when everything accepted so far was dealt with."""
