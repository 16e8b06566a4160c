"""From the catalog's answers to the items themselves."""

from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any
from zExceptions import NotFound


def awake(brains: Iterable[Any]) -> Iterator[Any]:
    """Load the items that brains stand for, whoever may see them.

    A brain whose item is gone is passed over: one stale entry must not cost a whole
    list.
    """
    return (item for item in map(item_of, brains) if item is not None)


def item_of(brain: Any) -> Any | None:
    """Load the item that a brain stands for; None if it is gone."""
    try:
        return brain._unrestrictedGetObject()
    except (AttributeError, KeyError, NotFound):
        return None
