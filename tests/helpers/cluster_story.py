"""What happens to a cluster while its tests look on, and what they remember of it."""

from cluster_database import current
from cluster_database import opened
from cluster_database import relstorage
from cluster_people import SECTION
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from datetime import timedelta
from pathlib import Path
from sonla.pbgdpl.exchange.ledger import ANNOTATION as LEDGER
from sonla.pbgdpl.exchange.ledger import Ledger
from source_tree import HELPERS
from source_tree import path_with_tests
from source_tree import ROOT
from statistics import median
from typing import Any

import json
import os
import signal
import time

SCRIPTS = ROOT / "deploy" / "scripts"
PATIENCE = 1200
"""Seconds, for a machine that has other work, too."""
LEASE = timedelta(minutes=1)
"""A dead run is waited for so long, the difference of two clocks included."""

FILES_CONF = """\
instancehome $(PBGDPL_INSTANCE)
<zodb_db main>
  mount-point /
  <filestorage>
    path $(PBGDPL_VAR)/Data.fs
    blob-dir $(PBGDPL_VAR)/blobs
  </filestorage>
</zodb_db>
"""


@dataclass(frozen=True)
class Converted:
    """Hold a converted portal, and the sums over both databases."""

    place: Any
    files: Any
    postgres: Any
    files_history: tuple[int, str]
    postgres_history: tuple[int, str]


@dataclass
class Story:
    """Let things happen in their order."""

    place: Any
    clients: list[Any]
    editors: list[Any]
    visitor: Any
    watch: Any
    seen: Any
    server: Any
    killed_pid: int = 0
    killed_token: int = 0
    fetched_when_killed: int = 0
    token_after_restart: int = 0
    visits_without_client: tuple[int, int] = (0, 0)
    seconds: dict[str, float] = field(default_factory=dict)
    backups: dict[str, Path] = field(default_factory=dict)

    def live(self) -> None:
        """Kill whoever fetches, restart it, take a backup, and wait for the end."""
        self._begun = time.monotonic()
        total = len(self.server.identifiers())
        self.until("a third is fetched", lambda: self.seen.fetched() > total / 3)
        self.kill_the_runner()
        self.restart_it()
        self.until("most are there", lambda: self.seen.fetched() > total * 5 / 6)
        self.back_up("older")
        self.until("all is fetched", self.seen.has_fetched)

    def finish(self) -> None:
        """Wait for what is left when everybody has gone home."""
        self.until("all is done", self.seen.is_done)

    def until(self, what: str, reached: Callable[[], bool]) -> None:
        """Wait until something is so."""
        end = self._begun + PATIENCE
        while self.seen.look() and not reached():
            assert time.monotonic() < end, f"never: {what}; {self.logs()}"
            time.sleep(0.05)
        self.seconds[what] = time.monotonic() - self._begun

    def kill_the_runner(self) -> None:
        """Kill the client that fetches, just after it committed a batch."""
        while not self.halts_the_runner():
            os.kill(self.killed_pid, signal.SIGCONT)
        self.killed.kill()
        self.killed_token = self.seen.look().jobs.lease.token
        self.fetched_when_killed = self.seen.fetched()

    def halts_the_runner(self) -> bool:
        """Halt it after another batch; return whether its run hasn't ended just before."""
        lease = self.seen.look().jobs.lease
        before = self.seen.fetched()
        self.until(
            "another batch",
            lambda: self.seen.fetched() > before and lease.expires is not None,
        )
        owner = lease.owner
        self.killed_pid = int(owner.split(":")[1])
        time.sleep(0.05)
        os.kill(self.killed_pid, signal.SIGSTOP)
        # What the database was already told to commit is seen, too.
        time.sleep(0.2)
        self.seen.look()
        return lease.expires is not None and lease.owner == owner

    @property
    def killed(self) -> Any:
        """The client that was killed."""
        (client,) = (one for one in self.clients if self.killed_pid in one.pids)
        return client

    def restart_it(self) -> None:
        """Start it again; then let the time pass after which its run counts as dead."""
        first = len(self.visitor.visits)
        time.sleep(5)
        self.killed.start()
        self.killed.wait()
        self.visits_without_client = (first, len(self.visitor.visits))
        lease = self.seen.look().jobs.lease
        self.token_after_restart = lease.token
        lease.expires -= LEASE
        self.seen.transaction.commit()

    def back_up(self, name: str) -> None:
        """Take a backup of what is there now."""
        begun = time.monotonic()
        path = self.place.folder / "backups" / f"{name}.dump"
        self.place.run(SCRIPTS / "backup", path)
        self.backups[name] = path
        self.seconds[f"backup {name}"] = time.monotonic() - begun

    def end(self) -> None:
        """Take the last backup when all is quiet, and remember what was there."""
        self.offered = {
            name: self.server.record(name).fields["title"]
            for name in self.server.identifiers()
        }
        self.back_up("newer")
        with relstorage(self.place.dsn) as storage:
            self.sum = current(storage)
        with opened(self.place.dsn) as seen:
            self.facts = facts(seen)
            self.runs = [RunFacts.of(run) for run in seen.jobs.journal.runs.values()]
            section = seen.site[SECTION]
            self.titles = {
                editor.name: {name: section[name].title for name in editor.titles}
                for editor in self.editors
            }
        self.report = report(self.place)

    def summary(self) -> list[str]:
        """Return in figures how it went."""
        saves = [save for editor in self.editors for save in editor.saves]
        waits, visits = (
            sorted(one.seconds for one in ones) for ones in (saves, self.visitor.visits)
        )
        return [
            *(f"{seconds:7.1f} s  {what}" for what, seconds in self.seconds.items()),
            f"{len(self.runs):7d} runs, fetched when killed: {self.fetched_when_killed}",
            f"{len(saves):7d} saves, {sum(e.cut_off for e in self.editors)} cut off; "
            f"median {median(waits):.2f} s, slowest {waits[-1]:.1f} s",
            f"{len(visits):7d} visits; median {median(visits):.2f} s, slowest {visits[-1]:.1f} s",
            f"{self.backups['older'].stat().st_size / 2**20:7.1f} MB older backup",
        ]

    def logs(self) -> str:
        """Return the ends of the clients' logs."""
        return "\n".join(client.log.read_text()[-2000:] for client in self.clients)


