"""The same records as those of `source`, as a list of JSON in pages, which knows no windows.

Pages are written once and served from files by a process of its own, as those are.
"""

from bench.child import answer_orders
from bench.child import Child
from bench.datasets import FOLDER
from bench.source import RECORDS
from itertools import islice
from pathlib import Path
from sonla.referenceserver.listing import PATH
from sonla.referenceserver.listing import row
from sonla.referenceserver.loopback import LoopbackServer
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import problem
from sonla.referenceserver.messages import Request
from sonla.referenceserver.state import State
from typing import Any

import json
import shutil

ROWS = 2_000
PAGE = 100
WRITTEN_AT = "http://127.0.0.1:1"
"""Stands in the addresses of records, which nobody asks for."""


class ListSource(Child):
    """Serve the pages in a child; `url` is the address of the list."""

    def __init__(self) -> None:
        super().__init__("bench.list_source")
        self.url: str = self.ask()["url"]


def written() -> Path:
    """Return the folder of the pages, written first where it is missing."""
    folder = FOLDER / f"list-{ROWS}"
    if not folder.exists():
        unfinished = folder.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        rows = all_rows()
        for start in range(0, len(rows), PAGE):
            name = f"{start // PAGE + 1}.json"
            text = page(rows[start : start + PAGE])
            (unfinished / name).write_text(text, encoding="utf-8")
        unfinished.rename(folder)
    return folder


def all_rows() -> list[dict[str, Any]]:
    """Return the first records, whatever their types, as rows of the list."""
    catalogue = State(RECORDS, WRITTEN_AT).catalogue
    entries = islice(catalogue.entries(), ROWS)
    return [row(catalogue.record(entry), entry.written) for entry in entries]


def page(rows: list[dict[str, Any]]) -> str:
    """Write one page."""
    pagination = {"size": PAGE, "total_elements": ROWS}
    found = {"success": True, "data": rows, "pagination": pagination}
    return json.dumps(found, ensure_ascii=False)


def serve() -> None:
    """Answer until the parent closes the pipe."""
    folder = written()

    def answer(request: Request) -> Answer:
        path = folder / f"{int(request.argument('page') or 1)}.json"
        if request.path != PATH or not path.exists():
            return problem(404, "Not written")
        return Answer(body=path.read_bytes(), media_type="application/json")

    server = LoopbackServer(answer)
    server.start()

    def start() -> Any:
        return lambda order: {"url": f"{server.base_url}{PATH}"}

    try:
        answer_orders(start)
    finally:
        server.stop()


if __name__ == "__main__":
    serve()
