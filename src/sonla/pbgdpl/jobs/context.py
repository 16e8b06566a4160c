"""What a run gives its jobs: time, transactions, the lease, the journal."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from functools import partial
from plone.dexterity.content import ASSIGNABLE_CACHE_KEY
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.jobs.contention import Contention
from sonla.pbgdpl.jobs.contention import waiting_writers
from sonla.pbgdpl.jobs.failures import classify
from sonla.pbgdpl.jobs.failures import ConcurrencyFailure
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import in_english
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.jobs.items import forgetting_names
from sonla.pbgdpl.jobs.journal import Journal
from sonla.pbgdpl.jobs.journal import Run
from sonla.pbgdpl.jobs.lease import DURATION
from sonla.pbgdpl.jobs.lease import LeaseLost
from sonla.pbgdpl.jobs.result import DONE
from sonla.pbgdpl.jobs.result import FAILED
from sonla.pbgdpl.jobs.result import HELD
from sonla.pbgdpl.jobs.result import Outcome
from sonla.pbgdpl.jobs.result import PARTIAL
from sonla.pbgdpl.jobs.secrets import without_secrets
from sonla.pbgdpl.jobs.store import JobStore
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.jobs.transactions import Batches
from sonla.pbgdpl.jobs.transactions import BatchSizer
from sonla.pbgdpl.jobs.transactions import NO_TIME_LEFT
from sonla.pbgdpl.jobs.transactions import transact
from sonla.pbgdpl.jobs.transactions import Unfinished
from transaction.interfaces import TransientError
from typing import Any
from zope.globalrequest import getRequest

import logging
import time
import transaction

logger = logging.getLogger(__name__)

OPTION_OFF = _(
    "unfinished_option_off",
    default="Its function was switched off meanwhile. It goes on when that is on again.",
)
REGISTRY_CACHE_KEY = "_plone_registry_cache"
"""What plone.registry keeps values by, in a request."""
SERVER_LACKS = _(
    "unfinished_server_lacks",
    default="This server lacks something, as another part of the run has told.",
)
STATE_OF_FAILURE = {"R": PARTIAL, "C": PARTIAL, "X": HELD}
"""Class of a failure → state of the part that it ended; all others failed."""


def sleep(seconds: float) -> bool:
    """Wait; for threads that serve nobody."""
    time.sleep(seconds)
    return True


def refuse_to_wait(seconds: float) -> bool:
    """Refuse to wait; for threads that serve visitors."""
    return False


def forget_settings() -> None:
    """Let settings be read anew: a request keeps them, and a run has one request."""
    request = getRequest()
    if request is not None:
        request.other.pop(REGISTRY_CACHE_KEY, None)


def classified(error: Exception) -> Failure:
    """Return the failure of an exception; a storage that is away for a moment is class C."""
    if isinstance(error, TransientError):
        return ConcurrencyFailure(type(error).__name__)
    return classify(error)


@dataclass
class JobContext:
    """One run while it goes on.

    `options` narrow down what is done; what they mean is a matter of the jobs that know
    them, all others leave such a run alone. A dry run holds no lease and commits
    nothing; its run and journal are those of nobody.
    """

    site: Any
    run: Run
    journal: Journal
    token: int | None
    budget: float
    dry_run: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    now: Callable[[], datetime] = utc_now
    sleep: Callable[[float], bool] = sleep
    clock: Callable[[], float] = time.monotonic
    batch_sizer: BatchSizer = field(default_factory=BatchSizer)
    outcomes: list[Outcome] = field(default_factory=list)
    job: Any = None
    """The job that is being done."""

    def __post_init__(self) -> None:
        self._deadline = self.clock() + self.budget
        self.contention = Contention(self.batch_sizer, self.dry_run)

    @property
    def store(self) -> JobStore:
        """What is stored, to write to inside of `transact` and `batches`."""
        return make_job_store(self.site)

    def today(self) -> date:
        """Return the day of the portal on which the run goes on."""
        return today(self.now())

    def left(self) -> float:
        """Return the seconds that are left of the budget, negative when it is overdrawn."""
        return self._deadline - self.clock()

    def check_budget(self) -> None:
        """Raise `Unfinished` when the time is used up, or this server lacks something.

        Without space or memory no other part would fare better. A mistake in the
        configuration (`ConfigurationFailure`) ends only the part that met it.
        """
        if self.left() <= 0:
            raise Unfinished(NO_TIME_LEFT)
        if any(outcome.code == LocalFailure.code for outcome in self.outcomes):
            raise Unfinished(SERVER_LACKS)

    def wait(self, seconds: float) -> bool:
        """Wait, within the budget; False where waiting isn't allowed."""
        return self.sleep(min(seconds, max(self.left(), 0.0)))

    def waiting_writers(self) -> Iterator[tuple[int, float]]:
        """Return the saves that are retried, see `contention.waiting_writers`.

        Begins a new transaction.
        """
        transaction.begin()
        return waiting_writers(self.now())

    def renew(self) -> None:
        """Renew the lease in the present transaction; raises `LeaseLost`.

        And `Unfinished` for a job whose option was switched off meanwhile: what it has committed stays.
        """
        forget_settings()
        if rests(self.job):
            raise Unfinished(OPTION_OFF)
        if self.token is not None:
            self.store.lease.renew(self.token, self.now())

    def keep_lease(self) -> None:
        """Make sure that the lease is held, and goes on being held; raises `LeaseLost`.

        To be called between two requests over the network. Begins a new transaction,
        and writes only when half of the lease is used up.
        """
        transaction.begin()
        forget_settings()
        if self.token is None:
            return
        expires = self.store.lease.check(self.token)
        if expires - self.now() < DURATION / 2:
            self.transact(lambda: None)

    def forget(self) -> None:
        """Drop every object that was loaded; what is needed again is loaded again.

        Outside of transactions that change something. Or a run would fill the cache of
        its connection with texts, each larger than what caches are sized for. A request
        keeps every object whose behaviors were asked for, and a run has one request.
        """
        self.site._p_jar.cacheMinimize()
        request = getRequest()
        if request is not None:
            setattr(request, ASSIGNABLE_CACHE_KEY, {})

    def transact(self, step: Callable[[], Any]) -> Any:
        """Run a step in one transaction, see `jobs.transactions.transact`."""
        forget_names = forgetting_names()

        def watched() -> Any:
            """Run the step, and tell the measure of contention when it begins and ends."""
            forget_names()
            self.contention.begin_transaction()
            result = step()
            self.contention.end_transaction()
            return result

        return transact(self, watched, self.batch_sizer)

    def batches(
        self,
        apply: Callable[[Any], None],
        failed: Callable[[Any, Exception], None],
        close: Callable[[Any, bool], None] = lambda items, last: None,
        before_indexing: Callable[[], None] = lambda: None,
        begin: Callable[[], None] = lambda: None,
    ) -> Batches:
        """Prepare to work off many items, see `jobs.transactions.Batches`."""
        return Batches(
            self, apply, failed, close, self.batch_sizer, before_indexing, begin
        )

    def count(self, part: str, action: str, number: int = 1) -> None:
        """Add to a count of the run; inside of a transaction that does what is counted."""
        self.run.count(part, action, number)

    def note(self, part: str, action: str, **facts: str) -> None:
        """Add an entry to the journal, see `jobs.journal.RunEntry`; inside, as `count`."""
        self.journal.note(self.run, self.now(), part, action, **facts)

    def isolated(self, part: str, step: Callable[[], None]) -> Outcome:
        """Run a part so that its end is no other's; only a lost lease ends them all.

        What the part leaves uncommitted is dropped.
        """
        begun = self.clock()
        record_outcome = partial(self.record_outcome, part, begun)
        try:
            step()
        except LeaseLost:
            raise
        except Unfinished as error:
            return record_outcome(PARTIAL, "", error.reason)
        except Exception as error:
            failure = classified(error)
            if failure.code == "B" and failure is not error:
                logger.exception("%s failed", part)
            state = STATE_OF_FAILURE.get(failure.code, FAILED)
            return record_outcome(state, failure.code, failure.detail)
        else:
            return record_outcome(DONE)
        finally:
            transaction.abort()

    def record_outcome(
        self, part: str, begun: float, state: str, code: str = "", detail: str = ""
    ) -> Outcome:
        """Add the outcome of a part."""
        outcome = Outcome(
            part, state, code, without_secrets(detail), self.clock() - begun
        )
        self.outcomes.append(outcome)
        if state in (HELD, FAILED):
            logger.warning(
                "%s: %s %s %s", part, state, code, in_english(outcome.detail)
            )
        return outcome
