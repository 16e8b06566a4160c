"""A process that is killed anywhere loses nothing and does nothing twice."""

from collections import Counter
from harvested_portal import reference_server
from itertools import count
from random import Random
from source_tree import HELPERS
from unicodedata import normalize
from zope_instance import made_instance

import json
import pytest
import signal

POINTS = ("before_send", "after_send", "before_commit", "after_commit", "between_pages")


class KilledPortal:
    """Drive a portal whose runs are processes of their own, and die."""

    def __init__(self, instance, server, monkeypatch):
        self.instance = instance
        self.server = server
        self.environ = monkeypatch.setenv
        self.conf = instance.conf()

    def script(self, name, **environment):
        for key, value in environment.items():
            self.environ(key, value)
        return self.instance.run("zconsole", "run", self.conf, HELPERS / name)

    def set_up(self):
        done = self.script("kill_portal.py", PBGDPL_KILL_PORTAL=self.server.base_url)
        assert done.returncode == 0, done.stderr

    def run(self, kill="", edit=""):
        """Run once, two hours later: the lease of whoever was killed has expired."""
        self.server.advance(hours=2)
        now = self.server.clock.now().isoformat()
        return self.script(
            "killed_run.py", PBGDPL_NOW=now, PBGDPL_KILL=kill, PBGDPL_EDIT=edit
        )

    def finish(self):
        """Run unharmed until everything is done."""
        for _ in range(6):
            done = self.run()
            assert done.returncode == 0, done.stderr
            if json.loads(done.stdout.splitlines()[-1])["state"] in ("done", "idle"):
                return
        raise AssertionError(done.stdout + done.stderr)

    def report(self):
        done = self.script("kill_portal.py", PBGDPL_KILL_PORTAL="report")
        line = next(
            line for line in done.stdout.splitlines() if line.startswith("REPORT")
        )
        return json.loads(line.removeprefix("REPORT "))


def kill_often(portal, kills, seed):
    """Let the data move on both sides while runs are killed; give the points met."""
    chance = Random(seed)
    met = Counter()
    for number in count():
        if met.total() >= kills and set(met) == set(POINTS):
            return met
        assert number < 4 * kills, "the runs are not killed any more"
        portal.server.edit_some(2)
        portal.server.add("news", title=f"Tin thêm {number}")
        portal.server.delete(portal.server.identifiers()[-1])
        point = POINTS[number % len(POINTS)]
        kill = f"{point}:{chance.randint(1, 6)}"
        done = portal.run(kill, f"bản {number}")
        if done.returncode == -signal.SIGKILL:
            met[point] += 1
        else:
            assert done.returncode == 0, done.stderr


def check(portal):
    """Compare both sides."""
    found = portal.report()
    server = portal.server
    live = set(server.identifiers())
    assert found["quarantine"] == []
    bound = {name: item for name, item in found["bound"].items()}
    assert {
        name for name, item in bound.items() if item["state"] != "withdrawn"
    } == live
    assert found["texts"] == sorted(item["uid"] for item in bound.values())
    for name in live:
        title = server.record(name).fields["title"]
        assert bound[name]["title"] == normalize("NFC", title)
    assert found["dirty"] == 0
    assert set(found["deliveries"].values()) == {"acknowledged"}
    stored = [one for one in server.received if one.stored]
    assert max(Counter((one.identifier, one.digest) for one in stored).values()) == 1
    titles = {
        r.document["name"].partition(": ")[2] for r in server.push.resources.values()
    }
    assert len(titles) == 1


@pytest.mark.long
@pytest.mark.parametrize("kills", [6, pytest.param(50, marks=pytest.mark.endurance)])
def test_killed_anywhere(tmp_path_factory, monkeypatch, kills):
    with (
        made_instance(tmp_path_factory.mktemp("killed")) as instance,
        reference_server(monkeypatch, records=24, page_size=6) as server,
    ):
        portal = KilledPortal(instance, server, monkeypatch)
        portal.set_up()
        met = kill_often(portal, kills, seed=kills)
        assert set(met) == set(POINTS)
        portal.finish()
        check(portal)
