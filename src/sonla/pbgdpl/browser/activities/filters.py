"""What a visitor asks of the list of activities, read from the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import KIND_INDEX
from sonla.pbgdpl.core.names import ORGANISER_INDEX
from sonla.pbgdpl.core.numbers import whole_number
from sonla.pbgdpl.search.facets import AUDIENCE
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import no_titles
from sonla.pbgdpl.search.facets import TERRITORY
from sonla.pbgdpl.search.facets import vocabulary_titles
from sonla.pbgdpl.search.facets import YEAR
from sonla.pbgdpl.search.pages.filters import Filters
from sonla.pbgdpl.vocabularies.organisers import ORGANISER_KINDS
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


INDEXED = (
    YEAR,
    Facet(
        "form",
        KIND_INDEX,
        _("label_dissemination_form", default="Form of dissemination"),
        vocabulary_titles("sonla.pbgdpl.DisseminationForms"),
    ),
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
    """Hold one state of the list of activities."""

    facets: ClassVar[tuple[Facet, ...]] = (*INDEXED, MONTH, UNIT)

    @property
    def year(self) -> int | None:
        """The year asked for; None for all."""
        return whole_number(self.value("year"), None, digits=4) or None

    @property
    def month(self) -> int | None:
        """The month asked for, which counts within a year alone."""
        number = whole_number(self.value("month"), None, digits=2)
        return number if self.year and number in MONTHS else None
