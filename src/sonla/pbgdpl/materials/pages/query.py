"""From the address to materials: scope, words, filters, newest first.

As in the lists of activities: sets of catalog record ids all the way, and only the
materials of the page shown are loaded.
"""

from dataclasses import dataclass
from dataclasses import replace
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import KIND_INDEX
from sonla.pbgdpl.materials import MATERIAL_TYPE
from sonla.pbgdpl.materials import PUBLISHER_INDEX
from sonla.pbgdpl.search.facets import AUDIENCE
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FIELD
from sonla.pbgdpl.search.facets import no_titles
from sonla.pbgdpl.search.facets import vocabulary_titles
from sonla.pbgdpl.search.facets import YEAR
from sonla.pbgdpl.search.list_query import PublishedListQuery
from sonla.pbgdpl.search.pages.filters import Filters
from typing import Any
from typing import ClassVar

FACETS = (
    Facet(
        "kind",
        KIND_INDEX,
        _("label_material_kind", default="Kind of material"),
        vocabulary_titles("sonla.pbgdpl.MaterialKinds"),
    ),
    Facet(
        "language",
        "pbgdpl_language",
        _("label_language", default="Language"),
        vocabulary_titles("sonla.pbgdpl.Languages"),
    ),
    AUDIENCE,
    FIELD,
    Facet(
        "publisher",
        PUBLISHER_INDEX,
        _("label_publisher", default="Publisher"),
        no_titles,
    ),
    replace(YEAR, newest_first=True),
)


@dataclass(frozen=True)
class MaterialFilters(Filters):
    """One state of the bookcase."""

    facets: ClassVar[tuple[Facet, ...]] = FACETS


class MaterialFinding(PublishedListQuery):
    """Find the published materials that filters ask for in one context."""

    facets = FACETS

    def __init__(self, context: Any, filters: MaterialFilters) -> None:
        super().__init__(context, MATERIAL_TYPE, filters)
