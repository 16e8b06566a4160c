"""The banks of a section or unit, the way to them, and what waits at the desk."""

from AccessControl import Unauthorized
from collections.abc import Iterator
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.names import INSIDERS
from sonla.pbgdpl.core.names import LEARNING
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import has_role
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.desk_lines import VERB_APPROVE
from sonla.pbgdpl.editorial.desk_lines import VERB_CHECK
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import title_in
from sonla.pbgdpl.editorial.waiting import waiting_by_role
from sonla.pbgdpl.options.learning.question_bank import APPROVED
from sonla.pbgdpl.options.learning.question_bank import BANK_QUESTION_TYPE
from sonla.pbgdpl.options.learning.question_bank import BANK_TYPE
from sonla.pbgdpl.options.learning.question_bank import BANK_WORKFLOW
from sonla.pbgdpl.options.learning.question_bank import SUBMITTED
from sonla.pbgdpl.options.learning.question_bank.pages.item import add_url
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import FullWidth
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages
from typing import Any

LIST_NAME = "pbgdpl-banks"
TITLE = _("heading_banks", default="Question banks")


def questions_of(bank: Any, **query: Any) -> int:
    """Count the questions of a bank that the user may see."""
    found = api.content.find(
        path=path_of(bank), portal_type=BANK_QUESTION_TYPE, **query
    )
    return len(found)


def changed_until_today() -> dict[str, Any]:
    """Return the query for questions whose documents have changed."""
    return {"pbgdpl_next_change": {"query": today().isoformat(), "range": "max"}}


class BanksPage(FullWidth, Page, BrowserView):
    """List the banks of a place that the user may see."""

    stylesheets = ("tables.css",)
    page_title = TITLE

    def check_access(self) -> None:
        """Let those pass who have a role here."""
        if not has_role(self.place, INSIDERS):
            raise Unauthorized("Question banks are for those who write and approve.")

    @cached_property
    def place(self) -> Any:
        """The unit in which the page stands, else the section."""
        return unit_of(self.context) or section_of(self.context)

    @cached_property
    def banks(self) -> list[dict[str, Any]]:
        """The banks, by title, with how many questions wait and are approved."""
        brains = api.content.find(
            path=path_of(self.place), portal_type=BANK_TYPE, sort_on="sortable_title"
        )
        return [
            {
                "title": bank.Title(),
                "description": bank.Description(),
                "url": bank.absolute_url(),
                "state": title_in((BANK_WORKFLOW,), state_of(bank)),
                "all": questions_of(bank),
                "submitted": questions_of(bank, review_state=SUBMITTED),
                "approved": questions_of(bank, review_state=APPROVED),
                "changed": questions_of(bank, **changed_until_today()),
            }
            for bank in load_objects(brains)
        ]

    @property
    def add_url(self) -> str:
        """The address of the form; empty for who may add nothing here."""
        return add_url(self.place, BANK_TYPE)


class BankPages(SectionPages):
    """Lead those who have a role to the banks of a section or unit."""

    belongs_to = LEARNING
    order = 96

    def actions(self) -> Iterator[PageLink]:
        """Yield the list."""
        if not api.user.is_anonymous() and has_role(self.place, INSIDERS):
            url = f"{self.place.absolute_url()}/@@{LIST_NAME}"
            yield PageLink(url, api.portal.translate(TITLE))


class BanksSection(DeskSection):
    """Lead to the questions that wait for approval or whose documents have changed."""

    belongs_to = LEARNING
    order = 37

    def lines(self) -> Iterator[DeskLine]:
        """Yield the questions; those of a bank with the same step are one line."""
        waiting = waiting_by_role(
            self.scope, BANK_WORKFLOW, (SUBMITTED,), portal_type=BANK_QUESTION_TYPE
        )
        for brain in waiting:
            yield self.line(
                brain, VERB_APPROVE, list_url=bank_url(brain, "state", SUBMITTED)
            )
        for brain in self.changed():
            yield self.line(brain, VERB_CHECK, list_url=bank_url(brain, "changed", "1"))

    def changed(self) -> Any:
        """Find the approved questions whose documents have changed, for those who decide on them."""
        paths = [path_of(place) for place in self.scope if may_decide(place)]
        if not paths:
            return []
        return api.content.find(
            path=paths,
            portal_type=BANK_QUESTION_TYPE,
            review_state=APPROVED,
            **changed_until_today(),
        )


def bank_url(brain: Any, name: str, value: str) -> str:
    """Return the address of the bank of a question, narrowed down."""
    return f"{brain.getURL().rpartition('/')[0]}?{name}={value}"
