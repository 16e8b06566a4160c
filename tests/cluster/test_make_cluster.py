"""`make cluster`: all of it by one command, from packages alone, until Ctrl-C."""

from cluster_story import PATIENCE
from pathlib import Path
from source_tree import ROOT
from tempfile import TemporaryDirectory

import pytest
import requests
import signal
import subprocess
import sys

BEHIND = (0, 1, 2, 9)
"""Ports that the command uses: the proxy's, and so far behind it clients and purging."""


@pytest.fixture
def folder():
    """Give an empty folder; PostgreSQL's account may not come into those of pytest."""
    with TemporaryDirectory(prefix="pbgdpl-cluster-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def port(parts):
    """Give a port that is free, with those behind it."""
    while True:
        port = parts.free_port()
        if not any(parts.answers_at_all(port + number) for number in BEHIND):
            return port


def test_all_of_it_by_one_command(parts, folder, port):
    ministry = parts.free_port()
    command = (ROOT / "tools" / "cluster.py", port, ministry, folder)
    with (folder / "told").open("w") as log:
        cluster = subprocess.Popen(
            [sys.executable, *map(str, command)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        parts.wait_for(port, cluster, folder / "told", PATIENCE, "/")
        for url in (
            f"http://127.0.0.1:{port}",
            f"http://127.0.0.1:{port + 1}/Plone",
            f"http://127.0.0.1:{port + 2}/Plone",
            f"http://127.0.0.1:{ministry}/oai?verb=Identify",
        ):
            assert requests.get(url, timeout=60).status_code == 200
    finally:
        cluster.send_signal(signal.SIGINT)
        cluster.wait(120)
    told = (folder / "told").read_text()
    assert f"Proxy     http://127.0.0.1:{port}" in told
    assert cluster.returncode == 0, told
    assert not any(parts.answers_at_all(port + number) for number in BEHIND)
