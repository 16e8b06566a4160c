"""Make pages and records of what a source sent, and decide between several versions of a record."""

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from lxml import etree
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.sync.drivers.base import digest_of
from sonla.pbgdpl.sync.drivers.base import SOURCE_WARNINGS
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import SourceWarning
from sonla.pbgdpl.sync.drivers.base import UnreadableRecord
from sonla.pbgdpl.sync.drivers.list_pages import page_digest
from sonla.pbgdpl.sync.drivers.list_pages import PageParts
from sonla.pbgdpl.sync.drivers.xml import parse_xml
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import failure_of_record

Versions = dict[str, tuple[datetime, str]]
"""Identifier → time and digest, of what a list had so far."""


def parsed(change: SourceChange, load: Callable[[bytes], Record]) -> Record:
    """Load the payload of a live change; raise `DataFailure` for one that won't do."""
    if change.payload is None:
        raise DataFailure(SOURCE_WARNINGS["no_content"])
    try:
        return load(change.payload)
    except InvalidRecord as error:
        raise failure_of_record(error) from error


def parsed_xml(
    change: SourceChange, load: Callable[[etree._Element], Record]
) -> Record:
    """Load a payload that is XML, as `parsed` does."""
    return parsed(change, lambda payload: load(parse_xml(payload)))


def mapped_digest(
    payload: bytes, mapping: str, load: Callable[[], Record], changed: datetime | None
) -> str:
    """Return a digest of what a mapping makes of a payload: sources count views, rename and add.

    A text that a record only leads to may be another one whenever the record `changed`.
    `mapping` is a digest of the mapping itself, for what can't be read by it.
    """
    try:
        record = load()
    except (DataFailure, InvalidRecord):
        return digest_of(payload + mapping.encode())
    found = content_hash(record)
    if record.linked_text is not None:
        found = f"{found} {record.linked_text} {changed}"
    return digest_of(found.encode())


def page_of(
    parts: PageParts,
    token: str | None,
    *,
    closed: bool,
    declared: int | None = None,
    expires: datetime | None = None,
) -> SourcePage:
    """Make a page of its parts: each identifier once, odd ones noticed."""
    changes, warnings = latest(parts.changes)
    return SourcePage(
        changes=tuple(changes),
        token=token,
        response_date=parts.response_date,
        expires=expires,
        digest=page_digest(parts.changes),
        closed=closed,
        declared=declared,
        listed=parts.listed,
        warnings=(*parts.warnings, *warnings),
        unreadable=tuple(parts.unreadable),
    )


def latest(
    changes: Iterable[SourceChange],
) -> tuple[list[SourceChange], list[SourceWarning]]:
    """Keep one change an identifier: the latest datestamp wins.

    At the same datestamp deleted wins over live, else the later in the document; both
    are noticed.
    """
    found: dict[str, SourceChange] = {}
    warnings: list[SourceWarning] = []
    for change in changes:
        before = found.get(change.remote_id)
        if before is None:
            found[change.remote_id] = change
            continue
        winner, code = _later(before, change)
        warnings.append(SourceWarning(code, change.remote_id))
        if winner is change:
            del found[change.remote_id]  # its place in the order counts
            found[change.remote_id] = change
    return list(found.values()), warnings


def _later(before: SourceChange, change: SourceChange) -> tuple[SourceChange, str]:
    if before.datestamp != change.datestamp:
        return max(before, change, key=lambda one: one.datestamp), "duplicate"
    if before.state != change.state:
        return (before if before.state == "deleted" else change), "live_and_deleted"
    same = before.raw_digest == change.raw_digest
    return change, "duplicate" if same else "clash"


def same_names(parts: PageParts) -> list[UnreadableRecord]:
    """Take out records that bear one identifier and differ; return them as unreadable.

    Nobody knows which of them is meant, and what is here is kept.
    """
    digests = {(one.remote_id, one.raw_digest) for one in parts.changes}
    often = Counter(name for name, _digest in digests)
    alike = {name for name, number in often.items() if number > 1}
    parts.changes[:] = [one for one in parts.changes if one.remote_id not in alike]
    return [UnreadableRecord(name, "same_identifier") for name in sorted(alike)]


def without_namesakes(page: SourcePage, versions: Versions, dated: bool) -> SourcePage:
    """Take out records that a page before has otherwise, as of the same time.

    What was edited in between has another time, where the source tells any, and is taken.
    """
    kept, alike = [], []
    for change in page.changes:
        if change.state == "deleted":
            kept.append(change)
            continue
        version = (change.datestamp, change.raw_digest)
        before = versions.setdefault(change.remote_id, version)
        same_time = not dated or before[0] == change.datestamp
        if before[1] != change.raw_digest and same_time:
            alike.append(UnreadableRecord(change.remote_id, "same_identifier"))
        else:
            kept.append(change)
    if not alike:
        return page
    return replace(page, changes=tuple(kept), unreadable=(*page.unreadable, *alike))
