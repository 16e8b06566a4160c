"""From filters to people: scope, words, filters, order of names.

Everything works on sets of catalog record ids, as the search page does; only the people
of the page shown are loaded, however many there are.
"""

from BTrees.IIBTree import difference
from BTrees.IIBTree import IISet
from BTrees.IIBTree import intersection
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from plone import api
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.brains import awake
from sonla.pbgdpl.browser.register.filters import Filters
from sonla.pbgdpl.browser.register.filters import PEOPLE_FACETS
from sonla.pbgdpl.browser.search.facets import FacetedRecords
from sonla.pbgdpl.browser.search.finding import records_of
from sonla.pbgdpl.browser.search.finding import scope_paths
from sonla.pbgdpl.browser.search.finding import without_withheld
from sonla.pbgdpl.clock import today
from sonla.pbgdpl.config import NAME_INDEX
from sonla.pbgdpl.fields import stored
from sonla.pbgdpl.indexers.own_index import INDEX
from sonla.pbgdpl.indexers.ranking import TextQuery
from sonla.pbgdpl.register.episodes import RECOGNISED
from sonla.pbgdpl.register.episodes import state_on
from sonla.pbgdpl.register.sweep import due_brains
from typing import Any

FEW = 500
"""So many keys are sorted sooner than the whole order is walked."""


class PeopleFinding:
    """Find the recognised people that filters ask for, in one context.

    `every_state` finds drafts and people whose recognition has ended, too: the office
    keeps those. Each user finds only whom they may see.
    """

    def __init__(
        self,
        context: Any,
        portal_type: str,
        filters: Filters,
        every_state: bool = False,
    ) -> None:
        self.context = context
        self.portal_type = portal_type
        self.filters = filters
        self.every_state = every_state
        self.catalog = api.portal.get_tool("portal_catalog")
        # The catalog does this in each of its own searches; ours reads its indexes.
        processQueue()

    @cached_property
    def visible(self) -> IISet:
        """Give the people recognised today, or all, whom the user may see."""
        paths = scope_paths(self.context, self.catalog)
        if not paths or NAME_INDEX not in self.catalog.indexes():
            return IISet()
        found = self.catalog.searchResults(
            path={"query": paths},
            portal_type=self.portal_type,
            **self.states,
        )
        if self.every_state:
            return records_of(found)
        records = without_withheld(self.catalog, records_of(found))
        return difference(records, self._ended_unswept())

    @property
    def states(self) -> dict[str, Any]:
        """Give what of a query limits the states."""
        if self.every_state:
            return {"show_inactive": True}
        return {"review_state": RECOGNISED, "show_inactive": False}

    def _ended_unswept(self) -> IISet:
        """Give those whose last day has passed since anybody looked.

        Whoever is dismissed leaves the list at once, not with the next run.
        """
        day = today()
        late = [
            brain.getRID()
            for brain in due_brains(day)
            if any(
                state_on(stored(person, "recognitions") or [], day) != RECOGNISED
                for person in awake([brain])
            )
        ]
        return IISet(late)

    @cached_property
    def matching(self) -> IISet:
        """Give the visible people in whose record all words stand."""
        if not self.filters.text:
            return self.visible
        query = TextQuery(self.catalog._catalog.getIndex(INDEX), self.filters.text)
        return intersection(self.visible, query.records) if query else IISet()

    @cached_property
    def faceted(self) -> FacetedRecords:
        """Give the matching people with their filters."""
        chosen = {name: (value,) for name, value in self.filters.chosen.items()}
        return FacetedRecords(self.catalog, self.matching, chosen, PEOPLE_FACETS)

    @cached_property
    def results(self) -> IISet:
        """Give the people that pass everything, in no order."""
        return self.faceted.results()

    def people(self, start: int, size: int) -> Iterator[Any]:
        """Load the people of one page, in the order of their names."""
        inner = self.catalog._catalog
        page = islice(self.in_order(), start, start + size)
        return awake(inner[record].__of__(self.catalog) for record in page)

    def in_order(self) -> Iterator[int]:
        """Give the results by the order of names."""
        index = self.catalog._catalog.getIndex(NAME_INDEX)
        records = self.results
        if len(records) <= FEW:
            keys = index._unindex
            yield from sorted(
                records, key=lambda record: (keys.get(record, ""), record)
            )
            return
        for _key, holders in index._index.items():
            if isinstance(holders, int):
                holders = (holders,)
            yield from (record for record in holders if record in records)
