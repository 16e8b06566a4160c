"""Batches: each item by itself, some in one transaction, beside people who save."""

from batch_import import editor
from batch_import import Importer
from batch_import import Portal
from batch_import import steal
from itertools import count
from sonla.pbgdpl.jobs.lease import LeaseLost
from sonla.pbgdpl.jobs.transactions import BatchSizer
from sonla.pbgdpl.jobs.transactions import MAX_PAUSE
from sonla.pbgdpl.jobs.transactions import MAX_WAIT
from sonla.pbgdpl.jobs.transactions import POLL_SECONDS
from sonla.pbgdpl.jobs.transactions import QUIET_AFTER
from sonla.pbgdpl.jobs.transactions import SAVE_SECONDS
from sonla.pbgdpl.jobs.transactions import transact
from sonla.pbgdpl.jobs.transactions import Unfinished
from transaction.interfaces import TransientError

import pytest
import threading
import transaction


@pytest.fixture
def portal():
    portal = Portal()
    yield portal
    transaction.abort()
    portal.connection.close()
    portal.database.close()


@pytest.fixture
def importer(portal):
    """Import numbers as content; tell sizes of batches, and what failed."""
    return Importer(portal)


def test_all_is_applied_once_and_the_last_batch_knows(portal, importer):
    importer.run(range(100))
    assert portal.stored("content") == dict.fromkeys(range(100), "new")
    assert portal.stored("cursor") == 100
    assert importer.sizes == [10, 11, 12, 13, 14, 15, 16, 9]
    assert importer.last == [False] * 7 + [True]
    assert portal.waited == []


def test_nothing_to_do_still_closes(portal, importer):
    importer.run([])
    assert (importer.sizes, importer.last) == ([0], [True])


def test_batches_never_grow_beyond_what_editors_bear(importer):
    importer.run(range(500))
    assert max(importer.sizes) == 25


def test_an_error_undoes_one_item_and_is_told_in_the_same_transaction(portal, importer):
    def bad(item):
        if item == 3:
            raise ValueError("bad")

    importer.meanwhile = bad
    importer.failed = lambda item, error: portal.root.update(cursor=1000)
    importer.run(range(5))
    assert set(portal.stored("content")) == {0, 1, 2, 4}
    assert portal.stored("cursor") == 1005


def test_from_the_first_failure_on_each_item_can_be_undone_alone(portal, importer):
    """Before it no item asks for a savepoint, which writes what others changed."""
    tried = []

    def bad(item):
        tried.append(item)
        if item in (13, 17, 24):
            raise ValueError("bad")

    importer.meanwhile = bad
    importer.run(range(40))
    assert set(portal.stored("content")) == set(range(40)) - {13, 17, 24}
    assert sorted(importer.errors) == [13, 17, 24]
    assert portal.stored("cursor") == 40
    # The second batch is begun anew at its first failure, no batch after it is
    assert tried == [*range(14), *range(10, 40)]


def test_what_failed_raises_undoes_the_batch(portal, importer):
    def refuse(item, error):
        raise OSError("disk full")

    importer.meanwhile = lambda item: 1 / (item - 12)
    importer.failed = refuse
    with pytest.raises(OSError):
        importer.run(range(30))
    assert set(portal.stored("content")) == set(range(10))
    assert portal.stored("cursor") == 10


def test_a_conflict_runs_the_batch_anew_and_smaller(portal, importer):
    importer.meanwhile = editor(portal, 1)
    importer.run(range(40))
    assert portal.stored("content") == dict.fromkeys(range(40), "new")
    assert portal.stored("cursor") == 40
    assert importer.sizes[:3] == [10, 5, 6]
    assert importer.batch_sizer.conflicts == 1


def test_an_editor_who_always_saves_gets_batches_of_one(portal, importer):
    items_before = count(1)

    def save_between(item):
        if next(items_before) % 2 == 0 and importer.batch_sizer.size > 1:
            portal.elsewhere(lambda root: root["words"].update(common="edited"))

    importer.meanwhile = save_between
    importer.run(range(8))
    assert portal.stored("content") == dict.fromkeys(range(8), "new")
    assert importer.batch_sizer.conflicts >= 10
    assert 1 in importer.sizes


