"""`@@pbgdpl-reports`: one collection round, from the first reminder to its closing."""

from plone import api
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.statistics.access import check_approver
from sonla.pbgdpl.statistics.cells.reported import is_corrected
from sonla.pbgdpl.statistics.closing import day_of
from sonla.pbgdpl.statistics.closing import is_outdated
from sonla.pbgdpl.statistics.content import IN_FORCE
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.pages.labels import state_title
from sonla.pbgdpl.statistics.pages.menus import period_menus
from sonla.pbgdpl.statistics.pages.round import FILTERS
from sonla.pbgdpl.statistics.pages.round import PARTY_TITLES
from sonla.pbgdpl.statistics.pages.round_steps import RoundSteps
from sonla.pbgdpl.statistics.periods import FIRST_YEAR
from sonla.pbgdpl.statistics.periods import LAST_YEAR
from sonla.pbgdpl.statistics.places import places_below
from sonla.pbgdpl.statistics.plans import note_done
from sonla.pbgdpl.statistics.plans import plan_tasks
from sonla.pbgdpl.statistics.query import revision_of
from sonla.pbgdpl.statistics.rounds import named
from sonla.pbgdpl.statistics.rounds import SENT
from sonla.pbgdpl.statistics.rounds import UNSENT
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import DATA
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.page import Page
from typing import Any
from zope.interface import implementer

MSG_TASK_DONE = _("msg_task_done", default="The task is noted as done today.")
MSG_TASK_GONE = _(
    "msg_task_gone",
    default="This task is noted as done already, or its plan was changed. Look again.",
)

BY_CLOCK = _("reminder_by_clock", default="by itself")
UNIT_GONE = _("reminder_unit_gone", default="a unit that is no longer there")


