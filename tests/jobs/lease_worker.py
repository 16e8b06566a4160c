"""A runner in a process of its own: what the tests of the lease start.

Usage: lease_worker.py PORT loop SECONDS | hold | batch. Each line that is printed is
flushed, so that a process that is killed has said how far it came.
"""

from datetime import datetime
from datetime import UTC
from sonla.pbgdpl.jobs.lease import LeaseLost
from transaction.interfaces import TransientError

import os
import sys
import time
import transaction
import ZEO


def say(*words):
    print(*words, flush=True)


def take(lease):
    """Take the lease as a run does; None when another has it or was faster."""
    try:
        transaction.begin()
        token = lease.acquire(f"process {os.getpid()}", datetime.now(UTC))
        transaction.commit()
        return token
    except TransientError:
        transaction.abort()
        return None


def loop(root, seconds):
    """Take, work and release as often as possible; say when work began and ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        token = take(root["lease"])
        if token is None:
            continue
        begun = time.monotonic_ns()
        transaction.begin()
        root["lease"].renew(token, datetime.now(UTC))
        root["work"] = root["work"] + 1
        transaction.commit()
        ended = time.monotonic_ns()
        transaction.begin()
        root["lease"].release(token)
        transaction.commit()
        say(token, begun, ended)


def hold(root):
    """Take the lease and do nothing until killed."""
    say("token", take(root["lease"]))
    time.sleep(60)


def batch(root):
    """Prepare a batch, say so, and commit it when told to on standard input."""
    token = take(root["lease"])
    transaction.begin()
    root["lease"].renew(token, datetime.now(UTC))
    root["work"] = "stale"
    say("prepared", token)
    sys.stdin.readline()
    try:
        transaction.commit()
        say("committed")
    except TransientError:
        transaction.abort()
        say("conflict")
    try:
        transaction.begin()
        root["lease"].renew(token, datetime.now(UTC))
        root["work"] = "stale"
        transaction.commit()
        say("committed")
    except LeaseLost:
        transaction.abort()
        say("lost")


if __name__ == "__main__":
    database = ZEO.DB(
        ("127.0.0.1", int(sys.argv[1])), wait_timeout=30, server_sync=True
    )
    root = database.open().root()
    ways = {"loop": lambda: loop(root, float(sys.argv[3])), "hold": lambda: hold(root)}
    ways.get(sys.argv[2], lambda: batch(root))()
