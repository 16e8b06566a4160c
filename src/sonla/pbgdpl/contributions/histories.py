"""The steps of texts as the catalog has them, and the period in which they count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from plone import api
from sonla.pbgdpl.contributions.period import ContributionPeriod
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial import STEPS_INDEX
from sonla.pbgdpl.editorial.indexers import REVISION
from sonla.pbgdpl.editorial.queries import not_harvested
from typing import Any
from typing import TypeGuard


@dataclass(frozen=True)
class Story:
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
class Span:
    """A period as seconds since 1970, from `first` to before `after`."""

    first: float
    after: float
    zone: tzinfo

    @classmethod
    def of(cls, period: ContributionPeriod) -> "Span":
        """Take the days of a period as those of the portal."""
        zone = portal_zone()
        first, after = period.limits(zone)
        return cls(first.timestamp(), after.timestamp(), zone)

    def holds(self, time: float | None) -> TypeGuard[float]:
        """Return whether a step was taken, and in the period."""
        return time is not None and self.first <= time < self.after


def stories(section: Any, *portal_types: str) -> Iterator[Story]:
    """Yield what the catalog knows of each text below a section that took a step.

    Of `portal_types`, or of everything that counts as a contribution; what was fetched
    is none. Nothing is woken.
    """
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        path=path_of(section),
        portal_type=list(portal_types or types_with("is_contribution")),
        **not_harvested(),
    )
    index = get_index(catalog, STEPS_INDEX)
    for brain in brains:
        steps = index.getEntryForObject(brain.getRID())
        if steps:
            yield Story(brain, steps)