def test_what_never_comes_through_is_postponed(portal, importer):
    def save(item):
        if item >= 10:
            portal.elsewhere(lambda root: root["words"].update(common="edited"))

    importer.meanwhile = save
    with pytest.raises(Unfinished):
        importer.run(range(30))
    assert set(portal.stored("content")) == set(range(10))
    assert portal.stored("cursor") == 10
    assert True not in importer.last
    assert importer.batch_sizer.conflicts == 20


class Clock:
    """Tell a time that passes only as somebody says."""

    def __init__(self):
        self.time = 0.0

    def __call__(self):
        return self.time


@pytest.fixture
def clock(portal, importer):
    """Return the clock of the import, by which each item takes a tenth of a second."""
    clock, wait = Clock(), portal.wait

    def take_pause(seconds):
        clock.time += seconds
        return wait(seconds)

    def take_time(item):
        clock.time += 0.1

    portal.wait = take_pause
    importer.batch_sizer = BatchSizer(clock=clock)
    importer.meanwhile = take_time
    return clock


def test_pauses_only_while_others_save(portal, importer, clock):
    importer.batch_sizer.note_other_writer()
    importer.run(range(200))
    assert portal.waited[0] == pytest.approx(0.5)
    clock.time += QUIET_AFTER
    before = len(portal.waited)
    importer.run(range(200, 300))
    assert len(portal.waited) == before > 5


def test_a_machine_that_stood_still_makes_no_pause_longer(portal, importer, clock):
    importer.batch_sizer.note_other_writer()
    importer.batch_sizer.note_duration(1000.0)
    importer.batch_sizer.note_other_writer()
    importer.run(range(20))
    assert portal.waited == pytest.approx([MAX_PAUSE, 0.5])


def test_pauses_begin_before_a_conflict_when_others_are_seen(portal, importer, clock):
    importer.batch_sizer.note_other_writer()
    importer.run(range(20))
    assert importer.batch_sizer.conflicts == 0
    assert len(portal.waited) == len(importer.sizes) - 1 == 1
    assert portal.waited == pytest.approx([0.5])


def test_what_was_done_between_two_batches_counts(portal, importer, clock):
    importer.batch_sizer.note_other_writer()
    importer.run(range(10))
    clock.time += 0.05
    importer.run(range(10, 20))
    clock.time += 5
    importer.run(range(20, 30))
    assert portal.waited == pytest.approx([0.45])


def writer(clock, tries):
    """Begin a save anew now that had begun anew so many times before."""
    begun = clock.time
    return lambda: [(tries, clock.time - begun)]


@pytest.mark.parametrize("tries, seconds", [(1, 4.0), (2, 6.0), (9, 20.0)])
def test_who_begins_anew_is_let_in(portal, importer, clock, tries, seconds):
    """As long as Zope may wait before it repeats the save, and the save itself takes."""
    importer.run(range(10))
    portal.waiting_writers = writer(clock, tries)
    importer.run(range(10, 20))
    assert sum(portal.waited) == pytest.approx(seconds)
    assert max(portal.waited) <= POLL_SECONDS
    assert importer.batch_sizer.has_other_writers
    assert portal.stored("cursor") == 20


def test_who_has_lost_once_is_not_waited_for(portal, importer, clock):
    portal.waiting_writers = writer(clock, 0)
    importer.run(range(20))
    assert portal.waited == []


def test_who_came_through_is_waited_for_no_longer(portal, importer, clock):
    portal.waiting_writers = lambda: [(3, clock.time)] if clock.time < 1 else []
    importer.run(range(10))
    assert sum(portal.waited) == pytest.approx(1.0)


def test_who_begins_anew_between_two_attempts_is_let_in(portal, importer, clock):
    def save(item):
        if not portal.waited:
            portal.elsewhere(lambda root: root["words"].update(common="edited"))
            portal.waiting_writers = writer(clock, 1)

    importer.meanwhile = save
    importer.run(range(5))
    assert sum(portal.waited[1:]) == pytest.approx(2 + 2 * SAVE_SECONDS, abs=0.1)
    assert portal.stored("cursor") == 5


def test_who_begins_anew_all_the_time_holds_nothing_up_for_ever(
    portal, importer, clock
):
    portal.waiting_writers = lambda: [(1, 0.0)]
    importer.run(range(10))
    assert sum(portal.waited) == pytest.approx(MAX_WAIT)
    assert portal.stored("cursor") == 10


def test_without_time_nobody_is_waited_for(portal, importer):
    portal.seconds, portal.waiting_writers = 0.0, lambda: [(1, 0.0)]
    importer.run(range(10))
    assert portal.waited == []


