"""What the runs remember, in an annotation of the portal.

Times are aware and in UTC.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import timedelta
from persistent import Persistent
from sonla.pbgdpl.jobs.journal import Journal
from sonla.pbgdpl.jobs.lease import Lease
from sonla.pbgdpl.jobs.result import DONE
from sonla.pbgdpl.jobs.result import FAILED
from sonla.pbgdpl.jobs.result import Outcome
from types import MappingProxyType
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.jobs"
MIN_NOTE_INTERVAL = timedelta(hours=1)
"""A clock that comes every minute doesn't write every minute."""


class WaitingWriter(NamedTuple):
    """Describe a save that met changes of others and is retried."""

    tries: int
    """How often it had begun anew before."""
    at: datetime
    """When that was, by the clock of its server."""


class RetryRegistry(Persistent):
    """Name the saves that are retried: runs wait for them, see `jobs.contention`."""

    writers: Mapping[str, WaitingWriter] = MappingProxyType({})
    """Thread that saves → its save; a dictionary that is never changed but replaced."""


class RunTimes(Persistent):
    """Remember when a run that left no job out came last, to an hour or so."""

    since: datetime | None = None
    """When the add-on was installed, or came back: from then on runs are expected."""
    last: datetime | None = None

    def expect(self, now: datetime) -> None:
        """Expect runs from now on; those before an uninstallation count for nothing."""
        self.since, self.last = now, None

    def note(self, now: datetime) -> bool:
        """Note a visit; return False where the last one was a short time ago.

        One yet to come, written by a clock that was wrong, counts for nothing.
        """
        if (
            self.last is not None
            and timedelta(0) <= now - self.last < MIN_NOTE_INTERVAL
        ):
            return False
        self.last = now
        return True


@dataclass(frozen=True)
class JobResult:
    """How a job ended last; `detail` is for administrators."""

    at: datetime
    state: str
    code: str = ""
    detail: str = ""
    seconds: float = 0.0
    done: datetime | None = None
    """When it was done last."""
    failing: datetime | None = None
    """Since when it has been failing each time; None while it isn't."""


class JobStore(Persistent):
    """What all runs share; never changed itself once it is made."""

    def __init__(self) -> None:
        self.results = OOBTree()
        """Job → its last `JobResult`."""
        self.done_on = OOBTree()
        """Job that is done once a day → the last day on which it was."""
        self.due_since = OOBTree()
        """Job that has something to do → since when, as runs have seen; until it is done."""
        self.journal = Journal()
        self.lease = Lease()
        self.retries = RetryRegistry()
        self.run_times = RunTimes()

    def was_done(self, name: str, day: date) -> bool:
        """Return whether daily work was done on that very day.

        A day yet to come, written by a clock that was wrong, counts for nothing.
        """
        return self.done_on.get(name) == day

    def note_due(
        self, asked: Collection[str], due: Collection[str], now: datetime
    ) -> bool:
        """Remember since when jobs have been due; return False if that was known.

        `asked` are the jobs that a run is about: of the others it knows nothing.
        """
        new = [name for name in due if name not in self.due_since]
        over = [name for name in self.due_since if name in asked and name not in due]
        for name in over:
            del self.due_since[name]
        self.due_since.update(dict.fromkeys(new, now))
        return bool(new or over)

    def note_result(self, outcome: Outcome, now: datetime) -> None:
        """Remember how a job ended, and since when it fails."""
        before = self.results.get(outcome.part)
        if outcome.state == DONE:
            self.due_since.pop(outcome.part, None)
        done = now if outcome.state == DONE else before and before.done
        failing = None
        if outcome.state == FAILED:
            failing = (before and before.failing) or now
        self.results[outcome.part] = JobResult(
            at=now,
            state=outcome.state,
            code=outcome.code,
            detail=outcome.detail,
            seconds=outcome.seconds,
            done=done,
            failing=failing,
        )


def job_store_of(site: Any) -> JobStore:
    """Return what is stored, for reading: nothing is written.

    Before the first run that is an empty store which is not kept; who writes asks
    `make_job_store`.
    """
    found = IAnnotations(site).get(KEY)
    return found if found is not None else JobStore()


def make_job_store(site: Any) -> JobStore:
    """Return what is stored, for writing; made at the first use."""
    return IAnnotations(site).setdefault(KEY, JobStore())


def keep_job_store(site: Any, store: JobStore) -> None:
    """Put back what `remove_job_store` returned."""
    IAnnotations(site)[KEY] = store


def remove_job_store(site: Any) -> JobStore | None:
    """Take everything away and return it; a run that goes on can commit nothing more."""
    store = IAnnotations(site).pop(KEY, None)
    if store is not None:
        store.lease.revoke()
    return store
