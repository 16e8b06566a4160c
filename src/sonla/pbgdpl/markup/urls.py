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
    plain = _IGNORED.sub("", url).strip(_AROUND).replace("\\", "/")
    try:
        parts = urlsplit(plain)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme and (parts.scheme not in ("http", "https") or not host):
        return None
    return host if parts.netloc or not plain.startswith("//") else None


def urls_of_srcset(value: str) -> Iterator[str]:
    """Yield the addresses of a list of pictures for different screens."""
    for one in value.split(","):
        yield (one.split() or [""])[0]
