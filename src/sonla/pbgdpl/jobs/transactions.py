"""Change many objects beside people who save at the same time.

Records go in batches, each a transaction. Large batches are faster on an idle portal
and lose against editors on a busy one: the catalog's indexes hold many words in one
object, so two transactions that share a rare word conflict. Hence the size follows what
is met, and there are pauses, but only while others save. In a young catalog nearly every
batch splits a part of some index, and saves beside it are retried. Zope waits before it
repeats one, twice as long each time, and gives up after the third: who has lost twice is
waited for.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from functools import partial
from Products.CMFCore.indexing import processQueue
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.lease import LeaseLost
from transaction.interfaces import TransientError
from typing import Any
from typing import Generic
from typing import Protocol
from typing import TypeVar
from ZODB.POSException import POSKeyError
from zope.i18nmessageid import Message

import random
import time
import transaction

Item = TypeVar("Item")

ATTEMPTS = 10
FIRST_SIZE = 10
MIN_SIZE = 5
"""Smaller ones are tried only where others always save: each batch costs a pause."""
MAX_SIZE = 25
QUIET_AFTER = 60.0
"""So many seconds after somebody was met last the pauses end."""
SAVE_SECONDS = 0.4
"""Some times what a save takes that has the processor for itself."""
MAX_PAUSE = 5.0
PAUSE_SHARE = 0.5
"""What others get of the time of a batch. A save loses if a batch is committed meanwhile;
longer pauses make that hardly rarer, and the next attempt comes through in any case."""
MAX_WRITER_SECONDS = 20.0
"""Seconds that a save is waited for after it has begun anew."""
MAX_WAIT = 20.0
"""Seconds after which a run goes on, however many saves are retried."""
POLL_SECONDS = 0.25
"""Seconds after which a run looks again whether they have come through."""
NO_TIME_LEFT = _("unfinished_time", default="The time of the run was used up.")
OTHERS_SAVE = _(
    "unfinished_others_save", default="People were saving texts, and come first."
)
TOO_MANY_CONFLICTS = _(
    "unfinished_conflicts", default="Others changed the same at the same moment."
)
FIRST_DELAY = 0.05
MAX_DELAY = 1.0
MAX_TORN_READS = 3
"""So often a batch is begun anew because an object could not be loaded."""


class Unfinished(Exception):
    """Raised when there is more to do, which the next run will do."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason
        """Why, in words: pages show it."""


class Unindexable(Exception):
    """Raised when some item of a batch can't be indexed; nobody knows which one."""


class Inapplicable(Exception):
    """Raised when an item of a batch can't be applied, and can't be undone by itself."""


class TornRead(TransientError):
    """Raised when an object could not be loaded that others refer to.

    Threads that share an object by mistake can disturb each other's loading: the next
    transaction finds it. What is really gone is still gone then.
    """


class BatchContext(Protocol):
    """What a batch needs of the run that it belongs to."""

    dry_run: bool

    def renew(self) -> None:
        """Prove in the present transaction that the lease is still held."""

    def wait(self, seconds: float) -> bool:
        """Wait; False where waiting isn't allowed."""

    def left(self) -> float:
        """Return the seconds that are left."""

    def waiting_writers(self) -> Iterable[tuple[int, float]]:
        """Yield for each save that is retried how often it was, and how long ago."""


