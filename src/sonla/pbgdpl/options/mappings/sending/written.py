"""Write records of ours in the words of a partner, as a mapping says."""

from collections.abc import Mapping
from dataclasses import fields as parts_of
from dataclasses import is_dataclass
from datetime import date
from datetime import datetime
from jmespath.parser import ParsedResult
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import MISSING
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.sync.mapping.definition import SendMapping
from sonla.pbgdpl.sync.mapping.values import identifier
from sonla.pbgdpl.sync.mapping.values import search
from sonla.pbgdpl.sync.mapping.values import zone_of
from typing import Any


def row_of(
    identifier: str, record: Record | None, sending: SendMapping, remote_id: str = ""
) -> dict[str, Any]:
    """Return what expressions find a record's fields in; of one that is gone its names.

    Fields have the names that they have in the record; coded values are `{code, title}`,
    files and legal documents tables of their parts.
    """
    row: dict[str, Any] = {
        "identifier": identifier,
        "name": identifier.rpartition(":")[2],
        "remote_id": remote_id or None,
    }
    if record is None:
        return row
    row["type"] = sending.terms.get("type", {}).get(record.type, record.type)
    for name, value in record.values.items():
        row[name] = plain(value, sending, sending.terms.get(name, {}))
    return row


def plain(value: Any, sending: SendMapping, codes: Mapping[str, str]) -> Any:
    """Return a value as JSON has it; times are in the zone of the mapping."""
    if isinstance(value, datetime):
        return value.astimezone(zone_of(sending.dates)).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Term):
        return {
            "code": codes.get(value.token, value.token) or None,
            "title": value.title or None,
        }
    if isinstance(value, tuple | list):
        return [plain(one, sending, codes) for one in value]
    if is_dataclass(value):
        found = {
            part.name: getattr(value, part.name)
            for part in parts_of(value)
            if getattr(value, part.name) not in (None, "", 0)
        }
        return {name: plain(one, sending, codes) for name, one in found.items()}
    return value


def own_id(sending: SendMapping, row: Mapping[str, Any]) -> str:
    """Return what the partner calls a record by our words; raise `InvalidRecord`."""
    found = identifier(sending.identifier, row)
    if not found:
        raise InvalidRecord("identifier", "is missing", MISSING)
    return found


def element_of(
    expressions: Mapping[str, ParsedResult], row: Mapping[str, Any], empty: bool
) -> dict[str, Any]:
    """Return what is sent of a record; fields without value as null, or left out."""
    found = {name: search(one, row, name) for name, one in expressions.items()}
    if empty:
        return found
    return {name: value for name, value in found.items() if value is not None}
