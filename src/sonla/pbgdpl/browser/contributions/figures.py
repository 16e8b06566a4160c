"""Count contributions a unit and period from the histories of the texts.

What is counted, so that the months of a year add up to the year:

- *sent*: a text counts once, in the period of its first submission;
- *returned*: every return counts, a text may be returned twice;
- *published*: a text counts once, in the period of its first approval; a revision
  through a working copy is no new contribution;
- *days*: from first submission to first approval, of the texts published;
- *last contribution* and silence are of today, whatever the period.

Which texts are looked at: the catalog's `pbgdpl_last_step` holds the time of a text's
last step. A text whose last step was before the period, or that was created after it,
has no step in it. `modified` and `effective` can't narrow: a transition changes
neither (Plone sets `modified` on edits only, and an effective date may be chosen).
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from sonla.pbgdpl.brains import awake
from sonla.pbgdpl.browser.contributions.period import Period
from sonla.pbgdpl.browser.review.places import all_units
from sonla.pbgdpl.clock import in_portal_zone
from sonla.pbgdpl.clock import portal_zone
from sonla.pbgdpl.config import COUNTED_TYPES
from sonla.pbgdpl.controlpanel.settings import get_settings
from sonla.pbgdpl.paths import path_of
from sonla.pbgdpl.workflow.states import history_of
from statistics import median
from typing import Any

SECONDS_A_DAY = 86400


@dataclass
class Figures:
    """Hold the figures of one unit, of what stands outside of all units, or of all.

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
        """Name the unit; the template names what has none."""
        return self.unit.Title() if self.unit is not None else ""

    @property
    def median_days(self) -> float | None:
        """Give the median of the days from submission to approval, to one decimal."""
        return round(median(self.durations), 1) if self.durations else None

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return not (self.sent or self.returned or self.published or self.last)


def figures_of(section: Any, period: Period, today: date) -> list[Figures]:
    """Count for every unit below a section, and for texts outside of all units."""
    rows = {path_of(unit): Figures(unit) for unit in all_units(section)}
    outside = Figures()
    for path, text in texts_with_steps(section, period):
        add_text(unit_row(rows, path) or outside, text, period)
    limit = get_settings().silent_unit_days
    for row in rows.values():
        row.last = last_contribution(row.unit)
        row.silent_days = silence(row, today, limit)
    return [*rows.values(), *([] if outside.is_empty else [outside])]


def total_of(rows: Iterable[Figures]) -> Figures:
    """Add figures up; the median is that of all texts, not of the units' medians."""
    total = Figures()
    for row in rows:
        total.sent += row.sent
        total.returned += row.returned
        total.published += row.published
        total.durations += row.durations
        if row.last and (total.last is None or row.last > total.last):
            total.last = row.last
    return total


def texts_with_steps(section: Any, period: Period) -> Iterator[tuple[str, Any]]:
    """Give path and object of each text that may have taken a step in the period."""
    first, after = period.limits(portal_zone())
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        path=path_of(section),
        portal_type=list(COUNTED_TYPES),
        created={"query": after, "range": "max"},
        pbgdpl_last_step={"query": first, "range": "min"},
    )
    return ((path_of(text), text) for text in originals(brains))


def originals(brains: Iterable[Any]) -> Iterator[Any]:
    """Load texts; working copies are passed over."""
    return (text for text in awake(brains) if not IWorkingCopy.providedBy(text))


def unit_row(rows: dict[str, Figures], path: str) -> Figures | None:
    """Find the row of the unit nearest above a path."""
    while path:
        path = path.rpartition("/")[0]
        if path in rows:
            return rows[path]
    return None


def add_text(row: Figures, text: Any, period: Period) -> None:
    """Count one text."""
    entries = history_of(text)
    sent = first_step(entries, "submit")
    approved = first_step(entries, "approve")
    if sent is not None and period.holds(sent):
        row.sent += 1
    row.returned += sum(
        entry.get("action") == "return_to_author"
        and period.holds(in_portal_zone(entry["time"]))
        for entry in entries
    )
    if approved is not None and period.holds(approved):
        row.published += 1
        if sent is not None and sent <= approved:
            row.durations.append((approved - sent).total_seconds() / SECONDS_A_DAY)


def first_step(entries: Iterable[dict[str, Any]], action: str) -> datetime | None:
    """Give the time of the first step of a kind; steps of revisions don't count."""
    for entry in entries:
        if entry.get("action") == action and not entry.get("revision"):
            return in_portal_zone(entry["time"])
    return None


def last_contribution(unit: Any) -> datetime | None:
    """Give the time at which a unit last submitted anything.

    Walks the unit's texts from the latest step down, and stops as soon as no further
    text can have a later submission: mostly after one or two.
    """
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        path=path_of(unit),
        portal_type=list(COUNTED_TYPES),
        sort_on="pbgdpl_last_step",
        sort_order="descending",
    )
    latest: datetime | None = None
    for text in originals(brains):
        entries = history_of(text)
        if latest and entries and in_portal_zone(entries[-1]["time"]) <= latest:
            break
        times = [
            in_portal_zone(entry["time"])
            for entry in entries
            if entry.get("action") == "submit"
        ]
        latest = max([*times, *([latest] if latest else [])], default=None)
    return latest


def silence(row: Figures, today: date, limit: int) -> int | None:
    """Give the days a unit has been silent, if more than `limit`; None for a closed one.

    A unit that never sent anything is silent since it was opened, or made.
    """
    closed = getattr(row.unit, "closed_on", None)
    if closed is not None and closed <= today:
        return None
    since = row.last.date() if row.last else _beginning(row.unit)
    days = (today - since).days
    return days if days > limit else None


def _beginning(unit: Any) -> date:
    created = in_portal_zone(unit.created()).date()
    return getattr(unit, "opened_on", None) or created
