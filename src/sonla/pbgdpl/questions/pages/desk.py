"""`@@pbgdpl-questions`: what is open, what is overdue, and what to do next."""

from AccessControl import Unauthorized
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from plone import api
from plone.batching import Batch
from plone.protect import CheckAuthenticator
from plone.uuid.interfaces import IUUID
from Products.CMFCore.WorkflowCore import WorkflowException
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.editorial.visibility import may_see_figures
from sonla.pbgdpl.jobs.items import readable
from sonla.pbgdpl.questions import ANSWER_QUESTIONS
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.counter import by_agency
from sonla.pbgdpl.questions.counter import is_overdue
from sonla.pbgdpl.questions.covering import open_marks
from sonla.pbgdpl.questions.interfaces import IQuestionContainer
from sonla.pbgdpl.questions.naming import is_unnamed
from sonla.pbgdpl.questions.pages.labels import NEXT
from sonla.pbgdpl.questions.pages.labels import QuestionPlace
from sonla.pbgdpl.questions.pages.labels import state_title
from sonla.pbgdpl.questions.rules import CLOSED
from sonla.pbgdpl.questions.rules import DECLINED
from sonla.pbgdpl.questions.rules import OPEN
from sonla.pbgdpl.questions.rules import PRIVATE
from sonla.pbgdpl.questions.submission import UNPROVED
from sonla.pbgdpl.questions.usefulness import count_doubtful
from sonla.pbgdpl.questions.workflow import MSG_NO_AGENCY
from sonla.pbgdpl.questions.workflow import take_steps
from sonla.pbgdpl.questions.working_days import working_days_between
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.units.proposals import choosable
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message

import transaction

PAGE_SIZE = 50
KEPT_PRIVATE = (PRIVATE, DECLINED)
"""States in which nothing becomes public."""
MSG_NONE_TICKED = _("msg_questions_none_ticked", default="Tick at least one question.")
MSG_ASSIGNED = _(
    "msg_questions_assigned",
    default="Accepted and assigned to ${agency}: ${count} questions.",
)
MSG_UNASSIGNED = _(
    "msg_questions_unassigned",
    default="Not assigned, because somebody else has dealt with them: ${titles}",
)
VIEWS = {
    "open": _("tab_questions_open", default="Open"),
    "overdue": _("tab_questions_overdue", default="Overdue"),
    "unproved": _("tab_questions_unproved", default="To be looked through"),
    "closed": _("tab_questions_closed", default="Settled"),
}


@dataclass(frozen=True)
class QuestionRow:
    """What the desk shows of a question."""

    uid: str
    title: str
    url: str
    is_unnamed: bool
    """Whether it goes by the title that it got by itself."""
    places: int
    """How many places may be personal data."""
    assignable: bool
    """Whether the user may accept and assign it now."""
    received: str
    due: str
    days_left: int | None
    """Working days until it is to be answered; negative beyond it."""
    state: Any
    agency: str
    next: Any

    @property
    def late(self) -> int:
        """The working days by which it is overdue."""
        return max(0, -(self.days_left or 0))


def steps_to_assign(question: Any) -> tuple[str, ...]:
    """Return the steps by which the user may assign a question that has no agency yet."""
    workflow = api.portal.get_tool("portal_workflow")[QUESTION_WORKFLOW]
    for steps in (("accept", "assign"), ("assign",)):
        if workflow.isActionSupported(question, steps[0]):
            return steps
    return ()


def assign(question: Any, agency: str) -> bool:
    """Accept and assign a question; what is refused stays as it was."""
    steps = steps_to_assign(question)
    if not steps:
        return False
    saved = transaction.savepoint(optimistic=True)
    try:
        question.agency = agency
        take_steps(question, steps)
    except (TransitionRefused, WorkflowException):
        saved.rollback()
        return False
    return True


