"""The filters of the search page, and how many results each would leave.

Counts come from intersections of the catalog's record sets: no object and no
catalog metadata is read, whatever the number of results.
"""

from BTrees.IIBTree import IISet
from BTrees.IIBTree import intersection
from BTrees.IIBTree import multiunion
from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from functools import partial
from itertools import chain
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import find_index
from sonla.pbgdpl.core.catalog import keys_by_record
from sonla.pbgdpl.core.catalog import records_by_key
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.filters import kind_titles
from sonla.pbgdpl.vocabularies.filters import type_kind_titles
from sonla.pbgdpl.vocabularies.terms import titles_by_token
from types import MappingProxyType
from typing import Any

MAX_COUNTED_BY_RECORD = 2_000
"""Below so many results, looking at each record's values beats intersecting sets."""

FEW_HOLDERS = 20
"""Below this part of the results, looking each holder up beats walking through both sets."""


@dataclass(frozen=True)
class Facet:
    """Describe one filter: its parameter, its index and the names of its values."""

    name: str
    index: str
    title: str
    titles: Callable[[], Mapping[str, str]]
    """Value → title, untranslated; a value that it lacks is shown as it is."""
    newest_first: bool = False
    """Order by value, highest first, rather than by number of results."""
    ordered: bool = False
    """Show the values before a list in the order of their titles, not the commonest first."""

    def key(self, value: str) -> Any:
        """Turn a value from the address into the index's own type."""
        if self.index == "pbgdpl_year":
            return parse_int(value, None)
        return value


def vocabulary_titles(name: str) -> Callable[[], Mapping[str, str]]:
    """Make the function that reads the titles of a vocabulary, ended terms too."""
    return partial(titles_by_token, name)


def no_titles() -> Mapping[str, str]:
    """Return no titles: the values speak for themselves, or the view knows better."""
    return {}


TYPE = Facet(
    "type",
    "portal_type",
    _("label_facet_type", default="Type of content"),
    no_titles,
)
FIELD = Facet(
    "field",
    "pbgdpl_legal_fields",
    _("label_legal_fields", default="Fields of law"),
    vocabulary_titles("sonla.pbgdpl.LegalFields"),
)
AUDIENCE = Facet(
    "audience",
    "pbgdpl_audiences",
    _("label_audiences", default="Audiences"),
    vocabulary_titles("sonla.pbgdpl.Audiences"),
)
TERRITORY = Facet(
    "territory",
    "pbgdpl_territory",
    _("label_territory", default="Territory"),
    vocabulary_titles(TERRITORIES),
)
YEAR = Facet("year", "pbgdpl_year", _("label_facet_year", default="Year"), no_titles)
"""Filters that several pages have."""

KIND = Facet("kind", "pbgdpl_kind", _("label_facet_kind", default="Kind"), kind_titles)
HELD = Facet(
    "held",
    "pbgdpl_kind",
    _("label_course_held", default="How it is held"),
    type_kind_titles,
)
"""The same of courses, by the name that statistics have for it."""

FACETS = (
    TYPE,
    KIND,
    FIELD,
    AUDIENCE,
    TERRITORY,
    replace(YEAR, newest_first=True),
    Facet(
        "agency",
        "pbgdpl_agency",
        _("label_agency", default="Responsible agency"),
        vocabulary_titles(AGENCIES),
    ),
    Facet(
        "language",
        "pbgdpl_language",
        _("label_text_language", default="Language of the text"),
        vocabulary_titles("sonla.pbgdpl.Languages"),
    ),
)


NONE_COMPUTED: Mapping[str, Any] = MappingProxyType({})


class FacetedRecords:
    """Narrow a set of records by the chosen values and count what each would leave.

    `computed` has indexes for facets that the catalog has none for, by name.
    """

    def __init__(
        self,
        catalog: Any,
        base: IISet,
        chosen: Mapping[str, Iterable[str]],
        facets: Iterable[Facet] = FACETS,
        computed: Mapping[str, Any] = NONE_COMPUTED,
    ) -> None:
        self.catalog = catalog
        self.computed = computed
        self.base = base
        self.narrowing = {
            facet.name: self._holders(facet, values)
            for facet in facets
            if (values := chosen.get(facet.name))
        }
        self.counted: dict[str, dict[str, int]] = {}

    def results(self, but: str | None = None) -> IISet:
        """Return the records that pass every facet, or all but one."""
        return self._narrowed_except(but)

    def counts(self, facet: Facet) -> dict[str, int]:
        """Count the records by value of a facet, under the filters of all others.

        Values of one facet are alternatives, so its own filter does not count.
        """
        if facet.name not in self.counted:
            self.counted[facet.name] = self._count(facet)
        return self.counted[facet.name]

    def _count(self, facet: Facet) -> dict[str, int]:
        records = self._narrowed_except(facet.name)
        index = self._index(facet)
        if index is None or not records:
            return {}
        count = (
            _count_by_record
            if len(records) < MAX_COUNTED_BY_RECORD
            else _count_by_value
        )
        return {str(value): number for value, number in count(index, records)}

    def _narrowed_except(self, name: str | None) -> IISet:
        records = self.base
        for other, holders in self.narrowing.items():
            if other != name:
                records = intersection(records, holders)
        return records

    def _holders(self, facet: Facet, values: Iterable[str]) -> IISet:
        index = self._index(facet)
        if index is None:
            return IISet()
        keys = [key for key in map(facet.key, values) if key is not None]
        known = records_by_key(index)
        found = (known.get(key) for key in keys)
        return multiunion([holders for holders in found if holders is not None])

    def _index(self, facet: Facet) -> Any | None:
        if facet.name in self.computed:
            return self.computed[facet.name]
        return find_index(self.catalog, facet.index)


def _count_by_value(index: Any, records: IISet) -> Iterable[tuple[Any, int]]:
    few = len(records) // FEW_HOLDERS
    for value, holders in index.items():
        if len(holders) > few:
            number = len(intersection(records, holders))
        else:
            number = sum(map(records.__contains__, holders))
        if number:
            yield value, number


def _count_by_record(index: Any, records: IISet) -> Iterable[tuple[Any, int]]:
    found = map(keys_by_record(index).get, records)
    entries = [entry for entry in found if entry is not None]
    if entries and isinstance(entries[0], list):  # a KeywordIndex
        return Counter(chain.from_iterable(entries)).items()
    return Counter(entries).items()
