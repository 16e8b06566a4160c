"""From the catalog's answers to the items themselves, and into its indexes.

The only module that uses private names of Plone's catalog and of its indexes: what they
are called, and how an index keeps what it holds, is known here alone. An index holds record
ids by key (`records_by_key`) and keys by record id (`keys_by_record`); of a key that one record
has alone, it may hold the bare id.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from BTrees.IIBTree import IISet
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from DateTime import DateTime
from Products.CMFCore.indexing import processQueue
from typing import Any
from typing import overload
from zExceptions import NotFound
from ZODB.broken import Broken


def load_objects(brains: Iterable[Any]) -> Iterator[Any]:
    """Load the items that brains stand for, without checking permissions.

    A brain whose item is gone is passed over, as is one whose class is gone with the package of
    its option: one stale entry must not cost a whole list.
    """
    return (item for _brain, item in brains_with_objects(brains))


def brains_with_objects(brains: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield brains with the items that they stand for, as `load_objects` does."""
    load = ItemLoader()
    for brain in brains:
        if (item := load(brain)) is not None:
            yield brain, item


class ItemLoader:
    """Load the items of brains, one after the other.

    The way to an item costs far more than the item, so the way to each folder is gone
    once: thousands of people stand in a few of them. A comment stands in no folder.
    """

    def __init__(self) -> None:
        self.folders: dict[str, Any] = {}

    def __call__(self, brain: Any) -> Any | None:
        """Load the item that a brain stands for; None if it is gone."""
        parent, _slash, name = brain.getPath().rpartition("/")
        if parent not in self.folders:
            self.folders[parent] = folder_of(brain, parent)
        folder = self.folders[parent]
        holds_items = hasattr(aq_base(folder), "_getOb")
        return item_in(folder, name) if holds_items else item_of(brain)


def folder_of(brain: Any, path: str) -> Any | None:
    """Load the folder in which an item stands; None if it is gone."""
    try:
        return aq_parent(aq_inner(brain)).unrestrictedTraverse(path)
    except (AttributeError, KeyError, NotFound):
        return None


def item_in(folder: Any, name: str) -> Any | None:
    """Load an item of a folder; None if it is gone."""
    try:
        return usable(folder._getOb(name))
    except (AttributeError, KeyError, NotFound):
        return None


def item_of(brain: Any) -> Any | None:
    """Load the item that a brain stands for; None if it is gone."""
    try:
        return get_object(brain)
    except (AttributeError, KeyError, NotFound):
        return None


def get_object(brain: Any) -> Any:
    """Return the item that a brain stands for, whoever may see it.

    Raises `KeyError`, `AttributeError` or `NotFound` if it is gone.
    """
    return usable(brain._unrestrictedGetObject())


def is_broken(item: Any) -> bool:
    """Return whether the class of an item is gone: it stays stored, and nothing can be done with it."""
    return isinstance(aq_base(item), Broken)


def usable(item: Any) -> Any:
    """Return an item; raise `NotFound` where its class is gone."""
    if is_broken(item):
        raise NotFound("The package of its class isn't installed.")
    return item


class LazyObjects(Sequence):
    """Load items only when they are asked for: a page shows some, and thousands wait."""

    def __init__(self, brains: Sequence[Any]) -> None:
        self.brains = brains

    def __len__(self) -> int:
        return len(self.brains)

    @overload
    def __getitem__(self, index: int) -> Any: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Any]: ...

    def __getitem__(self, index: int | slice) -> Any:
        found = self.brains[index]
        return list(load_objects(found)) if isinstance(index, slice) else item_of(found)


def get_index(catalog: Any, name: str) -> Any:
    """Return an index; raises `KeyError` if there is none of that name."""
    return catalog._catalog.getIndex(name)


def find_index(catalog: Any, name: str) -> Any | None:
    """Return an index; None if there is none of that name."""
    known = name in catalog._catalog.indexes
    return get_index(catalog, name) if known else None


def brains_by_record(catalog: Any) -> Any:
    """Return what gives the brain of a record id; raises `KeyError` for an unknown one."""
    return catalog._catalog


