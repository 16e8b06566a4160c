"""What a text may have readers' browsers load: files and scales, and no page or method.

A browser asks for a picture or a frame by itself, with the session of the reader. An
address such as that of the page for logging out acts for each reader, the approver included.
"""

from collections.abc import Callable
from posixpath import normpath
from sonla.pbgdpl.markup.urls import path_of
from sonla.pbgdpl.markup.urls import server_of
from urllib.parse import unquote

import re

FileLookup = Callable[[str], bool | None]
"""Return of a path, or of `resolveuid/<uid>`, whether a file is there; None for nothing there."""

_FORBIDDEN_IN_URL = re.compile(r"[\s<>\"`{}|\\^]")
"""Stands in no address that an editor writes; core falls over some of it."""
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f\\]")
_MEDIA = re.compile(
    r"[^/]+\.(?:avif|bmp|gif|ico|jpe?g|png|svg|tiff?|webp"
    r"|aac|flac|m4a|mp3|oga|ogg|opus|wav|m4v|mov|mp4|ogv|webm|srt|vtt)",
    re.IGNORECASE,
)
_RESOLVED = re.compile(r"(?:.*/)?resolveuid/([\w-]+)", re.IGNORECASE)
_FILE = re.compile(
    r"(?P<item>.*?)/?(?:@@images|@@download|@@display-file)(?:/[^/@+]+){1,3}"
)
_OLD_SCALE = re.compile(r"(?P<item>.+)/image(?:_\w+)?")
_SPECIAL = re.compile(r"[@_]|VirtualHost|.*\+\+")
"""Begins a step of an address that leads to a page, a method or another root."""


def is_file(url: str, own_servers: frozenset[str], there: FileLookup) -> bool:
    """Return whether an address within the portal is that of a file or a scale.

    Of an item that isn't there only the name tells: it may come later in an import, and
    nothing is asked of a portal that has nothing there. Parameters are none that an editor
    writes, and Zope takes some of them for the name of a method.
    """
    server = server_of(url)
    if (
        server is None
        or (server and server not in own_servers)
        or _FORBIDDEN_IN_URL.search(url)
    ):
        return False
    path, has_query = path_of(url)
    path = unquote(path)
    if not path or has_query or _UNPRINTED.search(path):
        return False
    return _leads_to_file(_normal(path), there)


def is_from(url: str, servers: frozenset[str]) -> bool:
    """Return whether an address is one of other servers that are listed."""
    return (
        bool(server_of(url))
        and server_of(url) in servers
        and not _FORBIDDEN_IN_URL.search(url)
    )


def _normal(path: str) -> str:
    """Return the path that a browser asks for; relative ones keep what leads up."""
    return normpath(path.replace("//", "/"))


def _leads_to_file(path: str, there: FileLookup) -> bool:
    file = _FILE.fullmatch(path)
    item = file["item"] if file else path
    if any(map(_SPECIAL.match, item.split("/"))):
        return False
    if file:
        return True
    scale = _OLD_SCALE.fullmatch(item)
    item = scale["item"] if scale and there(item) is None else item
    if resolved := _RESOLVED.fullmatch(item):
        return there(f"resolveuid/{resolved[1]}") is not False
    found = there(item)
    return _looks_like_media(item) if found is None else found


def _looks_like_media(path: str) -> bool:
    return _MEDIA.fullmatch(path.rpartition("/")[2]) is not None


def nothing_there(path: str) -> bool | None:
    """Return None for every path: where markup is cleaned without a portal."""
    return None
