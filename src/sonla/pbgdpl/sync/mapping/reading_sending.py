"""Read the part of a mapping that says how records go out (`send`)."""

from hashlib import sha256
from jmespath.parser import ParsedResult
from sonla.pbgdpl import _
from sonla.pbgdpl.sync.http_headers import may_be_named
from sonla.pbgdpl.sync.mapping.definition import DateMapping
from sonla.pbgdpl.sync.mapping.definition import LookupMapping
from sonla.pbgdpl.sync.mapping.definition import ReceiptMapping
from sonla.pbgdpl.sync.mapping.definition import SendMapping
from sonla.pbgdpl.sync.mapping.definition import SendRequest
from sonla.pbgdpl.sync.mapping.tables import joined
from sonla.pbgdpl.sync.mapping.tables import missing
from sonla.pbgdpl.sync.mapping.tables import TableReader
from sonla.pbgdpl.sync.mapping.values import identifier
from typing import Any

import jmespath
import json
import re

METHODS = ("POST", "PUT", "PATCH")
DELETION_METHODS = ("DELETE", *METHODS)
MAX_BATCH = 500
REQUEST_KEYS = ("method", "path", "fields", "batch", "records")
TABLES: dict[str, tuple[str, ...]] = {
    "change": REQUEST_KEYS,
    "deletion": REQUEST_KEYS,
    "receipt": (
        "records", "id", "remote_id", "accepted", "code", "message", "already",
    ),
    "lookup": ("path", "record"),
}  # fmt: skip
SEND_KEYS = ("id", "key_header", *REQUEST_KEYS, *TABLES)
KEY_HEADER = "Idempotency-Key"
BAD_HEADER = _(
    "mapping_bad_header",
    default="This names no header, or one that says where a request goes, how long it is or who asks. Take another, such as “Idempotency-Key”.",
)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
DEFAULT_ID = "identifier"
SAMPLES = (
    {"identifier": "oai:mau.example:1", "name": "1", "type": "news"},
    {"identifier": "oai:mau.example:2", "name": "2", "type": "news"},
)
"""What is known of two records when they are gone."""


def read_sending(
    reader: TableReader,
    data: dict[str, Any],
    terms: dict[str, dict[str, str]] | Any,
    dates: DateMapping,
) -> SendMapping:
    """Return how records go out; what is wrong is noted in the reader."""
    table = reader.table(data, "send")
    reader.known_keys(table, SEND_KEYS, "send")
    tables = {name: reader.table(table, name, "send") for name in TABLES}
    for name, keys in TABLES.items():
        reader.known_keys(tables[name], keys, joined("send", name))
    new = request(reader, table, "send", METHODS, "POST")
    change = (
        request(
            reader, with_rest(tables["change"], table), "send.change", METHODS, "POST"
        )
        if "change" in table
        else new
    )
    deletion = (
        request(reader, tables["deletion"], "send.deletion", DELETION_METHODS, "DELETE")
        if "deletion" in table
        else None
    )
    if not table.get("fields"):
        reader.fault("send.fields", missing())
    found = SendMapping(
        identifier=own_id(reader, table),
        new=new,
        change=change,
        deletion=deletion,
        receipt=receipt(reader, tables["receipt"]),
        lookup=lookup(reader, tables["lookup"]),
        key_header=key_header(reader, table),
        digest=digest_of(data),
        terms={
            name: {ours: theirs for theirs, ours in reversed(codes.items())}
            for name, codes in terms.items()
        },
        dates=dates,
    )
    check_receipts(reader, found)
    return found


