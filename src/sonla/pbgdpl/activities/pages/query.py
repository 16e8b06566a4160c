"""What a visitor asks of the list of activities, read from the address.

From filters to activities: scope, words, month, unit, filters, newest first.
"""

from bisect import bisect_right
from BTrees.IIBTree import IISet
from BTrees.IIBTree import intersection
from collections import Counter
from collections.abc import Container
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.activities.vocabularies import ORGANISER_KINDS
from sonla.pbgdpl.core.catalog import date_key
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import keys_by_record
from sonla.pbgdpl.core.catalog import paths_by_record
from sonla.pbgdpl.core.catalog import record_ids
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.names import KIND_INDEX
from sonla.pbgdpl.core.names import ORGANISER_INDEX
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.search.facets import AUDIENCE
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import HELD
from sonla.pbgdpl.search.facets import no_titles
from sonla.pbgdpl.search.facets import TERRITORY
from sonla.pbgdpl.search.facets import vocabulary_titles
from sonla.pbgdpl.search.facets import YEAR
from sonla.pbgdpl.search.list_query import PublishedListQuery
from sonla.pbgdpl.search.pages.filters import Filters
from sonla.pbgdpl.search.query import scope_paths
from typing import Any
from typing import ClassVar
from zope.globalrequest import getRequest
from zope.i18n import translate

MONTHS = range(1, 13)


def organiser_titles() -> Mapping[str, str]:
    """Return the kinds of organisers in the language of the page."""
    request = getRequest()
    return {
        token: translate(title, context=request)
        for token, title in ORGANISER_KINDS.items()
    }


FORM = Facet(
    "form",
    KIND_INDEX,
    _("label_dissemination_form", default="Form of dissemination"),
    vocabulary_titles("sonla.pbgdpl.DisseminationForms"),
)
INDEXED = (
    YEAR,
    FORM,
    AUDIENCE,
    TERRITORY,
    Facet(
        "organiser",
        ORGANISER_INDEX,
        _("label_organiser_kind", default="Organised by"),
        organiser_titles,
    ),
)
"""Filters whose values the catalog counts."""

MONTH = Facet("month", "", _("label_facet_month", default="Month"), no_titles)
UNIT = Facet("unit", "", _("label_unit", default="Unit"), no_titles)
"""Filters that the catalog knows by the date of start, and by the path."""


@dataclass(frozen=True)
class ActivityFilters(Filters):
    """One state of the list of activities, or of courses, which know how they are held."""

    facets: ClassVar[tuple[Facet, ...]] = (*INDEXED, HELD, MONTH, UNIT)

    @classmethod
    def address(
        cls,
        name: str,
        where: Mapping[str, tuple[str, ...]],
        year: int,
        month: int | None,
        unit: str,
    ) -> str:
        """Return a list under filters of one value each; '' where it can't be asked for that."""
        known = {facet.name for facet in cls.facets}
        if not where.keys() <= known or any(len(one) != 1 for one in where.values()):
            return ""
        chosen = {
            YEAR.name: str(year),
            MONTH.name: str(month or ""),
            UNIT.name: unit,
            **{fact: values[0] for fact, values in where.items()},
        }
        return f"@@{name}?{cls(chosen=chosen).query_string()}"

    @property
    def year(self) -> int | None:
        """The year asked for; None for all."""
        return parse_int(self.value("year"), None, digits=4) or None

    @property
    def month(self) -> int | None:
        """The month asked for, which counts within a year alone."""
        number = parse_int(self.value("month"), None, digits=2)
        return number if self.year and number in MONTHS else None


@dataclass(frozen=True)
class UnitFilter:
    """A unit by which activities can be filtered."""

    uid: str
    path: str
    title: str


class ActivityFinding(PublishedListQuery):
    """Find the published activities, or courses, that filters ask for in one context."""

    facets = (*INDEXED, HELD)

    filters: ActivityFilters

    @cached_property
    def in_unit(self) -> IISet:
        """Those of the unit asked for."""
        uid = self.filters.value("unit")
        if not uid:
            return self.matching
        path = next((unit.path for unit in self.units if unit.uid == uid), "")
        if not path:
            return IISet()
        below = self.catalog.unrestrictedSearchResults(path={"query": path})
        return intersection(self.matching, record_ids(below))

    @cached_property
    def base(self) -> IISet:
        """Those of the month asked for."""
        return self.of_month(self.in_unit)

    def activities(self, start: int, size: int) -> Iterator[Any]:
        """Load the activities of one page, the latest first."""
        return self.loaded(self.latest("start", start, size))

    # What the page counts

    def months(self) -> dict[int, int]:
        """Count by month of the year asked for, whichever month is asked for."""
        records = self.faceted_by(self.in_unit).results()
        found = Counter(map(self.month_of, records))
        return {month: found[month] for month in MONTHS}

    def month_of(self, record: int) -> int:
        """Return the month of the year in which something began; another number for other years.

        By the keys of the records, of which many stand in one object of the database: the index
        itself keeps a set for each minute.
        """
        starts = self.starts.get(record)
        return bisect_right(self.month_starts, starts[0]) if starts else 0

    @cached_property
    def starts(self) -> Any:
        """What the index has of each record: the moments at which it begins, of which ours have one."""
        return keys_by_record(get_index(self.catalog, "start"))

    @cached_property
    def month_starts(self) -> list[int]:
        """The first minutes of the months by the portal's clock, and of the next year.

        None of them where it is no year that Python knows, or none that the index can hold.
        """
        year, zone = self.filters.year, portal_zone()
        if year is None:
            return []
        index = get_index(self.catalog, "start")
        try:
            return [
                date_key(
                    index, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
                )
                for month in range(13)
            ]
        except (OverflowError, ValueError):
            return []

    def of_month(self, records: IISet) -> IISet:
        """Return those of some records that began in the month asked for, if one is."""
        month = self.filters.month
        if not month:
            return records
        return IISet([one for one in records if self.month_of(one) == month])

    @cached_property
    def units(self) -> list[UnitFilter]:
        """The units of this place that the user may see, by title."""
        paths = scope_paths(self.context)
        if not paths:
            return []
        brains = self.catalog.searchResults(
            path={"query": paths}, portal_type=UNIT_TYPE, sort_on="sortable_title"
        )
        return [UnitFilter(brain.UID, brain.getPath(), brain.Title) for brain in brains]

    def by_unit(self) -> dict[str, int]:
        """Count by UID of the unit, under all filters but that of the unit."""
        records = self.faceted_by(self.of_month(self.matching)).results()
        known = {unit.path: unit.uid for unit in self.units}
        paths = map(paths_by_record(self.catalog).__getitem__, records)
        found = Counter(known.get(unit_above(path, known), "") for path in paths)
        return {uid: count for uid, count in found.items() if uid}


def unit_above(path: str, units: Container[str]) -> str:
    """Return the path of the unit in which something stands; empty for none."""
    while path and path not in units:
        path = path.rpartition("/")[0]
    return path
