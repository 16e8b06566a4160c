"""`@@questions`: the public list of answered questions, found without accents, too."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.html import body_text
from sonla.pbgdpl.questions import ANSWER_QUESTIONS
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.pages.labels import ASK_TITLE
from sonla.pbgdpl.questions.pages.labels import QuestionPlace
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FIELD
from sonla.pbgdpl.search.facets import vocabulary_titles
from sonla.pbgdpl.search.facets import YEAR
from sonla.pbgdpl.search.list_query import PublishedListQuery
from sonla.pbgdpl.search.pages.filtered_list import EntryListPage
from sonla.pbgdpl.search.pages.filters import Filters
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.vocabularies import AGENCIES
from typing import Any
from typing import ClassVar

AGENCY = Facet(
    "agency",
    "pbgdpl_agency",
    _("label_agency_name", default="Agency"),
    vocabulary_titles(AGENCIES),
)
FACETS = (FIELD, AGENCY, YEAR)
STATUS_LINK = _("link_question_status", default="How far is my question?")
DESK_LINK = _("link_open_question_desk", default="Desk of questions")
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


class QuestionsView(QuestionPlace, EntryListPage):
    """List answered questions; lead to the form."""

    name = "questions"
    page_title = _("heading_questions", default="Questions and answers on the law")
    filters: QuestionFilters
    filter_class = QuestionFilters
    chip_facet = FIELD
    menu_facets = FACETS
    words_label = _("label_questions_words", default="Words of question or answer")
    order = _("label_order_answered", default="answered last first")
    nothing = _(
        "msg_no_questions",
        default="No question was answered here yet. Be the first to ask.",
    )

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

    def actions(self) -> Iterator[PageLink]:
        """Yield the form, the way to one's own question and to those who answer the desk."""
        yield PageLink(self.ask_url, ASK_TITLE, primary=True)
        yield PageLink(self.status_url, STATUS_LINK)
        if self.desk_url:
            yield PageLink(self.desk_url, DESK_LINK)


def excerpt_of(question: Any) -> str:
    """Return the beginning of an answer."""
    answer = " ".join(body_text(question).split())
    if len(answer) <= MAX_EXCERPT_LENGTH:
        return answer
    return answer[:MAX_EXCERPT_LENGTH].rsplit(" ", 1)[0] + " …"
