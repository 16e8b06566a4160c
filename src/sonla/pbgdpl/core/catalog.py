"""From the catalog's answers to the items themselves."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any
from typing import overload
from zExceptions import NotFound


def load_objects(brains: Iterable[Any]) -> Iterator[Any]:
    """Load the items that brains stand for, without checking permissions.

    A brain whose item is gone is passed over: one stale entry must not cost a whole
    list.
    """
    return (item for _brain, item in brains_with_objects(brains))


def brains_with_objects(brains: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield brains with the items that they stand for, as `load_objects` does.

    The way to an item costs far more than the item, so the way to each folder is gone
    once: thousands of people stand in a few of them. A comment stands in no folder.
    """
    folders: dict[str, Any] = {}
    for brain in brains:
        parent, _slash, name = brain.getPath().rpartition("/")
        if parent not in folders:
            folders[parent] = folder_of(brain, parent)
        folder = folders[parent]
        item = item_in(folder, name) if is_folder(folder) else item_of(brain)
        if item is not None:
            yield brain, item


def folder_of(brain: Any, path: str) -> Any | None:
    """Load the folder in which an item stands; None if it is gone."""
    try:
        return aq_parent(aq_inner(brain)).unrestrictedTraverse(path)
    except (AttributeError, KeyError, NotFound):
        return None


def is_folder(obj: Any) -> bool:
    """Return whether items stand in something by their names."""
    return hasattr(aq_base(obj), "_getOb")


def item_in(folder: Any, name: str) -> Any | None:
    """Load an item of a folder; None if it is gone."""
    try:
        return folder._getOb(name)
    except (AttributeError, KeyError):
        return None


def item_of(brain: Any) -> Any | None:
    """Load the item that a brain stands for; None if it is gone."""
    try:
        return brain._unrestrictedGetObject()
    except (AttributeError, KeyError, NotFound):
        return None


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