@dataclass
class BatchSizer:
    """Choose size and pauses by what was met: one more after each batch, half at a conflict.

    One a run, so that a second source begins where the first one ended.
    """

    size: int = FIRST_SIZE
    clock: Callable[[], float] = time.monotonic
    conflicts: int = 0
    _other_writer_at: float | None = None
    _last_duration: float = 0.0
    _last_end: float | None = None

    def succeeded(self, spent: float) -> None:
        """Note a batch that was committed, and took so many seconds."""
        self.note_duration(spent)
        self.size = min(self.size + 1, MAX_SIZE)

    def note_duration(self, spent: float) -> None:
        """Note how long others could not save, which ends now."""
        self._last_duration, self._last_end = spent, self.clock()

    def conflicted(self) -> None:
        """Note a batch that met somebody else's change."""
        self.conflicts += 1
        self.note_other_writer()
        self.size = max(self.size // 2, min(self.size, MIN_SIZE))

    def note_other_writer(self) -> None:
        """Note that somebody else saves, too."""
        self._other_writer_at = self.clock()

    @property
    def has_other_writers(self) -> bool:
        """Whether somebody was met a short time ago."""
        return (
            self._other_writer_at is not None
            and self.clock() - self._other_writer_at <= QUIET_AFTER
        )

    @property
    def has_committed(self) -> bool:
        """Whether some batch was committed."""
        return self._last_end is not None

    def remaining_pause(self) -> float:
        """Return the seconds that others should still have before the next batch.

        What was done since the last one, such as fetching, counts.
        """
        if self._last_end is None or not self.has_other_writers:
            return 0.0
        due = min(self._last_duration * PAUSE_SHARE, MAX_PAUSE)
        return max(due - (self.clock() - self._last_end), 0.0)

    def time_for_writer(self, tries: int, ago: float) -> float:
        """Return the seconds that are still left to a save that is retried.

        Zope waits up to `2 ** tries` before it repeats one; the save itself then takes
        no longer than two batches do, on whatever machine. After its first attempt it is
        not waited for: it has three more, and mostly lost to another save.
        """
        if not tries:
            return 0.0
        needed = 2.0**tries + 2 * max(self._last_duration, SAVE_SECONDS)
        return min(needed, MAX_WRITER_SECONDS) - ago


def yield_to_writers(context: BatchContext, batch_sizer: BatchSizer) -> None:
    """Wait before a transaction that changes indexes for as long as others need.

    Raises `Unfinished` where waiting isn't allowed, unless nothing was committed yet:
    a run that never waits shall do something, too.
    """
    if not pause(context, batch_sizer) and batch_sizer.has_committed:
        raise Unfinished(OTHERS_SAVE)


def pause(context: BatchContext, batch_sizer: BatchSizer) -> bool:
    """Pause for other transactions, and wait for one that was repeated; False where one can't wait."""
    rest = batch_sizer.remaining_pause()
    if rest and not context.wait(rest):
        return False
    end = batch_sizer.clock() + MAX_WAIT
    while context.left() > 0 and batch_sizer.clock() < end:
        needed = time_for_writers(context, batch_sizer)
        if needed <= 0:
            break
        batch_sizer.note_other_writer()
        if not context.wait(min(needed, POLL_SECONDS)):
            return False
    return True


def time_for_writers(context: BatchContext, batch_sizer: BatchSizer) -> float:
    """Return the seconds that saves still need that are retried; none when there are none."""
    return max(
        (batch_sizer.time_for_writer(*writer) for writer in context.waiting_writers()),
        default=0.0,
    )


def transact(
    context: BatchContext,
    step: Callable[[], Any],
    batch_sizer: "BatchSizer | None" = None,
) -> Any:
    """Run a step in one transaction, anew as long as it meets others' changes.

    Return what the step returns. Raise `Unfinished` after so many conflicts, `LeaseLost`
    without committing if another runner has taken over, and what the step raises. What
    stood uncommitted before is dropped.
    """
    for tries in range(ATTEMPTS):
        try:
            return attempt(context, step)
        except TransientError as met:
            if batch_sizer is not None:
                batch_sizer.conflicted()
            if isinstance(met, TornRead) and tries >= MAX_TORN_READS:
                raise met.__cause__ or met from None
            context.wait(delay(tries))
    raise Unfinished(TOO_MANY_CONFLICTS)


def attempt(context: BatchContext, step: Callable[[], Any]) -> Any:
    """Run a step in one transaction that also proves that the lease is held."""
    try:
        transaction.begin()
        context.renew()
        result = step()
        commit_unless_dry_run(context)
        return result
    except POSKeyError as missing:
        transaction.abort()
        raise TornRead from missing
    except BaseException:
        transaction.abort()
        raise


def commit_unless_dry_run(context: BatchContext) -> None:
    """Commit; a dry run, which shows what would be done, commits nothing."""
    if context.dry_run:
        transaction.abort()
    else:
        transaction.commit()


def delay(attempt: int) -> float:
    """Return the seconds before another attempt, at random so that two don't stay in step."""
    return random.uniform(0, min(FIRST_DELAY * 2**attempt, MAX_DELAY))


@dataclass
class Batches(Generic[Item]):
    """Process a sequence of items, each by itself, some in one transaction.

    `apply` changes what one item asks for; an error of it undoes that item alone and is
    passed to `failed`, in the same transaction. `close` is called at the end of each
    transaction with the items in it and whether they were the last ones: there the
    cursor moves. No network and no slow work inside: parse and sanitise before.

    A batch is indexed at its end: words that its items share are then written once. If
    that fails it is applied anew, each item indexed by itself. There is no savepoint
    before each item until one fails, for each would write whatever the items before it
    have changed.
    `before_indexing` may change what is to be indexed, `begin` is called first of all.
    """

    context: BatchContext
    apply: Callable[[Item], None]
    failed: Callable[[Item, Exception], None]
    close: Callable[[Sequence[Item], bool], None] = lambda items, last: None
    batch_sizer: BatchSizer = field(default_factory=BatchSizer)
    before_indexing: Callable[[], None] = lambda: None
    begin: Callable[[], None] = lambda: None
    torn_reads: int = 0
    has_failures: bool = False
    """Whether some item failed: from then on each has a savepoint."""

    def run(self, items: Sequence[Item]) -> None:
        """Process all items; raises `Unfinished` when the time or the attempts are used up.

        A first batch is committed however late it is: what it needs was fetched in this
        run, and would be fetched in each of the next ones. What was committed stays.
        Also raises `LeaseLost`, and whatever `failed` raises for an error that ends the
        run.
        """
        done = 0
        while done < len(items):
            yield_to_writers(self.context, self.batch_sizer)
            if done and self.context.left() <= 0:
                raise Unfinished(NO_TIME_LEFT)
            number, spent = self.commit_batch(items[done:])
            done += number
            self.batch_sizer.succeeded(spent)
        if not items:
            transact(self.context, lambda: self.close((), True), self.batch_sizer)

    def commit_batch(self, items: Sequence[Item]) -> tuple[int, float]:
        """Commit the first items, smaller batches at conflicts.

        Return their number and the seconds that it took. What ended in conflicts doesn't
        count, for it kept nobody from saving.
        """
        one_by_one = False
        for tries in range(2 * ATTEMPTS):
            if tries == ATTEMPTS:
                self.batch_sizer.size = 1
            batch = items[: self.batch_sizer.size]
            begun = self.batch_sizer.clock()
            try:
                attempt(self.context, partial(self.apply_all, batch, items, one_by_one))
                return len(batch), self.batch_sizer.clock() - begun
            except Unindexable:
                one_by_one = True
            except Inapplicable:
                self.has_failures = True
            except TransientError:
                self.batch_sizer.conflicted()
                self.context.wait(delay(tries))
                pause(self.context, self.batch_sizer)
        raise Unfinished(TOO_MANY_CONFLICTS)

    def apply_all(
        self, batch: Sequence[Item], items: Sequence[Item], one_by_one: bool = False
    ) -> None:
        """Apply a batch inside the present transaction."""
        self.begin()
        for item in batch:
            self.apply_one(item, one_by_one)
        self.before_indexing()
        process_index_queue()
        self.close(batch, len(batch) == len(items))

    def apply_one(self, item: Item, indexed: bool = False) -> None:
        """Apply one item, or undo it alone; `indexed`: with what is to be indexed.

        Raises `Inapplicable` where there is no savepoint yet to undo it by.
        """
        has_savepoint = indexed or self.has_failures
        if has_savepoint:
            savepoint = transaction.savepoint(optimistic=True)
        try:
            self.apply(item)
            if indexed:
                processQueue()
        except (TransientError, LeaseLost):
            raise
        except Exception as error:
            if isinstance(error, POSKeyError) and self.torn_reads < MAX_TORN_READS:
                self.torn_reads += 1
                raise
            if not has_savepoint:
                raise Inapplicable from error
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
