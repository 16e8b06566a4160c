"""Backups: restored to an empty place, and an older one from which the exchange goes on.

The older one comes first: what is stamped anew is listed two minutes later.
"""

from cluster_database import current
from cluster_database import history
from cluster_database import missing
from cluster_database import opened
from cluster_database import relstorage
from cluster_story import facts
from cluster_story import report
from cluster_story import SCRIPTS
from datetime import datetime
from datetime import UTC
from sickle import Sickle
from sonla.pbgdpl.exchange.ledger import ANNOTATION
from sonla.pbgdpl.exchange.ledger import HORIZON
from sonla.pbgdpl.exchange.ledger import Ledger

import json
import os
import pytest
import time

RUNS = 40


def newest_stamp(dsn):
    """Return the newest datestamp that harvesters could have seen, and all that are listed."""
    with opened(dsn) as seen:
        ledger = Ledger(seen.site.__annotations__[ANNOTATION])
        return max(key[0] for key in ledger.order), set(ledger.entries)


@pytest.fixture(scope="module")
def elsewhere(story, postgres, place_at, tmp_path_factory):
    """Return a function: a new installation, with an empty database of its own."""

    def make(name):
        return place_at(tmp_path_factory.mktemp(name), postgres.create(name))

    return make


@pytest.fixture(scope="module")
def older(story, elsewhere):
    """Return a place where the older backup was restored, and everything re-stamped."""
    place = elsewhere("older")
    place.run(SCRIPTS / "restore", story.backups["older"])
    with opened(place.dsn) as seen:
        place.fetched = seen.fetched()
    place.stamp, place.entries = newest_stamp(place.dsn)
    time.sleep(1.1)
    place.restored = datetime.now(UTC)
    done = place.run("pbgdpl-restamp", place.etc / "zope.conf", "/Plone")
    place.restamped = json.loads(done.stdout)
    return place


def test_next_run_catches_up(story, older):
    assert 0 < older.fetched < len(story.server.identifiers())
    story.server.edit_some(3)
    story.server.add("news", title="Tin sau bản sao lưu")
    story.server.delete(story.server.identifiers()[-2])
    story.server.advance(hours=1)
    sync = ("pbgdpl-sync", older.etc / "zope.conf", "/Plone", "--budget", "300")
    for _run in range(RUNS):
        done = json.loads(older.run(*sync, "--source", "btp").stdout)
        if done["state"] == "done" and not done["counts"].get("harvest/btp", {}).get(
            "created"
        ):
            break
    found = report(older)
    live = {
        name for name, item in found["bound"].items() if item["state"] != "withdrawn"
    }
    assert live == set(story.server.identifiers())
    assert found["texts"] == sorted(item["uid"] for item in found["bound"].values())
    # A file that the source was too slow to give comes later; its record is there.
    assert {name for _source, name in found["quarantine"]} <= set(found["bound"])


@pytest.fixture(scope="module")
def restored(story, elsewhere):
    """Return an empty place to which the newer backup was restored."""
    place = elsewhere("restored")
    (place.folder / "var" / "blobcache-client1").mkdir()
    place.run(SCRIPTS / "restore", story.backups["newer"])
    return place


def test_restored_to_an_empty_place(story, restored):
    with relstorage(restored.dsn) as storage:
        assert current(storage) == story.sum
    with opened(restored.dsn) as seen:
        assert facts(seen) == story.facts
    # What a client kept of another past is gone.
    assert not (restored.folder / "var" / "blobcache-client1").exists()
    people = story.facts["types"]["LegalReporter"]
    assert people > 1 and story.facts["journal"] and story.facts["cursors"]


def test_packed(story, restored):
    """Packing drops the past and what nothing refers to; all else stays, and is whole."""
    with relstorage(restored.dsn) as storage:
        before, _digest = history(storage)
    restored.run(SCRIPTS / "pack")
    with relstorage(restored.dsn) as storage:
        after, _digest = history(storage)
        assert missing(storage) == set()
        assert current(storage).blobs > 3
    assert after < before
    with opened(restored.dsn) as seen:
        assert facts(seen) == story.facts


def test_never_over_what_is_there(story, elsewhere):
    before = story.sum
    refused = story.place.attempt(SCRIPTS / "restore", story.backups["older"])
    assert refused.returncode == 1
    assert "not empty" in refused.stderr
    with relstorage(story.place.dsn) as storage:
        assert current(storage) == before


def test_a_spoilt_backup_is_noticed(story, elsewhere, tmp_path):
    backup = story.backups["older"]
    spoilt = tmp_path / "spoilt.dump"
    data = bytearray(backup.read_bytes())
    data[len(data) // 2] ^= 1
    spoilt.write_bytes(data)
    digest = backup.with_name(f"{backup.name}.sha256").read_text()
    spoilt.with_name("spoilt.dump.sha256").write_text(
        digest.replace(backup.name, spoilt.name)
    )
    place = elsewhere("spoilt")
    assert place.attempt(SCRIPTS / "restore", spoilt).returncode != 0
    assert "object_state" not in tables(place)


def tables(place):
    """Name what is in the database of a place."""
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    return place.run("psql", "-At", "-d", place.dsn, "-c", query).stdout.split()


def test_old_backups_go(story):
    folder = story.place.folder / "backups"
    old = folder / "pbgdpl-20200101-000000.dump"
    old.write_text("old")
    os.utime(old, (0, 0))
    story.place.run(SCRIPTS / "backup")
    (made,) = folder.glob("pbgdpl-*.dump")
    assert made != old
    assert not list(folder.glob("*.part"))
    made.unlink()


def test_harvesters_read_every_record_again(story, older, parts):
    assert older.restamped["state"] == "done"
    assert older.restamped["records"] == len(older.entries) > 5
    assert older.stamp < older.restored.timestamp() + HORIZON
    client = parts.Client(older, "client1")
    with parts.running(older, [client]):
        harvester = Sickle(f"http://127.0.0.1:{client.port}/Plone/@@oai")
        since = datetime.fromtimestamp(older.stamp + 1, UTC)
        wait_until(
            datetime.fromisoformat(older.restamped["listed_from"]).timestamp() + 2
        )
        asked = {
            "metadataPrefix": "oai_dc",
            "from": since.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        listed = {header.identifier for header in harvester.ListIdentifiers(**asked)}
    assert {name.rpartition(":")[2] for name in listed} >= older.entries


def wait_until(moment):
    """Wait until a moment has come."""
    time.sleep(max(0.0, moment - time.time()))
