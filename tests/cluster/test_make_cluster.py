"""`make cluster`: all of it by one command, from packages alone, until Ctrl-C.

A client that buildout writes serves its database, too.
"""

from cluster_people import SECTION
from cluster_story import PATIENCE
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from source_tree import load_tool
from source_tree import ROOT
from sync_pages import Visitor
from tempfile import TemporaryDirectory

import pytest
import re
import requests
import shutil
import signal
import subprocess
import sys

BEHIND = (0, 1, 2, 8, 9)
"""Ports that the command uses: the proxy's, and so far behind it clients, misses and purging."""
OPTIONS_PAGE = "@@pbgdpl-settings?page=options"


@contextmanager
def started(words, folder, log):
    """Run a program that serves until Ctrl-C."""
    with log.open("w") as output:
        process = subprocess.Popen(
            [*map(str, words)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # Jobs that a shell runs in the background ignore it, and so would this.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)


@pytest.fixture(scope="module")
def folder():
    """Yield an empty folder; PostgreSQL's account may not come into those of pytest."""
    with TemporaryDirectory(prefix="pbgdpl-cluster-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def ports(parts):
    """Return ports that are free: the proxy's, with those behind it, and the ministry's."""
    while True:
        port, ministry = parts.free_port(), parts.free_port()
        behind = [port + number for number in BEHIND]
        if ministry not in behind and not any(map(parts.answers_at_all, behind)):
            return port, ministry


@pytest.fixture(scope="module")
def told(folder):
    """Return the file with what the command says."""
    return folder / "told"


@pytest.fixture(scope="module")
def cluster(parts, folder, ports, told):
    """Yield the command as it serves."""
    words = (sys.executable, ROOT / "tools" / "cluster.py", *ports, folder)
    with started(words, ROOT, told) as process:
        parts.wait_for(ports[0], process, told, PATIENCE, "/")
        yield process


def test_everybody_answers(cluster, ports, told):
    port, ministry = ports
    for url in (
        f"http://127.0.0.1:{port}",
        f"http://127.0.0.1:{port + 1}/Plone",
        f"http://127.0.0.1:{port + 2}/Plone",
        f"http://127.0.0.1:{ministry}/oai?verb=Identify",
    ):
        assert requests.get(url, timeout=60).status_code == 200
    assert f"Proxy     http://127.0.0.1:{port}\n" in told.read_text()


@pytest.fixture
def served(cluster, ports):
    """Return where each client serves the portal."""
    return [f"http://127.0.0.1:{ports[0] + number}/Plone" for number in (1, 2)]


def switch(portal, option, way):
    """Press the button of an option, as the administrator at one client."""
    admin = Visitor("admin", "admin")
    return admin.press(f"{portal}/{OPTIONS_PAGE}", way, option=option)


@pytest.mark.parametrize("way, status", [("off", 404), ("on", 200)])
def test_what_one_client_switches_the_other_knows_at_once(served, way, status):
    pages = [f"{portal}/{SECTION}/@@request-reporter" for portal in served]
    switch(served[0], "requests", way)
    for url in pages[::-1]:
        assert requests.get(url, timeout=60).status_code == status


@pytest.mark.parametrize("way, checked", [("off", "false"), ("on", "true")])
def test_two_options_are_switched_by_two_clients_at_once(served, way, checked):
    options = ("finance", "learning")
    with ThreadPoolExecutor() as pool:
        list(pool.map(partial(switch, way=way), served, options))
    page = Visitor("admin", "admin").read(f"{served[0]}/{OPTIONS_PAGE}")
    for option in options:
        row = re.search(rf'id="option-{option}".*?</tr>', page, re.DOTALL)[0]
        assert f'aria-checked="{checked}"' in row


def test_client_of_buildout(cluster, parts, told, tmp_path):
    portals, foreign = load_tool("portals"), load_tool("foreign")
    for stale in foreign.EGGS.glob(f"**/{portals.PACKAGE}-*.egg"):
        shutil.rmtree(stale)  # the same version, built before
    portals.build_wheel(tmp_path / "wheels")
    shutil.copy(ROOT / "versions.cfg", tmp_path)
    shutil.copy(ROOT / "deploy" / "buildout.cfg", tmp_path)
    port = parts.free_port()
    [dsn] = re.findall(r"^Database +(.+)$", told.read_text(), re.M)
    place = (f"place:dsn={dsn}", f"client1:http-address=127.0.0.1:{port}")
    eggs = f"buildout:eggs-directory={foreign.EGGS}"
    portals.run(foreign.BUILDOUT, "-q", eggs, *place, cwd=tmp_path)
    made = {path.name for path in (tmp_path / "bin").iterdir()}
    assert {"client2", "pbgdpl-restamp", "pbgdpl-sync", "zodbpack"} <= made
    words = (tmp_path / "bin" / "client1", "console")
    with started(words, tmp_path, tmp_path / "log") as client:
        parts.wait_for(port, client, tmp_path / "log")


def test_ends_in_good_order(cluster, parts, ports, told):
    """The last test of it: Ctrl-C, and nothing is left."""
    cluster.send_signal(signal.SIGINT)
    assert cluster.wait(120) == 0, told.read_text()
    assert not any(parts.answers_at_all(ports[0] + number) for number in BEHIND)
