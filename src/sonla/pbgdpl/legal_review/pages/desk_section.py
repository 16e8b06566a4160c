"""The texts that are to be reviewed, at the approval desk."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.desk_lines import VERB_CHECK
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.editorial.pages.desk_sections import kind_of
from sonla.pbgdpl.legal_review.labels import words_of
from sonla.pbgdpl.legal_review.query import published_due
from sonla.pbgdpl.legal_review.query import review_reasons


class ReviewSection(DeskSection):
    """Lead those who edit and approve to the texts that are to be reviewed."""

    order = 26

    def lines(self) -> Iterator[DeskLine]:
        """Yield the texts with the reasons, in words."""
        for place in filter(may_decide, self.scope):
            for text in published_due(place, today()):
                reasons = map(words_of, review_reasons(text))
                yield DeskLine(
                    text.Title(),
                    text.absolute_url(),
                    VERB_CHECK,
                    kind=kind_of(text),
                    about=" ".join(map(api.portal.translate, reasons)),
                    place=place_title(text),
                )
