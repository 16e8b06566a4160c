"""What is checked of situations before they are approved."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from sonla.pbgdpl.situations import SITUATION_TYPE
from sonla.pbgdpl.situations.rules import average_syllables
from sonla.pbgdpl.situations.rules import long_sentences
from sonla.pbgdpl.situations.rules import MAX_AVERAGE
from sonla.pbgdpl.situations.rules import MAX_SYLLABLES
from sonla.pbgdpl.situations.workflow import fields_with_placeholder
from typing import Any
from zope.i18nmessageid import Message


class SituationCheck(Check):
    """Find situations without steps."""

    title = _("heading_check_situation", default="Life situations: what is missing")
    order = 25
    portal_types = (SITUATION_TYPE,)
    fields = {
        "summary": _("msg_check_summary", default="The summary is empty."),
        "steps": _("msg_check_steps", default="There is no step."),
        "legal_documents": _(
            "msg_check_situation_documents", default="No legal document is cited."
        ),
    }

    def missing(self, text: Any) -> list[Any]:
        """Ask for what the page is made of."""
        return [
            *super().missing(text),
            *self.neutral_title(text),
            *self.placeholders(text),
            *self.hard_to_read(text),
        ]

    def hard_to_read(self, text: Any) -> Iterator[Message]:
        """Yield what makes the summary hard to read: long sentences, one or all."""
        summary = tuple(field(text, "summary") or ())
        for sentence, count in long_sentences(summary):
            yield _(
                "msg_check_long_sentence",
                default="This sentence has ${count} syllables; part it, so that none has more than ${most}: “${sentence}”",
                mapping={
                    "count": count,
                    "most": MAX_SYLLABLES,
                    "sentence": sentence,
                },
            )
        average = average_syllables(summary)
        if average > MAX_AVERAGE:
            yield _(
                "msg_check_long_sentences",
                default="The sentences of the summary have ${count} syllables on average; ${most} are easy to read.",
                mapping={"count": round(average), "most": MAX_AVERAGE},
            )

    def neutral_title(self, text: Any) -> Iterator[Message]:
        """Ask a text that is hidden from onlookers for another title."""
        if field(text, "is_sensitive") and not field(text, "neutral_title"):
            yield _(
                "msg_check_neutral_title",
                default="The text is hidden from onlookers, but has no neutral title for the window and for where its address is shared.",
            )

    def placeholders(self, text: Any) -> Iterator[Message]:
        """Yield a message for each field in which a fact is still to be filled in."""
        for title in fields_with_placeholder(text):
            yield _(
                "msg_check_placeholder",
                default="“Chờ điền” is still in: ${field}. The text can't be approved like this.",
                mapping={"field": title},
            )
