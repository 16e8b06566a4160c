"""Two clients, both with the clock: one is killed while it fetches and others save."""

from cluster_database import missing
from cluster_database import relstorage
from collections import Counter
from itertools import pairwise
from statistics import median
from unicodedata import normalize


def test_one_runner_at_a_time(story, record_property):
    record_property("summary", "\n".join(story.summary()))
    # Each token of the lease belonged to one run, and none came back.
    assert {len(owners) for owners in story.watch.holders.values()} == {1}
    assert story.watch.tokens == sorted(set(story.watch.tokens))
    for run, following in pairwise(story.runs):
        assert run.finished is None or run.finished <= following.started


def test_both_clients_ran(story):
    ran = {int(run.owner.split(":")[1]) for run in story.runs}
    assert all(ran & set(client.pids) for client in story.clients)


def test_killed_in_the_middle(story):
    (dead,) = (run for run in story.runs if run.state == "interrupted")
    assert dead.owner.split(":")[1] == str(story.killed_pid)
    assert 0 < story.fetched_when_killed < len(story.offered)
    # As long as it may live for all that others know, nobody takes over.
    assert story.token_after_restart == story.killed_token


def test_nothing_lost_and_nothing_doubled(story):
    bound = story.report["bound"]
    assert set(bound) == set(story.offered)
    # A file that the source was too slow to give comes later; its record is there.
    assert {name for _source, name in story.report["quarantine"]} <= set(bound)
    uids = [item["uid"] for item in bound.values()]
    assert len(set(uids)) == len(uids)
    assert story.report["texts"] == sorted(uids)
    assert {name: item["title"] for name, item in bound.items()} == {
        name: normalize("NFC", title) for name, title in story.offered.items()
    }


def test_nothing_refers_to_what_is_not_there(story):
    with relstorage(story.place.dsn) as storage:
        assert missing(storage) == set()


def test_no_save_failed(story):
    for editor in story.editors:
        assert len(editor.saves) > 30
        assert {save.status for save in editor.saves} <= {200, 201, 204}
        # What was on its way when the client died was sent again, by the other one.
        assert editor.cut_off <= 1
        assert story.titles[editor.name] == editor.titles


def test_saved_through_both(story):
    through = Counter(s.client for editor in story.editors for s in editor.saves)
    assert min(through[client.name] for client in story.clients) > 30


def test_pages_were_served_throughout(story):
    visits = story.visitor.visits
    assert {visit.status for visit in visits} == {200}
    first, last = story.visits_without_client
    assert last - first > 10
    assert median(visit.seconds for visit in visits) < 2
