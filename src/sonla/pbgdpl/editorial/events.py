"""Events for content rules, fired once for each step inside a section.

Core's *Workflow state changed* works with our workflow too. These two know only texts
of the section, and say in one word what an administrator wants to act on.
"""

from typing import Any
from zope.interface import Attribute
from zope.interface import implementer
from zope.interface.interfaces import IObjectEvent
from zope.interface.interfaces import ObjectEvent


class IContributionEvent(IObjectEvent):
    """A step of the editorial workflow was taken; `object` is the text that remains."""

    action = Attribute("Id of the transition.")
    comment = Attribute("Comment of the step, or an empty string.")


class IContributionWaiting(IContributionEvent):
    """A text waits for an editor or an approver."""


class IContributionDecided(IContributionEvent):
    """A text was approved, returned to its author or withdrawn."""


@implementer(IContributionEvent)
class ContributionEvent(ObjectEvent):
    """Carry the text, the transition and the comment."""

    def __init__(self, text: Any, action: str, comment: str) -> None:
        super().__init__(text)
        self.action = action
        self.comment = comment


@implementer(IContributionWaiting)
class ContributionWaiting(ContributionEvent):
    """A text waits for somebody."""


@implementer(IContributionDecided)
class ContributionDecided(ContributionEvent):
    """A text was decided upon."""
