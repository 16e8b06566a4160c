"""From filters to materials: scope, words, filters, newest first.

As in the lists of activities: sets of catalog record ids all the way, and only the
materials of the page shown are loaded.
"""

from collections.abc import Iterator
from functools import cached_property
from heapq import nlargest
from itertools import islice
from sonla.pbgdpl.browser.activities.finding import ActivityFinding
from sonla.pbgdpl.browser.materials.filters import FACETS
from sonla.pbgdpl.browser.materials.filters import MaterialFilters
from sonla.pbgdpl.browser.search.facets import FacetedRecords
from sonla.pbgdpl.config import MATERIAL_TYPE
from typing import Any


class MaterialFinding(ActivityFinding):
    """Find the published materials that filters ask for in one context."""

    def __init__(self, context: Any, filters: MaterialFilters) -> None:
        super().__init__(context, filters, MATERIAL_TYPE)

    @cached_property
    def faceted(self) -> FacetedRecords:
        """Give what has the words, with the filters that the catalog counts."""
        return FacetedRecords(self.catalog, self.matching, self.chosen, FACETS)

    def brains(self, start: int, size: int) -> Iterator[Any]:
        """Give the brains of one page, what was published last first."""
        inner = self.catalog._catalog
        keys = inner.getIndex("effective")._unindex
        order = nlargest(
            start + size, self.results, key=lambda rid: (keys.get(rid, 0), rid)
        )
        return (
            inner[record].__of__(self.catalog) for record in islice(order, start, None)
        )
