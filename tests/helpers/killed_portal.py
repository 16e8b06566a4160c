"""A portal whose runs are processes of their own, and die; with two sources and a partner."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from fault_schedules import compared_fields
from fault_schedules import offered
from paged_list_source import PagedListSource
from push_schedules import assert_nothing_doubled
from random import Random
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.hashing import field_hashes
from source_tree import HELPERS
from statistics import median
from sync_processes import stop
from typing import Any
from zope_instance import Instance

import json
import subprocess

MEMORY_CONF = """
instancehome {folder}
<zodb_db main>
  <mappingstorage/>
  mount-point /
</zodb_db>
"""
POINTS = ("before_send", "after_send", "before_commit", "after_commit", "between_pages")
OWN_TEXTS = ("tin-0", "tin-1", "tin-2", "tin-3", "tin-4")
ROWS = 12
FEW = 12
"""Below that, records of the source come back rather than go."""


@contextmanager
def warm_process(instance: Instance) -> Iterator[subprocess.Popen]:
    """Start the process whose forks do the orders."""
    conf = instance.folder / "etc" / "memory.conf"
    conf.write_text(MEMORY_CONF.format(folder=instance.folder))
    pipe, log = subprocess.PIPE, instance.folder / "forked.log"
    script = HELPERS / "forked_orders.py"
    with log.open("w") as errors:
        how = {"stdin": pipe, "stdout": pipe, "stderr": errors}
        process = instance.start("zconsole", "run", conf, script, **how)
        try:
            assert process.stdout.readline() == "ready\n", log.read_text()
            yield process
        finally:
            stop(process)


class KilledPortal:
    """Drive the portal, its sources and what an editor does; count the kills."""

    sent_to = "/push/"
    """Whoever asks there is sending."""

    def __init__(
        self, process: Any, storage: dict[str, Any], server: Any, rows: PagedListSource
    ) -> None:
        self.process = process
        self.storage = storage
        self.server = server
        self.rows = rows
        self.spent: list[float] = [3.0]
        """Seconds that unharmed runs took."""
        self.passed = dict.fromkeys(POINTS, 8)
        """How often an unharmed run comes by each point."""
        self.kills: Counter[str] = Counter()
        """Kills by what the process was doing."""
        self.places: Counter[str] = Counter()
        """Kills by the point of the code, or at a random time."""
        self.states = dict.fromkeys(OWN_TEXTS, "published")
        self.number = 0

    def order(self, do: str, **how: Any) -> dict[str, Any]:
        """Let a child do something; give how it ended."""
        order = {"do": do, "storage": self.storage, **how}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer

    def given(self, do: str, **how: Any) -> Any:
        """Return what an order gives that nobody kills."""
        answer = self.order(do, **how)
        assert not answer["killed"], f"{do} was killed"
        return answer["given"]

    def set_up(self) -> None:
        """Make what is fetched and sent."""
        self.rows.add(*range(ROWS))
        self.given(
            "set_up",
            oai_url=self.server.oai_url,
            list_url=self.rows.oai_url,
            push_url=self.server.push_url,
        )

    def run(self, **how: Any) -> dict[str, Any]:
        """Run once, two hours later: the lease of whoever was killed has expired."""
        self.server.advance(hours=2)
        answer = self.order("run", now=self.server.clock.now().isoformat(), **how)
        if not answer["killed"]:
            self.spent.append(answer["given"]["spent"])
            self.passed = answer["given"]["passed"]
        return answer

    def settle(self, most: int = 8) -> None:
        """Run unharmed until everything is done."""
        for _ in range(most):
            given = self.run()["given"]
            if given["state"] in ("done", "idle"):
                return
        raise AssertionError(f"not done after {most} runs: {given}")

    def finish(self) -> None:
        """Settle, and so late that what is gone from the list was missed twice."""
        for _ in range(3):
            self.server.advance(days=2)
            self.settle()

    # ---- what happens

    def let_data_move(self, chance: Random) -> dict[str, Any]:
        """Change something in both sources; return what an editor changes here."""
        self.number += 1
        server, rows = self.server, self.rows
        server.edit(chance.choice(server.identifiers()))
        gone, live = server.identifiers(deleted=True), server.identifiers()
        if gone and (len(live) < FEW or chance.random() < 0.5):
            server.restore(chance.choice(gone))
        else:
            server.delete(chance.choice(live))
        if self.number % 20 == 0:
            server.add("news", title=f"Tin thêm {self.number}")
        rows.edit(chance.choice(list(rows.rows)), f"Sửa lần {self.number}")
        if chance.random() < 0.3 and len(rows.rows) > ROWS - 4:
            del rows.rows[chance.choice(list(rows.rows))]
        elif chance.random() < 0.3:
            rows.add(f"{chance.randrange(ROWS)}", tieu_de=f"Về lại {self.number}")
        return self.edits(chance)

    def edits(self, chance: Random) -> dict[str, Any]:
        """Return new titles of texts of ours, and sometimes another state."""
        known = list(self.states)
        edited = chance.sample(known, chance.randint(1, len(known)))
        titles = {name: f"{name}, bản {self.number}" for name in edited}
        states = {}
        if chance.random() < 0.2:
            name = chance.choice(known)
            is_public = self.states[name] == "published"
            states = {name: "withdrawn" if is_public else "published"}
            self.states.update(states)
        return {"titles": titles, "states": states}

    def kill_once(self, chance: Random) -> bool:
        """Let the data move and a run be killed; return whether it was in time."""
        edits = self.let_data_move(chance)
        point = chance.choice(POINTS) if chance.random() < 0.4 else ""
        how: dict[str, Any] = {"seconds": chance.uniform(0, self.usual() * 1.1)}
        if point:
            often = self.passed[point] or 1  # the last run may have had nothing to do
            how = {"point": point, "nth": chance.randint(1, often)}
        asked, listed = len(self.server.requests), len(self.rows.requests)
        answer = self.run(**edits, **how)
        if not answer["killed"]:
            return False
        assert answer["begun"]
        self.kills[self.doing(asked, listed)] += 1
        self.places[point or "at a random time"] += 1
        return True

    def usual(self) -> float:
        """Return the seconds that an unharmed run takes of late."""
        return median(self.spent[-9:])

    def doing(self, asked: int, listed: int) -> str:
        """Name what was done last, by who was asked since then."""
        met = [seen.target for seen in list(self.server.requests)[asked:]]
        if any(self.sent_to in target for target in met):
            return "sending"
        if len(self.rows.requests) > listed:
            return "fetching a list of JSON"
        return "fetching by OAI-PMH" if met else "beginning"

    # ---- what has to hold

    def check(self, finished: bool = True) -> None:
        """Compare both sides, once everything is done.

        Not yet finished, something may still be here that is gone from the list.
        """
        found = self.given("report")
        bound = found["bound"]
        held = ("dirty", "stuck", "held", "quarantine", "conflicts")
        assert not any(found[name] for name in held), found
        uids = [item["uid"] for known in bound.values() for item in known.values()]
        assert found["texts"] == sorted(uids), "an item is lost, or there twice"
        assert len(found["files"]) == len(set(found["files"]))
        self.check_oai(bound["btp"])
        self.check_list(bound["so"], finished)
        self.check_partner(found["own"])

    def check_oai(self, bound: dict[str, Any]) -> None:
        """What the source offers is here, in this very version, and nothing else."""
        live, _gone = offered(self.server)
        assert shown(bound) == set(live) == set(self.server.identifiers())
        for name, record in live.items():
            assert bound[name]["hash"] == content_hash(record), name
            here, there = bound[name]["fields"], field_hashes(record)
            for field in compared_fields(record):
                assert here.get(field) == there.get(field), (name, field)

    def check_list(self, bound: dict[str, Any], finished: bool) -> None:
        """What the list has is here, and nothing else."""
        here = {name: bound[name]["title"] for name in shown(bound)}
        there = self.rows.titles()
        assert here.keys() == there.keys() or not finished
        assert {name: here[name] for name in there} == there

    def check_partner(self, own: dict[str, str]) -> None:
        """What is public here is there, in this version, and was stored once."""
        there = {
            one.identifier: content_hash(jsonld.loads(one.body))
            for one in self.server.push.resources.values()
            if not one.deleted
        }
        assert there == own
        assert_nothing_doubled(self)

    def check_rest(self) -> None:
        """Nothing is left to send, and nothing in the database is missing."""
        sent = len(self.server.received)
        assert self.run()["given"]["state"] in ("done", "idle")
        assert len(self.server.received) == sent
        found = self.given("walk")
        assert found["there"] > 1000 and not found["missing"], found


def shown(bound: dict[str, Any]) -> set[str]:
    """Return the names of what isn't withdrawn."""
    return {name for name, item in bound.items() if item["state"] != "withdrawn"}
