"""`@@pbgdpl-reports`: who has reported, who is late, the sum of the province."""

from dataclasses import replace
from functools import cached_property
from plone import api
from plone.dexterity.utils import createContentInContainer
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.mail.outbox import enqueue
from sonla.pbgdpl.mail.recipients import recipient_of
from sonla.pbgdpl.statistics import REPORT_TYPE
from sonla.pbgdpl.statistics.access import check_approver
from sonla.pbgdpl.statistics.content import state_in_history
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.forms import due_period
from sonla.pbgdpl.statistics.jobs import unit_reminders
from sonla.pbgdpl.statistics.pages.labels import state_title
from sonla.pbgdpl.statistics.pages.query import FigureMenus
from sonla.pbgdpl.statistics.pages.query import FiguresFilter
from sonla.pbgdpl.statistics.periods import FIRST_YEAR
from sonla.pbgdpl.statistics.periods import LAST_YEAR
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.periods import PROVINCE_LEVEL
from sonla.pbgdpl.statistics.periods import UNIT_LEVEL
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.places import places_below
from sonla.pbgdpl.statistics.plans import note_done
from sonla.pbgdpl.statistics.plans import plan_tasks
from sonla.pbgdpl.statistics.queries import by_place
from sonla.pbgdpl.statistics.queries import Due
from sonla.pbgdpl.statistics.queries import report_key
from sonla.pbgdpl.statistics.queries import reporting_status
from sonla.pbgdpl.statistics.queries import reports_of
from sonla.pbgdpl.statistics.queries import revision_of
from sonla.pbgdpl.statistics.queries import UnitReports
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import values_of
from typing import Any
from urllib.parse import urlencode
from zope.interface import implementer

MSG_TASK_DONE = _("msg_task_done", default="The task is noted as done today.")
MSG_TASK_GONE = _(
    "msg_task_gone",
    default="This task is noted as done already, or its plan was changed. Look again.",
)


