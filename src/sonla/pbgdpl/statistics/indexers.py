"""What the catalog keeps for statistics: what an item adds, and which report one is."""

from plone.indexer import indexer
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.statistics import COUNTS_INDEX
from sonla.pbgdpl.statistics import REPORT_INDEX
from sonla.pbgdpl.statistics.content import IStatisticsReport
from sonla.pbgdpl.statistics.counter import stored_value
from sonla.pbgdpl.statistics.interfaces import ICountable
from sonla.pbgdpl.statistics.places import place_of
from typing import Any


@indexer(IOwnContent)
def pbgdpl_counts(obj: Any) -> tuple[Any, ...]:
    """Index what an item adds to statistics; what was fetched adds to another portal's."""
    countable = None if IHarvested.providedBy(obj) else ICountable(obj, None)
    if countable is None:
        raise AttributeError(COUNTS_INDEX)
    value = stored_value(countable, place_of(obj), IUUID(obj))
    if value is None:
        raise AttributeError(COUNTS_INDEX)
    return value


@indexer(IStatisticsReport)
def pbgdpl_report(report: Any) -> str:
    """Index form, kind of period and year: all units' reports of it stand together."""
    key = report.period_key()
    if not key:
        raise AttributeError(REPORT_INDEX)
    return key
