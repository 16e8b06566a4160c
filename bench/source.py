"""The source of the pulls: pages of a reference server, recorded once.

They are served from files by a process of its own, so that neither what the reference
server computes nor Python's lock is part of what is measured.
"""

from bench.child import answer_orders
from bench.child import Child
from bench.datasets import FOLDER
from sonla.referenceserver.recording import recorded
from sonla.referenceserver.recording import RecordedServer
from sonla.referenceserver.settings import Settings
from typing import Any

RECORDS = Settings(
    records=10_000, page_size=100, body_bytes=6 * 1024, deleted_share=0.0, files=False
)
"""Texts alone: files would measure how quickly files come."""


class Source(Child):
    """Serve the recorded pages in a child; `url` is the address for OAI-PMH."""

    def __init__(self) -> None:
        super().__init__("bench.source")
        self.url: str = self.ask()["url"]


def serve() -> None:
    """Answer until the parent closes the pipe."""
    folder = FOLDER / f"records-{RECORDS.records}"
    with RecordedServer(recorded(folder, RECORDS)) as server:

        def start() -> Any:
            return lambda order: {"url": server.oai_url}

        answer_orders(start)


if __name__ == "__main__":
    serve()
