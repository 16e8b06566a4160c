"""What is checked of situations before they are approved."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from sonla.pbgdpl.situations import SITUATION_TYPE
from sonla.pbgdpl.situations.query import review_reasons
from sonla.pbgdpl.situations.rules import CHANGE
from sonla.pbgdpl.situations.rules import DOCUMENT
from sonla.pbgdpl.situations.rules import Reason
from sonla.pbgdpl.situations.workflow import fields_with_placeholder
from typing import Any
from zope.i18nmessageid import Message


class SituationCheck(Check):
    """Find situations without steps, or without the dates of their checks."""

    title = _(
        "heading_check_situation", default="Life situations: steps or dates are missing"
    )
    order = 25
    portal_types = (SITUATION_TYPE,)

    def missing(self, text: Any) -> list[Any]:
        """Ask for what the page is made of, and for the dates of its checks."""
        messages = {
            "summary": _("msg_check_summary", default="The summary is empty."),
            "steps": _("msg_check_steps", default="There is no step."),
            "legal_documents": _(
                "msg_check_situation_documents", default="No legal document is cited."
            ),
            "checked_on": _(
                "msg_check_checked_on",
                default="The day on which it was checked is missing.",
            ),
            "review_by": _(
                "msg_check_review_by",
                default="The day of the next check is missing.",
            ),
        }
        missing = [said for name, said in messages.items() if not field(text, name)]
        return [
            *missing,
            *self.placeholders(text),
            *map(words_of, review_reasons(text)),
        ]

    def placeholders(self, text: Any) -> Iterator[Message]:
        """Yield a message for each field in which a fact is still to be filled in."""
        for title in fields_with_placeholder(text):
            yield _(
                "msg_check_placeholder",
                default="“Chờ điền” is still in: ${field}. The text can't be approved like this.",
                mapping={"field": title},
            )


def words_of(reason: Reason) -> Message:
    """Return in words why a situation is to be checked."""
    day = format_day(reason.day)
    match reason.kind:
        case kind if kind == DOCUMENT:
            return _(
                "msg_review_document",
                default="${number}, which it cites, is no longer in force.",
                mapping={"number": reason.what},
            )
        case kind if kind == CHANGE:
            return _(
                "msg_review_change",
                default="The law changed on ${date}: ${what}",
                mapping={"date": day, "what": reason.what},
            )
    return _(
        "msg_review_due",
        default="The next check was due on ${date}.",
        mapping={"date": day},
    )
