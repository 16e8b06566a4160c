"""Records that can't be applied are quarantined with the reason, and tried again.

Nothing else waits for them. They leave by a version that is good, by a try that
succeeds, at the latest with another release of this package, by a deletion, or by an
administrator's hand.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.metadata import version
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.secrets import without_secrets
from sonla.pbgdpl.sync.bindings import QuarantinedRecord
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.http.backoff import quarantine_wait
from sonla.pbgdpl.sync.store import SyncStore

MAX_RECORDS = 5_000
"""Records of one source; one that has more is broken, or wants to fill the database."""


def quarantine_record(
    store: SyncStore,
    source: str,
    staged: StagedChange,
    failure: Failure,
    now: datetime,
    asked_set: str = "",
) -> None:
    """Write down that a record could not be applied, and when it is tried again.

    In which set it was found decides whether it is trusted when it can be applied. The
    same version again counts as one more try; a new version, of it or of our code, starts
    anew.
    """
    key = (source, staged.remote_id)
    entry = store.quarantine.get(key)
    change = staged.change
    if entry is None or not is_same(entry, change) or is_of_other_code(entry):
        first = entry.first_seen if entry is not None else now
        entry = store.quarantine[key] = QuarantinedRecord(first_seen=first)
    entry.version = code_version()
    entry.code, entry.detail = failure.code, without_secrets(failure.detail)
    entry.datestamp, entry.raw_digest = change.datestamp, change.raw_digest
    entry.last_seen, entry.asked_set = now, asked_set
    entry.attempts += 1
    wait = quarantine_wait(entry.attempts)
    entry.next_try = now + wait if wait is not None else None


def is_same(entry: QuarantinedRecord, change: SourceChange) -> bool:
    """Return whether a change is the version in quarantine."""
    return entry.raw_digest == change.raw_digest


@cache
def code_version() -> str:
    """Return the version of this package."""
    return version(PACKAGE_NAME)


def is_of_other_code(entry: QuarantinedRecord) -> bool:
    """Return whether another release failed with a record: this one may fare better."""
    return entry.version != code_version()


def is_new(store: SyncStore, source: str, change: SourceChange) -> bool:
    """Return whether a change is another than the one in quarantine, if one was."""
    entry = store.quarantine.get((source, change.remote_id))
    return entry is None or not is_same(entry, change)


def is_full(store: SyncStore, source: str) -> bool:
    """Return whether so many records of a source are quarantined that somebody must look."""
    if len(store.quarantine) < MAX_RECORDS:
        return False
    return (
        sum(1 for _ in store.quarantine.items((source,), (source, "￿"))) >= MAX_RECORDS
    )


def release(store: SyncStore, source: str, remote_id: str) -> None:
    """Forget that a record was quarantined."""
    store.quarantine.pop((source, remote_id), None)


def waiting(store: SyncStore, source: str, now: datetime) -> Iterator[str]:
    """Yield the records of a source that are to be tried again now."""
    for (_source, remote_id), entry in store.quarantine.items((source,), (source, "￿")):
        is_due = entry.next_try is not None and entry.next_try <= now
        if is_due or is_of_other_code(entry):
            yield remote_id


def is_waiting(
    store: SyncStore, source: str, remote_id: str, datestamp: datetime
) -> bool:
    """Return whether this very version is quarantined, so that it is not asked for anew."""
    entry = store.quarantine.get((source, remote_id))
    return entry is not None and entry.datestamp == datestamp