def test_time_that_was_left_to_others_is_not_there(portal, importer, clock):
    def wait(seconds):
        portal.seconds = -1.0
        return True

    portal.wait = wait
    importer.run(range(10))
    portal.waiting_writers = lambda: [(1, 0.0)]
    with pytest.raises(Unfinished):
        importer.run(range(10, 50))
    assert portal.stored("cursor") == 21


def test_where_waiting_is_not_allowed_the_rest_is_left(portal, importer, clock):
    portal.waits = False
    importer.batch_sizer.note_other_writer()
    with pytest.raises(Unfinished):
        importer.run(range(40))
    assert set(portal.stored("content")) == set(range(10))


def test_a_run_that_never_waits_does_something_beside_who_knocks(portal, importer):
    portal.waits, portal.waiting_writers = False, lambda: [(1, 0.0)]
    with pytest.raises(Unfinished):
        importer.run(range(40))
    assert set(portal.stored("content")) == set(range(10))


def test_what_was_fetched_in_the_last_second_is_kept(portal, importer):
    portal.seconds = 0.0
    with pytest.raises(Unfinished):
        importer.run(range(30))
    assert set(portal.stored("content")) == set(range(10))


def test_dry_run_commits_nothing(portal, importer):
    portal.dry_run = True
    seen = []
    importer.meanwhile = seen.append
    importer.run(range(25))
    assert seen == list(range(25))
    assert portal.stored("content") == {}
    assert portal.stored("cursor") == 0


def test_without_the_lease_nothing_is_begun(portal, importer):
    portal.elsewhere(steal)
    with pytest.raises(LeaseLost):
        importer.run(range(3))
    assert portal.stored("content") == {}


def test_lease_lost_within_a_batch_commits_nothing_of_it(portal, importer):
    importer.meanwhile = lambda item: item == 13 and portal.elsewhere(steal)
    with pytest.raises(LeaseLost):
        importer.run(range(30))
    assert set(portal.stored("content")) == set(range(10))


def test_lost_lease_is_no_matter_of_one_item(portal, importer):
    """What an item raises is told to `failed`, but not that the run is over."""

    def lose(item):
        raise LeaseLost("they")

    importer.meanwhile = lose
    with pytest.raises(LeaseLost):
        importer.run(range(3))
    assert importer.errors == {}


class TestTransact:
    def test_gives_what_the_step_gives(self, portal):
        assert transact(portal, lambda: "so") == "so"

    def test_drops_what_stood_before(self, portal):
        portal.root["cursor"] = 5
        transact(portal, lambda: None)
        assert portal.stored("cursor") == 0

    def test_is_run_anew_at_a_conflict(self, portal):
        save = editor(portal, 2)
        seen = []

        def step():
            portal.root["words"]["common"] = "new"
            seen.append(1)
            save(None)

        transact(portal, step)
        assert len(seen) == 3
        assert portal.stored("words") == {"common": "new"}

    def test_gives_up_after_ten(self, portal):
        save = editor(portal, 99)

        def step():
            portal.root["words"]["common"] = "new"
            save(None)

        with pytest.raises(Unfinished):
            transact(portal, step)
        assert len(portal.waited) == 10

    def test_an_error_leaves_nothing_behind(self, portal):
        def step():
            portal.root["cursor"] = 5
            raise ValueError("bad")

        with pytest.raises(ValueError):
            transact(portal, step)
        assert portal.root["cursor"] == 0


def test_editors_and_import_together_lose_nothing(portal, importer):
    """Real threads save while the import runs; who meets a conflict saves again."""
    saved, errors, done = [], [], threading.Event()

    def save(name):
        for _ in range(50):
            try:
                portal.elsewhere(
                    lambda root: root["words"].update({"common": name, name: "edited"})
                )
                return saved.append(name)
            except TransientError:
                pass
        errors.append(name)

    def edit(name):
        for number in range(1000):
            save(f"{name}-{number}")
            if done.wait(0.005):
                return

    threads = [threading.Thread(target=edit, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    try:
        importer.run(range(200))
    finally:
        done.set()
        for thread in threads:
            thread.join(60)
    assert errors == []
    assert portal.stored("content") == dict.fromkeys(range(200), "new")
    assert portal.stored("cursor") == 200
    assert set(saved) == set(portal.stored("words")) - {"common"}
