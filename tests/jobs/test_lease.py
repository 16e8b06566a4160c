"""One runner at a time: in one process, among threads, and when a holder dies."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sonla.pbgdpl.jobs.lease import DURATION
from sonla.pbgdpl.jobs.lease import Lease
from sonla.pbgdpl.jobs.lease import LeaseLost
from sonla.pbgdpl.jobs.lease import SKEW
from transaction.interfaces import TransientError
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

import pytest
import threading
import transaction

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


class TestLease:
    def test_is_free_at_first(self):
        assert Lease().holder(NOW) is None

    def test_is_taken_once(self):
        lease = Lease()
        assert lease.acquire("a", NOW) == 1
        assert lease.acquire("b", NOW) is None
        assert lease.holder(NOW) == "a"

    def test_is_not_taken_twice_by_the_same_owner(self):
        lease = Lease()
        lease.acquire("a", NOW)
        assert lease.acquire("a", NOW) is None

    def test_is_free_when_released(self):
        lease = Lease()
        lease.release(lease.acquire("a", NOW))
        assert lease.acquire("b", NOW) == 2

    def test_is_stolen_only_after_expiry_by_every_clock(self):
        lease = Lease()
        lease.acquire("a", NOW)
        assert lease.acquire("b", NOW + DURATION) is None
        assert lease.acquire("b", NOW + DURATION + SKEW) is None
        assert lease.acquire("b", NOW + DURATION + SKEW + INSTANT) == 2

    def test_renewing_keeps_it(self):
        lease = Lease()
        token = lease.acquire("a", NOW)
        lease.renew(token, NOW + DURATION)
        assert lease.acquire("b", NOW + DURATION + SKEW + INSTANT) is None

    def test_who_was_replaced_can_do_nothing(self):
        lease = Lease()
        old = lease.acquire("a", NOW)
        new = lease.acquire("b", NOW + timedelta(days=1))
        for act in (lease.check, lease.release, lambda t: lease.renew(t, NOW)):
            with pytest.raises(LeaseLost):
                act(old)
        assert lease.holder(NOW + timedelta(days=1)) == "b"
        lease.check(new)

    def test_who_has_released_can_do_nothing(self):
        lease = Lease()
        token = lease.acquire("a", NOW)
        lease.release(token)
        with pytest.raises(LeaseLost):
            lease.renew(token, NOW)

    def test_revoking_ends_it_for_everybody(self):
        lease = Lease()
        token = lease.acquire("a", NOW)
        lease.revoke()
        with pytest.raises(LeaseLost):
            lease.check(token)
        assert lease.acquire("b", NOW) > token + 1


@pytest.fixture
def database(tmp_path):
    """A database in a file, with a lease and something to work on."""
    database = DB(FileStorage(str(tmp_path / "Data.fs")))
    with database.transaction() as connection:
        connection.root()["lease"] = Lease()
        connection.root()["work"] = 0
    yield database
    database.close()


def test_threads_never_hold_it_together(database):
    """Six threads try as often as they can: one works at a time, each token is new."""
    inside, most, tokens, errors = [], [], [], []

    def work():
        connection = database.open()
        lease = connection.root()["lease"]
        try:
            for _ in range(30):
                try:
                    transaction.begin()
                    token = lease.acquire(threading.current_thread().name, NOW)
                    transaction.commit()
                except TransientError:
                    transaction.abort()
                    continue
                if token is None:
                    continue
                inside.append(token)
                most.append(len(inside))
                tokens.append(token)
                transaction.begin()
                lease.renew(token, NOW)
                connection.root()["work"] += 1
                transaction.commit()
                inside.remove(token)
                transaction.begin()
                lease.release(token)
                transaction.commit()
        except Exception as error:
            errors.append(error)
        finally:
            transaction.abort()
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert errors == []
    assert set(most) == {1}
    assert len(tokens) == len(set(tokens)) > 0
    with database.transaction() as connection:
        assert connection.root()["work"] == len(tokens)
        assert connection.root()["lease"].token == len(tokens)


def test_of_two_that_take_it_at_once_one_fails(database):
    first, second = (transaction.TransactionManager() for _ in range(2))
    leases = [database.open(manager).root()["lease"] for manager in (first, second)]
    first.begin(), second.begin()
    assert [lease.acquire("x", NOW) for lease in leases] == [1, 1]
    first.commit()
    with pytest.raises(TransientError):
        second.commit()
    second.abort()
    assert leases[1].acquire("y", NOW) is None


def test_replaced_while_working_commits_nothing(database):
    """The old holder has proved its lease, but another takes over before it commits."""
    old, new = (transaction.TransactionManager() for _ in range(2))
    mine, theirs = (database.open(manager).root() for manager in (old, new))
    old.begin()
    token = mine["lease"].acquire("old", NOW)
    old.commit()
    old.begin()
    mine["lease"].renew(token, NOW)
    mine["work"] = "stale"
    new.begin()
    assert theirs["lease"].acquire("new", NOW + timedelta(days=1)) == token + 1
    new.commit()
    with pytest.raises(TransientError):
        old.commit()
    old.abort()
    with pytest.raises(LeaseLost):
        mine["lease"].renew(token, NOW)
    assert mine["work"] == 0
