"""Checks of dialogues: what people who ask, or look back, will miss."""

from sonla.pbgdpl import _
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.dialogues.phases import CLOSED
from sonla.pbgdpl.dialogues.phases import phase
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from typing import Any


class DialogueCheck(Check):
    """Find dialogues that are over without results, and those in which nobody answers."""

    title = _("heading_check_dialogue", default="Dialogues: results or officials lack")
    order = 55
    portal_types = (DIALOGUE_TYPE,)

    def missing(self, text: Any) -> list[Any]:
        """Ask for the officials, and for the summary once it is over."""
        found = []
        if not field(text, "officials"):
            found.append(
                _(
                    "msg_check_dialogue_nobody",
                    default="Nobody is named who answers. Add the officials with their offices.",
                )
            )
        if phase(text) == CLOSED and not has_words(field(text, "summary")):
            found.append(
                _(
                    "msg_check_dialogue_summary",
                    default="It is over, and its results are not told. Revise it, write the summary and submit it for approval.",
                )
            )
        return found


def has_words(text: Any) -> bool:
    """Return whether a rich text says something."""
    return bool((getattr(text, "raw", None) or "").strip())
