"""From filters to materials: scope, words, filters, newest first.

As in the lists of activities: sets of catalog record ids all the way, and only the
materials of the page shown are loaded.
"""

from collections.abc import Iterator
from sonla.pbgdpl.browser.materials.filters import FACETS
from sonla.pbgdpl.browser.materials.filters import MaterialFilters
from sonla.pbgdpl.core.names import MATERIAL_TYPE
from sonla.pbgdpl.search.query import PublishedFinding
from typing import Any


class MaterialFinding(PublishedFinding):
    """Find the published materials that filters ask for in one context."""

    facets = FACETS

    def __init__(self, context: Any, filters: MaterialFilters) -> None:
        super().__init__(context, MATERIAL_TYPE, filters)

    def brains(self, start: int, size: int) -> Iterator[Any]:
        """Yield the brains of one page, what was published last first."""
        return self.brains_of(self.latest("effective", start, size))
