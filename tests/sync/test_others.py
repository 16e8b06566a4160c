"""A save that met a run's changes is heard by the run, in whatever process."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sonla.pbgdpl.sync.others import knock
from sonla.pbgdpl.sync.others import Others
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.transactions import Batches
from sonla.pbgdpl.sync.transactions import MOST_TORN
from sonla.pbgdpl.sync.transactions import Pace
from sonla.pbgdpl.sync.transactions import QUIET_AFTER
from sonla.pbgdpl.sync.transactions import transact
from types import SimpleNamespace
from ZODB.POSException import POSKeyError
from zope.event import notify
from ZPublisher.pubevents import PubBeforeAbort

import pytest
import transaction


@pytest.fixture
def running(functional_portal):
    """Give a portal of which a run goes on."""
    lease = make_store(functional_portal).lease
    lease.take("somebody", datetime.now(UTC), timedelta(minutes=5))
    transaction.commit()
    return functional_portal


def fail(tries=0):
    """Let a save meet changes of others that had begun anew so many times before."""
    request = SimpleNamespace(retry_count=tries)
    notify(PubBeforeAbort(request, (None, None, None), True))
    transaction.abort()


def knocks(portal):
    transaction.begin()
    return store_of(portal).door.knocks


def heard(others, later=timedelta(0)):
    """Ask as a run does before each batch."""
    transaction.begin()
    return others.knocked(datetime.now(UTC) + later)


def test_who_begins_anew_is_heard_once(running):
    others = Others(Pace())
    assert heard(others) is None
    running.title = "what is about to be undone"
    fail()
    assert knocks(running) == 1
    assert running.title != "what is about to be undone"
    assert (heard(others), heard(others)) == (0, None)
    fail(tries=2)
    assert heard(others) == 2


def test_who_came_through_is_noticed(running):
    others = Others(Pace())
    assert not others.were_here()
    others.leave()
    transaction.commit()
    assert not others.were_here()
    running.portal_catalog._increment_counter()
    transaction.commit()
    assert others.were_here()


def test_a_run_that_begins_hears_who_knocked_a_short_time_ago(running):
    fail(tries=1)
    assert heard(Others(Pace())) == 1
    assert heard(Others(Pace()), timedelta(seconds=QUIET_AFTER + 5)) is None


def test_only_who_begins_anew(running):
    knock(PubBeforeAbort(None, (None, None, None), False))
    assert knocks(running) == 0


def test_nothing_is_written_while_nobody_runs(running):
    make_store(running).lease.revoke()
    transaction.commit()
    fail()
    assert knocks(running) == 0


def test_a_store_of_an_older_release(running):
    make_store(running).door = None
    transaction.commit()
    fail()
    assert heard(Others(Pace())) is None
    assert make_store(running).door.knocks == 0


def test_nobody_hears_outside_of_portals(running):
    from zope.component.hooks import site

    with site(None):
        fail()
    assert knocks(running) == 0


class Work:
    """What a batch needs of a run."""

    dry_run = False

    def renew(self):
        pass

    def wait(self, seconds):
        return True

    def left(self):
        return 60.0

    def knocked(self):
        return None

    def has_let_in(self):
        return False


@pytest.mark.parametrize("times, failures", [(1, 0), (MOST_TORN, 0), (99, 1)])
def test_an_object_that_is_not_there_yet(functional_portal, times, failures):
    """Tried anew; what is gone for good fails like anything else, and holds nobody up."""
    met, done, failed = [], [], []

    def apply(item):
        if item == "b" and len(met) < times:
            met.append(item)
            raise POSKeyError(b"\0" * 8)
        done.append(item)

    Batches(Work(), apply, lambda item, error: failed.append(item)).run(["a", "b", "c"])
    assert len(failed) == failures
    assert set(done) == {"a", "c"} | ({"b"} if not failures else set())


def test_a_step_whose_object_is_gone():
    def step():
        raise POSKeyError(b"\0" * 8)

    with pytest.raises(POSKeyError):
        transact(Work(), step)
