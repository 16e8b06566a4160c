"""Change many objects beside people who save at the same time.

Records go in batches, each a transaction. Large batches are faster on an idle portal
and lose against editors on a busy one: the catalog's indexes hold many words in one
object, so two transactions that share a rare word conflict. Hence the size follows what
is met, and there are pauses, but only while others save. In a young catalog nearly every
batch splits a part of some index, and saves beside it begin anew. Zope waits before it
repeats one, twice as long each time: somebody who has lost once is waited for.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from functools import partial
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl.jobs.lease import LeaseLost
from transaction.interfaces import TransientError
from typing import Any
from typing import Generic
from typing import Protocol
from typing import TypeVar
from ZODB.POSException import POSKeyError

import random
import time
import transaction

Item = TypeVar("Item")

ATTEMPTS = 10
FIRST_SIZE = 10
LEAST_SIZE = 5
MOST_SIZE = 25
STEP = 5
SUCCESSES_TO_GROW = 3
QUIET_AFTER = 60.0
"""So many seconds after somebody was met last the pauses end."""
LONGEST_BATCH = 2.0
"""Seconds that a batch may take while others save: the longer it is, the surer somebody
saves meanwhile, and all of it is done anew."""
SHORTEST_PAUSE = 0.4
"""Seconds: some times what a save takes that has the processor for itself."""
LONGEST_PAUSE = 5.0
SHARE = 0.5
"""What others get of the time of a batch. A save loses if a batch is committed meanwhile;
longer pauses make that hardly rarer, and the next attempt comes through in any case."""
LONGEST_TURN = 20.0
"""Seconds that a save is waited for after it has begun anew."""
LONGEST_WAIT = 20.0
"""Seconds after which a run goes on, however many saves begin anew."""
LOOK = 0.25
"""Seconds after which a run looks again whether they have come through."""
FIRST_DELAY = 0.05
LONGEST_DELAY = 1.0
MOST_TORN = 3
"""So often a batch is begun anew because an object could not be loaded."""


class Unfinished(Exception):
    """Raised when there is more to do, which the next run will do."""


class Unindexable(Exception):
    """Raised when some item of a batch can't be indexed; nobody knows which one."""


class TornRead(TransientError):
    """Raised when an object could not be loaded that others refer to.

    Threads that share an object by mistake can disturb each other's loading: the next
    transaction finds it. What is really gone is still gone then.
    """


class Work(Protocol):
    """What a batch needs of the run that it belongs to."""

    dry_run: bool

    def renew(self) -> None:
        """Prove in the present transaction that the lease is still held."""

    def wait(self, seconds: float) -> bool:
        """Wait; False where waiting isn't allowed."""

    def left(self) -> float:
        """Return the seconds that are left."""

    def waiting_writers(self) -> Iterable[tuple[int, float]]:
        """Yield for each save that begins anew how often it had, and how long ago."""


