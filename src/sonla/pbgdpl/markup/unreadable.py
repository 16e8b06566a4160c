"""Take out signs that no page can show: controls, halves of pairs, what XML can't hold.

Browsers send none of them, but programs do: JSON can name each. Where one is stored, pages,
forms and feeds that come by it fail.
"""

from Acquisition import aq_base
from collections.abc import Mapping
from typing import Any

import re

_SIGNS = re.compile(r"[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 can't hold (2.2, Char); all else that a partner sends stays."""
_BREAKS = re.compile(r"[\x0b\x0c]")
"""Breaks within a paragraph and between pages, as text processors copy them."""
_NAMES = frozenset({"id", "portal_type"})
"""What Plone itself has checked, and must find unchanged."""


def readable(value: Any) -> Any:
    """Return a value without these signs in its texts; itself where it has none."""
    if isinstance(value, str):
        return _BREAKS.sub(" ", _SIGNS.sub("", value))
    if isinstance(value, list | tuple | set | frozenset):
        cleaned = [readable(one) for one in value]
        changed = any(a is not b for a, b in zip(value, cleaned, strict=True))
        return type(value)(cleaned) if changed else value
    if isinstance(value, Mapping):
        pairs = {name: readable(one) for name, one in value.items()}
        changed = any(one is not value[name] for name, one in pairs.items())
        kind: Any = type(value)
        return kind(pairs) if changed else value
    return value


def clean_plain_texts(obj: Any) -> None:
    """Store what an item holds beside rich text without these signs."""
    base = aq_base(obj)
    base._p_activate()
    for name, value in list(vars(base).items()):
        if name in _NAMES or name.startswith("_"):
            continue
        cleaned = readable(value)
        if cleaned is not value:
            setattr(base, name, cleaned)
