"""Resumption tokens: where a list goes on, signed, so that nothing has to be stored.

A token names the last record given and not a number of records: what changes between
two requests moves nobody out of the list unseen.
"""

from base64 import urlsafe_b64decode
from base64 import urlsafe_b64encode
from dataclasses import astuple
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac
from sonla.pbgdpl.exchange.oai.errors import BadResumptionToken

import json

VERSION = 1
LIFETIME = 24 * 60 * 60
"""Seconds."""
SIGNATURE = 16
"""Bytes of the signature that are kept."""


@dataclass(frozen=True)
class Position:
    """A list and the place in it; times in seconds since 1970 UTC."""

    verb: str
    prefix: str
    set_spec: str
    start: int
    until: int
    seen: int
    """Moment of the first page: what changes later is no part of the list."""
    datestamp: int
    uid: str
    """Key of the last record given."""
    given: int
    size: int | None
    """Number of records in the whole list; None if they were not counted."""


def write(position: Position, secret: bytes, now: int) -> str:
    """Make the token of a position."""
    body = json.dumps([VERSION, now, *astuple(position)], separators=(",", ":"))
    data = body.encode()
    return _written(_signature(data, secret) + data)


def read(token: str, verb: str, secret: bytes, now: int) -> Position:
    """Return the position of a token, or refuse one that isn't ours or is too old."""
    try:
        raw = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        if _written(raw) != token:  # signs that say nothing were passed over
            raise ValueError("signs")
        signature, data = raw[:SIGNATURE], raw[SIGNATURE:]
        if not compare_digest(signature, _signature(data, secret)):
            raise ValueError("signature")
        version, issued, *values = json.loads(data)
        if version != VERSION or not 0 <= now - issued <= LIFETIME:
            raise ValueError("age")
        position = Position(*values)
        if position.verb != verb:
            raise ValueError("verb")
        return position
    except (ValueError, TypeError) as error:
        raise BadResumptionToken("The token is not valid or has expired.") from error


def _written(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _signature(data: bytes, secret: bytes) -> bytes:
    return hmac(secret, data, sha256).digest()[:SIGNATURE]
