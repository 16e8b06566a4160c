"""Events for content rules, fired once for each step inside a section.

Core's *Workflow state changed* works with our workflow too. These two know only texts
of the section, and say in one word what an administrator wants to act on.
"""

from sonla.pbgdpl.mail.interfaces import IContributionDecided
from sonla.pbgdpl.mail.interfaces import IContributionEvent
from sonla.pbgdpl.mail.interfaces import IContributionWaiting
from typing import Any
from zope.interface import implementer
from zope.interface.interfaces import ObjectEvent


@implementer(IContributionEvent)
class ContributionEvent(ObjectEvent):
    """Carry the text, the transition and the comment."""

    def __init__(self, text: Any, action: str, comment: str) -> None:
        super().__init__(text)
        self.action = action
        self.comment = comment


@implementer(IContributionWaiting)
class ContributionWaiting(ContributionEvent):
    """Tell that a text waits for somebody."""


@implementer(IContributionDecided)
class ContributionDecided(ContributionEvent):
    """Tell that a text was decided upon."""
