"""Decide between several versions of a record in one page: rule 7 of the cursor rules."""

from collections.abc import Iterable
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourceWarning


def latest(
    changes: Iterable[SourceChange],
) -> tuple[list[SourceChange], list[SourceWarning]]:
    """Keep one change an identifier: the latest datestamp wins.

    At the same datestamp deleted wins over live, else the later in the document; both
    are noticed.
    """
    found: dict[str, SourceChange] = {}
    notices: list[SourceWarning] = []
    for change in changes:
        before = found.get(change.remote_id)
        if before is None:
            found[change.remote_id] = change
            continue
        winner, code = _later(before, change)
        notices.append(SourceWarning(code, change.remote_id))
        if winner is change:
            del found[change.remote_id]  # its place in the order counts
            found[change.remote_id] = change
    return list(found.values()), notices


def _later(before: SourceChange, change: SourceChange) -> tuple[SourceChange, str]:
    if before.datestamp != change.datestamp:
        return max(before, change, key=lambda one: one.datestamp), "duplicate"
    if before.state != change.state:
        return (before if before.state == "deleted" else change), "live_and_deleted"
    same = before.raw_digest == change.raw_digest
    return change, "duplicate" if same else "clash"
