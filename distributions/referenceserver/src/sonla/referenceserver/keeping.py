"""What was pushed, in a file, so that a server that starts anew still has it.

A line of JSON for each request: its receipt, and the record if that changed. Lines are
only added, so a server that is killed loses at most the one that it was writing.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from sonla.referenceserver.clock import stamp
from sonla.referenceserver.push import Receipt
from sonla.referenceserver.push import Resource
from typing import Any

import json


class PushFile:
    """Keep receipts and records; raises OSError where the file can't be written."""

    def __init__(self, path: Path) -> None:
        """Open the file, made if need be, and end a line that was cut off."""
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        found = path.read_bytes() if path.exists() else b""
        with path.open("ab") as stream:
            if found and not found.endswith(b"\n"):
                stream.write(b"\n")

    def read(self) -> Iterator[tuple[Receipt, Resource | None]]:
        """Yield what is kept, in its order; a line that can't be read is left out."""
        for line in self.path.read_bytes().splitlines():
            try:
                found = json.loads(line)
                yield _receipt(found["receipt"]), _resource(found.get("record"))
            except (ValueError, KeyError, TypeError):
                continue

    def add(self, receipt: Receipt, resource: Resource | None) -> None:
        """Add a request, and the record if the request changed it."""
        line: dict[str, Any] = {"receipt": {**asdict(receipt), "at": stamp(receipt.at)}}
        if resource is not None:
            line["record"] = {
                "identifier": resource.identifier,
                "revision": resource.revision,
                "body": resource.body.decode("utf-8", "surrogateescape"),
                "received": stamp(resource.received),
                "deleted": resource.deleted,
                "number": resource.number,
            }
        with self.path.open("a", encoding="ascii") as stream:
            stream.write(f"{json.dumps(line)}\n")

    def clear(self) -> None:
        """Forget everything."""
        self.path.write_bytes(b"")


def _receipt(payload: dict[str, Any]) -> Receipt:
    return Receipt(**{**payload, "at": datetime.fromisoformat(payload["at"])})


def _resource(payload: dict[str, Any] | None) -> Resource | None:
    if payload is None:
        return None
    body = payload["body"].encode("utf-8", "surrogateescape")
    document = {} if payload["deleted"] else json.loads(body)
    received = datetime.fromisoformat(payload["received"])
    return Resource(
        **{**payload, "body": body, "received": received}, document=document
    )
