"""Do orders about a portal, each in a process of its own, which may be killed meanwhile.

usage: zconsole run zope.conf forked_orders.py

Zope has started once, over an empty database in memory. Each order forks this process, and
the child opens the database that the order names: what is killed costs no start. An order
is a line of JSON on standard input: `do` names a function of `killed_orders`, `storage` the
database, `seconds` after how many to kill the child; the rest is what the function takes.
The answer is a line on standard output: how the child ended and what the function gave.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from sonla.pbgdpl.jobs.site import acting
from typing import Any
from ZODB.DB import DB
from ZODB.FileStorage import FileStorage

import json
import killed_orders
import os
import select
import signal
import sys
import traceback
import transaction
import ZEO

USER = "pbgdpl-runner"
URL = "https://sonla.example"
PATIENCE = 300.0
"""Seconds after which a child that nobody wanted to kill is killed."""


@contextmanager
def opened(storage: dict[str, Any]) -> Iterator[Any]:
    """Yield the root of a database: one that ZEO serves, or a file."""
    blobs = storage["blobs"]
    if "port" in storage:
        address = "127.0.0.1", storage["port"]
        database = ZEO.DB(address, wait_timeout=30, blob_dir=blobs)
    else:
        database = DB(FileStorage(storage["path"], blob_dir=blobs))
    connection = database.open()
    try:
        yield connection.root()["Application"]
    finally:
        transaction.abort()
        connection.close()
        database.close()


def obey(order: dict[str, Any], told: int) -> None:
    """Do an order in the child; tell when it begins and what it gave."""

    def tell(answer: Any) -> None:
        os.write(told, json.dumps(answer).encode() + b"\n")

    do = getattr(killed_orders, order.pop("do"))
    try:
        with (
            opened(order.pop("storage")) as app,
            acting(app, "/Plone", USER, URL) as site,
        ):
            given = do(site, begin=lambda: tell("begun"), **order)
        tell({"given": given})
    except BaseException:
        tell({"error": traceback.format_exc()})


def watch(pid: int, answers: int, seconds: float | None) -> dict[str, Any]:
    """Wait for a child, or kill it so many seconds after it has begun."""
    text = b""
    while chunk := wait_and_read(
        answers, PATIENCE if not text or seconds is None else seconds
    ):
        text += chunk
    if chunk is None:
        os.kill(pid, signal.SIGKILL)
    _pid, status = os.waitpid(pid, 0)
    lines = [json.loads(line) for line in text.splitlines()]
    answer = lines[-1] if lines and lines[-1] != "begun" else {}
    return {"killed": os.WIFSIGNALED(status), "begun": "begun" in lines, **answer}


def wait_and_read(stream: int, seconds: float) -> bytes | None:
    """Return what comes, nothing at the end of it, None when nothing comes for so long."""
    ready, _, _ = select.select([stream], [], [], seconds)
    return os.read(stream, 65536) if ready else None


def do_in_child(order: dict[str, Any]) -> dict[str, Any]:
    """Fork a child for an order and return how it ended."""
    seconds = order.pop("seconds", None)
    answers, results = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(answers)
        obey(order, results)
        os._exit(0)
    os.close(results)
    try:
        return watch(pid, answers, seconds)
    finally:
        os.close(answers)


def main() -> None:
    """Do one order after the other until nobody gives any more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(do_in_child(json.loads(line))), file=answers, flush=True)


main()
