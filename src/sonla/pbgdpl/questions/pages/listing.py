"""`@@questions`: the public list of answered questions, found without accents, too."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.html import body_text
from sonla.pbgdpl.editorial.authorship import agency_of
from sonla.pbgdpl.questions import ANSWER_QUESTIONS
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.form_data import LEGAL_FIELDS
from sonla.pbgdpl.questions.pages.base import QuestionPlace
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FIELD
from sonla.pbgdpl.search.facets import vocabulary_titles
from sonla.pbgdpl.search.facets import YEAR
from sonla.pbgdpl.search.list_query import PublishedListQuery
from sonla.pbgdpl.search.pages.filtered_list import FilteredListPage
from sonla.pbgdpl.search.pages.filters import Filters
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from typing import ClassVar

AGENCY = Facet(
    "agency",
    "pbgdpl_agency",
    _("label_agency_name", default="Agency"),
    vocabulary_titles(AGENCIES),
)
FACETS = (FIELD, AGENCY, YEAR)
NEWEST = "effective"
MAX_EXCERPT_LENGTH = 220
"""Characters of an answer that the list shows."""


@dataclass(frozen=True)
class QuestionFilters(Filters):
    """One state of the list."""

    facets: ClassVar[tuple[Facet, ...]] = FACETS


class QuestionFinding(PublishedListQuery):
    """Find the published questions that filters ask for in one context."""

    facets = FACETS

    def __init__(self, context: Any, filters: QuestionFilters) -> None:
        super().__init__(context, QUESTION_TYPE, filters)

    def questions(self, start: int, size: int) -> Iterator[Any]:
        """Load the questions of one page, those published last first."""
        return self.loaded(self.latest(NEWEST, start, size))


@dataclass(frozen=True)
class QuestionWords:
    """What the list shows of a question."""

    title: str
    url: str
    answer: str
    agency: str
    fields: str
    published: str


class QuestionsView(QuestionPlace, FilteredListPage):
    """List answered questions; lead to the form."""

    stylesheets = ("questions/questions.css",)
    name = "questions"
    page_title = _("heading_questions", default="Questions and answers on the law")
    filters: QuestionFilters
    filter_class = QuestionFilters
    menu_facets = FACETS

    @cached_property
    def finding(self) -> QuestionFinding:
        return QuestionFinding(self.context, self.filters)

    @property
    def desk_url(self) -> str:
        """The address of the desk to those who answer; empty for others."""
        if self.section is None or api.user.is_anonymous():
            return ""
        if not api.user.has_permission(ANSWER_QUESTIONS, obj=self.context):
            return ""
        return f"{self.section_url}/@@pbgdpl-questions"

    def questions(self) -> Iterator[QuestionWords]:
        """Yield what the page shows of each question."""
        return map(question_words, self.finding.questions(self.start, self.size))


def question_words(question: Any) -> QuestionWords:
    """Put a question into words for a list."""
    answer = " ".join(body_text(question).split())
    if len(answer) > MAX_EXCERPT_LENGTH:
        answer = answer[:MAX_EXCERPT_LENGTH].rsplit(" ", 1)[0] + " …"
    return QuestionWords(
        title=question.title,
        url=question.absolute_url(),
        answer=answer,
        agency=stored_value(question, "answered_by")
        or term_title(AGENCIES, agency_of(question)),
        fields=", ".join(
            term_titles(LEGAL_FIELDS, stored_value(question, "legal_fields"))
        ),
        published=format_day(question.effective()),
    )
