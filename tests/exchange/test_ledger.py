"""The ledger by itself: what it lists, to whom, and in which order."""

from hypothesis import given
from hypothesis import strategies as st
from itertools import islice
from persistent.mapping import PersistentMapping
from sonla.pbgdpl.exchange.ledger import HORIZON
from sonla.pbgdpl.exchange.ledger import install_ledger
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.ledger import PIECE
from sonla.pbgdpl.exchange.ledger import remove_ledger
from sonla.pbgdpl.exchange.ledger import RETENTION_SECONDS
from ZODB.FileStorage import FileStorage
from zope.annotation.interfaces import IAnnotations
from zope.interface import implementer

import pytest
import transaction
import ZODB

T0 = 1_700_000_000
"""Any moment."""


@implementer(IAnnotations)
class Portal(PersistentMapping):
    """Stand for a portal with annotations."""


@pytest.fixture
def ledger():
    return install_ledger(Portal())


def live(ledger, uid, now, content="a", path="s/x", kind="news"):
    return ledger.note_live(uid, kind, content, path, now)


def names(ledger, seen, start=0, until=None, **how):
    found = ledger.listed(start, seen if until is None else until, seen, **how)
    return [key.uid for key in found]


def test_a_change_is_listed_after_the_horizon(ledger):
    assert live(ledger, "u", T0)
    assert names(ledger, T0 + HORIZON - 1) == []
    assert names(ledger, T0 + HORIZON) == ["u"]


def test_who_harvests_from_the_last_answer_misses_nothing(ledger):
    """A change that was stamped before an answer and committed after it comes next."""
    harvested = T0 + HORIZON + 1
    live(ledger, "first", T0)
    assert names(ledger, harvested) == ["first"]
    live(ledger, "slow", harvested - HORIZON + 1)
    assert names(ledger, harvested + HORIZON, start=harvested) == ["slow"]


def test_equal_content_at_the_same_place_is_no_change(ledger):
    live(ledger, "u", T0)
    assert not live(ledger, "u", T0 + 500)
    assert ledger.get("u").datestamp == T0 + HORIZON
    assert live(ledger, "u", T0 + 500, path="s/y")
    assert live(ledger, "u", T0 + 600, path="s/y", content="b")
    assert ledger.get("u").revision == 3


def test_while_a_change_waits_the_record_is_listed_as_before(ledger):
    """Else an inventory taken meanwhile would take it for gone."""
    live(ledger, "u", T0)
    live(ledger, "u", T0 + 1000, content="b")
    before = [key.datestamp for key in ledger.listed(0, T0 + 1001, T0 + 1001)]
    assert before == [T0 + HORIZON]
    later = T0 + 1000 + HORIZON
    assert [key.datestamp for key in ledger.listed(0, later, later)] == [later]


def test_changes_in_one_second_are_one_change(ledger):
    live(ledger, "u", T0)
    live(ledger, "u", T0, content="b")
    ledger.note_deleted("u", T0)
    assert len(ledger.order) == 1
    assert ledger.get("u").deleted


def test_a_clock_that_was_put_back_hides_nothing(ledger):
    live(ledger, "u", T0)
    live(ledger, "u", T0 - 3600, content="b")
    assert ledger.get("u").datestamp == T0 + HORIZON
    assert names(ledger, T0 + HORIZON, start=T0) == ["u"]


def test_what_was_never_public_leaves_nothing(ledger):
    assert not ledger.note_deleted("draft", T0)
    assert ledger.get("draft") is None


def test_a_deletion_leaves_a_tombstone_for_ever(ledger):
    live(ledger, "u", T0)
    assert ledger.note_deleted("u", T0 + 10)
    assert not ledger.note_deleted("u", T0 + 20)
    assert names(ledger, T0 + 10**9) == ["u"]
    assert ledger.get("u").deleted
    assert live(ledger, "u", T0 + 30), "public again"
    assert not ledger.get("u").deleted


def test_types_make_sets(ledger):
    live(ledger, "n", T0)
    live(ledger, "g", T0, kind="guidance")
    ledger.note_deleted("g", T0 + 500)
    assert names(ledger, T0 + 999, kind="guidance") == ["g"]
    assert list(ledger.types) == ["guidance", "news"]


STEPS = st.lists(
    st.tuples(st.integers(0, 7), st.booleans(), st.integers(0, 400)), max_size=60
)


