"""Leave the indexes of words to a later transaction: there two who save meet.

ZCTextIndex keeps the documents of a rare word in a dictionary, and sixty neighbouring words in
one object. BTrees merges changes of two transactions by comparing values with *less than*,
which dictionaries don't know, so of two that touch such an object one is retried, whatever
their words. Who brings many items in beside others gives them all other indexes first, and
their words in transactions that do nothing else and are over at once.
"""

from collections.abc import Collection
from collections.abc import Container
from plone import api
from plone.uuid.interfaces import IUUID
from Products.CMFCore.indexing import getQueue
from Products.CMFCore.indexing import REINDEX
from Products.CMFCore.indexing import UNINDEX
from typing import Any

META_TYPE = "ZCTextIndex"
SORTING = "sortable_title"
"""Lists are sorted by it. Changes of it can't be merged either: a title of several items has a
set of them, a title of one item its number."""


def defer_text(waiting: Container[str], others: Collection[str] = ()) -> None:
    """Take the indexes of words out of what waits to be indexed in this transaction.

    For items whose UIDs are in `waiting`. What asks for some indexes by name is left as
    it is. `others` are indexes that wait likewise, such as `SORTING`: lists that are sorted
    by it don't have the items until then.
    """
    queue = getQueue()
    queue.optimize()
    indexes = _indexes(False, others)
    queue.setState(
        [_without_text_indexes(entry, waiting, indexes) for entry in queue.getState()]
    )


def index_text(obj: Any, others: Collection[str] = ()) -> None:
    """Add to an item the indexes of words that it lacks, and do nothing else."""
    api.portal.get_tool("portal_catalog").catalog_object(
        obj, idxs=_indexes(True, others), update_metadata=0
    )


def _without_text_indexes(
    entry: tuple[Any, ...], waiting: Container[str], indexes: list[str]
) -> tuple[Any, ...]:
    operation, obj, names, _metadata = entry
    if operation == UNINDEX or names or IUUID(obj, None) not in waiting:
        return entry
    return (REINDEX, obj, indexes, 1)


def _indexes(waiting: bool, others: Collection[str]) -> list[str]:
    """Name the indexes of words that the catalog has and those that wait with them, or the rest."""
    indexes = api.portal.get_tool("portal_catalog").getIndexObjects()
    return [
        index.getId()
        for index in indexes
        if (index.meta_type == META_TYPE or index.getId() in others) == waiting
    ]
