"""Addresses in markup, read as browsers read them."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import re

_IGNORED = re.compile(r"[\t\n\r]")
_AROUND = "".join(map(chr, range(33)))
"""Control characters and the blank, which browsers take off both ends."""


def host_asked(url: str) -> str | None:
    """Return the host that a browser asks for this address, in lower case.

    Empty for one within the portal. None for one that is no address of the web, such as
    pasted data, or that can't be read.
    """
    plain = _as_read(url)
    try:
        parts = urlsplit(plain)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme and (parts.scheme not in ("http", "https") or not host):
        return None
    return host if parts.netloc or not plain.startswith("//") else None


def server_of(url: str) -> str | None:
    """Return host and port that a browser asks for this address; a usual port goes unsaid.

    Empty for one within the portal. None as for `host_asked`, and where the name of a user
    stands before the host: people and programs take that for the host.
    """
    host = host_asked(url)
    if not host:
        return host
    try:
        parts = urlsplit(_as_read(url))
        port = parts.port
    except ValueError:
        return None
    if "@" in parts.netloc:
        return None
    usual = {"http": 80, "https": 443}.get(parts.scheme, 443)
    return host if port in (None, usual) else f"{host}:{port}"


def path_of(url: str) -> tuple[str, bool]:
    """Return the path of an address that has a server or none, and whether parameters follow."""
    parts = urlsplit(_as_read(url))
    return parts.path, "?" in url.partition("#")[0]


def _as_read(url: str) -> str:
    return _IGNORED.sub("", url).strip(_AROUND).replace("\\", "/")


def urls_of_srcset(value: str) -> Iterator[str]:
    """Yield the addresses of a list of pictures for different screens."""
    for one in value.split(","):
        yield (one.split() or [""])[0]