@given(before=STEPS, meanwhile=STEPS, page=st.integers(1, 5))
def test_pages_give_each_record_once_whatever_changes_meanwhile(
    before, meanwhile, page
):
    ledger, now = install_ledger(Portal()), T0
    steps = iter(meanwhile)

    def change(step, now):
        number, deleted, wait = step
        uid = f"u{number}"
        if deleted:
            ledger.note_deleted(uid, now + wait)
        else:
            live(ledger, uid, now + wait, content=str(now + wait))
        return now + wait

    for step in before:
        now = change(step, now)
    seen = now + 60
    whole = names(ledger, seen)
    assert sorted(whole) == sorted(
        uid
        for uid, entry in ledger.all_entries()
        if any(key[1] == uid for key in ledger.changes(seen))
    )
    given, after, now = [], None, seen
    while keys := list(ledger.listed(0, seen, seen, after=after))[:page]:
        given += [key.uid for key in keys]
        after = keys[-1]
        for step in [next(steps, None)]:
            now = now if step is None else change(step, now)
    assert given == whole


@given(steps=STEPS)
def test_a_place_lists_what_the_order_lists_of_it(steps):
    """By its own order, with what is gone apart, and nothing of elsewhere."""
    ledger, now = install_ledger(Portal()), T0
    for number, deleted, wait in steps:
        now += wait
        uid, place = f"u{number}", "s/x" if wait % 2 else "s/y"
        if deleted:
            ledger.note_deleted(uid, now)
        else:
            live(ledger, uid, now, content=str(now), path=f"{place}/{uid}")
        for seen in (now, now + HORIZON):
            whole = list(ledger.listed(0, seen, seen))
            for place in ("s", "s/x"):
                for gone in (False, True):
                    expected = [
                        key
                        for key in whole
                        if ledger.get(key.uid).deleted == gone
                        and ledger.get(key.uid).path.startswith(f"{place}/")
                    ]
                    found = list(ledger.newest(place, seen, ["news", "none"], gone))
                    assert found == expected[::-1]


def test_what_is_in_no_feed_is_in_no_piece():
    ledger = install_ledger(Portal())
    for number in range(2 * PIECE):
        live(ledger, f"u{number:03}", T0 + number)
        ledger.note_live(f"a{number:03}", "activity", "a", "s/x", T0, in_feeds=False)
    ledger.cut(T0 + HORIZON + 2 * PIECE, 5)
    pieces = [[*ledger.within(*ledger.piece(number))] for number in range(2)]
    assert ledger.cut_off == 2
    assert [key.uid for keys in pieces for key in keys] == [
        f"u{number:03}" for number in range(2 * PIECE)
    ]


def test_pieces_stay_cut_and_forget_what_was_followed_long_ago():
    ledger = install_ledger(Portal())
    for number in range(PIECE + 1):
        live(ledger, f"u{number:03}", T0)
    assert not ledger.is_piece_full(T0)
    assert ledger.is_piece_full(T0 + HORIZON)
    ledger.cut(T0 + HORIZON, 5)
    borders = ledger.piece(0)
    assert (ledger.cut_off, borders[1].uid) == (1, f"u{PIECE - 1:03}")
    for uid in ("u001", f"u{PIECE:03}"):
        live(ledger, uid, T0 + 10, content="b")
        live(ledger, uid, T0 + 10 + RETENTION_SECONDS + HORIZON, content="c")
    stamps = [key.datestamp for key in ledger.changes(T0 + 10**9) if key.uid == "u001"]
    assert stamps == [T0 + 10 + HORIZON, T0 + 10 + RETENTION_SECONDS + 2 * HORIZON]
    kept = [key for key in ledger.changes(T0 + 10**9) if key.uid == f"u{PIECE:03}"]
    assert [key.datestamp for key in kept] == stamps
    assert set(ledger.kinds["news"]) == {*map(tuple, ledger.changes(T0 + 10**9))}
    assert ledger.piece(0) == borders
    assert len(list(ledger.within(*borders))) == PIECE - 1


MANY = 4000
KINDS = ("guidance", "news")
ASKED = {
    "the feed of a small unit": lambda led, now: list(
        led.newest("s/small", now, KINDS)
    ),
    "the feed of the section": lambda led, now: first(led.newest("s", now, KINDS)),
    "what is gone from the section": lambda led, now: first(
        led.newest("s", now, KINDS, True)
    ),
    "the number of archives": lambda led, now: led.cut_off,
    "an archive": lambda led, now: list(led.within(*led.piece(30))),
    "the last archive": lambda led, now: list(led.within(*led.piece(led.cut_off - 1))),
    "a small set": lambda led, now: list(led.listed(0, now, now, "guidance")),
    "a page": lambda led, now: first(led.listed(0, now, now)),
    "a size": lambda led, now: led.count(0, now, now, most=100),
    "the earliest": lambda led, now: led.earliest(),
    "what is due": lambda led, now: (led.is_scheduled(now), led.is_piece_full(now)),
}


