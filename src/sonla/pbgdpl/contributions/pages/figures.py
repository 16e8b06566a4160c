"""The manager's page, with the same figures as a workbook."""

from abc import ABC
from abc import abstractmethod
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.contributions.columns import BY_ID
from sonla.pbgdpl.contributions.columns import Column
from sonla.pbgdpl.contributions.columns import COLUMNS
from sonla.pbgdpl.contributions.columns import sort_rows
from sonla.pbgdpl.contributions.counting import figures_of
from sonla.pbgdpl.contributions.counting import SILENT_AFTER
from sonla.pbgdpl.contributions.counting import total_of
from sonla.pbgdpl.contributions.counting import UnitFigures
from sonla.pbgdpl.contributions.interfaces import IPeriodFile
from sonla.pbgdpl.contributions.mail import remind_all
from sonla.pbgdpl.contributions.mail import Reminded
from sonla.pbgdpl.contributions.period import BadPeriod
from sonla.pbgdpl.contributions.period import ContributionPeriod
from sonla.pbgdpl.contributions.period import parts
from sonla.pbgdpl.contributions.period import read_period
from sonla.pbgdpl.contributions.period import read_year
from sonla.pbgdpl.core.clock import today as portal_today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.options import offered
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.editorial.visibility import check_access
from sonla.pbgdpl.editorial.visibility import may_see_figures
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import DATA
from sonla.pbgdpl.ui.downloads import offer_workbook
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.ui.section_pages import PageLink
from typing import Any
from typing import ClassVar
from urllib.parse import urlencode
from zExceptions import BadRequest
from zope.component import getUtilitiesFor
from zope.interface import implementer
from zope.schema import Text

STATE_KEYS = ("part", "year", "from", "to", "silent", "sort")


class PeriodFilter(BrowserView):
    """Read what stands in the address; page and workbooks share it."""

    @cached_property
    def today(self) -> date:
        """The day in the portal's time zone."""
        return portal_today()

    @cached_property
    def period(self) -> ContributionPeriod | None:
        """The period; None if the dates make no sense."""
        try:
            return read_period(self.request.form, self.today)
        except BadPeriod as error:
            self.error = error.args[0]
            return None

    @cached_property
    def order(self) -> str:
        """The column to sort by, downwards with a hyphen before it."""
        asked = str(self.request.form.get("sort", ""))
        return asked if asked.removeprefix("-") in BY_ID else "unit"

    @property
    def only_silent(self) -> bool:
        """Whether only silent units are asked for."""
        return bool(self.request.form.get("silent"))

    @cached_property
    def all_rows(self) -> list[UnitFigures]:
        """Count, for every unit."""
        if self.period is None:
            return []
        return figures_of(self.context, self.period, self.today)

    @cached_property
    def rows(self) -> list[UnitFigures]:
        """The rows shown, in order."""
        rows = [
            row
            for row in self.all_rows
            if row.silent_days is not None or not self.only_silent
        ]
        return sort_rows(rows, self.order)

    @cached_property
    def total(self) -> UnitFigures:
        """The sum of the rows shown."""
        return total_of(self.rows)

    def state(self, **changes: Any) -> str:
        """Write the state of the page as a query; a change to None leaves a key out."""
        form = self.request.form
        query = {key: str(form[key]) for key in STATE_KEYS if form.get(key)} | changes
        return urlencode({key: value for key, value in query.items() if value})


