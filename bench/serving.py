"""Portals served over HTTP as `deploy/` says: one client, or a cluster behind nginx.

One client has its data set in files (FileStorage). A cluster has it in PostgreSQL, where
`zodbconvert` puts it, and two clients. Clients are Zope's `runwsgi` with the files of
`deploy/zope`; the baseline's don't read the add-on.
"""

from bench.datasets import copied
from bench.datasets import DATASETS
from bench.datasets import FOLDER
from bench.puller import CACHED_OBJECTS
from bench.zope_process import write_configuration
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from tools.cluster_parts import DEPLOY
from tools.cluster_parts import free_port
from tools.cluster_parts import MISSES_A_SECOND
from tools.cluster_parts import Place
from tools.cluster_parts import Postgres
from tools.cluster_parts import Proxy
from tools.cluster_parts import ROOT
from tools.cluster_parts import SITE
from tools.cluster_parts import STOP_SECONDS
from tools.cluster_parts import wait_for

import os
import signal
import subprocess
import sys

CLIENTS = 2


@dataclass(frozen=True)
class Started:
    """Name a client: its port and its process."""

    port: int
    process: int


@dataclass(frozen=True)
class Served:
    """Name a portal that is served: its port, and the path of the site there."""

    port: int
    site: str
    place: Place
    processes: tuple[int, ...] = ()
    """The clients."""

    def processor_seconds(self) -> float:
        """Return the processor time that the clients have taken so far."""
        ticks = sum(map(ticks_of, self.processes))
        return ticks / os.sysconf("SC_CLK_TCK")

    def keep_pages(self) -> None:
        """Switch on what `deploy/` does for pages to be kept, with clients running."""
        self.place.script(DEPLOY / "scripts" / "caching.py")


def ticks_of(process: int) -> int:
    """Return the ticks that a process has taken, in its own code and in the kernel's."""
    # The name of the program stands in brackets and may hold anything
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@contextmanager
def one_client(dataset: str) -> Iterator[Served]:
    """Serve a data set by one client."""
    with copied(dataset) as home, TemporaryDirectory(dir=FOLDER) as folder:
        place = Place(Path(folder), dsn="")
        place.make()
        write_configuration(home, CACHED_OBJECTS).rename(place.etc / "files.conf")
        with client(place, dataset, "client1", "files.conf") as started:
            yield Served(started.port, f"/{SITE}", place, (started.process,))


@contextmanager
def cluster(dataset: str, postgres: Postgres) -> Iterator[Served]:
    """Serve a data set by two clients behind nginx."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(dir=FOLDER)))
        proxy = Proxy(folder / "nginx")
        if proxy.program is None:
            raise RuntimeError("nginx is not on this machine")
        # All visitors of a benchmark come from one address
        proxy.misses_a_second = MISSES_A_SECOND.replace("50r/s", "100000r/s")
        place = Place(
            folder,
            postgres.create(f"bench-{dataset}"),
            postgres_bin=postgres.bin,
            variables={"PBGDPL_PURGE": f"http://127.0.0.1:{proxy.purge_port}"},
        )
        place.make()
        convert(place, dataset)
        place.script(DEPLOY / "scripts" / "portlets.py")
        clients = [
            stack.enter_context(client(place, dataset, f"client{number}", "zope.conf"))
            for number in range(1, CLIENTS + 1)
        ]
        proxy.start([started.port for started in clients])
        stack.callback(proxy.stop)
        processes = tuple(started.process for started in clients)
        yield Served(proxy.port, "", place, processes)


def convert(place: Place, dataset: str) -> None:
    """Put a data set into the database of a place."""
    with copied(dataset) as home:
        place.run("zodbconvert", place.etc / "convert.conf", PBGDPL_FROM=str(home))


@contextmanager
def client(place: Place, dataset: str, name: str, conf: str) -> Iterator[Started]:
    """Start a client and give it when it answers; end it in good order."""
    port = free_port()
    log = place.folder / "log" / f"{name}.log"
    side = "with" if DATASETS[dataset].addon else "without"
    words = (sys.executable, "-m", "bench.client", side, str(place.etc / "zope.ini"))
    environment = place.environment(name)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*words, f"http_port={port}", f"zope_file={conf}"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(port, process, log)
        yield Started(port, process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(STOP_SECONDS)