def with_rest(change: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Add what a change has in common with a new record; another address has own lists."""
    common = ("method", "fields") if "path" in change else REQUEST_KEYS
    return {**{name: new[name] for name in common if name in new}, **change}


def request(
    reader: TableReader,
    table: dict[str, Any],
    place: str,
    methods: tuple[str, ...],
    default: str,
) -> SendRequest:
    """Return one kind of request."""
    found = SendRequest(
        method=reader.choice(table, "method", place, methods, default),
        path=reader.text(table, "path", place).strip("/"),
        fields=fields(reader, reader.table(table, "fields", place), place),
        batch=reader.number(table, "batch", place, 1) or 1,
        records=reader.text(table, "records", place),
    )
    check_placeholders(reader, found.path, ("id", "remote_id"), joined(place, "path"))
    if found.batch > MAX_BATCH:
        reader.fault(
            joined(place, "batch"),
            _(
                "mapping_batch_large",
                default="A batch has at most ${most} records.",
                mapping={"most": MAX_BATCH},
            ),
        )
    if found.is_list and found.is_of_one:
        reader.fault(
            joined(place, "batch"),
            _(
                "mapping_batch_of_one",
                default="The address is that of one record, so no list can be sent there.",
            ),
        )
    return found


def fields(
    reader: TableReader, table: dict[str, Any], place: str
) -> dict[str, ParsedResult]:
    """Return the expressions of the fields of a partner, whatever they are called."""
    found = {
        name: reader.expression(table, name, joined(place, "fields"), needed=True)
        for name in table
    }
    return {name: one for name, one in found.items() if one is not None}


def check_placeholders(
    reader: TableReader, path: str, known: tuple[str, ...], place: str
) -> None:
    """Note a placeholder that stands for nothing."""
    for name in _PLACEHOLDER.findall(path):
        if name not in known:
            reader.fault(
                place,
                _(
                    "mapping_unknown_placeholder",
                    default="“${name}” stands for nothing. There are: ${known}.",
                    mapping={
                        "name": f"{{{name}}}",
                        "known": ", ".join(f"{{{one}}}" for one in known),
                    },
                ),
            )


def own_id(reader: TableReader, table: dict[str, Any]) -> ParsedResult:
    """Return what a record is called there: made of what stays when it is gone."""
    found = reader.expression(table, "id", "send")
    if found is None:
        return jmespath.compile(DEFAULT_ID)
    first, second = (identifier(found, one) for one in SAMPLES)
    if not first or first == second:
        reader.fault(
            "send.id",
            _(
                "mapping_id_not_own",
                default="Each record needs a name of its own that stays. Make it of “identifier” or “name”.",
            ),
        )
    return found


def receipt(reader: TableReader, table: dict[str, Any]) -> ReceiptMapping:
    """Return where an answer says what became of each record."""
    place = "send.receipt"
    already = table.get("already", [])
    if not (
        isinstance(already, list)
        and all(isinstance(one, int) and 400 <= one < 500 for one in already)
    ):
        already = []
        reader.fault(
            "send.receipt.already",
            _(
                "mapping_no_statuses",
                default="Write statuses of HTTP between 400 and 499 as a list: [409].",
            ),
        )
    return ReceiptMapping(
        records=reader.expression(table, "records", place),
        identifier=reader.expression(table, "id", place),
        remote_id=reader.expression(table, "remote_id", place),
        accepted=reader.expression(table, "accepted", place),
        code=reader.expression(table, "code", place),
        message=reader.expression(table, "message", place),
        already=tuple(already),
    )


def lookup(reader: TableReader, table: dict[str, Any]) -> LookupMapping | None:
    """Return how a record is asked for; None where the partner can't be asked."""
    if not table:
        return None
    path = reader.text(table, "path", "send.lookup").strip("/")
    check_placeholders(reader, path, ("id",), "send.lookup.path")
    if "{id}" not in path:
        reader.fault(
            "send.lookup.path",
            _(
                "mapping_no_placeholder",
                default="The address must have {id} where the identifier stands.",
            ),
        )
    return LookupMapping(path, reader.expression(table, "record", "send.lookup"))


def key_header(reader: TableReader, table: dict[str, Any]) -> str:
    """Return the name of the header that tells a repeated request."""
    found = reader.text(table, "key_header", "send") or KEY_HEADER
    if not may_be_named(found) or found.lower() == "authorization":
        reader.fault("send.key_header", BAD_HEADER)
    return found


def check_receipts(reader: TableReader, found: SendMapping) -> None:
    """Note what a receipt must tell for what the requests need."""
    requests = [one for one in (found.new, found.change, found.deletion) if one]
    wanted = {
        "id": (found.receipt.identifier, any(one.batch > 1 for one in requests)),
        "accepted": (found.receipt.accepted, any(one.batch > 1 for one in requests)),
        "remote_id": (found.receipt.remote_id, found.needs_remote_id),
    }
    for key, (expression, needed) in wanted.items():
        if needed and expression is None:
            reader.fault(f"send.receipt.{key}", missing())
    for place, request in (("send", found.new), ("send.change", found.change)):
        if place == "send" and "{remote_id}" in request.path:
            reader.fault(
                "send.path",
                _(
                    "mapping_remote_id_unknown",
                    default="A new record has no {remote_id} yet. Use {id}.",
                ),
            )
    deletion = found.deletion
    if deletion is not None and not deletion.is_of_one and not deletion.fields:
        reader.fault("send.deletion.path", missing())


def digest_of(data: dict[str, Any]) -> str:
    """Return a digest of what makes bodies: a change of it sends everything anew."""
    parts = {name: data.get(name) for name in ("send", "terms", "dates")}
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