@implementer(IWritingPage)
class Contributions(Page, PeriodFilter):
    """Show the figures, and send reminders when the form is posted."""

    page_title = _("heading_contributions", default="Contributions of the units")
    post_forms: ClassVar = {
        "remind": PostForm(
            _("button_remind", default="Send reminders"),
            (
                Text(
                    __name__="message",
                    title=_(
                        "label_reminder_message", default="Message (added to the mail)"
                    ),
                    required=False,
                    missing_value="",
                ),
            ),
        )
    }
    columns = COLUMNS[1:]
    """Those beside the unit."""
    silent_limit = SILENT_AFTER
    error: Any = None
    reminder_error: Any = None
    reminded: Sequence[Reminded] = ()

    def __call__(self) -> str:
        """Remind if asked to, then show."""
        check_access(self.context)
        self.hide_columns()
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.remind()
        return self.index()

    @property
    def chosen(self) -> list[str]:
        """The UIDs of the units ticked."""
        return values_of(self.request.form.get("units"))

    def remind(self) -> None:
        """Send the reminders asked for; the message stays until all of them went out."""
        form = self.form_named("remind")
        message = form.read()["message"]
        if not self.chosen:
            self.reminder_error = _(
                "msg_choose_units", default="Choose at least one unit."
            )
            return
        self.reminded = remind_all(self.context, self.chosen, message)
        if all(line.done for line in self.reminded):
            form.widgets["message"].value = ""
            note_saved()

    # What the template shows

    @property
    def page_url(self) -> str:
        """The address of the page without its state."""
        return f"{self.context.absolute_url()}/@@pbgdpl-contributions"

    @property
    def here(self) -> str:
        """The address with its state, to which the reminder form posts."""
        return f"{self.page_url}?{self.state()}"

    @property
    def files(self) -> list[dict[str, Any]]:
        """The files of the period that subjects offer, in their order."""
        found = [one for _name, one in offered(getUtilitiesFor(IPeriodFile))]
        return [
            {
                "title": one.title,
                "url": f"{self.context.absolute_url()}/@@{one.view}?{self.state()}",
            }
            for one in sorted(found, key=lambda one: one.order)
        ]

    @property
    def part_choices(self) -> list[dict[str, Any]]:
        """The parts of a year for the form."""
        asked = self.request.form.get("part")
        current = self.period.part if self.period else str(asked)
        return [
            {"value": value, "title": title, "selected": value == current}
            for value, title in parts()
        ]

    @property
    def year(self) -> int:
        return read_year(self.request.form, self.today)

    def typed(self, name: str) -> str:
        """Return what was typed into a field of the form."""
        return str(self.request.form.get(name, ""))

    @property
    def headings(self) -> list[dict[str, Any]]:
        """Describe the headings: a link that sorts, and how the table is sorted."""
        return [self._heading(column) for column in COLUMNS]

    def _heading(self, column: Column) -> dict[str, Any]:
        ascending = self.order == column.id
        descending = self.order == f"-{column.id}"
        sort = f"-{column.id}" if ascending else column.id
        return {
            "title": column.title,
            "url": f"{self.page_url}?{self.state(sort=sort)}",
            "aria": "ascending" if ascending else "descending" if descending else None,
            "arrow": "▲" if ascending else "▼" if descending else "",
            "number": column.id not in ("unit", "last"),
        }

    def uid(self, row: UnitFigures) -> str:
        """Return the UID of a row's unit; empty for what stands outside of units."""
        return api.content.get_uuid(row.unit) if row.unit is not None else ""

    def remindable(self, row: UnitFigures) -> bool:
        """Return whether a unit can be reminded: it is open."""
        return row.unit is not None and not is_closed(row.unit, self.today)

    def written(self, column: Column, row: UnitFigures) -> str:
        """Write a cell: a median with a decimal comma, as Vietnamese does."""
        value = column.value(row)
        if isinstance(value, float):
            return f"{value:.1f}".replace(".", ",")
        return str(value) if isinstance(value, int) else format_day(value) or "–"


ContributionsAdminPage = admin_page(
    "pbgdpl-contributions",
    title=_("tool_contributions", default="Contributions of the units"),
    help=_(
        "help_tool_contributions",
        default="Who sent how much in a month, quarter or year, and who has fallen silent; Excel files.",
    ),
    order=150,
    group=DATA,
)


class FiguresSection(DeskSection):
    """Lead to the pages of figures that the user may see, one a section."""

    order = 60

    def tools(self) -> Iterator[PageLink]:
        """Yield the pages."""
        for section in filter(may_see_figures, self.sections):
            title = Contributions.page_title
            yield self.tool(section, "pbgdpl-contributions", title)


class WorkbookView(PeriodFilter, ABC):
    """Answer with a file; dates that make no sense are a bad request."""

    name = ""

    def __call__(self) -> bytes:
        """Make the file."""
        check_access(self.context)
        if self.period is None:
            raise BadRequest(self.translated(self.error))
        stem = f"{self.name}-{self.period.first:%Y%m%d}-{self.period.last:%Y%m%d}"
        return offer_workbook(
            self.request, stem, office=self.context, **self.parts(self.period)
        )

    @abstractmethod
    def parts(self, period: ContributionPeriod) -> dict[str, Any]:
        """Return what the file is made of, as `core.tables.xlsx_writer.workbook` takes it."""

    def subtitle(self, period: ContributionPeriod) -> str:
        """Name the period and the section."""
        return f"{self.translated(period.title)} – {self.context.Title()}"


class FiguresWorkbook(WorkbookView):
    """Provide the table of the page as it is sorted there, with its totals."""

    name = "dong-gop"

    def parts(self, period: ContributionPeriod) -> dict[str, Any]:
        """Write a row a unit and the line of totals."""
        title = _("heading_contributions", default="Contributions of the units")
        return dict(
            name=self.translated(
                _("label_sheet_contributions", default="Contributions")
            ),
            title=self.translated(title),
            subtitle=self.subtitle(period),
            header=[self.translated(column.title) for column in COLUMNS],
            rows=[self.cells(row) for row in self.rows],
            total=self.total_cells(),
        )

    def cells(self, row: UnitFigures) -> Sequence[Any]:
        """Return the cells of one row."""
        name = row.title or self.translated(
            _("label_outside_units", default="Outside of units")
        )
        return [name, *(column.value(row) for column in COLUMNS[1:])]

    def total_cells(self) -> Sequence[Any]:
        """Return the cells of the sums below all rows."""
        cells = list(self.cells(self.total))
        cells[0] = self.translated(_("label_figures_total", default="Total"))
        return cells