@implementer(IWritingPage)
class ReportsPage(FigureMenus, Page, BrowserView):
    """Show the manager where each unit stands, and remind those who have not reported."""

    stylesheets = ("tables.css", "statistics/statistics.css")
    page_title = _("heading_reports", default="Reports of the units")
    first_year, last_year = FIRST_YEAR, LAST_YEAR
    error: Any = None

    def __call__(self) -> str:
        """Remind, or open the province's report, if asked to; then show."""
        check_approver(self.context)
        self.hide_columns()
        self.reminded: list[dict[str, Any]] = []
        if self.request.method == "POST" and self.found is not None:
            CheckAuthenticator(self.request)
            if "sum" in self.request.form:
                return self.open_sum()
            if "done" in self.request.form:
                self.note_done()
            else:
                self.remind()
        return self.index()

    @cached_property
    def asked(self) -> FiguresFilter:
        """What the address asks for; the report due next where it names no period."""
        asked = FiguresFilter.read(self.request.form, today())
        due = due_period(asked.code, today())
        if due is None or {"kind", "year"} & set(self.request.form):
            return asked
        return replace(asked, kind=due.kind, year=due.year)

    @cached_property
    def found(self) -> tuple[Form, Period] | None:
        """Form and period; None where no form is in force."""
        return self.asked.found()

    @property
    def period_title(self) -> Any:
        return self.found[1].title if self.found else ""

    def deadline(self, level: str) -> str:
        """Write the day on which units, or the province, are to report."""
        return format_day(self.found[1].deadlines[level]) if self.found else ""

    @property
    def unit_deadline(self) -> str:
        """The deadline of units."""
        return self.deadline(UNIT_LEVEL)

    @property
    def province_deadline(self) -> str:
        """The deadline of the province."""
        return self.deadline(PROVINCE_LEVEL)

    # The units

    @cached_property
    def unit_reports(self) -> list[UnitReports]:
        """Where each unit stands."""
        if self.found is None:
            return []
        form, period = self.found
        return reporting_status(
            self.context, report_key(form.code, period), period, today()
        )

    def lines(self) -> list[dict[str, Any]]:
        """List the units; those that have not reported come first."""
        day = today()
        lines = [self.line(one, one.is_late(day)) for one in self.unit_reports]
        return sorted(lines, key=lambda line: (line["reported"], not line["late"]))

    def line(self, one: UnitReports, late: bool) -> dict[str, Any]:
        """Put one unit into words."""
        report = one.latest
        state = state_in_history(report) if report is not None else ""
        number = revision_of(report) if report is not None else 1
        return {
            "uid": place_of(one.unit),
            "title": one.unit.Title(),
            "unit_url": one.unit.absolute_url(),
            "url": report.absolute_url() if report is not None else "",
            "state": state_title(state) if state else "",
            "version": f"#{number}" if number > 1 else "",
            "submitted": format_day(one.first_submitted),
            "reported": one.has_reported,
            "late": late,
        }

    def counts(self) -> dict[str, int]:
        """Count units: all, reported, approved, late."""
        day = today()
        return {
            "all": len(self.unit_reports),
            "reported": sum(one.has_reported for one in self.unit_reports),
            "approved": sum(one.is_in_force is not None for one in self.unit_reports),
            "missing": sum(not one.has_reported for one in self.unit_reports),
            "late": sum(one.is_late(day) for one in self.unit_reports),
        }

    # The province's own report

    @cached_property
    def own(self) -> Any | None:
        """The latest version of the province's report."""
        if self.found is None:
            return None
        form, period = self.found
        versions = by_place(
            reports_of(self.context, report_key(form.code, period))
        ).get(place_of(self.context), [])
        return next(iter(versions), None)

    @property
    def own_state(self) -> Any:
        """The state of the province's report."""
        return state_title(state_in_history(self.own)) if self.own is not None else ""

    def open_sum(self) -> str:
        """Open the province's report, filled from the reports approved so far.

        Approvers add nothing else to a section: that they approve statistics is what
        lets them in here, and who opens the report owns it and can submit it.
        """
        report = self.own
        if report is None:
            report = createContentInContainer(
                self.context,
                REPORT_TYPE,
                checkConstraints=False,
                title=self.asked.code,
                form_code=self.asked.code,
                period_kind=self.asked.kind,
                year=self.asked.year,
            )
        self.request.response.redirect(report.absolute_url())
        return ""

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
        api.portal.show_message(message, self.request, type=kind)

    # Reminders

    @property
    def chosen(self) -> list[str]:
        """The units ticked."""
        return values_of(self.request.form.get("units"))

    @property
    def message(self) -> str:
        """What was typed, until it was sent."""
        return "" if self.reminded else str(self.request.form.get("message", ""))

    def remind(self) -> None:
        """Send mails to the units ticked that have not reported."""
        assert self.found is not None
        due = Due(*self.found)
        sender = recipient_of(api.user.get_current().getId()).name
        message = str(self.request.form.get("message", "")).strip()
        for one in self.unit_reports:
            if place_of(one.unit) not in self.chosen or one.has_reported:
                continue
            notices = [
                notice
                for notice in unit_reminders(one, due, sender, message)
                if notice.recipient.email
            ]
            enqueue(*notices)
            self.reminded.append({"title": one.unit.Title(), "count": len(notices)})
        if self.reminded:
            note_saved()
        else:
            self.error = _("msg_choose_units", default="Choose at least one unit.")

    # Addresses

    @property
    def query(self) -> str:
        """The query string for what is asked for."""
        asked = self.asked
        return urlencode({"form": asked.code, "kind": asked.kind, "year": asked.year})

    @property
    def here(self) -> str:
        """The address with its state."""
        return f"{self.url}?{self.query}"

    @property
    def figures_url(self) -> str:
        return f"{self.context.absolute_url()}/@@pbgdpl-statistics?{self.query}&source=reports"


class ReportsAdminPage(AdminPage):
    """Lead here from the administration page."""

    view = "pbgdpl-reports"
    order = 100
    title = _("heading_reports", default="Reports of the units")
    help = _(
        "help_tool_reports",
        default="Who has reported, who is late; reminders, and the report of the province.",
    )
