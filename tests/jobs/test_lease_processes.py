"""One runner at a time across processes that share a ZEO server, as servers do."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from itertools import pairwise
from pathlib import Path
from sonla.pbgdpl.jobs.lease import DURATION
from sonla.pbgdpl.jobs.lease import Lease
from sonla.pbgdpl.jobs.lease import SKEW
from sync_processes import stop
from sync_processes import zeo_server

import os
import pytest
import signal
import subprocess
import sys
import transaction
import ZEO

WORKER = Path(__file__).with_name("lease_worker.py")
LATER = DURATION + SKEW + timedelta(minutes=1)


@pytest.fixture
def port(tmp_path):
    with zeo_server(tmp_path) as port:
        yield port


@pytest.fixture
def root(port):
    database = ZEO.DB(("127.0.0.1", port), wait_timeout=30, server_sync=True)
    transaction.begin()
    root = database.open().root()
    root["lease"], root["work"] = Lease(), 0
    transaction.commit()
    yield root
    transaction.abort()
    database.close()


@pytest.fixture
def worker(port):
    """Start runners in processes of their own; whatever is left of them ends."""
    started = []

    def start(*words):
        process = subprocess.Popen(
            [sys.executable, str(WORKER), str(port), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        stop(process)


def test_processes_take_turns(root, worker):
    workers = [worker("loop", "2") for _ in range(2)]
    lines = [
        tuple(map(int, line.split()))
        for process in workers
        for line in process.communicate(timeout=120)[0].splitlines()
    ]
    assert [process.returncode for process in workers] == [0, 0]
    tokens = [token for token, begun, ended in lines]
    assert len(tokens) == len(set(tokens)) > 0
    spans = sorted((begun, ended) for token, begun, ended in lines)
    assert [pair for pair in pairwise(spans) if pair[0][1] > pair[1][0]] == []
    transaction.begin()
    assert root["work"] == len(tokens)


def test_killed_holder_is_replaced_after_expiry(root, worker):
    process = worker("hold")
    assert process.stdout.readline() == "token 1\n"
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    transaction.begin()
    now = datetime.now(UTC)
    assert root["lease"].holder(now).startswith("process")
    assert root["lease"].acquire("next", now) is None
    assert root["lease"].acquire("next", now + LATER) == 2
    transaction.commit()


def test_sleeper_that_was_replaced_commits_nothing(root, worker):
    """A process that stood still for long goes on as if no time had passed."""
    process = worker("batch")
    assert process.stdout.readline() == "prepared 1\n"
    os.kill(process.pid, signal.SIGSTOP)
    transaction.begin()
    assert root["lease"].acquire("next", datetime.now(UTC) + LATER) == 2
    root["work"] = "fresh"
    transaction.commit()
    os.kill(process.pid, signal.SIGCONT)
    said, _ = process.communicate("go\n", timeout=60)
    assert said.split() == ["conflict", "lost"]
    transaction.begin()
    assert root["work"] == "fresh"
