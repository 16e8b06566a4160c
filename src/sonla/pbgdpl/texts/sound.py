"""How long a recorded sound is, read from its file and not typed by anybody."""

from functools import lru_cache
from sonla.pbgdpl import _
from typing import Any
from zope.globalrequest import getRequest
from zope.i18n import translate


def sound_length(value: Any) -> int:
    """Return how many seconds the sound in a stored file takes; 0 where that isn't known.

    What was read of a committed file is remembered: a file never changes.
    """
    with value.open() as file:
        return _length_of(file.name, value.filename or "", value.getSize())


@lru_cache(maxsize=512)
def _length_of(path: str, filename: str, size: int) -> int:
    # Imported where a sound is read: most processes never read one.
    from tinytag import TinyTag

    try:
        with open(path, "rb") as file:
            found = TinyTag.get(filename, file_obj=file, tags=False).duration
    # Whatever a damaged file makes the reader raise: browsers may play it all the same
    except Exception:
        return 0
    return round(found or 0)


def length_words(seconds: int) -> str:
    """Return a length for people: 4 minutes 12 seconds; empty for none."""
    if not seconds:
        return ""
    minutes, rest = divmod(seconds, 60)
    message = (
        _(
            "label_minutes_seconds",
            default="${minutes} min ${seconds} s",
            mapping={"minutes": str(minutes), "seconds": str(rest)},
        )
        if minutes
        else _(
            "label_seconds", default="${seconds} s", mapping={"seconds": str(seconds)}
        )
    )
    return translate(message, context=getRequest())
