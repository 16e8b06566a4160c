"""What a visitor asks of the bookcase, read from the address."""

from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import KIND_INDEX
from sonla.pbgdpl.core.names import PUBLISHER_INDEX
from sonla.pbgdpl.search.facets import AUDIENCE
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FIELD
from sonla.pbgdpl.search.facets import no_titles
from sonla.pbgdpl.search.facets import vocabulary_titles
from sonla.pbgdpl.search.facets import YEAR
from sonla.pbgdpl.search.pages.filters import Filters
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
    YEAR,
)


@dataclass(frozen=True)
class MaterialFilters(Filters):
    """Hold one state of the bookcase."""

    facets: ClassVar[tuple[Facet, ...]] = FACETS
