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
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import tzinfo
from plone import api
from sonla.pbgdpl.contributions.period import ContributionPeriod
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import ids_of
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.interfaces import IHarvestTarget
from sonla.pbgdpl.core.interfaces import ISample
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.paths import paths_above
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial import STEPS_INDEX
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.editorial.history import SUBMITTED
from sonla.pbgdpl.editorial.indexers import APPROVED
from sonla.pbgdpl.editorial.indexers import RETURNED
from sonla.pbgdpl.editorial.indexers import REVISION
from sonla.pbgdpl.editorial.local_roles import all_units
from sonla.pbgdpl.editorial.query import not_harvested
from sonla.pbgdpl.jobs.items import readable
from statistics import median
from typing import Any
from typing import TypeGuard

SILENT_AFTER = 30
"""Days after which a unit that sent nothing is marked as silent."""


@dataclass(frozen=True)
class TextHistory:
    """The steps of one text, oldest first: name and seconds since 1970."""

    brain: Any
    steps: tuple[tuple[str, float], ...]

    @property
    def path(self) -> str:
        return self.brain.getPath()

    def first(self, action: str) -> float | None:
        """Return the time of the first step of a kind; steps of revisions don't count."""
        return next((time for name, time in self.steps if name == action), None)

    def every(self, action: str) -> list[float]:
        """Return the times of all steps of a kind, those of revisions too."""
        names = (action, f"{REVISION}{action}")
        return [time for name, time in self.steps if name in names]


@dataclass(frozen=True)
class TimeSpan:
    """A period as seconds since 1970, from `first` to before `after`."""

    first: float
    after: float
    zone: tzinfo

    @classmethod
    def of(cls, period: ContributionPeriod) -> "TimeSpan":
        """Take the days of a period as those of the portal."""
        zone = portal_zone()
        first, after = period.limits(zone)
        return cls(first.timestamp(), after.timestamp(), zone)

    def contains(self, time: float | None) -> TypeGuard[float]:
        """Return whether a step was taken, and in the period."""
        return time is not None and self.first <= time < self.after


def text_histories(section: Any, *portal_types: str) -> Iterator[TextHistory]:
    """Yield what the catalog knows of each text below a section that took a step.

    Of `portal_types`, or of everything that counts as a contribution; what was fetched
    is none, and no sample. No object is loaded.
    """
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        path=path_of(section),
        portal_type=list(portal_types or types_with("is_contribution")),
        **not_harvested(),
    )
    index = get_index(catalog, STEPS_INDEX)
    samples = frozenset(ids_of(catalog, "object_provides", ISample.__identifier__))
    for brain in brains:
        steps = index.getEntryForObject(brain.getRID())
        if steps and brain.getRID() not in samples:
            yield TextHistory(brain, steps)


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
        for unit in readable(all_units(section))
        if not IHarvestTarget.providedBy(unit)
    }
    outside = UnitFigures()
    span = TimeSpan.of(period)
    for history in text_histories(section):
        add_text(unit_row(rows, history.path) or outside, history, span)
    for row in rows.values():
        row.silent_days = days_silent(row, today, SILENT_AFTER)
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
    return next((rows[one] for one in paths_above(path) if one in rows), None)


def add_text(row: UnitFigures, history: TextHistory, span: TimeSpan) -> None:
    """Count one text."""
    sent, approved = history.first(SUBMITTED), history.first(APPROVED)
    row.sent += span.contains(sent)
    row.returned += sum(map(span.contains, history.every(RETURNED)))
    if span.contains(approved):
        row.published += 1
        if sent is not None and sent <= approved:
            row.durations.append((approved - sent) / SECONDS_A_DAY)
    latest = max(history.every(SUBMITTED), default=None)
    if latest is not None:
        moment = datetime.fromtimestamp(latest, span.zone)
        row.last = max(row.last, moment) if row.last else moment


def days_silent(row: UnitFigures, today: date, limit: int) -> int | None:
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
