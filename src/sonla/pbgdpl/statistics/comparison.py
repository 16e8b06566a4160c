"""Whether figures can be compared with those of the year before.

Only days that were counted in both years are compared: a portal that began in October would
else tell that everything became four times as much.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.statistics.cells.formulas import cell_formula
from sonla.pbgdpl.statistics.counting import CellSource
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.overview import Overview
from sonla.pbgdpl.statistics.periods import FIRST_YEAR
from sonla.pbgdpl.statistics.places import places_below
from sonla.pbgdpl.statistics.places import ReportingPlace
from typing import Any


class Comparison:
    """Figures of two years, and in which cells they tell of equal spans.

    `unit` is the one whose figures they are; None where they are those of a section, or the portal.
    """

    def __init__(self, now: Overview, before: Overview, unit: Any | None) -> None:
        self.now = now
        self.before = before
        self.unit = unit
        self._begun: dict[str, bool] = {}
        self._held: dict[CellKey, bool] = {}

    @cached_property
    def has_equal_spans(self) -> bool:
        """Whether the days of both are the same, and there are any."""
        equal = self.now.period.has_equal_span(self.before.period)
        return equal and self.now.has_begun

    def holds(self, key: CellKey) -> bool:
        """Return whether a cell may be compared; what people reported may, by equal spans."""
        if key not in self._held:
            self._held[key] = self._holds(key)
        return self._held[key]

    def _holds(self, key: CellKey) -> bool:
        if not self.has_equal_spans or key not in self.before.total.values:
            return False
        if self.before.counted is None or self.all_have_begun:
            return True
        sources = self.before.counted.sources
        cells = cell_formula(self.before.form, key).names
        asked = filter(None, {sources.get(cell) for cell in cells})
        return all(self.has_begun(source) for source in asked)

    @cached_property
    def all_have_begun(self) -> bool:
        """Whether all counters of the form had records: no cell is looked at then."""
        assert self.before.counted is not None
        asked = filter(None, set(self.before.counted.sources.values()))
        return all(self.has_begun(source) for source in asked)

    def has_begun(self, source: CellSource) -> bool:
        """Return whether anything was counted when the former span began, or ever before.

        That is in its first month: offices begin a year slowly. What counts is the section, or
        the portal: a unit that held nothing in January is known to have held nothing.
        """
        if source.name not in self._begun:
            scope = CountingScope(date(FIRST_YEAR, 1, 1), self.first_days, self.places)
            found = next(iter(source.counter.entries(scope)), None)
            self._begun[source.name] = found is not None
        return self._begun[source.name]

    @cached_property
    def first_days(self) -> date:
        """The last day of the first month of the former span, or of the span."""
        first, until = self.before.period.first, self.before.until
        month_end = first.replace(day=monthrange(first.year, first.month)[1])
        return min(month_end, until or self.before.period.last)

    @cached_property
    def places(self) -> Mapping[str, ReportingPlace]:
        """The places of the section, or of the portal."""
        if self.unit is not None:
            return places_below(section_of(self.unit))
        counted = self.before.counted
        return counted.tally.scope.places if counted is not None else {}
