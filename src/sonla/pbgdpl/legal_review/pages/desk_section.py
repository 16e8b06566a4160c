"""The texts that are to be reviewed, at the approval desk."""

from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.legal_review.labels import words_of
from sonla.pbgdpl.legal_review.query import published_due
from sonla.pbgdpl.legal_review.query import review_reasons
from typing import Any


class ReviewSection(DeskSection):
    """Lead those who edit and approve to the texts that are to be reviewed."""

    order = 26
    template = ViewPageTemplateFile("templates/desk_section.pt")

    @cached_property
    def texts(self) -> list[dict[str, Any]]:
        """The texts with the reasons, in words."""
        return [
            {
                "title": text.Title(),
                "url": text.absolute_url(),
                "reasons": [words_of(reason) for reason in review_reasons(text)],
            }
            for place in self.scope
            if may_decide(place)
            for text in published_due(place, today())
        ]
