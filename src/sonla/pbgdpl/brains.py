"""From the catalog's answers to the items themselves."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any
from typing import overload
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


class Awaking(Sequence):
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
        return list(awake(found)) if isinstance(index, slice) else item_of(found)