@implementer(IWritingPage)
class ReportsPage(Page, RoundSteps):
    """Show the office where each unit stands, and take the steps of the round."""

    stylesheets = ("tables.css", "statistics/statistics.css")
    page_title = _("heading_reports", default="Reports of the units")
    first_year, last_year = FIRST_YEAR, LAST_YEAR
    unit_heads = (
        _("label_column_unit", default="Unit"),
        _("label_report", default="Report"),
        _("label_submitted_on", default="Submitted on"),
        _("label_findings", default="To be looked at"),
        _("label_last_reminder", default="Last reminded on"),
    )
    closing_heads = (
        _("label_closing", default="Closing"),
        _("label_closed_by", default="By"),
        _("heading_province_report", default="The province's report"),
        _("label_units_approved", default="Approved"),
        _("label_without_approved", default="Units without an approved report"),
    )
    task_heads = (
        _("label_plan_task", default="Task"),
        _("label_plan_unit", default="Unit in charge"),
        _("label_plan_due", default="Due on"),
        _("label_plan_done", default="Done on"),
    )

    def __call__(self) -> str:
        """Take the step that was asked for, then show the round."""
        check_approver(self.context)
        self.hide_columns()
        if self.found is not None:
            answer = self.answer()
            if answer is not None:
                return answer
        return self.index()

    def answer(self) -> str | None:
        """Take a step; return an answer of its own, or None to show the page."""
        if "continue" in self.request.form:
            # A GET with a token, because a refreshing page can't post.
            CheckAuthenticator(self.request)
            self.go_on()
            return None
        if self.request.method != "POST":
            return None
        CheckAuthenticator(self.request)
        if "done" in self.request.form:
            self.note_done()
            return None
        return self.take_step()

    def period_menus(self) -> list[dict[str, Any]]:
        """List the menus of form and kind of period, each with its place in the row."""
        places = ("col-12 col-lg-5", "col-7 col-lg-3")
        menus = zip(period_menus(self.asked), places, strict=True)
        return [{**one, "class": place} for one, place in menus]

    # The units

    def filters(self) -> list[dict[str, Any]]:
        """List the filters that find any unit, each with how many."""
        return [
            {
                "title": title,
                "count": self.numbers[name],
                "url": f"{self.url}?{self.query(state=name)}",
                "on": name == self.state,
            }
            for name, title in FILTERS.items()
            if self.numbers[name] or name in ("", self.state)
        ]

    def parties(self) -> list[dict[str, Any]]:
        """List the parties, where there are units of both."""
        present = {line.party for line in self.round_lines}
        if len(present) < 2:
            return []
        return [
            {
                "title": title,
                "url": f"{self.url}?{self.query(party=name, state='')}",
                "on": name == self.party,
            }
            for name, title in {"": FILTERS[""], **PARTY_TITLES}.items()
        ]

    def lines(self) -> list[dict[str, Any]]:
        """List the units that the filter finds."""
        return [self.line(one) for one in self.chosen_lines]

    @property
    def unsent(self) -> int:
        """How many units have still to send their report; none once all is closed."""
        if self.round is None or self.is_closed:
            return 0
        return len(self.round.in_state(*UNSENT))

    @property
    def sent(self) -> int:
        """How many reports wait for approval; none once all is closed."""
        if self.round is None or self.is_closed:
            return 0
        return len(self.round.in_state(SENT))

    @property
    def unseen(self) -> int:
        """How many of them need no look."""
        return sum(line.can_be_accepted_unseen for line in self.round_lines)

    # The province's own report

    @property
    def own_state(self) -> Any:
        """The state of the province's report."""
        return state_title(state_in_history(self.own)) if self.own is not None else ""

    def own_facts(self) -> dict[str, Any]:
        """Return what the province's report is made of, and what lacks."""
        if self.round is None:
            return {}
        own, missing = self.own, self.round.missing
        number = revision_of(own) if own is not None else 1
        rows = own.rows if own is not None else []
        return {
            "version": f"#{number}" if number > 1 else "",
            "accepted": len(self.round.lines) - len(missing),
            "all": len(self.round.lines),
            "missing": named(missing),
            "outdated": own is not None and is_outdated(own),
            "corrected": sum(
                row.get("counted") is not None and is_corrected(row) for row in rows
            ),
        }

    def reminder_lines(self) -> list[dict[str, str]]:
        """List the reminders of the round, the last one first."""
        if self.round is None:
            return []
        titles = {line.uid: line.unit.Title() for line in self.round_lines}
        clock = api.portal.translate(BY_CLOCK)
        gone = api.portal.translate(UNIT_GONE)
        return [
            {
                "at": format_moment(one.at),
                "unit": titles.get(one.unit, gone),
                "by": one.by or clock,
            }
            for one in self.round.history.reminders()
        ]

    # The end of the round

    @property
    def closed(self) -> Any | None:
        """The closing that holds."""
        return self.round.history.closed if self.round is not None else None

    @property
    def closed_on(self) -> str:
        """The day on which the round was closed."""
        return day_of(self.closed) if self.closed is not None else ""

    @property
    def may_close(self) -> bool:
        """Whether the province's report was approved, so that the round can be closed."""
        return self.own is not None and state_in_history(self.own) in IN_FORCE

    # Tasks of plans

    def tasks(self) -> list[dict[str, Any]]:
        """List the tasks due in the year: open ones first, the earliest of them first."""
        day = today()
        known = {fold_name(p.title): p for p in places_below(self.context).values()}
        url_of = self.request.physicalPathToURL
        lines = [
            {
                "key": task.key,
                "task": task.task,
                "unit": task.unit,
                "unit_url": (
                    url_of(known[fold_name(task.unit)].path)
                    if fold_name(task.unit) in known
                    else ""
                ),
                "plan": task.plan.Title(),
                "plan_url": task.plan.absolute_url(),
                "due": format_day(task.due),
                "done": format_day(task.done_on),
                "late": task.is_late(day),
            }
            for task in plan_tasks(self.context, self.asked.year)
        ]
        return sorted(lines, key=lambda line: bool(line["done"]))

    def note_done(self) -> None:
        """Note that a task was done today."""
        key = str(self.request.form["done"])
        task = note_done(self.context, self.asked.year, key, today())
        if task is None:
            message, kind = MSG_TASK_GONE, "error"
        else:
            message, kind = MSG_TASK_DONE, "info"
        self.show_message(message, kind)

    # Addresses

    @property
    def figures_url(self) -> str:
        query = self.query(state="", party="")
        return (
            f"{self.context.absolute_url()}/@@pbgdpl-statistics?{query}&source=reports"
        )

    @property
    def file_url(self) -> str:
        """The address of the workbook, by the same filter."""
        return f"{self.context.absolute_url()}/@@pbgdpl-reports.xlsx?{self.query()}"


ReportsAdminPage = admin_page(
    "pbgdpl-reports",
    title=_("heading_reports", default="Reports of the units"),
    help=_(
        "help_tool_reports",
        default="Who has reported, who is late; reminders, and the report of the province.",
    ),
    order=100,
    group=DATA,
)
