"""Digests of what a record says, whatever format it came in.

SHA-256 over JSON in canonical form (RFC 8785). What changes without the content is left
out: the record's own address and name, its revision, the day it was changed, and the
hosts in addresses, so that a portal may move.
"""

from hashlib import sha256
from sonla.pbgdpl.exchange.field_types import origin_of
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.exchange.fields import VOLATILE_FIELDS
from sonla.pbgdpl.exchange.record import Record
from typing import Any

import rfc8785

PREFIX = "sha-256:"


def content_hash(record: Record) -> str:
    """Return `sha-256:` and the hex digest of type and content."""
    return PREFIX + _digest({"type": record.type, "values": canonical(record)})


def field_hashes(record: Record) -> dict[str, str]:
    """Return a hex digest for each field that has a value and is not volatile."""
    return {name: _digest(value) for name, value in canonical(record).items()}


def canonical(record: Record) -> dict[str, Any]:
    """Return the content as JSON that is equal for equal content."""
    own_host = origin_of(record.get("url", ""))
    return {
        name: _portable(name, BY_NAME[name].kind.canonical(value), own_host)
        for name, value in record.values.items()
        if name not in VOLATILE_FIELDS
    }


def _portable(name: str, value: Any, own_host: str) -> Any:
    """Leave the record's own host out of the addresses in its body."""
    return value.replace(own_host, "") if name == "body" and own_host else value


def _digest(value: Any) -> str:
    return sha256(rfc8785.dumps(value)).hexdigest()
