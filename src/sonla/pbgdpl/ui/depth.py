"""Refuse what asks for more levels of folders than any portal has.

The index of paths goes through as many levels as it is asked for, whether they exist or not:
one request of anybody for some billions of them takes a thread, and memory, until the
server is stopped. Somebody who reads the catalog by an address asks that index: searches, lists
of folders and navigation, pages and services, in the whole portal.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import suppress
from plone.rest.interfaces import IAPIRequest
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from typing import Any
from urllib.parse import unquote
from zExceptions import BadRequest
from zope.component import adapter
from ZPublisher.HTTPRequest import record
from ZPublisher.interfaces import IPubAfterTraversal

import json

MAX_DEPTH = 100
"""Levels that may be asked for."""
_NAMES = ("depth", "level")
"""Ends of the names of what counts levels: `path.depth`, `expand.navigation.depth`."""
_FIELDS = "form.widgets."
"""What fields of forms are called: a water level of 412 is no question to the catalog."""
_PATHS = ("v",)
"""Ends of the names of what holds a path in the query of a collection."""
_PARTED = "::"
"""Between such a path and the number of levels."""


@adapter(IPubAfterTraversal)
def refuse_deep_request(event: IPubAfterTraversal) -> None:
    """Refuse a request whose parameters ask for too many levels, or what it wants stored."""
    request = event.request
    if not IBrowserLayer.providedBy(request):
        return
    refuse_deep(request.form)
    # Services read JSON whatever the request calls it.
    if IAPIRequest.providedBy(request) or "json" in request.get("CONTENT_TYPE", ""):
        refuse_deep_body(request.get("BODY") or b"")


def refuse_deep_body(body: bytes) -> None:
    """Raise `BadRequest` for JSON that asks for too many levels; read it only if it may."""
    if _PARTED.encode() not in body and rb"\u00" not in body:
        return
    with suppress(ValueError, RecursionError):  # nobody else can read it either
        refuse_deep(json.loads(body))


def refuse_deep(asked: Any) -> None:
    """Raise `BadRequest` for parameters, or JSON, that ask for too many levels."""
    if any(levels > MAX_DEPTH for levels in levels_in(asked)):
        raise BadRequest(f"At most {MAX_DEPTH} levels can be asked for.")


def levels_in(asked: Any) -> Iterator[int]:
    """Yield the numbers of levels that parameters have, however they are nested.

    Without recursion: nobody hides a number behind more brackets than Python has frames.
    """
    waiting: list[tuple[str, Any]] = [("", asked)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, record):
            value = vars(value)
        if isinstance(value, Mapping):
            waiting += ((str(key), one) for key, one in [*value.items()][::-1])
        elif isinstance(value, list | tuple):
            waiting += ((name, one) for one in reversed(value))
        elif name.lower().endswith(_NAMES) and not name.startswith(_FIELDS):
            yield from _number(value)
        elif isinstance(value, str):
            if name.rpartition(".")[2] in _PATHS:
                yield from _number(value.partition(_PARTED)[2])
            waiting += (("", one) for one in _json_in(value))


def _json_in(text: str) -> Iterator[Any]:
    for written in {text, unquote(text)}:
        if written.lstrip().startswith(("{", "[")):
            with suppress(ValueError, RecursionError):  # what is no JSON asks nothing
                yield json.loads(written)


def _number(value: Any) -> Iterator[int]:
    """Yield what `int` reads; it takes other digits than ours, too, and so does the index."""
    with suppress(ValueError, TypeError, OverflowError):
        yield int(value)
