"""A save that met a run's changes is heard by the run, in whatever process."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sonla.pbgdpl.jobs.contention import Contention
from sonla.pbgdpl.jobs.contention import forget_retry
from sonla.pbgdpl.jobs.contention import report_retry
from sonla.pbgdpl.jobs.contention import waiting_writers
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.jobs.store import WaitingWriter
from sonla.pbgdpl.jobs.transactions import Batches
from sonla.pbgdpl.jobs.transactions import BatchSizer
from sonla.pbgdpl.jobs.transactions import MAX_TORN_READS
from sonla.pbgdpl.jobs.transactions import transact
from types import SimpleNamespace
from ZODB.POSException import POSKeyError
from zope.component.hooks import site
from zope.event import notify
from ZPublisher.pubevents import PubBeforeAbort
from ZPublisher.pubevents import PubSuccess

import pytest
import transaction


@pytest.fixture
def running(functional_portal):
    """Return a portal of which a run goes on."""
    lease = make_job_store(functional_portal).lease
    lease.acquire("somebody", datetime.now(UTC), timedelta(minutes=5))
    transaction.commit()
    return functional_portal


def fail(tries=0):
    """Let a save meet changes of others that had begun anew so many times before."""
    request = SimpleNamespace(retry_count=tries)
    notify(PubBeforeAbort(request, (None, None, None), True))
    transaction.abort()


def there():
    """Return how often the saves had begun anew for which a run waits."""
    transaction.begin()
    return [tries for tries, _ago in waiting_writers(datetime.now(UTC))]


def test_who_begins_anew_is_heard(running):
    running.title = "what is about to be undone"
    fail()
    assert there() == [0]
    assert running.title != "what is about to be undone"
    fail(tries=1)
    assert there() == [1]
    assert next(waiting_writers(datetime.now(UTC) + timedelta(seconds=5)))[1] > 4


def test_each_thread_is_heard_by_itself(running):
    fail()
    with ThreadPoolExecutor() as pool:
        pool.submit(in_site, running, fail).result()
    assert there() == [0, 0]


def in_site(portal, what):
    """Do something in a thread, with a portal."""
    with site(portal):
        what()


def test_who_has_come_through_is_not_waited_for(running):
    fail()
    response = SimpleNamespace(body=b"")
    notify(PubSuccess(SimpleNamespace(retry_count=1, method="GET", response=response)))
    assert there() == []


def test_who_gives_up_is_not_waited_for(running):
    fail()
    request = SimpleNamespace(retry_count=6)
    report_retry(PubBeforeAbort(request, (None, None, None), False))
    assert there() == []


def test_who_was_killed_is_forgotten(running):
    long_ago = WaitingWriter(1, datetime.now(UTC) - timedelta(minutes=2))
    make_job_store(running).retries.writers = {"dead": long_ago}
    transaction.commit()
    fail()
    assert there() == [0]


def test_only_who_begins_anew(running):
    before = running._p_jar.db().lastTransaction()
    report_retry(PubBeforeAbort(None, (None, None, None), False))
    forget_retry(PubSuccess(SimpleNamespace(retry_count=0)))
    assert there() == []
    assert running._p_jar.db().lastTransaction() == before


def test_nothing_is_written_while_nobody_runs(running):
    make_job_store(running).lease.revoke()
    transaction.commit()
    fail()
    assert there() == []


def test_nobody_hears_outside_of_portals(running):
    with site(None):
        fail()
    assert there() == []


@pytest.mark.parametrize("dry_run", [False, True])
def test_somebody_else_is_noticed_by_what_was_indexed(portal, dry_run):
    """A dry run takes back what it has indexed: it notices nobody, or it would notice itself."""
    sizer = BatchSizer()
    contention = Contention(sizer, dry_run=dry_run)
    contention.begin_transaction()
    contention.end_transaction()
    contention.begin_transaction()
    assert not sizer.has_other_writers
    portal.portal_catalog.reindexObject(portal)
    contention.begin_transaction()
    assert sizer.has_other_writers is not dry_run


class BatchContext:
    """What a batch needs of a run."""

    dry_run = False

    def renew(self):
        pass

    def wait(self, seconds):
        return True

    def left(self):
        return 60.0

    def waiting_writers(self):
        return ()


@pytest.mark.parametrize("times, failures", [(1, 0), (MAX_TORN_READS, 0), (99, 1)])
def test_an_object_that_is_not_there_yet(functional_portal, times, failures):
    """Tried anew; what is gone for good fails like anything else, and holds nobody up."""
    met, done, failed = [], [], []

    def apply(item):
        if item == "b" and len(met) < times:
            met.append(item)
            raise POSKeyError(b"\0" * 8)
        done.append(item)

    Batches(BatchContext(), apply, lambda item, error: failed.append(item)).run(
        ["a", "b", "c"]
    )
    assert len(failed) == failures
    assert set(done) == {"a", "c"} | ({"b"} if not failures else set())


def test_a_step_whose_object_is_gone():
    def step():
        raise POSKeyError(b"\0" * 8)

    with pytest.raises(POSKeyError):
        transact(BatchContext(), step)
