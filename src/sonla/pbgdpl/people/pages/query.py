"""From filters to people: scope, words, filters, order of names.

By what the lists of people are filtered.
"""

from BTrees.IIBTree import difference
from BTrees.IIBTree import IISet
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from functools import cached_property
from itertools import islice
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import keys_by_record
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.catalog import record_ids
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import LEVEL_INDEX
from sonla.pbgdpl.core.names import SPOKEN_INDEX
from sonla.pbgdpl.people import LETTER_INDEX
from sonla.pbgdpl.people import NAME_INDEX
from sonla.pbgdpl.people.jobs import due_brains
from sonla.pbgdpl.people.rules import RECOGNISED
from sonla.pbgdpl.people.rules import state_on
from sonla.pbgdpl.search.facets import Facet
from sonla.pbgdpl.search.facets import FIELD
from sonla.pbgdpl.search.facets import no_titles
from sonla.pbgdpl.search.facets import TERRITORY
from sonla.pbgdpl.search.facets import vocabulary_titles
from sonla.pbgdpl.search.list_query import ListQuery
from sonla.pbgdpl.search.pages.filters import Filters
from sonla.pbgdpl.search.query import scope_paths
from sonla.pbgdpl.search.query import without_embargoed_items
from sonla.pbgdpl.vocabularies import AGENCIES
from typing import Any
from typing import ClassVar

LETTER = Facet("letter", LETTER_INDEX, _("label_letter", default="Letter"), no_titles)
UNIT = replace(TERRITORY, name="unit")
LANGUAGE = Facet(
    "language",
    SPOKEN_INDEX,
    _("label_languages", default="Languages spoken"),
    vocabulary_titles("sonla.pbgdpl.Languages"),
)
MENUS = (
    Facet(
        "level",
        LEVEL_INDEX,
        _("label_recognition_level", default="Level"),
        vocabulary_titles("sonla.pbgdpl.GovernmentLevels"),
    ),
    UNIT,
    Facet(
        "agency",
        "pbgdpl_agency",
        _("label_workplace_short", default="Agency"),
        vocabulary_titles(AGENCIES),
    ),
    FIELD,
    LANGUAGE,
)
PEOPLE_FACETS = (LETTER, *MENUS)


@dataclass(frozen=True)
class PeopleFilters(Filters):
    """One state of a list of people."""

    facets: ClassVar[tuple[Facet, ...]] = PEOPLE_FACETS


MAX_LOADED = 500
"""So many keys are sorted sooner than the whole order is walked."""


class PeopleFinding(ListQuery):
    """Find the recognised people that filters ask for, in one context.

    `every_state` finds drafts and people whose recognition has ended, too: the office
    keeps those. Each user finds only whom they may see.
    """

    facets = PEOPLE_FACETS

    def __init__(
        self,
        context: Any,
        portal_type: str,
        filters: Filters,
        every_state: bool = False,
    ) -> None:
        super().__init__(context, portal_type, filters)
        self.every_state = every_state

    @cached_property
    def visible(self) -> IISet:
        """The people recognised today, or all, whom the user may see."""
        paths = scope_paths(self.context)
        if not paths or NAME_INDEX not in self.catalog.indexes():
            return IISet()
        found = self.catalog.searchResults(
            path={"query": paths},
            portal_type=self.portal_type,
            **self.states,
        )
        if self.every_state:
            return record_ids(found)
        records = without_embargoed_items(self.catalog, record_ids(found))
        return difference(records, self._ended_since_last_run())

    @property
    def states(self) -> dict[str, Any]:
        """What of a query limits the states."""
        if self.every_state:
            return {"show_inactive": True}
        return {"review_state": RECOGNISED, "show_inactive": False}

    def _ended_since_last_run(self) -> IISet:
        """Return those whose last day has passed since anybody looked.

        Somebody who is dismissed leaves the list at once, not with the next run.
        """
        day = today()
        late = [
            brain.getRID()
            for brain in due_brains(day)
            if any(
                state_on(stored_value(person, "recognitions") or [], day) != RECOGNISED
                for person in load_objects([brain])
            )
        ]
        return IISet(late)

    def people(self, start: int, size: int) -> Iterator[Any]:
        """Load the people of one page, in the order of their names."""
        return self.loaded(islice(self.in_order(), start, start + size))

    def in_order(self) -> Iterator[int]:
        """Yield the results by the order of names."""
        index = get_index(self.catalog, NAME_INDEX)
        records = self.results
        if len(records) <= MAX_LOADED:
            keys = keys_by_record(index)
            yield from sorted(
                records, key=lambda record: (keys.get(record, ""), record)
            )
            return
        for _key, holders in records_by_key(index).items():
            if isinstance(holders, int):
                holders = (holders,)
            yield from (record for record in holders if record in records)