def ordered_ids(results: Any) -> list[int]:
    """Return the record ids of results in their order, without making brains."""
    return list(results._seq) if results else []


def paths_by_record(catalog: Any) -> Any:
    """Return the tree of paths by record id."""
    return catalog._catalog.paths


def record_ids(results: Any) -> IISet:
    """Return the record ids of unsorted results without making brains."""
    return IISet(results._seq) if results else IISet()


def principals_of(catalog: Any, user: Any) -> list[str]:
    """Return the roles, groups and ids by which the catalog decides what a user sees."""
    return catalog._listAllowedRolesAndUsers(user)


def changes_of(catalog: Any) -> tuple[int, bytes] | None:
    """Return the number of changes that this transaction sees; None while it makes some.

    The serial of the last commit makes the number unique: two transactions that each change
    the catalog once count to the same.
    """
    processQueue()
    counter = catalog._counter
    if counter is None or counter._p_changed or counter._p_jar is None:
        return None
    return counter(), counter._p_serial


def security_indexes(obj: Any) -> Collection[str]:
    """Return the names of the indexes that say who sees an item."""
    return obj._cmf_security_indexes


def records_by_key(index: Any) -> Any:
    """Return the tree of record ids by key."""
    return index._index


def ids_of(catalog: Any, index: str, value: str) -> Iterable[int]:
    """Return the ids that an index has under a value; it holds a single one bare."""
    found = records_by_key(get_index(catalog, index)).get(value, ())
    return (found,) if isinstance(found, int) else found


def records_downwards(index: Any, records: IISet) -> Iterator[int]:
    """Yield records from the highest key of an index down; those that have none are the last.

    Of several that share a key, or have none, the one with the highest number comes first.
    """
    by_key = records_by_key(index)
    for key in reversed(by_key.keys()):
        found = by_key[key]
        holders = (found,) if isinstance(found, int) else reversed(found.keys())
        yield from filter(records.__contains__, holders)
    keys = keys_by_record(index)
    yield from (one for one in reversed(records.keys()) if one not in keys)


def keys_by_record(index: Any) -> Any:
    """Return the tree of keys by record id."""
    return index._unindex


def date_key(index: Any, moment: Any) -> int:
    """Return a moment as a `DateIndex` keeps it, in minutes; raises `OverflowError`."""
    return index._convert(moment)


def range_key(index: Any, moment: DateTime) -> int:
    """Return a moment as a `DateRangeIndex` keeps it, in minutes."""
    return index._convertDateTime(moment)


def find_keys(catalog: Any, name: str) -> Mapping[int, Any] | None:
    """Return the keys by record id by which an index sorts; None where it has no such tree."""
    index = find_index(catalog, name)
    return getattr(aq_base(index), "_unindex", None)


def has_children(catalog: Any, rid: int) -> bool:
    """Return whether something in the catalog stands directly in an item.

    True where the path index does not tell.
    """
    parents = getattr(catalog._catalog.getIndex("path"), "_index_parents", None)
    return parents is None or catalog.getpath(rid) in parents


def pipeline_of(lexicon: Any) -> tuple[Any, ...]:
    """Return the elements through which a lexicon sends words."""
    return lexicon._pipeline


def set_pipeline(lexicon: Any, elements: tuple[Any, ...]) -> None:
    """Replace the elements of a lexicon; its words and indexes stay as they are."""
    lexicon._pipeline = elements


def records_by_word(index: Any) -> Mapping[int, Any]:
    """Return of each word id of an Okapi index how often each record has the word."""
    return index._wordinfo


def words_by_record(index: Any) -> Mapping[int, str]:
    """Return of each record id of an Okapi index its words, encoded, in their order."""
    return index._docwords


def lengths_by_record(index: Any) -> Mapping[int, int]:
    """Return of each record id of an Okapi index how many words it has."""
    return index._docweight


def total_length(index: Any) -> int:
    """Return how many words all records of an Okapi index have."""
    return index._totaldoclen()
