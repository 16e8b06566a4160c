"""How quickly all records are sent for the first time, and what becomes of a killed run."""

from bench.datasets import copied
from bench.measuring import COUNT
from bench.measuring import Result
from bench.sender import Sender
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from pathlib import Path
from sonla.referenceserver.inbound import own_name
from sonla.referenceserver.server import ReferenceServer
from threading import Thread
from time import sleep
from typing import Any
from ZODB.FileStorage.FileStorage import FileIterator

DATASET = "items-10000"
SMALL = 1_000
"""After so many records a run is killed, and the memory of the next one is read."""
AFTERWARDS = 1
"""So many hours later the lease of the killed run has expired."""
RATE_BAR = 40.0
MEMORY_BAR = 1.2
LOOK_SECONDS = 0.01


def sending() -> list[Result]:
    """First sending of 10,000 records in batches, a run of which is killed."""
    with copied(DATASET) as folder, ReferenceServer(records=1) as server:
        with Sender(folder, server.inbound_url) as sender:
            before = sender.ask(do="offer")
            with ordered(sender, 0) as answer:
                wait_for(server, answer, SMALL)
                sender.kill()
        begun = len(live(server))
        with Sender(folder, server.inbound_url) as sender:
            with ordered(sender, AFTERWARDS) as answer:
                wait_for(server, answer, begun + SMALL)
                small = sender.peak()
            whole, public = sender.peak(), sender.ask(do="public")
        names = live(server)
        largest = largest_transaction(folder, before)
    return [
        Result(
            "first sending in batches",
            (len(names) - begun) / answer["seconds"],
            bar=RATE_BAR,
            unit="/s",
            at_least=True,
        ),
        Result("…, peak memory, all / 1,000", whole, small, MEMORY_BAR, "MB"),
        Result("…, largest transaction", largest, unit="KB"),
        Result("…, lost", public - len(set(names)), bar=0, unit=COUNT),
        Result("…, doubled", len(names) - len(set(names)), bar=0, unit=COUNT),
    ]


@contextmanager
def ordered(sender: Sender, hours: int) -> Iterator[dict[str, Any]]:
    """Let a child send, so late, and go on meanwhile; its answer is there at the end."""
    answer: dict[str, Any] = {}

    def ask() -> None:
        try:
            answer.update(sender.ask(do="send", hours=hours))
        except RuntimeError as error:  # also where it was killed
            answer["ended"] = str(error)

    thread = Thread(target=ask)
    thread.start()
    try:
        yield answer
    finally:
        thread.join()


def wait_for(server: ReferenceServer, answer: dict[str, Any], number: int) -> None:
    """Wait until so many records have arrived, as long as some are sent."""
    while len(server.push.resources) < number:
        if answer:
            raise RuntimeError(f"no more records come: {answer}")
        sleep(LOOK_SECONDS)


def live(server: ReferenceServer) -> list[str]:
    """List what the partner has by our names, doubles included."""
    return [own_name(one) for one in server.push.resources.values()]


def largest_transaction(folder: Path, before: str) -> float:
    """Return the size of the largest one after the one named, in kilobytes."""
    start = (int(before, 16) + 1).to_bytes(8)
    with closing(FileIterator(str(folder / "Data.fs"), start=start)) as found:
        return max(sum(len(one.data or b"") for one in each) for each in found) / 1000
