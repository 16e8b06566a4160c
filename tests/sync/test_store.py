"""What is remembered between runs: made by writers only, and kept whole."""

from datetime import date
from persistent.mapping import PersistentMapping
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import JobStore
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.bindings import CONFLICT
from sonla.pbgdpl.sync.bindings import QuarantinedRecord
from sonla.pbgdpl.sync.bindings import WITHDRAWN
from sonla.pbgdpl.sync.deliveries import ACKNOWLEDGED
from sonla.pbgdpl.sync.deliveries import Outbox
from sonla.pbgdpl.sync.deliveries import QUEUED
from sonla.pbgdpl.sync.deliveries import REJECTED
from sonla.pbgdpl.sync.store import KEY
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.store import SyncStore
from transaction.interfaces import TransientError
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage
from zope.annotation.interfaces import IAnnotations

import pytest
import transaction


def test_reading_makes_nothing(portal):
    assert len(job_store_of(portal).journal.runs) == 0
    assert KEY not in IAnnotations(portal)


def test_writing_makes_it_once(portal):
    store = make_store(portal)
    assert make_store(portal) is store
    assert store_of(portal) is store


@pytest.fixture
def database():
    database = DB(DemoStorage())
    with database.transaction() as connection:
        connection.root()["store"] = SyncStore()
        connection.root()["other"] = PersistentMapping()
    yield database
    database.close()


@pytest.fixture
def two(database):
    """The store as two servers see it, each with its transactions."""
    managers = [transaction.TransactionManager() for _ in range(2)]
    connections = [database.open(manager) for manager in managers]
    for manager in managers:
        manager.begin()
    yield [
        (manager, connection.root()["store"])
        for manager, connection in zip(managers, connections, strict=True)
    ]
    for manager in managers:
        manager.abort()


class TestSources:
    def test_state_is_made_when_asked_for(self):
        store = SyncStore()
        state = store.source("btp")
        assert store.source("btp") is state
        assert (state.breaker, state.held, state.not_before) == (None, None, None)

    def test_progress_is_kept_by_set_and_format(self):
        state = SyncStore().source("btp")
        progress = state.progress("type:news", "pbgdpl")
        assert state.progress("type:news", "pbgdpl") is progress
        assert state.progress("type:news", "oai_dc") is not progress
        assert set(state.all_progress()) == {
            ("type:news", "pbgdpl"),
            ("type:news", "oai_dc"),
        }


class TestIdentities:
    def test_both_ways(self):
        store = SyncStore()
        identity = Binding("uid-1", content_hash="sha-256:1")
        store.bind("btp", "oai:a", identity)
        assert store.find_by_remote_id("btp", "oai:a") is identity
        assert store.find_by_uid("uid-1") == ("btp", "oai:a", identity)
        assert store.find_by_remote_id("other", "oai:a") is None
        assert store.find_by_uid("uid-2") is None

    def test_no_tie_is_tied_anew(self):
        store = SyncStore()
        store.bind("btp", "oai:a", Binding("uid-1"))
        with pytest.raises(ValueError, match="oai:a"):
            store.bind("btp", "oai:a", Binding("uid-2"))
        with pytest.raises(ValueError, match="uid-1"):
            store.bind("btp", "oai:b", Binding("uid-1"))
        assert store.find_by_remote_id("btp", "oai:b") is None

    def test_a_change_writes_one_identity_alone(self, database):
        with database.transaction() as connection:
            store = connection.root()["store"]
            for number in range(100):
                store.bind("btp", f"oai:{number}", Binding(f"uid-{number}"))
        connection = database.open()
        identity = connection.root()["store"].find_by_remote_id("btp", "oai:7")
        identity.attachments = "partial"
        assert connection._registered_objects == [identity]
        transaction.abort()
        connection.close()

    def test_what_an_older_release_stored_has_defaults(self):
        identity = Binding.__new__(Binding)
        identity.__setstate__({"uid": "uid-1"})
        assert (identity.state, identity.attachments) == ("in_sync", "")


