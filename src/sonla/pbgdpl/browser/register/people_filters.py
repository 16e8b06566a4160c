"""By what the lists of people are filtered."""

from dataclasses import dataclass
from dataclasses import replace
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import LETTER_INDEX
from sonla.pbgdpl.core.names import LEVEL_INDEX
from sonla.pbgdpl.core.names import SPOKEN_INDEX
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FIELD
from sonla.pbgdpl.search.facets import no_titles
from sonla.pbgdpl.search.facets import TERRITORY
from sonla.pbgdpl.search.facets import vocabulary_titles
from sonla.pbgdpl.search.pages.filters import Filters
from sonla.pbgdpl.vocabularies import AGENCIES
from typing import ClassVar

LETTER = Facet("letter", LETTER_INDEX, _("label_letter", default="Letter"), no_titles)
MENUS = (
    Facet(
        "level",
        LEVEL_INDEX,
        _("label_recognition_level", default="Level"),
        vocabulary_titles("sonla.pbgdpl.GovernmentLevels"),
    ),
    replace(TERRITORY, name="unit"),
    Facet(
        "agency",
        "pbgdpl_agency",
        _("label_workplace_short", default="Agency"),
        vocabulary_titles(AGENCIES),
    ),
    FIELD,
    Facet(
        "language",
        SPOKEN_INDEX,
        _("label_languages", default="Languages spoken"),
        vocabulary_titles("sonla.pbgdpl.Languages"),
    ),
)
PEOPLE_FACETS = (LETTER, *MENUS)


@dataclass(frozen=True)
class PeopleFilters(Filters):
    """Hold one state of a list of people."""

    facets: ClassVar[tuple[Facet, ...]] = PEOPLE_FACETS
