"""The page of one question: its answers, on what it rests, and how people answer it."""

from functools import cached_property
from plone.app.layout.viewlets.common import ViewletBase
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.options import type_rests
from sonla.pbgdpl.core.urls import safe_href
from sonla.pbgdpl.editorial.pages.transition import StepForm
from sonla.pbgdpl.options.learning.question_bank import BANK_QUESTION_TYPE
from sonla.pbgdpl.options.learning.question_bank import BANK_WORKFLOW
from sonla.pbgdpl.options.learning.question_bank.answer_counts import AnswerCounts
from sonla.pbgdpl.options.learning.question_bank.answer_counts import counts_of
from sonla.pbgdpl.options.learning.question_bank.content import citation_words
from sonla.pbgdpl.options.learning.question_bank.content import question_of
from sonla.pbgdpl.options.learning.question_bank.labels import answer_lines
from sonla.pbgdpl.options.learning.question_bank.labels import difficulty_words
from sonla.pbgdpl.options.learning.question_bank.labels import field_words
from sonla.pbgdpl.options.learning.question_bank.labels import kind_words
from sonla.pbgdpl.options.learning.question_bank.rules import Question
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.static_files import stable_path
from typing import Any

HELP_AUTHOR = _(
    "help_comment_bank", default="The author reads it; it stays in the history."
)


class QuestionView(BrowserView):
    """Show one question with its answers, as its authors see it."""

    @cached_property
    def question(self) -> Question:
        """It, whatever stores it."""
        return question_of(self.context)

    @property
    def answers(self) -> list[dict[str, Any]]:
        """Its answers, and which of them are right."""
        return answer_lines(self.question)

    @property
    def kind(self) -> str:
        return kind_words(self.question.kind)

    @property
    def difficulty(self) -> str:
        return difficulty_words(self.context)

    @property
    def legal_fields(self) -> str:
        return field_words(self.context)

    @property
    def citations(self) -> list[dict[str, str]]:
        """The documents and articles, with the address of the full text."""
        return [
            {"words": citation_words(row), "url": safe_href(row.get("url"))}
            for row in stored_value(self.context, "citations") or ()
        ]

    @property
    def counts(self) -> AnswerCounts:
        """How often it was answered."""
        return counts_of(self.context.__parent__, self.context.UID())

    @property
    def bank_url(self) -> str:
        return self.context.__parent__.absolute_url()

    @property
    def add_url(self) -> str:
        """The address of the form for one more; empty for who may add none."""
        return add_url(self.context.__parent__)


def add_url(place: Any, portal_type: str = BANK_QUESTION_TYPE) -> str:
    """Return the address of the form for a question, or a bank; empty for who may add none."""
    types = {fti.getId() for fti in place.allowedContentTypes()}
    if portal_type not in types or type_rests(portal_type):
        return ""
    return f"{place.absolute_url()}/++add++{portal_type}"


class KindStyleViewlet(ViewletBase):
    """Have the form of a question show what its kind asks for."""

    def render(self) -> str:
        """Return the link to the rules of style."""
        return f'<link rel="stylesheet" href="{stable_path("kinds.css", "question_bank")}">'


class BankTransition(StepForm):
    """Ask for the comment of a step of a question, as for one of a text."""

    workflow_id = BANK_WORKFLOW
    not_now = _(
        "msg_bank_step_not_now",
        default="This step is not possible now, or it is for others.",
    )
    comment_help = HELP_AUTHOR
