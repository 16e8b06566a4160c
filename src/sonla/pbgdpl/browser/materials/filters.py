"""What a visitor asks of the bookcase, read from the address."""

from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.activities.filters import AUDIENCE
from sonla.pbgdpl.browser.register.filters import Filters
from sonla.pbgdpl.browser.search.facets import Facet
from sonla.pbgdpl.browser.search.facets import no_titles
from sonla.pbgdpl.browser.search.facets import vocabulary_titles
from sonla.pbgdpl.config import KIND_INDEX
from sonla.pbgdpl.config import PUBLISHER_INDEX
from typing import ClassVar

YEAR = Facet("year", "pbgdpl_year", _("label_facet_year", default="Year"), no_titles)
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
    Facet(
        "field",
        "pbgdpl_legal_fields",
        _("label_legal_fields", default="Fields of law"),
        vocabulary_titles("sonla.pbgdpl.LegalFields"),
    ),
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
