"""What items store in their fields."""

from Acquisition import aq_base
from typing import Any


def stored_value(item: Any, name: str) -> Any:
    """Read what an item stores in a field; None for a field never set.

    Not by `getattr`: that would acquire the field of a container, and for each name
    that an item lacks Dexterity searches all its schemata for a default.
    """
    base = aq_base(item)
    base._p_activate()
    return vars(base).get(name)


def tokens(obj: Any, name: str) -> tuple[str, ...]:
    """Read a field of several tokens; an empty one gives an empty tuple."""
    return tuple(token for token in stored_value(obj, name) or () if token)