def first(keys):
    return list(islice(keys, 50))


@pytest.fixture(scope="module")
def large():
    """Yield a database with a large ledger, and the moment of its last change."""
    database = ZODB.DB(None)
    connection = database.open()
    portal = connection.root()["portal"] = Portal()
    ledger = install_ledger(portal)
    for number in range(MANY):
        small = number < 3
        place, kind = ("small", "guidance") if small else ("other", "news")
        uid, now = f"{number:032x}", T0 + number
        live(ledger, uid, now, path=f"s/{place}/{number}", kind=kind)
        ledger.schedule_moment(uid, T0 + 10**8 + number)
    for number in range(MANY // 2, MANY):
        ledger.note_deleted(f"{number:032x}", T0 + MANY + number)
    for number in range(MANY):
        uid, now = f"{MANY + number:032x}", T0 + 2 * MANY + number
        ledger.note_live(uid, "activity", "a", f"s/other/{uid}", now, in_feeds=False)
    live(ledger, f"{2 * MANY:032x}", T0 + 3 * MANY, path="s/other/last")
    now = T0 + 3 * MANY + HORIZON
    ledger.cut(now, MANY)
    transaction.commit()
    connection.close()
    yield database, now
    database.close()


@pytest.mark.parametrize("asked", ASKED)
def test_nobody_has_the_whole_ledger_read(large, asked):
    """How much of it is read is counted by what the database has to load."""
    database, now = large
    connection = database.open()
    connection.cacheMinimize()
    connection.getTransferCounts(clear=True)
    ASKED[asked](ledger_of(connection.root()["portal"]), now)
    loaded, _written = connection.getTransferCounts()
    connection.close()
    assert 0 < loaded < 40


def test_the_large_ledger_is_large(large):
    database, now = large
    connection = database.open()
    connection.cacheMinimize()
    connection.getTransferCounts(clear=True)
    ledger = ledger_of(connection.root()["portal"])
    assert len(names(ledger, now)) == 2 * MANY + 1
    assert connection.getTransferCounts()[0] > 200
    connection.close()


@given(steps=STEPS)
def test_the_sequence_of_changes_is_only_added_to(steps):
    ledger, now, known = install_ledger(Portal()), T0, []
    for number, deleted, wait in steps:
        now += wait
        uid = f"u{number}"
        if deleted:
            ledger.note_deleted(uid, now)
        else:
            live(ledger, uid, now, content=str(now))
        seen = list(ledger.changes(now))
        assert seen[: len(known)] == known
        known = seen


def test_two_who_publish_at_the_same_time_do_not_conflict(tmp_path):
    database = ZODB.DB(FileStorage(str(tmp_path / "Data.fs")))
    managers = [transaction.TransactionManager() for _ in range(2)]
    roots = [database.open(manager).root() for manager in managers]
    portal = roots[0]["portal"] = Portal()
    install_ledger(portal)
    for number in range(5):
        live(ledger_of(portal), f"old{number}", T0 - 1000)
    managers[0].commit()
    managers[1].begin()
    for number, root in enumerate(roots):
        live(ledger_of(root["portal"]), f"new{number}", T0)
        ledger_of(root["portal"]).note_deleted(f"old{number}", T0)
    for manager in managers:
        manager.commit()
    managers[0].begin()
    found = ledger_of(roots[0]["portal"])
    assert set(names(found, T0 + HORIZON)) == {*(f"old{n}" for n in range(5))} | {
        "new0",
        "new1",
    }
    assert found.get("old0").deleted and found.get("old1").deleted
    database.close()


def test_what_is_kept_needs_no_code_of_ours():
    portal = Portal()
    live(install_ledger(portal), "u", T0)
    stored = remove_ledger(portal)
    assert ledger_of(portal) is None
    waiting, modules = [stored], set()
    while waiting:
        one = waiting.pop()
        modules.add(type(one).__module__.partition(".")[0])
        if hasattr(one, "items"):
            waiting += [part for pair in one.items() for part in pair]
        elif isinstance(one, tuple):
            waiting += one
    assert modules <= {"BTrees", "builtins"}
    assert names(install_ledger(portal, stored), T0 + HORIZON) == ["u"]
