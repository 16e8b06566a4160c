"""Read the list that somebody uploads of what another system has of our records.

CSV, XLSX or JSON, with the identifier and, if it is known, the digest of each record.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.reader import MAX_BYTES
from sonla.pbgdpl.core.tables.reader import MSG_TOO_LARGE
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.exchange.formats.safe_parsers import read_json
from sonla.pbgdpl.exchange.formats.safe_parsers import UnreadableDocument
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.exchange.settings import repository_id
from sonla.pbgdpl.sync.reconciliation.state import Listed
from sonla.pbgdpl.sync.reconciliation.state import listed_as
from sonla.pbgdpl.sync.reconciliation.state import MAX_LISTED
from sonla.pbgdpl.sync.reconciliation.state import plain_digest
from typing import Any

import re

NAMES = frozenset({"id", "identifier", "ma", "ma ban ghi", "dinh danh", "record"})
DIGESTS = frozenset({"digest", "hash", "sha256", "sha-256", "ma bam", "checksum"})
DELETIONS = frozenset({"deleted", "status", "trang thai", "da rut"})
GONE = frozenset({"true", "1", "x", "yes", "deleted", "withdrawn", "co", "da rut"})
UID = re.compile(r"[0-9a-f]{32}")
LISTS = ("records", "data", "items")
"""Where the list may be in JSON, besides being all of it."""

Row = tuple[str, str, str]
"""Identifier, digest, and what tells that it was taken back."""

MSG_NO_LIST = _(
    "msg_reconciliation_no_list",
    default="Choose the list of the other side first: a CSV, XLSX or JSON file.",
)
MSG_UNREADABLE = _(
    "msg_reconciliation_unreadable",
    default="This file can't be read as a list. It takes CSV or XLSX with the columns “id” and “digest”, or JSON with a list of such records.",
)
MSG_NO_NAMES = _(
    "msg_reconciliation_no_names",
    default="No record of this file has an identifier. It must stand in the column “id”.",
)
MSG_TOO_MANY = _(
    "msg_reconciliation_too_many",
    default="The list has more than ${most} records. Is it the right file?",
    mapping={"most": MAX_LISTED},
)


def read_list(data: bytes) -> dict[str, Listed]:
    """Return what a file lists by identifier; raise `InvalidInput` for one that is no use."""
    if len(data) > MAX_BYTES:
        raise InvalidInput(MSG_TOO_LARGE)
    if not data.strip():
        raise InvalidInput(MSG_NO_LIST)
    is_json = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{")
    found = collected(json_rows(data) if is_json else table_rows(data))
    if not found:
        raise InvalidInput(MSG_NO_NAMES)
    if len(found) > MAX_LISTED:
        raise InvalidInput(MSG_TOO_MANY)
    check_ours(found)
    return found


def collected(rows: Iterable[Row]) -> dict[str, Listed]:
    """Take the rows together; one record with two digests is nobody's guess."""
    found: dict[str, Listed] = {}
    for name, digest, gone in rows:
        found_one = listed_as(name, plain_digest(digest), fold_name(gone) in GONE)
        if found_one is None:
            continue
        known, listed = found_one
        if UID.fullmatch(known.lower()):
            known = identifier_of(known.lower())
        if found.setdefault(known, listed) != listed:
            raise InvalidInput(
                _(
                    "msg_reconciliation_twice",
                    default="${record} stands in the list twice, with different digests. Nothing was compared; correct the list.",
                    mapping={"record": known},
                )
            )
    return found


def check_ours(found: dict[str, Listed]) -> None:
    """Raise `InvalidInput` if not one record of a list bears our name."""
    prefix = f"oai:{repository_id()}:"
    if not any(name.startswith(prefix) for name in found):
        raise InvalidInput(
            _(
                "msg_reconciliation_foreign",
                default="Not one record of this list is ours: ours begin with ${prefix}. Is it the list of another portal?",
                mapping={"prefix": prefix},
            )
        )


def json_rows(data: bytes) -> Iterator[Row]:
    """Yield the records of a list in JSON, or of an object with a digest for each name."""
    try:
        found = read_json(data.removeprefix(b"\xef\xbb\xbf"))
    except UnreadableDocument:
        raise InvalidInput(MSG_UNREADABLE) from None
    if isinstance(found, dict):
        inside = next((found[name] for name in LISTS if name in found), None)
        if inside is None and all(isinstance(one, str) for one in found.values()):
            inside = [{"id": name, "digest": one} for name, one in found.items()]
        found = inside
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise InvalidInput(MSG_UNREADABLE)
    for row in found:
        words = {fold_name(str(name)): value for name, value in row.items()}
        yield (
            text_in(words, NAMES),
            text_in(words, DIGESTS),
            text_in(words, DELETIONS),
        )


def text_in(words: dict[str, Any], names: frozenset[str]) -> str:
    """Return the first value that stands under one of some names."""
    return next((str(words[name]).strip() for name in words if name in names), "")


def table_rows(data: bytes) -> Iterator[Row]:
    """Yield the rows of a table; the first may say which column is which."""
    lines = read_table(data).lines
    heading = [fold_name(text_of(cell)) for cell in lines[0].cells]
    columns = [
        next((at for at, title in enumerate(heading) if title in names), None)
        for names in (NAMES, DIGESTS, DELETIONS)
    ]
    if columns[0] is None:
        columns = [0, 1, 2]
    else:
        lines = lines[1:]
    for line in lines:
        yield cells_of(line.cells, columns)


def cells_of(cells: Sequence[Any], columns: Sequence[int | None]) -> Row:
    """Return the cells of some columns; nothing for a column that is not there."""
    name, digest, gone = (
        text_of(cells[at]) if at is not None and at < len(cells) else ""
        for at in columns
    )
    return name, digest, gone


def text_of(cell: Any) -> str:
    """Return what a cell says."""
    return "" if cell is None else str(cell).strip()
