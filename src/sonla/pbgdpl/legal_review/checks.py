"""The check of texts on the law: what is to be reviewed, lacks the dates, or holds notes for later."""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from sonla.pbgdpl.editorial.checks import Finding
from sonla.pbgdpl.legal_review.behavior import BEHAVIOR
from sonla.pbgdpl.legal_review.labels import words_of
from sonla.pbgdpl.legal_review.query import review_reasons
from sonla.pbgdpl.legal_review.working_notes import working_notes
from typing import Any


class ReviewCheck(Check):
    """Find texts without the dates of their reviews, and those that are to be reviewed."""

    title = _(
        "heading_check_review", default="To be checked again, or without those dates"
    )
    order = 26

    @property
    def portal_types(self) -> tuple[str, ...]:
        """The types that have the behavior."""
        types = api.portal.get_tool("portal_types").listTypeInfo()
        return tuple(
            fti.getId() for fti in types if BEHAVIOR in getattr(fti, "behaviors", ())
        )

    def missing(self, text: Any) -> list[Any]:
        """Name notes for later, ask for the two dates, and say why it is to be reviewed."""
        messages = {
            "checked_on": _(
                "msg_check_checked_on",
                default="When it was compared with the law in force is not said.",
            ),
            "review_by": _(
                "msg_check_review_by",
                default="The day of the next check is missing.",
            ),
        }
        missing = [said for name, said in messages.items() if not field(text, name)]
        notes = [
            Finding(
                _(
                    "msg_check_working_note",
                    default="A note for later, “${note}”, is still in: ${field}. The text can't be approved like this.",
                    mapping={"note": note, "field": title},
                ),
                blocks=True,
            )
            for title, note in working_notes(text)
        ]
        return [*notes, *missing, *map(words_of, review_reasons(text))]
