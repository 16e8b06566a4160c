"""The gate of the form: one after another, some wait, and a flood has to rest."""

from concurrent.futures import ThreadPoolExecutor
from sonla.pbgdpl.questions.throttle import COOLDOWN_FACTOR
from sonla.pbgdpl.questions.throttle import FLOOD_THRESHOLD
from sonla.pbgdpl.questions.throttle import MAX_COOLDOWN
from sonla.pbgdpl.questions.throttle import MAX_REQUESTS
from sonla.pbgdpl.questions.throttle import Throttle
from source_tree import ROOT

import pytest
import re
import threading
import time
import transaction


@pytest.fixture
def throttle():
    yield Throttle()
    transaction.abort()


def flood(throttle, refused=FLOOD_THRESHOLD):
    for _ in range(refused):
        throttle.note_refusal()


def test_it_opens_again_whatever_happens(throttle):
    for end in (transaction.commit, transaction.abort, transaction.abort):
        assert throttle.acquire()
        end()
    assert throttle.acquire()


def test_one_is_inside_and_some_wait_and_who_comes_then_is_refused(throttle):
    inside, most, lock, go = 0, 0, threading.Lock(), threading.Event()

    def come():
        nonlocal inside, most
        if not throttle.acquire():
            return False
        with lock:
            inside += 1
            most = max(most, inside)
        go.wait(30)
        with lock:
            inside -= 1
        transaction.abort()
        return True

    with ThreadPoolExecutor(MAX_REQUESTS + 4) as pool:
        came = [pool.submit(come) for _ in range(MAX_REQUESTS + 4)]
        while sum(one.done() for one in came) < 4:
            time.sleep(0.01)
        go.set()
        assert (
            sorted(one.result() for one in came) == [False] * 4 + [True] * MAX_REQUESTS
        )
    assert most == 1


def test_who_has_waited_too_long_is_refused_and_leaves_room():
    throttle = Throttle(slots=1, timeout=0.01)
    throttle.lock.acquire()
    assert not throttle.acquire()
    throttle.lock.release()
    assert throttle.acquire()
    transaction.abort()


class Unready:
    """Something that can't take part in a new transaction."""

    def newTransaction(self, txn):
        raise RuntimeError("no database")

    beforeCompletion = afterCompletion = newTransaction


def test_who_can_not_begin_leaves_the_place_to_the_next():
    throttle, unready = Throttle(slots=1, timeout=0.01), Unready()
    transaction.manager.registerSynch(unready)
    try:
        with pytest.raises(RuntimeError):
            throttle.acquire()
    finally:
        transaction.manager.unregisterSynch(unready)
        transaction.abort()
    assert throttle.acquire()
    transaction.abort()


@pytest.mark.parametrize("end", [transaction.commit, transaction.abort])
def test_the_only_place_is_given_back(end):
    throttle = Throttle(slots=1, timeout=0.01)
    for _ in range(3):
        assert throttle.acquire()
        assert not throttle.acquire(), "it was entered twice"
        end()


def test_what_goes_on_after_the_end_gives_nothing_back_twice(throttle):
    assert throttle.acquire()
    transaction.commit()
    transaction.abort()
    with pytest.raises(RuntimeError):
        throttle.lock.release()
    with pytest.raises(ValueError):
        throttle.slots.release()


def test_without_a_crowd_it_never_rests(throttle):
    flood(throttle, FLOOD_THRESHOLD - 1)
    throttle.cool_down(5.0)
    assert throttle.closed_until == 0


def test_in_a_flood_it_rests_for_a_multiple_of_what_a_form_took(throttle):
    flood(throttle)
    for took, rest in ((0.01, COOLDOWN_FACTOR * 0.01), (5.0, MAX_COOLDOWN)):
        now = time.monotonic()
        throttle.cool_down(took)
        assert throttle.closed_until >= now + rest
        assert throttle.closed_until <= time.monotonic() + rest


def test_who_comes_while_it_rests_is_let_in_afterwards(throttle):
    flood(throttle)
    throttle.cool_down(0.005)
    closed_until = throttle.closed_until
    assert throttle.acquire()
    assert time.monotonic() >= closed_until


def test_what_was_refused_a_minute_ago_is_no_crowd(throttle):
    for _ in range(FLOOD_THRESHOLD):
        throttle.refusals.may_pass({"*": FLOOD_THRESHOLD}, now=time.monotonic() - 61)
    throttle.cool_down(5.0)
    assert throttle.closed_until == 0


@pytest.mark.parametrize("name", ["buildout.cfg", "zope/zope.ini"])
def test_a_client_of_the_cluster_has_a_thread_more_than_forms_can_hold(name):
    (threads,) = set(
        re.findall(r"^threads = (\d+)$", (ROOT / "deploy" / name).read_text(), re.M)
    )
    assert int(threads) > MAX_REQUESTS
