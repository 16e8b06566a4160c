"""What a region that took too long has done already: the next visitor goes on from there.

Else a block that is always slow would keep all behind it from ever being shown.
"""

from DateTime import DateTime
from sonla.pbgdpl.homepage.cache import place_of
from sonla.pbgdpl.homepage.interfaces import BlockContent
from sonla.pbgdpl.homepage.interfaces import BlockOptions
from typing import Any

DAYS = 60 / 86400
"""For so long; nothing else looks at the dates of what is kept here."""

Finished = dict[str, BlockContent]
"""Name of a block → what it gave."""


def load_partial(
    context: Any, request: Any, names: tuple[str, ...], options: BlockOptions
) -> Finished:
    """Return the blocks that a former visitor's answer had time for; mostly none."""
    place = place_of(context, request, ("unfinished", names, options))
    if place is None:
        return {}
    store, key = place
    until, finished = store.get(key) or (None, {})
    return dict(finished) if until is not None and until > DateTime() else {}


def save_partial(
    context: Any,
    request: Any,
    names: tuple[str, ...],
    options: BlockOptions,
    finished: Finished,
) -> None:
    """Keep the blocks that there was time for."""
    place = place_of(context, request, ("unfinished", names, options))
    if place is not None:
        store, key = place
        store[key] = (DateTime() + DAYS, finished)
