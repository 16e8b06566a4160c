"""A tree that knows how many it holds, for pages that must not read it to tell."""

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from collections.abc import Iterator
from collections.abc import MutableMapping
from persistent import Persistent
from typing import Any


class CountedTree(Persistent, MutableMapping):
    """Hold objects by key, in the order of the keys, and their number beside them.

    To count a tree means to load all of it. `Length` settles the conflicts of two who
    add to it, as the tree does where they don't add the same key.
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
        """Give the keys in their order, from one to another; read as it is gone through."""
        return self._tree.keys(*bounds)

    def values(self, *bounds: Any) -> Any:
        """Give the values in the order of their keys."""
        return self._tree.values(*bounds)

    def items(self, *bounds: Any) -> Any:
        """Give keys and values in the order of the keys."""
        return self._tree.items(*bounds)
