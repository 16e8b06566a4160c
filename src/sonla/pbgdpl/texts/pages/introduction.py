"""The page of an introduction to a law: what a citizen needs, the text, its list of contents."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from lxml.html import fragment_fromstring
from lxml.html import tostring
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.legal_review.query import changes_to_come
from sonla.pbgdpl.legal_review.query import review_reasons
from sonla.pbgdpl.texts.pages.item import TextPage
from sonla.pbgdpl.ui.interfaces import IArticlePage
from typing import Any
from urllib.parse import urlencode
from zope.interface import implementer

MARK = "pbgdpl-part"
"""Begins the ids of headings that have none."""


@dataclass(frozen=True)
class Part:
    """A part of a text, and its heading in the list of contents."""

    name: str
    title: str


LISTS = (
    ("affected", _("label_affected", default="Whom it concerns")),
    ("changes", _("label_changes", default="What is new")),
    ("to_do", _("label_to_do", default="What to do")),
)
"""Fields of lines, in the order in which they are read."""
MIN_PARTS = 3
"""Parts of a text that gets a list of contents."""


@implementer(IArticlePage)
class IntroductionView(TextPage):
    """Show an introduction: what a citizen needs first, then the text and the documents."""

    @property
    def kind(self) -> str:
        return self.title_of("IntroductionKinds", self.context.kind)

    @property
    def in_brief(self) -> Sequence[str]:
        """What everybody has to know first, by sentences."""
        return self.field("in_brief") or ()

    @cached_property
    def lists(self) -> list[tuple[Part, Sequence[str]]]:
        """Whom it concerns, what is new and what to do, with their lines."""
        return [
            (Part(name, api.portal.translate(title)), lines)
            for name, title in LISTS
            if (lines := self.field(name))
        ]

    @property
    def penalties(self) -> Sequence[dict[str, Any]]:
        return self.field("penalties") or ()

    @property
    def has_measures(self) -> bool:
        """Whether any row of the table of fines names another measure."""
        return any(row.get("measure") for row in self.penalties)

    @property
    def terms(self) -> Sequence[dict[str, Any]]:
        return self.field("terms") or ()

    @property
    def law(self) -> dict[str, Any] | None:
        """The one document that the text introduces, whose facts stand at the top."""
        documents = self.legal_documents
        return documents[0] if len(documents) == 1 else None

    @cached_property
    def contents(self) -> list[Part]:
        """The parts of a text that has several; a short one needs no list of them."""
        others = (
            (self.penalties, Part("penalties", _("label_penalties", default="Fines"))),
            (self.terms, Part("terms", _("label_terms", default="Terms explained"))),
        )
        parts = [
            *(part for part, _lines in self.lists),
            *(
                Part(part.name, api.portal.translate(part.title))
                for value, part in others
                if value
            ),
            *self.body_parts[1],
        ]
        return parts if len(parts) >= MIN_PARTS else []

    @property
    def body(self) -> str:
        """The text; its headings have marks to which the list of contents leads."""
        return self.body_parts[0]

    @cached_property
    def body_parts(self) -> tuple[str, list[Part]]:
        """The text with marks at its headings, and those headings."""
        return with_marks(super().body)

    @property
    def checked_on(self) -> str:
        """The day on which it was compared with the law in force."""
        return format_day(self.field("checked_on"))

    @property
    def changes_ahead(self) -> list[dict[str, Any]]:
        """The changes of the law that are still to come."""
        return changes_to_come(self.context)

    @property
    def is_under_review(self) -> bool:
        """Whether there is a reason to compare it with the law again."""
        return bool(review_reasons(self.context))

    @property
    def question_url(self) -> str:
        """The form by which readers ask the authorities about what they have read."""
        place = section_of(self.context) or api.portal.get()
        about = f"{self.context.title}: "
        return f"{place.absolute_url()}/@@ask-question?{urlencode({'question': about})}"


def with_marks(body: str) -> tuple[str, list[Part]]:
    """Return HTML whose headings of the second level can be led to, and those headings."""
    if "<h2" not in body:
        return body, []
    root = fragment_fromstring(body, create_parent="div")
    parts = []
    for number, heading in enumerate(root.iter("h2"), 1):
        mark = heading.get("id") or f"{MARK}-{number}"
        heading.set("id", mark)
        parts.append(Part(mark, heading.text_content().strip()))
    html = tostring(root, encoding="unicode")
    return html.removeprefix("<div>").removesuffix("</div>"), parts
