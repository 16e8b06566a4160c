"""What is asked of the statistics, as it stands in the address, and what is found."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.statistics.access import is_office
from sonla.pbgdpl.statistics.cells.reported import key_of
from sonla.pbgdpl.statistics.comparison import Comparison
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.store import form_codes
from sonla.pbgdpl.statistics.forms.store import form_for
from sonla.pbgdpl.statistics.forms.store import full_year_kind
from sonla.pbgdpl.statistics.forms.store import period_kinds
from sonla.pbgdpl.statistics.overview import Overview
from sonla.pbgdpl.statistics.overview import overview
from sonla.pbgdpl.statistics.overview import RECORDS
from sonla.pbgdpl.statistics.overview import SOURCES
from sonla.pbgdpl.statistics.pages.labels import heading_of
from sonla.pbgdpl.statistics.pages.labels import period_words
from sonla.pbgdpl.statistics.periods import FIRST_YEAR
from sonla.pbgdpl.statistics.periods import LAST_YEAR
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.periods import year_before
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message

BY_NUMBER, BY_NAME = "number", "name"
ORDERS = (BY_NUMBER, BY_NAME)


@dataclass(frozen=True)
class FiguresFilter:
    """What is asked; nonsense has become what is shown without asking."""

    code: str
    kind: str
    year: int
    unit: str = ""
    indicator: str = ""
    source: str = RECORDS
    order: str = BY_NUMBER
    """How units are sorted."""
    row: str = ""
    """The row that is shown alone; empty: all of them, or that of the indicator."""

    @classmethod
    def read(cls, form: dict[str, Any], day: date) -> "FiguresFilter":
        """Read the parameters of an address."""
        codes = [one.code for one in form_codes()]
        code = str(form.get("form", ""))
        code = code if code in codes else next(iter(codes), "")
        year = parse_int(form.get("year"), day.year)
        year = year if FIRST_YEAR <= year <= LAST_YEAR else day.year
        kinds = tuple(kind.kind for kind in period_kinds(code, year))
        row, column = str(form.get("row", "")), str(form.get("column", ""))
        chosen = f"{row}.{column}" if column else ""
        return cls(
            code=code,
            kind=_among(form.get("kind"), kinds, full_year_kind(code, year)),
            year=year,
            unit=str(form.get("unit", "")),
            indicator=str(form.get("indicator", "")) or chosen,
            source=_among(form.get("source"), SOURCES, RECORDS),
            order=_among(form.get("order"), ORDERS, BY_NUMBER),
            row="" if column else row,
        )

    def found(self) -> tuple[Form, Period] | None:
        """Find the version of the form in force, and the period."""
        return form_for(self.code, self.kind, self.year)

    def former(self) -> tuple[Form, Period] | None:
        """Find the same kind of period of the year before: kinds are never mixed."""
        return form_for(self.code, self.kind, self.year - 1)

    def cell(self, form: Form) -> CellKey | None:
        """Return the cell asked for, if the form has it; a column alone is that of the row of totals."""
        row, column = key_of(self.indicator)
        key = (row or form.total_row.id, column)
        return key if key in set(form.cells()) else None

    def query(self, **changes: Any) -> str:
        """Write the address of this, with other values for some."""
        other = replace(self, **changes)
        values = {
            "form": other.code,
            "kind": other.kind,
            "year": other.year,
            "unit": other.unit,
            "indicator": other.indicator,
            "source": other.source,
            "order": other.order if other.order != BY_NUMBER else "",
            "row": other.row,
        }
        return urlencode({name: value for name, value in values.items() if value})


def _among(value: Any, known: tuple[str, ...], default: str) -> str:
    return str(value) if value in known else default


def unit_named(context: Any, uid: str) -> Any | None:
    """Find a unit that the user may see, below a place."""
    if not uid:
        return None
    path = "/".join(context.getPhysicalPath())
    for brain in api.content.find(UID=uid, portal_type="ContributingUnit", path=path):
        return brain.getObject()
    return None


OUTSIDE_STATED = (
    _(
        "msg_outside_stated",
        default="The numbers have ${number} bodies that have no unit on the portal, as the province reports them: ${titles}.",
    ),
    _(
        "msg_outside_stated_number",
        default="The numbers have ${number} bodies that have no unit on the portal, as the province reports them.",
    ),
)
OUTSIDE_MISSING = (
    _(
        "msg_outside_missing",
        default="The numbers lack ${number} bodies that have no unit on the portal: ${titles}.",
    ),
    _(
        "msg_outside_missing_number",
        default="The numbers lack ${number} bodies that have no unit on the portal.",
    ),
)
"""What is said of organisations without a unit: with their titles, and without."""


class FiguresView(BrowserView):
    """Find what is asked for; page and files share it."""

    monthly = False
    """Whether the months are kept apart."""

    @cached_property
    def cell(self) -> CellKey | None:
        """The indicator asked for; None: all of them."""
        return self.asked.cell(self.form) if self.form is not None else None

    @cached_property
    def asked(self) -> FiguresFilter:
        """What the address asks for."""
        return FiguresFilter.read(self.request.form, today())

    @cached_property
    def place(self) -> Any:
        """The unit asked for, else where the page stands."""
        if unit_of(self.context) is None:
            return unit_named(self.context, self.asked.unit) or self.context
        return self.context

    @cached_property
    def office(self) -> bool:
        """Whether the user sees small numbers of people."""
        return is_office(self.place)

    @cached_property
    def day(self) -> date:
        """The day up to which figures are told."""
        return today()

    @cached_property
    def now(self) -> Overview | None:
        """The figures asked for; None where no form is in force."""
        found = self.asked.found()
        if found is None:
            return None
        counted = self.asked.source == RECORDS
        return self.figures(found, found[1].until(self.day) if counted else None)

    @cached_property
    def before(self) -> Overview | None:
        """Those of the same days a year before, by the same columns."""
        found, now = self.asked.former(), self.now
        if found is None or now is None:
            return None
        return self.figures(found, year_before(now.until) if now.until else None)

    def figures(self, found: tuple[Form, Period], until: date | None) -> Overview:
        """Make the figures of a form and period."""
        form, period = found
        asked = self.asked
        return overview(
            self.place, form, period, asked.source, self.office, self.monthly, until
        )

    # The comparison

    @cached_property
    def comparison(self) -> Comparison | None:
        """What the figures may be compared by; None where there are none of a year before."""
        if self.now is None or self.before is None:
            return None
        return Comparison(self.now, self.before, unit_of(self.place))

    @cached_property
    def now_heading(self) -> str:
        """The year above the figures, with the day up to which they are told."""
        return heading_of(self.now) if self.now is not None else ""

    @cached_property
    def before_heading(self) -> str:
        """The year before, with the same day."""
        return heading_of(self.before) if self.before is not None else ""

    @property
    def period_words(self) -> str:
        """What the period is called; a running one by the day up to which it is told."""
        if self.now is None:
            return ""
        counted = self.asked.source == RECORDS
        return period_words(self.now.period, self.day, counted)

    def outside_notes(self) -> Iterator[str]:
        """Yield what is said of organisations of the form that have no unit here."""
        if self.now is None:
            return
        outside = self.now.outside
        for titles, (named, counted) in (
            (outside.stated, OUTSIDE_STATED),
            (outside.missing, OUTSIDE_MISSING),
        ):
            if titles:
                message = named if self.now.names_all else counted
                words = {"number": str(len(titles)), "titles": "; ".join(titles)}
                yield api.portal.translate(Message(message, mapping=words))

    @cached_property
    def form(self) -> Form | None:
        return self.now.form if self.now is not None else None

    def may_draw(self, key: CellKey) -> bool:
        """Return whether the user may see a cell by units and months."""
        if self.office or self.now is None:
            return True
        if self.now.form.column_by_id[key[1]].group:
            return False
        return key not in self.now.kept

    @property
    def place_title(self) -> str:
        """The unit, section or portal that the figures are of."""
        place = unit_of(self.place) or section_of(self.place) or api.portal.get()
        return place.Title()
