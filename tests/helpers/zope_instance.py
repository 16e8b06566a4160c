"""A Zope instance with a portal and the add-on, in processes of its own, as in production.

Its database is served by ZEO, so a server, a command and the test itself can open it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from sonla.pbgdpl.jobs.store import KEY
from source_tree import HELPERS
from source_tree import path_with_tests
from source_tree import readme_clock
from sync_processes import free_port
from sync_processes import stop
from sync_processes import wait_for_port
from sync_processes import zeo_server
from typing import Any

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import transaction
import ZEO

PORTAL_SCRIPT = HELPERS / "remote_job" / "create_site.py"
BIN = Path(sys.executable).parent
USER = "pbgdpl-runner"

ZOPE_CONF = """
%define INSTANCE {folder}
instancehome $INSTANCE
<zodb_db main>
  <zeoclient>
    server 127.0.0.1:{zeo}
    storage 1
    blob-dir $INSTANCE/var/blobs
  </zeoclient>
  mount-point /
</zodb_db>
{sections}
"""

SERVER = """
[app:main]
use = egg:Zope#main
zope_conf = {conf}
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = {port}
[loggers]
keys = root
[handlers]
keys = console
[formatters]
keys = plain
[logger_root]
level = INFO
handlers = console
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain
[formatter_plain]
format = %(levelname)s [%(threadName)s] %(message)s
"""


@dataclass
class Instance:
    """Hold where the instance is, and start what belongs to it."""

    folder: Path
    zeo: int
    output: str = ""
    """What stood on standard error while its portal was made."""

    def conf(self, name: str = "zope.conf", sections: str = "") -> Path:
        """Write a configuration."""
        path = self.folder / "etc" / name
        facts = {"folder": self.folder, "zeo": self.zeo}
        path.write_text(ZOPE_CONF.format(sections=sections, **facts))
        return path

    def clock_conf(self, user: str = USER) -> Path:
        """Write a configuration as README shows it, but that it runs jobs every second."""
        lines = readme_clock().replace("period 15m", "period 1")
        return self.conf("clock.conf", lines.replace(f"user {USER}", f"user {user}"))

    def start(self, *words: Any, job: str = "", **how: Any) -> subprocess.Popen:
        """Start a program of the environment; `job` is what `remote_job` does."""
        environment = {
            **os.environ,
            "PYTHONPATH": path_with_tests(),
            "PBGDPL_JOB": job,
            # Plone 6.1 says so at each start, as the installation guide tells.
            "PYTHONWARNINGS": "ignore:pkg_resources is deprecated:UserWarning",
        }
        program, *arguments = map(str, words)
        return subprocess.Popen(
            [sys.executable, str(BIN / program), *arguments],
            env=environment,
            cwd=self.folder,
            text=True,
            # Jobs that a shell runs in the background ignore it, and so would this.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
            **{"stdin": subprocess.DEVNULL, **how},
        )

    def run(
        self, *words: Any, job: str = "", typed: str = ""
    ) -> subprocess.CompletedProcess:
        """Run a program of the environment to its end, and type something into it."""
        pipe = subprocess.PIPE
        how = {"stdin": pipe, "stdout": pipe, "stderr": pipe}
        process = self.start(*words, job=job, **how)
        try:
            out, err = process.communicate(typed, timeout=300)
        finally:
            stop(process)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    @contextmanager
    def served(self, conf: Path, job: str = "") -> Iterator[tuple[Any, int, Path]]:
        """Serve the portal; give process, port and log."""
        port, log = free_port(), self.folder / "var" / "served.log"
        ini = conf.with_suffix(".ini")
        ini.write_text(SERVER.format(conf=conf, port=port))
        with log.open("w") as stream:
            process = self.start(
                "runwsgi", "-v", ini, job=job, stdout=stream, stderr=stream
            )
            try:
                wait_for_port(port, process)
                yield process, port, log
            finally:
                stop(process)

    @contextmanager
    def opened(self) -> Iterator[tuple[Any, Any]]:
        """Yield the portal and its state, as another server sees them; commit changes."""
        database = ZEO.DB(
            ("127.0.0.1", self.zeo),
            wait_timeout=30,
            blob_dir=str(self.folder / "blobs"),
        )
        manager = transaction.TransactionManager()
        manager.begin()
        connection = database.open(manager)
        try:
            site = connection.root()["Application"]["Plone"]
            yield site, site.__annotations__.get(KEY)
            manager.commit()
        finally:
            manager.abort()
            connection.close()
            database.close()


@contextmanager
def copied_instance(folder: Path, common: Path) -> Iterator[Instance]:
    """Copy the instance that all processes share below a folder, and serve its database.

    The first process that asks makes it; others wait.
    """
    original, made = common / "instance-made", common / "instance-is-made"
    with (common / "instance.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(original, ignore_errors=True)
            original.mkdir()
            with made_instance(original):
                pass
            made.touch()
    shutil.copytree(original, folder, dirs_exist_ok=True)
    with zeo_server(folder / "var") as port:
        yield Instance(folder, port)


@contextmanager
def made_instance(folder: Path, script: Path = PORTAL_SCRIPT) -> Iterator[Instance]:
    """Make an instance with the portal that a script makes, and serve its database."""
    command = [sys.executable, str(BIN / "mkwsgiinstance"), "-d", str(folder)]
    subprocess.run([*command, "-u", "admin:admin"], check=True, capture_output=True)
    site_zcml = folder / "etc" / "site.zcml"
    text = site_zcml.read_text()
    end = '<include package="remote_job" />\n</configure>'
    site_zcml.write_text(text.replace("</configure>", end))
    with zeo_server(folder / "var") as port:
        instance = Instance(folder, port)
        made = instance.run("zconsole", "run", instance.conf(), script)
        assert made.returncode == 0, made.stderr
        instance.output = made.stderr
        yield instance
