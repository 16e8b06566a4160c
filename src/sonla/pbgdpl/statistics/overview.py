"""The figures of a form and period, for each place and all of them together.

By records: counted now from what is approved. By reports: what units reported and the
province approved. The two are never mixed, and neither are the kinds of period.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import cache
from functools import cached_property
from functools import partial
from plone import api
from sonla.pbgdpl.core.interfaces import IHarvestTarget
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.statistics.added_rows import added_rows
from sonla.pbgdpl.statistics.added_rows import free_rows
from sonla.pbgdpl.statistics.added_rows import joined
from sonla.pbgdpl.statistics.cells.formulas import add_up
from sonla.pbgdpl.statistics.cells.formulas import cell_formula
from sonla.pbgdpl.statistics.cells.formulas import complete
from sonla.pbgdpl.statistics.cells.formulas import CompleteCells
from sonla.pbgdpl.statistics.cells.formulas import Values
from sonla.pbgdpl.statistics.cells.reported import by_key
from sonla.pbgdpl.statistics.cells.reported import total
from sonla.pbgdpl.statistics.counted_cells import CountedCells
from sonla.pbgdpl.statistics.counting import count_distinct
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.counting import office_cells
from sonla.pbgdpl.statistics.counting import Tally
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.formulas import Amount
from sonla.pbgdpl.statistics.organisations import row_sets
from sonla.pbgdpl.statistics.outside_units import outside_units
from sonla.pbgdpl.statistics.outside_units import OutsideUnits
from sonla.pbgdpl.statistics.periods import Period
from sonla.pbgdpl.statistics.places import places_below
from sonla.pbgdpl.statistics.places import ReportingPlace
from sonla.pbgdpl.statistics.privacy import hidden_cells
from sonla.pbgdpl.statistics.row_trees import collapsed
from sonla.pbgdpl.statistics.row_trees import collapsed_row
from sonla.pbgdpl.statistics.row_trees import RowMember
from sonla.pbgdpl.statistics.row_trees import RowSets
from sonla.pbgdpl.statistics.sums import approved_reports
from typing import Any
from typing import TypeAlias

PlaceCells: TypeAlias = tuple[ReportingPlace, Mapping[CellKey, Amount | None]]
"""A place, and its cells without a formula."""

RECORDS, REPORTS = "records", "reports"
SOURCES = (RECORDS, REPORTS)


@dataclass(frozen=True)
class OverviewLine:
    """The complete cells of one place; None as place stands for all together."""

    place: ReportingPlace | None
    values: Mapping[CellKey, Amount | None]
    hidden: frozenset[CellKey] = frozenset()

    def value(self, key: CellKey) -> Amount | None:
        """Return a number; None for one that nobody knows, or that is not shown."""
        return None if key in self.hidden else self.values.get(key)


@dataclass(frozen=True)
class Overview:
    """What a page or a file shows."""

    form: Form
    period: Period
    source: str
    lines: tuple[OverviewLine, ...]
    total: OverviewLine
    counted: CountedCells | None = None
    """What was counted; None where reports were summed up."""
    unit_count: int = 0
    """The units, named or not."""
    names_all: bool = True
    """Whether units that have nothing are named."""
    kept: frozenset[CellKey] = frozenset()
    """What the office counts for itself, and the user is not shown before it is approved."""
    outside: OutsideUnits = field(default_factory=OutsideUnits)
    """Organisations of the form's rows that have no unit."""
    until: date | None = None
    """The last day that is told, of a period that goes on or is still to come."""

    @property
    def has_begun(self) -> bool:
        """Whether there is a day of the period that can be told."""
        return self.until is None or self.period.first <= self.until

    @property
    def named_lines(self) -> list[OverviewLine]:
        """The lines without the units that are not named."""
        return [
            line for line in self.lines if self.names_all or any(line.values.values())
        ]

    @property
    def tally(self) -> Tally | None:
        """The records that were counted, added up."""
        return self.counted.tally if self.counted is not None else None

    @cached_property
    def by_place(self) -> dict[str, OverviewLine]:
        """Mapping of UIDs of places to their lines."""
        return {line.place.uid: line for line in self.lines if line.place is not None}

    @property
    def is_empty(self) -> bool:
        """Whether nothing but zeros is known."""
        return not any(self.total.values.values())

    @property
    def hides(self) -> bool:
        """Whether anything is left out for the sake of people."""
        return any(line.hidden - self.kept for line in (self.total, *self.lines))


def overview(
    context: Any,
    form: Form,
    period: Period,
    source: str,
    office: bool,
    monthly: bool = False,
    until: date | None = None,
) -> Overview:
    """Count, or sum reports up, below a unit, a section or the portal.

    `office` sees every number; everybody else what `privacy` leaves. `monthly` keeps the
    months apart of what is counted. What is counted is counted `until` a day, where one is
    given: what was approved before it is held is no fact yet.
    """
    places = places_below(context)
    version, sets = form, sets_of(context, form, period)
    form = summed_form(version, period, source, sets)
    outside = OutsideUnits()
    if unit_of(context) is None:
        outside = outside_units(sets, version, period, form, source == REPORTS)
    if source == REPORTS:
        found = of_reports(context, form, period, places, outside)
    else:
        scope = CountingScope(period.first, until or period.last, places)
        found = of_records(CountedCells(form, Tally(scope, monthly)))
    total, formula_of = complete(form, found.total), cache(partial(cell_formula, form))
    sources = source_units() | unseen_units(places)
    kept = hidden = all_hidden = frozenset[CellKey]()
    if not office:
        kept, hidden = not_shown(form, found)
        whole = is_whole(places, found.filled)
        all_hidden = kept | hidden_cells(form, total, whole)
    return Overview(
        form,
        period,
        source,
        tuple(
            OverviewLine(place, CompleteCells(form, formula_of, values), hidden)
            for place, values in found.places
            if is_shown(place, found.filled, sources)
        ),
        OverviewLine(None, total, all_hidden),
        found.counted,
        sum(place.is_unit and uid not in sources for uid, place in places.items()),
        office,
        kept,
        outside,
        until,
    )


