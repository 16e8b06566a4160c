"""What came with a record and has no field here, kept with the item.

Nothing that was sent is lost because our type of content has no place for it: the
address of the original, its publisher, the laws that a news item cites.
"""

from collections.abc import Mapping
from sonla.pbgdpl.exchange.field_types import InvalidValue
from sonla.pbgdpl.exchange.fields import BY_NAME
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.exchange.unmapped"
FILES_KEY = "sonla.pbgdpl.exchange.files"


def unmapped_of(obj: Any) -> dict[str, Any]:
    """Return what is kept with an item, by field name.

    It is stored as JSON: plain values that can be read after the add-on is gone.
    """
    found = {}
    for name, data in (IAnnotations(obj).get(KEY) or {}).items():
        try:
            value = BY_NAME[name].kind.from_json(data)
        except (KeyError, InvalidValue):  # of another release
            continue
        if value is not None:
            found[name] = value
    return found


def store(obj: Any, values: Mapping[str, Any]) -> None:
    """Keep values with an item beside those it has; None takes one away."""
    notes = IAnnotations(obj)
    stored = dict(notes.get(KEY) or {})
    before = dict(stored)
    for name, value in values.items():
        stored.pop(name, None)
        if value is not None:
            stored[name] = BY_NAME[name].kind.to_json(value)
    if stored != before:
        notes[KEY] = stored


def files_made(obj: Any) -> dict[str, str]:
    """Map addresses to the UIDs of the files that were made of them for an item."""
    return dict(IAnnotations(obj).get(FILES_KEY) or {})


def remember_files(obj: Any, made: Mapping[str, str]) -> None:
    """Add to what `files_made` gives."""
    known = files_made(obj)
    if made and known | dict(made) != known:
        IAnnotations(obj)[FILES_KEY] = known | dict(made)
