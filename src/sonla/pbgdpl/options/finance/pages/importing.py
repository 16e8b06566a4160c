"""A file of expenditures: looked at row by row, taken in, taken back."""

from AccessControl import Unauthorized
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.options.finance import ITEMS
from sonla.pbgdpl.options.finance import LIST_NAME
from sonla.pbgdpl.options.finance.access import ADD
from sonla.pbgdpl.options.finance.access import may_enter
from sonla.pbgdpl.options.finance.checks import rate_of
from sonla.pbgdpl.options.finance.importing import known_keys
from sonla.pbgdpl.options.finance.importing import take_back
from sonla.pbgdpl.options.finance.importing import take_in
from sonla.pbgdpl.options.finance.pages.labels import money
from sonla.pbgdpl.options.finance.rules import Payment
from sonla.pbgdpl.options.finance.rules import warnings
from sonla.pbgdpl.options.finance.tables import COLUMNS
from sonla.pbgdpl.options.finance.tables import Line
from sonla.pbgdpl.options.finance.tables import lines_of
from sonla.pbgdpl.options.finance.tables import words
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.office_forms import BACK
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import TAKE_BACK
from sonla.pbgdpl.ui.rows_file import LinesFromFile
from sonla.pbgdpl.ui.rows_file import table_form
from sonla.pbgdpl.units.pages.base import UnitsPage
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from typing import ClassVar
from zope.interface import implementer

MAX_ROWS = 2000
"""Rows of one file: a year of a province comes in several."""


@implementer(IWritingPage)
class ImportPage(LinesFromFile, UnitsPage):
    """Lead from a file over a look at its rows to what was taken in."""

    post_forms: ClassVar = {
        "apply": PostForm(_("button_take_in_rows", default="Take these rows in")),
        "back": BACK,
        "undo": TAKE_BACK,
        "preview": table_form(
            _(
                "help_expenditures_table",
                default="The first line names the columns, as in the file that the list gives: ${columns}. Day, amount, item and source of funds are needed. Rows that stand here already are left out.",
                mapping={"columns": ", ".join(COLUMNS.values())},
            ),
            _("button_look_at_rows", default="Look at the rows"),
        ),
    }
    page_title = _("heading_expenditures_import", default="Expenditures from a file")

    def __call__(self) -> str | bytes:
        """Answer with the page, for those who may add expenditures here."""
        if not api.user.has_permission(ADD, obj=self.place):
            raise Unauthorized("Only those who write here enter expenditures.")
        return super().__call__()

    @cached_property
    def place(self) -> Any:
        """The unit in which the page stands, else the section."""
        return unit_of(self.context) or section_of(self.context)

    def process_form(self) -> None:
        """Take back, look at the rows, or take them in."""
        if "back" in self.request.form:
            return
        if "undo" in self.request.form:
            batch = str(self.request.form["undo"])
            self.gone, self.kept = take_back(self.place, batch)
            self.step = "undone"
            return
        if not may_enter(self.place):
            self.error = _(
                "msg_no_expenditures_here",
                default="Expenditures can't be added here: the unit is closed.",
            )
            return
        rows = self.rows()
        if len(rows) > MAX_ROWS:
            self.error = _(
                "msg_too_many_rows",
                default="The table has more than ${most} rows. Please send it in parts.",
                mapping={"most": str(MAX_ROWS)},
            )
        if self.error:
            return
        self.lines = self.read(rows)
        if "apply" in self.request.form:
            self.batch, self.added = take_in(self.place, self.lines)
            note_saved()
            self.step = "result"
        else:
            self.step = "confirm"

    def read(self, rows: list[dict[str, str]]) -> list[Line]:
        """Read the rows, and look which of them are there already."""
        first = lines_of(rows, self.place, set())
        known = known_keys(self.place, (one.values.get("spent_on") for one in first))
        return list(lines_of(rows, self.place, known))

    # What the template shows

    @property
    def bad(self) -> list[Line]:
        """The rows that can't be read."""
        return [line for line in self.lines if line.errors]

    @property
    def sum_words(self) -> str:
        """The money of the rows that can be taken in, spent and planned, as text."""
        return money(sum(line.values["amount"] for line in self.good))

    def shown(self) -> list[dict[str, Any]]:
        """List the rows in words."""
        return [
            {
                "number": line.number,
                "day": format_day(line.values.get("spent_on")),
                "item": term_title(ITEMS, line.values.get("item")),
                "amount": money(line.values.get("amount")),
                "errors": line.errors,
                "is_known": line.is_known,
                "warnings": [] if line.errors else list(map(words, looked_at(line))),
            }
            for line in self.lines
        ]

    @property
    def list_url(self) -> str:
        """The address of the list of the place."""
        return f"{self.place.absolute_url()}/@@{LIST_NAME}"


def looked_at(line: Line) -> list[Any]:
    """Return what the rules say of a row."""
    values = line.values
    payment = Payment(
        values["spent_on"],
        values["amount"],
        values.get("quantity"),
        values.get("rate"),
    )
    rate = rate_of(values.get("item"), values.get("basis"))
    return list(warnings(payment, rate))
