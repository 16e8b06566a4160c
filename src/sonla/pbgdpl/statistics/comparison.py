"""Whether figures can be compared with those of the year before.

Only days that were counted in both years are compared: a portal that began in October would
tell else that everything became four times as much.
"""

from calendar import monthrange
from datetime import date
from functools import cached_property
from plone import api
from sonla.pbgdpl.statistics.cell_formulas import typed_cells_of
from sonla.pbgdpl.statistics.counting import CellSource
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.definitions import CellKey
from sonla.pbgdpl.statistics.overview import Overview
from sonla.pbgdpl.statistics.periods import FIRST_YEAR
from sonla.pbgdpl.statistics.places import places_below
from typing import Any


class Comparison:
    """Figures of two years, and in which cells they tell of equal spans."""

    def __init__(self, now: Overview, before: Overview, section: Any | None) -> None:
        self.now = now
        self.before = before
        self.section = section
        self._begun: dict[str, bool] = {}

    @cached_property
    def has_equal_spans(self) -> bool:
        """Whether the days of both are the same, and there are any."""
        equal = self.now.period.has_equal_span(self.before.period)
        return equal and self.now.has_begun

    def holds(self, key: CellKey) -> bool:
        """Return whether a cell may be compared; what people reported may, by equal spans."""
        if not self.has_equal_spans or key not in self.before.total.values:
            return False
        counted = self.before.counted
        if counted is None:
            return True
        cells = typed_cells_of(self.before.form, key)
        sources = {counted.sources.get(cell) for cell in cells}
        return all(self.has_begun(source) for source in sources if source is not None)

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
    def places(self) -> Any:
        """The places of the section, or of the portal."""
        return places_below(self.section or api.portal.get())
