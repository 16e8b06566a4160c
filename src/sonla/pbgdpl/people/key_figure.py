"""How many people the register has, among the figures of the year."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.rules import RECOGNISED
from sonla.pbgdpl.statistics.interfaces import IKeyFigure
from typing import Any
from zope.interface import implementer


@implementer(IKeyFigure)
class RecognisedPeople:
    """Count who is recognised today, by the catalog."""

    order = 10
    counter = "people"

    def figures(self, place: Any) -> Iterator[tuple[str, int]]:
        """Yield the number of each kind of people."""
        types = api.portal.get_tool("portal_types")
        catalog = api.portal.get_tool("portal_catalog")
        for name in PERSON_TYPES:
            found = catalog.searchResults(
                path=path_of(place), portal_type=name, review_state=RECOGNISED
            )
            title = api.portal.translate(types[name].Title(), domain="sonla.pbgdpl")
            yield title, len(found)