@dataclass
class BatchSizer:
    """Choose size and pauses by what was met: grow slowly, halve at a conflict.

    While others save no batch is to take longer than a moment, on whatever machine.

    One a run, so that a second source begins where the first one ended.
    """

    size: int = FIRST_SIZE
    clock: Callable[[], float] = time.monotonic
    conflicts: int = 0
    _successes: int = 0
    _met: float | None = None
    _spent: float = 0.0
    _debt: float = 0.0
    _ended: float | None = None

    def succeeded(self, spent: float) -> None:
        """Take note of a batch that was committed, and took so many seconds."""
        self.took(spent)
        if self.others_save and spent > LONGEST_BATCH / 2:
            self._successes = 0
            if spent > LONGEST_BATCH:
                self.size = max(int(self.size * LONGEST_BATCH / spent), 1)
            return
        self._successes += 1
        if self._successes >= SUCCESSES_TO_GROW:
            self._successes = 0
            self.size = min(self.size + STEP, MOST_SIZE)

    def took(self, spent: float) -> None:
        """Take note of how long others could not save, which ends now."""
        now = self.clock()
        if self._ended is None or not self.others_save:
            self._debt = 0.0
        else:
            self._debt = max(self._debt - (now - spent - self._ended), 0.0)
        self._debt = min(self._debt + spent * SHARE, LONGEST_PAUSE)
        self._spent, self._ended = spent, now

    def conflicted(self, spent: float = 0.0) -> None:
        """Take note of a batch that met somebody else's change, after so many seconds."""
        self.conflicts += 1
        self._successes = 0
        self.met_others()
        least = 1 if spent > LONGEST_BATCH else LEAST_SIZE
        self.size = max(self.size // 2, min(self.size, least))

    def met_others(self) -> None:
        """Take note that somebody else saves, too."""
        self._met = self.clock()

    @property
    def others_save(self) -> bool:
        """Whether somebody was met a short time ago."""
        return self._met is not None and self.clock() - self._met <= QUIET_AFTER

    def gave_way(self) -> None:
        """Take note of a batch that never came through: go on one by one."""
        self.size = 1

    @property
    def has_begun(self) -> bool:
        """Whether some batch was committed."""
        return self._ended is not None

    def owed(self) -> float:
        """Return the seconds that others should still have before the next batch.

        What was done since the last one, such as fetching, counts. What is too short
        for a save is owed on, so that records that go alone don't each wait for it.
        """
        if self._ended is None or not self.others_save:
            return 0.0
        rest = self._debt - (self.clock() - self._ended)
        return rest if rest >= SHORTEST_PAUSE else 0.0

    def turn(self, tries: int, ago: float) -> float:
        """Return the seconds that are still left to a save that begins anew.

        Zope waits up to `2 ** tries` before it repeats one; the save itself then takes
        no longer than two batches do, on whatever machine.
        """
        needed = 2.0**tries + 2 * max(self._spent, SHORTEST_PAUSE)
        return min(needed, LONGEST_TURN) - ago


def yield_to_writers(work: Work, pace: BatchSizer) -> None:
    """Wait before a transaction that changes indexes for as long as others need.

    Raises `Unfinished` where waiting isn't allowed, unless nothing was committed yet:
    a run that never waits shall do something, too.
    """
    if not pause(work, pace) and pace.has_begun:
        raise Unfinished("others are saving")


def pause(work: Work, pace: BatchSizer) -> bool:
    """Pause for other transactions, and wait for one that was repeated; False where one can't wait."""
    rest = pace.owed()
    if rest and not work.wait(rest):
        return False
    end = pace.clock() + LONGEST_WAIT
    while work.left() > 0 and pace.clock() < end:
        needed = time_for_writers(work, pace)
        if needed <= 0:
            break
        pace.met_others()
        if not work.wait(min(needed, LOOK)):
            return False
    return True


def time_for_writers(work: Work, pace: BatchSizer) -> float:
    """Return the seconds that saves still need that begin anew; none when there are none."""
    return max((pace.turn(*guest) for guest in work.waiting_writers()), default=0.0)


def transact(
    work: Work, step: Callable[[], Any], pace: "BatchSizer | None" = None
) -> Any:
    """Run a step in one transaction, anew as long as it meets others' changes.

    Gives what the step gives. Raises `Unfinished` after so many conflicts, `LeaseLost`
    without committing if another runner has taken over, and what the step raises. What
    stood uncommitted before is dropped.
    """
    for tries in range(ATTEMPTS):
        try:
            return attempt(work, step)
        except TransientError as met:
            if pace is not None:
                pace.conflicted()
            if isinstance(met, TornRead) and tries >= MOST_TORN:
                raise met.__cause__ or met from None
            work.wait(delay(tries))
    raise Unfinished("conflicts")


def attempt(work: Work, step: Callable[[], Any]) -> Any:
    """Run a step in one transaction that also proves that the lease is held."""
    try:
        transaction.begin()
        work.renew()
        result = step()
        conclude(work)
        return result
    except POSKeyError as missing:
        transaction.abort()
        raise TornRead from missing
    except BaseException:
        transaction.abort()
        raise


def conclude(work: Work) -> None:
    """Commit; a dry run, which shows what would be done, commits nothing."""
    if work.dry_run:
        transaction.abort()
    else:
        transaction.commit()


def delay(attempt: int) -> float:
    """Return the seconds before another attempt, at random so that two don't stay in step."""
    return random.uniform(0, min(FIRST_DELAY * 2**attempt, LONGEST_DELAY))


@dataclass
class Batches(Generic[Item]):
    """Work off a sequence of items, each by itself, some in one transaction.

    `apply` changes what one item asks for; an error of it undoes that item alone and is
    told to `failed`, in the same transaction. `close` is called at the end of each
    transaction with the items in it and whether they were the last ones: there the
    cursor moves. No network and no slow work inside: parse and sanitise before.

    A batch is indexed at its end: words that its items share are then written once, not
    at each savepoint. If that fails it is applied anew, each item indexed by itself.
    `before_indexing` may change what is to be indexed, `begin` is called first of all.
    """

    work: Work
    apply: Callable[[Item], None]
    failed: Callable[[Item, Exception], None]
    close: Callable[[Sequence[Item], bool], None] = lambda items, last: None
    pace: BatchSizer = field(default_factory=BatchSizer)
    before_indexing: Callable[[], None] = lambda: None
    begin: Callable[[], None] = lambda: None
    torn: int = 0

    def run(self, items: Sequence[Item]) -> None:
        """Work off all items; raises `Unfinished` when time or patience ended before.

        A first batch is committed however late it is: what it needs was fetched in this
        run, and would be fetched in each of the next ones. What was committed stays.
        Also raises `LeaseLost`, and whatever `failed` raises for an error that ends the
        run.
        """
        done = 0
        while done < len(items):
            yield_to_writers(self.work, self.pace)
            if done and self.work.left() <= 0:
                raise Unfinished("time")
            number, spent = self.commit_some(items[done:])
            done += number
            self.pace.succeeded(spent)
        if not items:
            transact(self.work, lambda: self.close((), True), self.pace)

    def commit_some(self, items: Sequence[Item]) -> tuple[int, float]:
        """Commit the first items, smaller batches at conflicts.

        Gives their number and the seconds that it took. What ended in conflicts doesn't
        count, for it kept nobody from saving.
        """
        singly = False
        for tries in range(2 * ATTEMPTS):
            if tries == ATTEMPTS:
                self.pace.gave_way()
            some = items[: self.pace.size]
            begun = self.pace.clock()
            try:
                attempt(self.work, partial(self.apply_all, some, items, singly))
                return len(some), self.pace.clock() - begun
            except Unindexable:
                singly = True
            except TransientError:
                self.pace.conflicted(self.pace.clock() - begun)
                self.work.wait(delay(tries))
                pause(self.work, self.pace)
        raise Unfinished("conflicts")

    def apply_all(
        self, some: Sequence[Item], items: Sequence[Item], singly: bool = False
    ) -> None:
        """Apply a batch inside the present transaction."""
        self.begin()
        for item in some:
            self.apply_one(item, singly)
        self.before_indexing()
        process_index_queue()
        self.close(some, len(some) == len(items))

    def apply_one(self, item: Item, indexed: bool = False) -> None:
        """Apply one item, or undo it alone; `indexed`: with what is to be indexed."""
        savepoint = transaction.savepoint(optimistic=True)
        try:
            self.apply(item)
            if indexed:
                processQueue()
        except (TransientError, LeaseLost):
            raise
        except Exception as error:
            if isinstance(error, POSKeyError) and self.torn < MOST_TORN:
                self.torn += 1
                raise
            savepoint.rollback()
            self.failed(item, error)


def process_index_queue() -> None:
    """Index what waits for it; raises `Unindexable` if that can't be done."""
    try:
        processQueue()
    except TransientError:
        raise
    except Exception as error:
        raise Unindexable from error
