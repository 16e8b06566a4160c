"""Fetch the files that a record names, between two transactions.

Only from allowed hosts, as everything. A file that can't be had leaves the record as it
is otherwise: it is applied, and the file is tried again later.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.files import digest_of
from sonla.pbgdpl.exchange.files import FileAccessor
from sonla.pbgdpl.exchange.files import files_of
from sonla.pbgdpl.exchange.files import stored_in
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record_types import type_of
from sonla.pbgdpl.exchange.sanitizing import images_of
from sonla.pbgdpl.exchange.unmapped import files_made
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.jobs.transactions import Unfinished
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import TargetRefused
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.http.client import OutboundClient
from typing import Any

MAX_BYTES = 50 * 1024 * 1024
MAX_BYTES_IN_MEMORY = 64 * 1024 * 1024
"""Bytes of one record that are held in memory; the rest comes at the next try."""
MAX_FILES = 40
IsStored = Callable[[str, str, FileReference | None], bool]
"""Return by field, address and reference whether a file is here."""
FILE_FIELDS = ("media", "image", "captions", "attachments", "body")
"""Fields that name files; images stand in bodies."""


def with_files(
    staged: StagedChange,
    client: OutboundClient,
    changed: Callable[[str], bool],
    is_stored: IsStored,
    pause: Callable[[], None],
) -> StagedChange:
    """Add the files of a record; `changed` tells whether a field of it is new.

    What is `is_stored` already is not fetched again. What is refused for good (not allowed,
    not there, another content than was said) is left out; what may come later is named
    in `missing`. `pause` is called before each file and raises `Unfinished` when the
    time is used up: the record is then applied with what has come.
    """
    if staged.record is None:
        return staged
    files: dict[str, bytes] = {}
    missing = []
    wanted = [one for one in _wanted(staged.record, changed) if not is_stored(*one)]
    for _name, url, reference in wanted:
        try:
            check_memory(files)
            pause()
            files[url] = _fetch(client, url, reference)
        except LocalFailure:
            raise
        except (TargetRefused, PeerRefusal):
            continue
        except (Failure, Unfinished):
            missing.append(url)
    return replace(staged, files=files, missing=tuple(missing))


ENOUGH_FILES = _(
    "unfinished_memory",
    default="The files of the record need more memory than there is.",
)


def check_memory(files: Mapping[str, bytes]) -> None:
    """Raise `Unfinished` when what was fetched is enough for the memory."""
    if sum(map(len, files.values())) >= MAX_BYTES_IN_MEMORY:
        raise Unfinished(ENOUGH_FILES)


def stored_files(obj: Any) -> IsStored:
    """Return which files an item has; by digest, or as made of the address.

    By digest only in the field that names it: elsewhere it would have to be stored again.
    """
    digests = {
        "attachments": {digest_of(stored_in(file)) for file in files_of(obj)},
        **{name: {digest_of(value)} for name, value in own_files(obj)},
    }
    addresses = files_made(obj)

    def is_stored(name: str, url: str, reference: FileReference | None) -> bool:
        """Return whether the item has a file; without a digest the address alone decides."""
        if reference is None:
            return url in addresses
        return bool(reference.sha256) and reference.sha256 in digests.get(name, ())

    return is_stored


def own_files(obj: Any) -> Iterator[tuple[str, Any]]:
    """Yield the files that stand in fields of an item itself, by field of the record."""
    kind = type_of(obj)
    for name, place in kind.accessors.items() if kind is not None else ():
        if isinstance(place, FileAccessor) and place.stored(obj) is not None:
            yield name, place.stored(obj)


def has_files(record: Record) -> bool:
    """Return whether a record names files at all, by which it takes time and memory."""
    return next(_wanted(record, lambda name: True), None) is not None


def _wanted(
    record: Record, changed: Callable[[str], bool]
) -> Iterator[tuple[str, str, FileReference | None]]:
    number = 0
    for name in ("media", "image", "captions", "attachments"):
        if changed(name):
            for reference in _references(record.get(name)):
                if number < MAX_FILES and reference.url:
                    number += 1
                    yield name, reference.url, reference
    if changed("body"):
        for url in images_of(record.get("body") or ""):
            if number < MAX_FILES:
                number += 1
                yield "body", url, None


def _references(value: object) -> tuple[FileReference, ...]:
    if isinstance(value, FileReference):
        return (value,)
    return tuple(value) if isinstance(value, tuple) else ()


def _fetch(client: OutboundClient, url: str, reference: FileReference | None) -> bytes:
    body = client.request("GET", url, max_bytes=MAX_BYTES).body
    if reference is not None and reference.sha256:
        if sha256(body).hexdigest() != reference.sha256:
            raise PeerRefusal(
                _(
                    "detail_checksum",
                    default="A file differs from what the source says of it (checksum).",
                ),
                status=200,
            )
    return body
