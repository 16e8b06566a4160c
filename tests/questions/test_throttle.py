"""The gate of the form: one after another, some wait, and a flood has to rest."""

from concurrent.futures import ThreadPoolExecutor
from sonla.pbgdpl.questions.throttle import CROWD
from sonla.pbgdpl.questions.throttle import LONGEST_REST
from sonla.pbgdpl.questions.throttle import REST
from sonla.pbgdpl.questions.throttle import ROOM
from sonla.pbgdpl.questions.throttle import Throttle
from source_tree import ROOT

import pytest
import re
import threading
import time
import transaction


@pytest.fixture
def gate():
    yield Throttle()
    transaction.abort()


def flood(gate, refused=CROWD):
    for _ in range(refused):
        gate.note_refusal()


def test_it_opens_again_whatever_happens(gate):
    for end in (transaction.commit, transaction.abort, transaction.abort):
        assert gate.enter()
        end()
    assert gate.enter()


def test_one_is_inside_and_some_wait_and_who_comes_then_is_refused(gate):
    inside, most, lock, go = 0, 0, threading.Lock(), threading.Event()

    def come():
        nonlocal inside, most
        if not gate.enter():
            return False
        with lock:
            inside += 1
            most = max(most, inside)
        go.wait(30)
        with lock:
            inside -= 1
        transaction.abort()
        return True

    with ThreadPoolExecutor(ROOM + 4) as pool:
        came = [pool.submit(come) for _ in range(ROOM + 4)]
        while sum(one.done() for one in came) < 4:
            time.sleep(0.01)
        go.set()
        assert sorted(one.result() for one in came) == [False] * 4 + [True] * ROOM
    assert most == 1


def test_who_has_waited_too_long_is_refused_and_leaves_room():
    gate = Throttle(room=1, patience=0.01)
    gate.lock.acquire()
    assert not gate.enter()
    gate.lock.release()
    assert gate.enter()
    transaction.abort()


class Unready:
    """Something that can't take part in a new transaction."""

    def newTransaction(self, txn):
        raise RuntimeError("no database")

    beforeCompletion = afterCompletion = newTransaction


def test_who_can_not_begin_leaves_the_place_to_the_next():
    gate, unready = Throttle(room=1, patience=0.01), Unready()
    transaction.manager.registerSynch(unready)
    try:
        with pytest.raises(RuntimeError):
            gate.enter()
    finally:
        transaction.manager.unregisterSynch(unready)
        transaction.abort()
    assert gate.enter()
    transaction.abort()


@pytest.mark.parametrize("end", [transaction.commit, transaction.abort])
def test_the_only_place_is_given_back(end):
    gate = Throttle(room=1, patience=0.01)
    for _ in range(3):
        assert gate.enter()
        assert not gate.enter(), "it was entered twice"
        end()


def test_what_goes_on_after_the_end_gives_nothing_back_twice(gate):
    assert gate.enter()
    transaction.commit()
    transaction.abort()
    with pytest.raises(RuntimeError):
        gate.lock.release()
    with pytest.raises(ValueError):
        gate.room.release()


def test_without_a_crowd_it_never_rests(gate):
    flood(gate, CROWD - 1)
    gate.close_after(5.0)
    assert gate.opens == 0


def test_in_a_flood_it_rests_for_a_multiple_of_what_a_form_took(gate):
    flood(gate)
    for took, rest in ((0.01, REST * 0.01), (5.0, LONGEST_REST)):
        now = time.monotonic()
        gate.close_after(took)
        assert gate.opens >= now + rest
        assert gate.opens <= time.monotonic() + rest


def test_who_comes_while_it_rests_is_let_in_afterwards(gate):
    flood(gate)
    gate.close_after(0.005)
    opens = gate.opens
    assert gate.enter()
    assert time.monotonic() >= opens


def test_what_was_refused_a_minute_ago_is_no_crowd(gate):
    for _ in range(CROWD):
        gate.refusals.may_pass({"*": CROWD}, now=time.monotonic() - 61)
    gate.close_after(5.0)
    assert gate.opens == 0


@pytest.mark.parametrize("name", ["buildout.cfg", "zope/zope.ini"])
def test_a_client_of_the_cluster_has_a_thread_more_than_forms_can_hold(name):
    (threads,) = set(
        re.findall(r"^threads = (\d+)$", (ROOT / "deploy" / name).read_text(), re.M)
    )
    assert int(threads) > ROOM