class TestOutbox:
    def test_ten_edits_are_one_delivery(self):
        outbox = Outbox()
        for _ in range(10):
            outbox.mark("a")
        outbox.mark("b")
        outbox.mark("a")
        assert outbox.waiting() == ["b", "a"]

    def test_how_it_stands_is_kept_by_record(self):
        outbox = Outbox()
        delivery = outbox.delivery("a")
        assert outbox.delivery("a") is delivery
        assert outbox.delivery("b") is not delivery

    def test_what_was_sent_leaves_the_list(self):
        outbox = Outbox()
        outbox.mark("a")
        outbox.mark_done("a", outbox.dirty["a"])
        assert outbox.waiting() == []

    def test_what_was_edited_since_stays(self):
        outbox = Outbox()
        outbox.mark("a")
        before = outbox.dirty["a"]
        outbox.mark("a")
        outbox.mark_done("a", before)
        assert outbox.waiting() == ["a"]

    def test_an_edit_while_it_is_settled_is_not_lost(self, two):
        (editing, edited), (sending, sent) = two
        edited.outbox.mark("a")
        editing.commit()
        sending.begin()
        mark = sent.outbox.dirty["a"]
        sent.outbox.mark_done("a", mark)
        editing.begin()
        edited.outbox.mark("a")
        editing.commit()
        with pytest.raises(TransientError):
            sending.commit()
        sending.abort()
        sent.outbox.mark_done("a", mark)
        assert sent.outbox.waiting() == ["a"]

    @pytest.mark.parametrize("waiting", ["a", "ac"])
    def test_who_sends_does_not_meet_editors_of_other_records(self, two, waiting):
        """Neither when the first one of the list is settled, nor the last one left."""
        (editing, edited), (sending, sent) = two
        for uid in waiting:
            edited.outbox.mark(uid)
        editing.commit()
        sending.begin()
        sent.outbox.mark_done("a", sent.outbox.dirty["a"])
        edited.outbox.mark("b")
        sending.commit()
        editing.commit()
        assert sorted(edited.outbox.dirty) == sorted({*waiting, "b"} - {"a"})

    def test_the_list_is_a_mapping_of_what_waits(self):
        marks = Outbox().dirty
        assert (len(marks), bool(marks), list(marks)) == (0, False, [])
        marks["b"] = marks["a"] = 1
        assert dict(marks) == {"a": 1, "b": 1}
        marks.clear()
        assert not marks
        assert "" not in marks

    def test_editors_of_different_records_do_not_meet(self, two):
        (first, one), (second, other) = two
        one.outbox.mark("z")
        first.commit()
        second.begin()
        first.begin()
        one.outbox.mark("a")
        other.outbox.mark("b")
        first.commit()
        second.commit()
        first.begin()
        assert sorted(one.outbox.waiting()) == ["a", "b", "z"]

    def test_editors_do_not_meet_the_rest_of_the_store(self, two):
        (first, one), (second, other) = two
        one.outbox.mark("a")
        other.bind("btp", "oai:a", Binding("uid-1"))
        first.commit()
        second.commit()

    def test_numbers_are_kept_while_records_come_and_go(self):
        outbox = Outbox()
        for uid, state in (("a", ACKNOWLEDGED), ("b", REJECTED), ("c", CONFLICT)):
            outbox.mark(uid)
            outbox.delivery(uid).state = state
            assert uid not in outbox.stuck, "it waits to be sent"
            outbox.mark_done(uid, outbox.dirty[uid])
        assert list(outbox.stuck) == ["b", "c"]
        assert told(outbox) == {ACKNOWLEDGED: 1, REJECTED: 1, CONFLICT: 1}
        for _ in range(2):
            outbox.mark("b")
        assert list(outbox.stuck) == ["c"]
        assert told(outbox) == {ACKNOWLEDGED: 1, CONFLICT: 1, QUEUED: 1}
        outbox.delivery("b").state = WITHDRAWN
        outbox.mark_done("b", outbox.dirty["b"])
        assert told(outbox) == {ACKNOWLEDGED: 1, CONFLICT: 1, WITHDRAWN: 1}


def told(outbox):
    return {state: number for state, number in outbox.numbers().items() if number}


def test_two_who_add_to_a_counted_tree_are_both_counted(two):
    (first, one), (second, other) = two
    one.quarantine[("btp", "m")] = QuarantinedRecord()
    first.commit()
    second.begin()
    first.begin()
    one.quarantine[("btp", "a")] = QuarantinedRecord()
    other.quarantine[("btp", "z")] = QuarantinedRecord()
    first.commit()
    second.commit()
    first.begin()
    assert len(one.quarantine) == 3
    del one.quarantine[("btp", "a")]
    one.quarantine[("btp", "z")] = QuarantinedRecord()
    assert one.quarantine.pop(("btp", "a"), None) is None
    assert len(one.quarantine) == len(list(one.quarantine)) == 2


def test_daily_work_is_remembered_by_day():
    store = JobStore()
    assert not store.was_done("reconcile", date(2026, 3, 2))
    store.done_on["reconcile"] = date(2026, 3, 2)
    assert store.was_done("reconcile", date(2026, 3, 2))
    assert not store.was_done("reconcile", date(2026, 3, 3))


def test_a_day_of_a_wrong_clock_stops_nothing():
    store = JobStore()
    store.done_on["reconcile"] = date(2099, 1, 1)
    assert not store.was_done("reconcile", date(2026, 3, 2))
