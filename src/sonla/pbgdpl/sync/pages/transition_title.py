"""What it is called to send back a text that nobody here wrote: to decline it."""

from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.interfaces import ITransitionTitle
from sonla.pbgdpl.editorial.working_copies import baseline_of
from sonla.pbgdpl.sync.harvest.declining import is_harvested
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer

DECLINE_TEXT = _(
    "help_decline",
    default="The text stays here as a draft, and what its source changes has no effect any more. It can be attached to its source again.",
)
DECLINE_REVISION = _(
    "help_decline_revision",
    default="The public text stays as it is. The next change at its source proposes another revision, and what its source withdraws is withdrawn here.",
)


@implementer(ITransitionTitle)
class Decline:
    """Call it so; nobody waits for a text of a source to come back."""

    title = _("action_decline", default="Decline")
    comment_help = _(
        "help_comment_history", default="It stays in the history of the text."
    )

    def __init__(self, text: Any) -> None:
        self.text = text

    @property
    def lead(self) -> Message:
        """What becomes of the text and of its source."""
        is_revision = baseline_of(self.text) is not None
        return DECLINE_REVISION if is_revision else DECLINE_TEXT


def decline(text: Any) -> Decline | None:
    """Return the words for a text that was fetched; None for one that was written here."""
    return Decline(text) if is_harvested(text) else None
