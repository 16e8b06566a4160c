"""Count contributions a unit and period from the histories of the texts.

What is counted, so that the months of a year add up to the year:

- *sent*: a text counts once, in the period of its first submission;
- *returned*: every return counts, a text may be returned twice;
- *published*: a text counts once, in the period of its first approval; a revision
  through a working copy is no new contribution;
- *days*: from first submission to first approval, of the texts published;
- *last contribution* and silence are of today, whatever the period.

The steps are read from the index `pbgdpl_steps`, which every step brings up to date: a
page of ten thousand texts loads none of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from sonla.pbgdpl.contributions.histories import Span
from sonla.pbgdpl.contributions.histories import stories
from sonla.pbgdpl.contributions.histories import Story
from sonla.pbgdpl.contributions.period import ContributionPeriod
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.interfaces import IHarvestTarget
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.closed_units import is_closed
from sonla.pbgdpl.editorial.indexers import APPROVED
from sonla.pbgdpl.editorial.indexers import RETURNED
from sonla.pbgdpl.editorial.indexers import SUBMITTED
from sonla.pbgdpl.editorial.local_roles import all_units
from sonla.pbgdpl.settings.getters import get_settings
from statistics import median
from typing import Any

SECONDS_A_DAY = 86400


@dataclass
class UnitFigures:
    """The figures of one unit, of what stands outside of all units, or of all.

    `unit` is None for the latter two. `durations` are days with fractions.
    """

    unit: Any = None
    sent: int = 0
    returned: int = 0
    published: int = 0
    durations: list[float] = field(default_factory=list)
    last: datetime | None = None
    silent_days: int | None = None
    """Days without a contribution, if that is more than the settings allow."""

    @property
    def title(self) -> str:
        """The unit; the template names what has none."""
        return self.unit.Title() if self.unit is not None else ""

    @property
    def median_days(self) -> float | None:
        """The median of the days from submission to approval, to one decimal."""
        return round(median(self.durations), 1) if self.durations else None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.sent or self.returned or self.published or self.last)


def figures_of(
    section: Any, period: ContributionPeriod, today: date
) -> list[UnitFigures]:
    """Count for every unit below a section, and for texts outside of all units."""
    rows = {
        path_of(unit): UnitFigures(unit)
        for unit in all_units(section)
        if not IHarvestTarget.providedBy(unit)
    }
    outside = UnitFigures()
    span = Span.of(period)
    for story in stories(section):
        add_text(unit_row(rows, story.path) or outside, story, span)
    limit = get_settings().silent_unit_days
    for row in rows.values():
        row.silent_days = silence(row, today, limit)
    return [*rows.values(), *([] if outside.is_empty else [outside])]


def total_of(rows: Iterable[UnitFigures]) -> UnitFigures:
    """Add figures up; the median is that of all texts, not of the units' medians."""
    total = UnitFigures()
    for row in rows:
        total.sent += row.sent
        total.returned += row.returned
        total.published += row.published
        total.durations += row.durations
        if row.last and (total.last is None or row.last > total.last):
            total.last = row.last
    return total


def unit_row(rows: dict[str, UnitFigures], path: str) -> UnitFigures | None:
    """Find the row of the unit nearest above a path."""
    while path:
        path = path.rpartition("/")[0]
        if path in rows:
            return rows[path]
    return None


def add_text(row: UnitFigures, story: Story, span: Span) -> None:
    """Count one text."""
    sent, approved = story.first(SUBMITTED), story.first(APPROVED)
    row.sent += span.holds(sent)
    row.returned += sum(map(span.holds, story.every(RETURNED)))
    if span.holds(approved):
        row.published += 1
        if sent is not None and sent <= approved:
            row.durations.append((approved - sent) / SECONDS_A_DAY)
    latest = max(story.every(SUBMITTED), default=None)
    if latest is not None:
        moment = datetime.fromtimestamp(latest, span.zone)
        row.last = max(row.last, moment) if row.last else moment


def silence(row: UnitFigures, today: date, limit: int) -> int | None:
    """Return the days a unit has been silent, if more than `limit`; None for a closed one.

    A unit that never sent anything is silent since it was opened, or made.
    """
    if is_closed(row.unit, today):
        return None
    since = row.last.date() if row.last else _beginning(row.unit)
    days = (today - since).days
    return days if days > limit else None


def _beginning(unit: Any) -> date:
    created = in_portal_zone(unit.created()).date()
    return getattr(unit, "opened_on", None) or created
