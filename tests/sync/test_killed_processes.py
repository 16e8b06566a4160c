"""A process that is killed anywhere loses nothing and does nothing twice."""

from contextlib import contextmanager
from harvested_portal import reference_server
from killed_portal import KilledPortal
from killed_portal import POINTS
from killed_portal import warm_process
from killed_sending import KilledSender
from killed_sending import WAYS
from paged_list_source import PagedListSource
from paged_list_source import serving_list
from random import Random
from shutil import copytree
from sync_processes import zeo_server
from time import monotonic
from zope_instance import made_instance

import pytest

EVERYTHING = {
    "beginning",
    "fetching by OAI-PMH",
    "fetching a list of JSON",
    "sending",
}
CHECKED_EVERY = 3
"""What a kill loses, a later change would hide."""
FINISHED_EVERY = 100


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """Make an instance with a portal; its database is a file when nobody serves it."""
    with made_instance(tmp_path_factory.mktemp("killed")) as made:
        pass
    return made


@contextmanager
def served_by_zeo(folder):
    with zeo_server(folder) as port:
        yield {"port": port, "blobs": str(folder / "blobs")}


@contextmanager
def opened_as_file(folder):
    """The file is written by the process that is killed, so its end may be torn."""
    yield {"path": str(folder / "Data.fs"), "blobs": str(folder / "blobs-of-server")}


@pytest.fixture(params=[served_by_zeo, opened_as_file], ids=["zeo", "file"])
def storage(request, instance, tmp_path):
    folder = tmp_path / "var"
    copytree(instance.folder / "var", folder)
    with request.param(folder) as storage:
        yield storage


@pytest.fixture
def portal(instance, storage, monkeypatch):
    with reference_server(monkeypatch, records=24, page_size=6) as server:
        rows = PagedListSource(size=5, clock=server.clock)
        with serving_list(rows, monkeypatch):
            hosts = [url.split("/")[2] for url in (server.base_url, rows.oai_url)]
            monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", " ".join(hosts))
            with warm_process(instance) as process:
                portal = KilledPortal(process, storage, server, rows)
                portal.set_up()
                yield portal


@pytest.fixture(params=WAYS)
def sender(request, instance, storage, monkeypatch):
    """Yield a portal that sends by a mapping, and nothing else."""
    with (
        reference_server(monkeypatch, records=1) as server,
        warm_process(instance) as process,
    ):
        sender = KilledSender(process, storage, server, WAYS[request.param])
        sender.set_up()
        yield sender


def kill_often(portal, kills, seed, meanwhile=None):
    """Kill so many runs; look again and again that nothing is lost or doubled.

    With `meanwhile` only those count that were doing that. Return the figures in words.
    """
    chance, begun, runs = Random(seed), monotonic(), 0

    def counted():
        return portal.kills[meanwhile] if meanwhile else portal.kills.total()

    while (number := counted()) < kills:
        runs += 1
        assert runs < 4 * kills, "the runs are not killed any more"
        if not portal.kill_once(chance):
            continue
        if not (number + 1) % CHECKED_EVERY:
            portal.settle()
            portal.check(finished=False)
        if not (number + 1) % FINISHED_EVERY:
            portal.finish()
            portal.check()
            portal.given("pack")
    portal.finish()
    portal.check()
    portal.check_rest()
    spent = monotonic() - begun
    return (
        f"Seed {seed}: {portal.kills.total()} of {runs} runs killed in {spent:.0f} s, "
        f"0 records lost, 0 doubled. While: {in_words(portal.kills)}. "
        f"Where: {in_words(portal.places)}."
    )


def in_words(kills):
    return ", ".join(f"{what} {number}" for what, number in sorted(kills.items()))


@pytest.mark.long
def test_killed_anywhere(portal, record_property):
    record_property("summary", kill_often(portal, 12, seed=12))


@pytest.mark.endurance
def test_killed_a_thousand_times(portal, record_property):
    """Both cases together: half of the kills with each kind of database."""
    record_property("summary", kill_often(portal, 510, seed=510))
    assert set(portal.kills) == EVERYTHING
    assert set(portal.places) == {"at a random time", *POINTS}


@pytest.mark.long
def test_killed_while_sending_by_a_mapping(sender, record_property):
    record_property("summary", kill_often(sender, 4, seed=4))


@pytest.mark.endurance
def test_killed_often_while_sending_by_a_mapping(sender, record_property):
    """All cases together: more than two hundred kills while something is sent."""
    record_property("summary", kill_often(sender, 36, seed=36, meanwhile="sending"))
    assert "at a random time" in sender.places
