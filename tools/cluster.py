"""Serve a demonstration portal by a whole cluster on this machine, until Ctrl-C.

PostgreSQL, two Zope clients that both have the clock, the reference of the ministry's side,
and nginx in front if the machine has it: with the very files of `deploy/`.

usage: cluster.py PORT BTP_PORT [FOLDER]
"""

from check_port import problems
from cluster_parts import BIN
from cluster_parts import Client
from cluster_parts import DEPLOY
from cluster_parts import HOST
from cluster_parts import Place
from cluster_parts import Postgres
from cluster_parts import Proxy
from cluster_parts import ROOT
from cluster_parts import running
from cluster_parts import SITE
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import ExitStack
from pathlib import Path
from serve import demo_accounts
from serve import GATEWAY_SECRETS
from serve import gateway_variables
from serve import SECOND_SOURCE

import os
import signal
import subprocess
import sys

FOLDER = ROOT / "var" / "cluster"
DATABASE = "pbgdpl"
FIRST_CLIENT = 1
"""Clients listen on the ports that follow that of the proxy."""
MISS, PURGE = 8, 9
"""So far behind the proxy's port it asks for what it has not kept, and is told what has changed."""


def main(port: int, btp_port: int, folder: Path = FOLDER) -> int | str:
    """Start everything, say where it is, and wait to be stopped; or say why it can't be."""
    if fault := next(problems(ports(port, btp_port), "make cluster"), None):
        return fault
    # A child of a job in the background would ignore the first.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with ExitStack() as stack:
        say("PostgreSQL ...")
        postgres = Postgres(folder / "postgres")
        stack.callback(postgres.stop)
        place = make_place(folder, postgres, port, btp_port)
        make_portal(place, postgres)
        stack.enter_context(ministry(place, btp_port))
        say("two clients ...")
        clients = [
            Client(place, f"client{number}", port + number, "zope-clock.conf")
            for number in (FIRST_CLIENT, FIRST_CLIENT + 1)
        ]
        stack.enter_context(running(place, clients))
        proxy = Proxy(folder / "nginx", port, port + PURGE, port + MISS)
        if proxy.program is not None:
            proxy.start([client.port for client in clients])
            stack.callback(proxy.stop)
        print(banner(proxy, clients, btp_port), flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            say("stopping ...")
    return 0


def ports(port: int, btp_port: int) -> list[str]:
    """Name all ports that it takes: a client that lacks its own would be no client."""
    behind = (FIRST_CLIENT, FIRST_CLIENT + 1, MISS, PURGE)
    pairs = {f"PORT + {number}": port + number for number in behind}
    return [
        str(word)
        for pair in {"PORT": port, **pairs, "BTP_PORT": btp_port}.items()
        for word in pair
    ]


def make_place(folder: Path, postgres: Postgres, port: int, btp_port: int) -> Place:
    """Return the installation in a folder; the database's address is that of this start."""
    place = Place(
        folder,
        postgres.dsn(DATABASE),
        postgres_bin=postgres.bin,
        variables={
            "PBGDPL_ALLOWED_HOSTS": f"{HOST}:{btp_port}",
            "PBGDPL_ALLOWED_NETWORKS": "127.0.0.0/8",
            "PBGDPL_BTP_PORT": str(btp_port),
            **gateway_variables(btp_port),
            "PBGDPL_PERIOD": "60",
            "PBGDPL_URL": f"http://{HOST}:{port}",
            "PBGDPL_PURGE": f"http://{HOST}:{port + PURGE}",
            "TZ": "Asia/Ho_Chi_Minh",
        },
    )
    place.make()
    return place


def make_portal(place: Place, postgres: Postgres) -> None:
    """Make database and portal, unless a start before this one has finished that."""
    stamp = place.folder / ".site-ready"
    if stamp.exists() and DATABASE in postgres.names():
        return
    say("the portal, once ...")
    postgres.create(DATABASE)
    print(place.script(ROOT / "tools" / "create_site.py"), end="")
    for name in ("portlets.py", "caching.py"):
        print(place.script(DEPLOY / "scripts" / name), end="")
    stamp.touch()


@contextmanager
def ministry(place: Place, port: int) -> Iterator[None]:
    """Run the reference server beside it."""
    received = place.folder / "referenceserver.jsonl"
    command = (BIN / "referenceserver", "--records", "60", "--state", received)
    secrets = {name: place.variables[name] for name in GATEWAY_SECRETS}
    server = subprocess.Popen(
        [*map(str, command), *SECOND_SOURCE, "--port", str(port)],
        env={**os.environ, **secrets},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        server.terminate()
        server.wait()


def banner(proxy: Proxy, clients: list[Client], btp_port: int) -> str:
    """Return where everything is."""
    front = (
        f"http://{HOST}:{proxy.port}" if proxy.program else "no nginx on this machine"
    )
    each = (f"http://{HOST}:{client.port}/{SITE}" for client in clients)
    accounts = (f"  {login} / {password}" for login, password in demo_accounts())
    return "\n".join(
        (
            "",
            f"Proxy     {front}",
            *(f"Client    {url}" for url in each),
            f"Ministry  http://{HOST}:{btp_port}",
            f"Database  {clients[0].place.dsn}",
            f"Logs      {clients[0].place.folder}/log",
            "",
            "Accounts: admin / admin, and",
            *accounts,
            "",
            "Stop with Ctrl-C.",
            "",
        )
    )


def say(what: str) -> None:
    """Print what goes on."""
    print(what, flush=True)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), *map(Path, sys.argv[3:])))
