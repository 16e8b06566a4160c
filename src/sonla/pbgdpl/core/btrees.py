"""A tree that knows how many it holds, for pages that must not read it to tell."""

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from collections.abc import MutableMapping
from persistent import Persistent
from typing import Any


class CountedTree(Persistent, MutableMapping):
    """Objects by key, in the order of the keys, and their number beside them.

    To count a tree means to load all of it. `Length` resolves the conflicts of two
    transactions that add to it, as the tree does where they don't add the same key.
    """

    def __init__(self) -> None:
        self._tree = OOBTree()
        self._number = Length()

    def __len__(self) -> int:
        return self._number()

    def __bool__(self) -> bool:
        return bool(self._tree)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._tree)

    def __contains__(self, key: object) -> bool:
        return key in self._tree

    def __getitem__(self, key: Any) -> Any:
        return self._tree[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        if key not in self._tree:
            self._number.change(1)
        self._tree[key] = value

    def __delitem__(self, key: Any) -> None:
        del self._tree[key]
        self._number.change(-1)

    def keys(self, *bounds: Any) -> Any:
        """Return the keys in their order, from one to another; read as it is gone through."""
        return self._tree.keys(*bounds)

    def values(self, *bounds: Any) -> Any:
        """Return the values in the order of their keys."""
        return self._tree.values(*bounds)

    def items(self, *bounds: Any) -> Any:
        """Return keys and values in the order of the keys."""
        return self._tree.items(*bounds)


FIRST = ""


class SharedTree(CountedTree):
    """Values by names, for two of whom one adds while the other takes away.

    A tree resolves the conflicts of two transactions that change different keys of it,
    but neither when one of them takes the first key nor when one takes the last that is
    left. So a key stands before all others for ever, unseen from outside.
    """

    def __init__(self) -> None:
        super().__init__()
        self._tree[FIRST] = None

    def __bool__(self) -> bool:
        return len(self) > 0

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __contains__(self, key: object) -> bool:
        return key != FIRST and super().__contains__(key)

    def keys(self, *bounds: Any) -> Any:
        """Return the names in their order."""
        return self._tree.keys(*_behind_first(bounds))

    def values(self, *bounds: Any) -> Any:
        """Return the values in the order of their names."""
        return self._tree.values(*_behind_first(bounds))

    def items(self, *bounds: Any) -> Any:
        """Return names and values in the order of the names."""
        return self._tree.items(*_behind_first(bounds))


def _behind_first(bounds: tuple[Any, ...]) -> tuple[Any, ...]:
    return bounds or (FIRST, None, True)
