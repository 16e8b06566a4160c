"""Make records of payloads, and decide between several versions in one page."""

from collections.abc import Callable
from collections.abc import Iterable
from lxml import etree
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourceWarning
from sonla.pbgdpl.sync.drivers.xml import parse_xml
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import failure_of_record


def parsed(change: SourceChange, load: Callable[[etree._Element], Record]) -> Record:
    """Load the payload of a live change; raise `DataFailure` for one that won't do."""
    if change.payload is None:
        raise DataFailure("no_content")
    try:
        return load(parse_xml(change.payload))
    except InvalidRecord as error:
        raise failure_of_record(error) from error


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