class QuestionDesk(QuestionPlace, Page, BrowserView):
    """List the questions that the user may see; figures for those who lead the section."""

    stylesheets = ("tables.css",)
    page_title: Message = _("heading_question_desk", default="Questions of citizens")

    def __call__(self) -> str:
        """Show the desk; anonymous visitors are sent to the login."""
        if not self.may_enter:
            raise Unauthorized("The desk of questions is for those who answer them.")
        self.hide_columns()
        keep_private(self.request)
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.assign_chosen()
            return self.lead_to(self.url_of(self.chosen, self.agency))
        return self.index()

    # Accepting and assigning several

    def assign_chosen(self) -> None:
        """Accept and assign the ticked questions, each for itself, and tell what became of them."""
        uids = values_of(self.request.form.get("uids"))
        token = str(self.request.form.get("assign_to", ""))
        found = [one for one in self.open_questions if IUUID(one) in uids]
        if not found:
            self.show_message(MSG_NONE_TICKED, "warning")
        elif token not in {term.token for term in choosable(AGENCIES)}:
            self.show_message(MSG_NO_AGENCY, "warning")
        else:
            refused = [one.title for one in found if not assign(one, token)]
            done = str(len(found) - len(refused))
            named = {"count": done, "agency": term_title(AGENCIES, token)}
            self.show_message(Message(MSG_ASSIGNED, mapping=named))
            if refused:
                titles = "; ".join(refused)
                self.show_message(
                    Message(MSG_UNASSIGNED, mapping={"titles": titles}), "warning"
                )

    @cached_property
    def may_assign(self) -> bool:
        """Whether there is anything on the page to be ticked."""
        return any(map(steps_to_assign, self.batch))

    def assignees(self) -> list[Any]:
        """List the agencies to which questions may be assigned."""
        return list(choosable(AGENCIES))

    @property
    def may_enter(self) -> bool:
        """Whether the user answers questions here, or has one before them."""
        if api.user.is_anonymous() or self.section is None:
            return False
        if api.user.has_permission(ANSWER_QUESTIONS, obj=self.section):
            return True
        return bool(self.find(list(OPEN)))

    @property
    def place(self) -> Any:
        """Below what questions are listed: a container, or else the section."""
        return self.context if self.is_container else self.section

    @property
    def is_container(self) -> bool:
        """Whether the desk is that of one container, such as a dialogue."""
        return IQuestionContainer.providedBy(self.context)

    # What was asked

    @property
    def chosen(self) -> str:
        """The tab."""
        asked = str(self.request.form.get("view"))
        return asked if asked in VIEWS else "open"

    @property
    def agency(self) -> str:
        """The agency whose questions alone are shown; empty for all."""
        return str(self.request.form.get("agency", ""))[:60]

    def url_of(self, view: str, agency: str = "") -> str:
        """Return the address of this page with another view, for one agency or all."""
        asked = {"view": view, **({"agency": agency} if agency else {})}
        return f"{self.context.absolute_url()}/@@pbgdpl-questions?{urlencode(asked)}"

    # What is found

    def find(self, states: list[str]) -> Any:
        """Ask the catalog for questions that the user may see."""
        return api.portal.get_tool("portal_catalog").searchResults(
            path=path_of(self.place),
            portal_type=QUESTION_TYPE,
            review_state=states,
            sort_on="created",
            sort_order="reverse" if states == list(CLOSED) else "ascending",
        )

    @cached_property
    def today(self) -> date:
        """The day in the portal's time zone."""
        return today()

    @cached_property
    def open_questions(self) -> list[Any]:
        """The open questions, the most urgent first."""
        found = readable(load_objects(self.find(list(OPEN))))
        return sorted(found, key=lambda one: stored_value(one, "due_date") or date.max)

    @cached_property
    def shown(self) -> list[Any]:
        """The questions of the tab and agency."""
        if self.chosen == "closed":
            found = list(readable(load_objects(self.find(list(CLOSED))[:500])))
        else:
            found = [one for one in self.open_questions if self.fits(one, self.chosen)]
        if not self.agency:
            return found
        return [
            one for one in found if (stored_value(one, "agency") or "-") == self.agency
        ]

    def fits(self, question: Any, tab: str) -> bool:
        """Return whether an open question belongs to a tab."""
        unproved = bool(stored_value(question, UNPROVED)) and (
            state_in_history(question) == OPEN[0]
        )
        if tab == "unproved":
            return unproved
        return not unproved and (tab == "open" or is_overdue(question, self.today))

    @cached_property
    def batch(self) -> Batch:
        """Cut them into pages."""
        start = parse_int(self.request.form.get("b_start"), 0)
        return Batch(self.shown, PAGE_SIZE, start)

    def rows(self) -> Iterator[QuestionRow]:
        """Yield what the page shows of each."""
        for question in self.batch:
            yield self.row(question)

    def row(self, question: Any) -> QuestionRow:
        """Put a question into words."""
        state, due = state_in_history(question), stored_value(question, "due_date")
        is_open = state in OPEN
        return QuestionRow(
            uid=IUUID(question),
            assignable=bool(steps_to_assign(question)),
            title=question.title,
            url=question.absolute_url(),
            is_unnamed=is_unnamed(question),
            places=0 if state in KEPT_PRIVATE else len(open_marks(question)),
            received=format_day(stored_value(question, "received")),
            due=format_day(due) if is_open else "",
            days_left=working_days_between(self.today, due)
            if is_open and due
            else None,
            state=state_title(state),
            agency=term_title(AGENCIES, stored_value(question, "agency")),
            next=NEXT.get(state, ""),
        )

    def tabs(self) -> Iterator[dict[str, Any]]:
        """Yield the tabs, each with its number; that of nobody's browser only if needed."""
        for name, title in VIEWS.items():
            count = self.count(name)
            if name == "unproved" and not count:
                continue
            yield {
                "title": title,
                "url": self.url_of(name, self.agency),
                "count": "" if count is None else str(count),
                "chosen": name == self.chosen,
            }

    def count(self, name: str) -> int | None:
        """Count the questions of a tab; those of the past are not counted."""
        if name == "closed":
            return None
        return sum(self.fits(one, name) for one in self.open_questions)

    def agencies(self) -> list[dict[str, Any]]:
        """Count the open questions by agency, those with most overdue ones first."""
        found = by_agency(self.open_questions, self.today)
        rows = [
            {
                "title": term_title(AGENCIES, token)
                if token
                else _("label_no_agency", default="Not assigned yet"),
                "open": figures.open,
                "overdue": figures.overdue,
                "url": self.url_of("open", token or "-"),
            }
            for token, figures in found.items()
        ]
        return sorted(rows, key=lambda row: (-row["overdue"], -row["open"]))

    # For those who lead the section

    @property
    def leads(self) -> bool:
        """Whether the user sees the figures of the section."""
        return not self.is_container and may_see_figures(self.section)

    @property
    def usefulness_url(self) -> str:
        """The address of what readers say of answers; empty at a container's desk."""
        if self.is_container or not api.user.has_permission(
            ANSWER_QUESTIONS, obj=self.section
        ):
            return ""
        return f"{self.section_url}/@@pbgdpl-usefulness"

    @cached_property
    def doubtful(self) -> int:
        """The number of answers that many readers found not useful."""
        return count_doubtful(self.section)