@dataclass(frozen=True)
class RunFacts:
    """Tell of one run in the journal."""

    owner: str
    state: str
    started: Any
    finished: Any

    @classmethod
    def of(cls, run: Any) -> "RunFacts":
        """Read it while the database is open."""
        return cls(run.owner, run.state, run.started, run.finished)


def facts(seen: Any) -> dict[str, Any]:
    """Return what people and partners would miss first, in plain values."""
    store = seen.store
    progress = store.sources["btp"].all_progress()
    ledger = Ledger(seen.site.__annotations__[LEDGER])
    catalog = seen.site.portal_catalog
    types = catalog._catalog.uniqueValuesFor("portal_type")
    return {
        "cursors": {key: one.cursor for key, one in progress.items()},
        "journal": [(n, r.state, r.totals) for n, r in seen.jobs.journal.runs.items()],
        "entries": len(seen.jobs.journal.entries),
        "ledger": dict(ledger.entries),
        "types": {name: count(catalog, name) for name in types},
    }


def count(catalog: Any, portal_type: str) -> int:
    """Count the items of a type, whoever may see them."""
    return len(catalog._catalog(portal_type=portal_type))


def report(place: Any) -> dict[str, Any]:
    """Return what the portal of a place has fetched, and what its store knows."""
    output = place.script(HELPERS / "exchange_report.py", PYTHONPATH=path_with_tests())
    line = next(line for line in output.splitlines() if line.startswith("REPORT"))
    return json.loads(line.removeprefix("REPORT "))