def sets_of(context: Any, form: Form, period: Period) -> list[tuple[Any, RowSets]]:
    """Return the sections of a place, each with what the rows of a form repeat for there."""
    if not form.has_row_tree:
        return []
    return [(one, row_sets(one, form, period)) for one in sections_of(context)]


def summed_form(
    form: Form, period: Period, source: str, sets: list[tuple[Any, RowSets]]
) -> Form:
    """Return the form with one row for all organisations for which a row repeats.

    Rows that reports added stand in it where reports are summed up; no record counts in them.
    """
    if not form.has_row_tree:
        return form
    found: dict[str, tuple[RowMember, ...]] = {}
    reports: list[Any] = []
    for section, rows in sets:
        for row, members in rows:
            found[row] = (*found.get(row, ()), *members)
        if source == REPORTS and free_rows(form):
            reports.extend(approved_reports(section, form, period).values())
    return collapsed(form, found | joined(map(added_rows, reports)))


def sections_of(context: Any) -> Iterable[Any]:
    """List the section of a place; all of them for the portal."""
    section = section_of(context)
    return [section] if section is not None else all_sections()


@dataclass(frozen=True)
class Found:
    """The cells without a formula, before sums are worked out."""

    places: list[PlaceCells]
    filled: set[str]
    """UIDs of the places of which any cell is more than zero."""
    total: Values
    counted: CountedCells | None = None


def of_records(counted: CountedCells) -> Found:
    """Count what is approved in the days of the scope; where there are none, nothing is known."""
    scope = counted.tally.scope
    if scope.last < scope.first:
        unknown: Values = dict.fromkeys(counted.form.typed_cells)
        return Found(
            [(place, unknown) for place in scope.places.values()], set(), unknown
        )
    return Found(
        [(place, counted.of_place(uid)) for uid, place in scope.places.items()],
        counted.filled_places(),
        counted.together() | count_distinct(counted.form, scope),
        counted,
    )


def of_reports(
    context: Any,
    form: Form,
    period: Period,
    places: dict[str, ReportingPlace],
    outside: OutsideUnits,
) -> Found:
    """Add up what is reported and approved, also of organisations without a unit."""
    found = reported(context, form, period, places)
    return Found(
        found,
        {place.uid for place, values in found if any(values.values())},
        add_up(form, [*(values for _place, values in found), outside.values]),
    )


def not_shown(
    form: Form, found: Found
) -> tuple[frozenset[CellKey], frozenset[CellKey]]:
    """Return what the office counts for itself, and with it all that no place shows."""
    counted = found.counted
    kept = frozenset[CellKey]()
    if counted is not None:
        kept = office_cells(form, counted.sources)
    return kept, kept | hidden_cells(form, {}, False)


def is_whole(places: dict[str, ReportingPlace], filled: set[str]) -> bool:
    """Return whether a total is that of an area, and of no single unit.

    It is the unit's where there is one alone, and where all others are known to add
    nothing.
    """
    units = [place for place in places.values() if place.is_unit]
    adding = [places[uid] for uid in filled]
    return len(units) != 1 and not (len(adding) == 1 and adding[0].is_unit)


def reported(
    context: Any, form: Form, period: Period, places: dict[str, ReportingPlace]
) -> list[PlaceCells]:
    """Read the approved reports: actual and estimate together."""
    found: list[PlaceCells] = []
    for one in sections_of(context):
        for uid, report in approved_reports(one, form, period).items():
            if uid in places:
                values = {
                    (collapsed_row(form, row), column): total(cell)
                    for (row, column), cell in by_key(report.rows).items()
                }
                found.append((places[uid], values))
    order = list(places)
    return sorted(found, key=lambda pair: order.index(pair[0].uid))


def is_shown(
    place: ReportingPlace, filled: Collection[str], sources: Collection[str]
) -> bool:
    """Leave out what is no unit of people, as long as it has nothing to show.

    That are a section where nothing stands outside of its units, the units that were made for
    what other portals send, and those that the user may not see.
    """
    return place.uid in filled or (place.is_unit and place.uid not in sources)


def unseen_units(places: Collection[str]) -> set[str]:
    """Return those of the places that are units which the user may not see, as they are prepared.

    What they have is counted none the less, and then they are named: it is public.
    """
    seen = {brain.UID for brain in api.content.find(portal_type=UNIT_TYPE)}
    prepared = api.content.find(unrestricted=True, portal_type=UNIT_TYPE)
    return {brain.UID for brain in prepared if brain.UID in places} - seen


def source_units() -> set[str]:
    """Return the UIDs of the units in which what was fetched stands."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        object_provides=IHarvestTarget.__identifier__
    )
    return {brain.UID for brain in brains}
