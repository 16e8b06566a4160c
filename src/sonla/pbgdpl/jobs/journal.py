"""What the runs did: counts, and an entry for each record that something happened to.

Written in the transactions that do the work, so it never tells of what was not done.
Only the holder of the lease writes, hence nobody conflicts. It is bounded: the oldest
make room.
"""

from BTrees.IOBTree import IOBTree
from BTrees.Length import Length
from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from persistent import Persistent
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.jobs.failures import in_english
from sonla.pbgdpl.jobs.result import FAILED
from sonla.pbgdpl.jobs.secrets import cleaned
from sonla.pbgdpl.jobs.secrets import without_secrets
from typing import Any
from typing import overload

RUNS_KEPT = 2_000
ENTRIES_KEPT = 20_000
DETAIL_LENGTH = 300

RUNNING = "running"
INTERRUPTED = "interrupted"
"""States of a run beside those of its result: it goes on, or its process died."""


@dataclass(frozen=True)
class RunEntry:
    """What happened to one record.

    `part` is the step of the run, such as `harvest/btp`; `action` a word of the step's
    own; `code` the class of a failure; `detail` what it says (`jobs.failures`).
    """

    run: int
    at: datetime
    part: str
    action: str
    identifier: str = ""
    uid: str = ""
    code: str = ""
    detail: str = ""


class Run(Persistent):
    """One run of the scheduled jobs; times are aware."""

    finished: datetime | None = None
    state: str = RUNNING
    outcomes: tuple[dict[str, Any], ...] = ()
    first_entry: int = 1
    told = False
    """Whether the command told what failed in it to whoever reads cron's mail."""

    def __init__(self, number: int, owner: str, user: str, started: datetime) -> None:
        self.number = number
        self.owner = owner
        self.user = user
        self.started = started
        self._counts: dict[str, dict[str, int]] = {}

    def count(self, part: str, action: str, number: int = 1) -> None:
        """Add to a count of a part."""
        counts = self._counts.setdefault(part, {})
        counts[action] = counts.get(action, 0) + number
        self._p_changed = True

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """The counts of each part, as a copy."""
        return {part: dict(counts) for part, counts in self._counts.items()}

    @property
    def totals(self) -> Counter[str]:
        """The counts of all parts together."""
        totals: Counter[str] = Counter()
        for counts in self._counts.values():
            totals.update(counts)
        return totals


class Journal(Persistent):
    """Keep the latest runs and entries, by number."""

    def __init__(self) -> None:
        self.runs = IOBTree()
        self.entries = IOBTree()
        self._entry_count = Length()

    def begin(self, owner: str, user: str, now: datetime) -> Run:
        """Open a run; one that still counts as running has died."""
        last = self.latest()
        if last is not None and last.state == RUNNING:
            last.state = INTERRUPTED
        number = next_number(self.runs)
        run = self.runs[number] = Run(number, owner, user, now)
        run.first_entry = next_number(self.entries)
        for old in list(self.runs.keys(max=number - RUNS_KEPT)):
            del self.runs[old]
        return run

    def note(
        self, run: Run, at: datetime, part: str, action: str, **facts: str
    ) -> None:
        """Add an entry; `facts` are the further fields of `RunEntry`.

        Nothing is counted by it: counts are a matter of `Run.count`.
        """
        safe = without_secrets(facts.get("detail", ""))
        facts["detail"] = cleaned(safe, lambda text: text[:DETAIL_LENGTH])
        number = next_number(self.entries)
        self.entries[number] = RunEntry(run.number, at, part, action, **facts)
        self._entry_count.change(1)
        while self._entry_count() > ENTRIES_KEPT:
            del self.entries[self.entries.minKey()]
            self._entry_count.change(-1)

    def latest(self) -> Run | None:
        """Return the run that began last."""
        return self.runs[self.runs.maxKey()] if self.runs else None

    def told_before(self, run: Run) -> set[tuple[str, str]]:
        """Return which parts failed, and of what, as was told earlier on the day of a run."""
        found: set[tuple[str, str]] = set()
        for other in self.newest_runs():
            if today(other.started) < today(run.started):
                break
            if other.told and other.number < run.number:
                found.update(failures_of(other))
        return found

    def newest_runs(self) -> Iterator[Run]:
        """Return the runs, the newest first; a page of them loads no more than it shows."""
        return (self.runs[number] for number in reversed(list(self.runs.keys())))

    def entries_of(self, run: Run) -> "Entries":
        """Return what is kept of a run's entries, in their order; read as it is asked for."""
        return Entries(self.entries, self._numbers_of(run))

    def _numbers_of(self, run: Run) -> range:
        """Return the numbers of a run's entries: those up to the first of the next run.

        Only the holder of the lease writes, so no other run's lie between them.
        """
        if not self.entries:
            return range(0)
        following = self.runs.get(run.number + 1)
        end = following.first_entry if following else next_number(self.entries)
        return range(max(run.first_entry, self.entries.minKey()), end)


def failures_of(run: Run) -> Iterator[tuple[str, str]]:
    """Yield which parts failed in a run, and of what."""
    for one in run.outcomes:
        if one["state"] == FAILED:
            yield one["part"], f"{one['code']} {in_english(one['detail'])}"


class Entries(Sequence):
    """Show a part of the journal as a list that loads what is looked at."""

    def __init__(self, entries: Any, numbers: range) -> None:
        self._entries = entries
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> RunEntry: ...

    @overload
    def __getitem__(self, index: slice) -> list[RunEntry]: ...

    def __getitem__(self, index: int | slice) -> RunEntry | list[RunEntry]:
        if isinstance(index, slice):
            return [self._entries[number] for number in self._numbers[index]]
        return self._entries[self._numbers[index]]


def next_number(tree: Any) -> int:
    """Return the number after the last one of a tree."""
    return tree.maxKey() + 1 if tree else 1
