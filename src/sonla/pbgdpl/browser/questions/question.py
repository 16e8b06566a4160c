"""The public page of a question: what was asked, by whom, what the law says."""

from functools import cached_property
from plone import api
from sonla.pbgdpl.authorship import agency_of
from sonla.pbgdpl.browser.texts.base import TextView
from sonla.pbgdpl.config import AGENCIES
from sonla.pbgdpl.config import TERRITORIES
from sonla.pbgdpl.config import VIEW_PERSONAL_DATA
from sonla.pbgdpl.dates import format_day
from sonla.pbgdpl.dates import iso_day
from sonla.pbgdpl.questions.question import state_in_history
from sonla.pbgdpl.questions.states import PUBLISHED
from sonla.pbgdpl.section import section_of
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any


class QuestionView(TextView):
    """Show a question and its answer."""

    @property
    def paragraphs(self) -> list[str]:
        """Give the question, paragraph by paragraph."""
        lines = (self.field("question") or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    @property
    def asker(self) -> str:
        """Name the asker as agreed, with the commune: `H. T. M., xã Mường La`."""
        communes = (
            term_title(TERRITORIES, token) for token in self.field("territory") or ()
        )
        return ", ".join(filter(None, (self.field("public_name"), *communes)))

    @property
    def body(self) -> str:
        """Give the answer, through Plone's own filter for safe HTML."""
        text = self.field("answer")
        return text.output_relative_to(self.context) if text else ""

    @property
    def answered_by(self) -> str:
        """Name who answers."""
        named = self.field("answered_by")
        return named or term_title(AGENCIES, agency_of(self.context))

    @cached_property
    def legal_documents(self) -> list[dict[str, Any]]:
        """List the legal bases, ready to show."""
        return [self.document(row) for row in self.field("legal_bases") or ()]

    @property
    def territory(self) -> list[Any]:
        """Give none: the commune stands with the asker, and the answer holds everywhere."""
        return []

    @property
    def received(self) -> str:
        """Give the day on which it was asked."""
        return format_day(self.field("received"))

    @property
    def iso_received(self) -> str:
        """Give it for machines."""
        return iso_day(self.field("received"))

    @property
    def is_public(self) -> bool:
        """Tell whether everybody reads it."""
        return state_in_history(self.context) == PUBLISHED

    # For the office

    @property
    def contact(self) -> list[str]:
        """List by what the asker can be reached, for whoever may see it."""
        if not api.user.has_permission(VIEW_PERSONAL_DATA, obj=self.context):
            return []
        return [self.field(n) for n in ("asker_email", "asker_phone") if self.field(n)]

    @property
    def due(self) -> str:
        """Give the day by which it is to be answered."""
        return "" if self.is_public else format_day(self.field("due_date"))

    @property
    def list_url(self) -> str:
        """Give the address of the list in which the question stands."""
        place = section_of(self.context) or api.portal.get()
        return f"{place.absolute_url()}/@@questions"
