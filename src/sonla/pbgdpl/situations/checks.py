"""What is checked of situations before they are approved."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from sonla.pbgdpl.situations import LEVELS
from sonla.pbgdpl.situations import SITUATION_TYPE
from sonla.pbgdpl.situations.content import ILifeSituation
from sonla.pbgdpl.situations.rules import average_syllables
from sonla.pbgdpl.situations.rules import BOX
from sonla.pbgdpl.situations.rules import disagreements
from sonla.pbgdpl.situations.rules import long_sentences
from sonla.pbgdpl.situations.rules import MAX_AVERAGE
from sonla.pbgdpl.situations.rules import MAX_SYLLABLES
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope.i18nmessageid import Message


class SituationCheck(Check):
    """Find situations without steps, hard to read, or with a box that the steps don't bear out."""

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
            *self.disagreements(text),
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

    def disagreements(self, text: Any) -> Iterator[Message]:
        """Yield where the box at the top and the steps say different things."""
        box = {name: field(text, name) for name in BOX}
        steps = [
            {**row, "who": term_title(LEVELS, row.get("level"))}
            for row in field(text, "steps") or ()
        ]
        for one in disagreements(box, steps):
            mapping = {
                "field": ILifeSituation[one.field].title,
                "said": one.said,
                "step": one.step,
                "other": one.other,
            }
            if one.other:
                yield _(
                    "msg_check_box_and_step",
                    default="The box at the top says under “${field}”: ${said}. Step “${step}” says: ${other}.",
                    mapping=mapping,
                )
            else:
                yield _(
                    "msg_check_box_alone",
                    default="The box at the top says under “${field}”: ${said}. No step says so.",
                    mapping=mapping,
                )
