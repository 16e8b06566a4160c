"""Which councils there are in a place, the province first."""

from collections.abc import Sequence
from plone import api
from sonla.pbgdpl.core.catalog import find_index
from sonla.pbgdpl.core.names import LEVEL_INDEX
from sonla.pbgdpl.councils import COUNCIL_TYPE
from sonla.pbgdpl.editorial.embargo import without_embargoed
from sonla.pbgdpl.vocabularies.terms import all_terms
from typing import Any

LEVELS = "sonla.pbgdpl.GovernmentLevels"
LAST = 10**6
"""Stands for the rank of a level that is in no list."""


def find_councils(roots: Sequence[str] | None) -> list[Any]:
    """Find the published councils below some paths, or everywhere, that the user may see.

    By level in the order of its list, then by title; by one query, which loads none.
    """
    criteria = {} if roots is None else {"path": list(roots)}
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog.searchResults(
        portal_type=COUNCIL_TYPE,
        review_state="published",
        sort_on="sortable_title",
        **criteria,
    )
    return province_first(catalog, list(without_embargoed(found)))


def province_first(catalog: Any, brains: list[Any]) -> list[Any]:
    """Sort councils by level; those of one level keep their order.

    The level stands in the catalog.
    """
    ranks = {term.token: rank for rank, term in enumerate(all_terms(LEVELS))}
    index = find_index(catalog, LEVEL_INDEX)

    def rank(brain: Any) -> int:
        """Return the rank of the level; what has none comes last."""
        tokens = index.getEntryForObject(brain.getRID(), ()) if index else ()
        return min((ranks.get(token, LAST) for token in tokens), default=LAST)

    return sorted(brains, key=rank)
