"""A service that lists records as JSON, page by page by their number, and tells no deletions."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from email.utils import format_datetime
from loopback_http import answer
from loopback_http import http_server
from loopback_http import Request
from sonla.referenceserver.clock import Clock
from typing import Any

import json
import pytest

Fault = Callable[[bytes], bytes | None]
"""Makes another answer of an answer; None closes the connection without one."""


def html(body: bytes) -> bytes:
    """Answer with a page for people, as a portal does that wants a login."""
    return answer(b"<!DOCTYPE html><title>Login</title>", content_type="text/html")


def status(line: str, **headers: str) -> Fault:
    """Answer with a status instead."""
    return lambda body: answer(b"{}", line, "application/json", **headers)


def truncated(body: bytes) -> bytes:
    """End in the middle, as if it were all."""
    return answer(body[: len(body) // 2], content_type="application/json")


def cut(body: bytes) -> bytes:
    """End before the announced length."""
    return answer(body[: len(body) // 2], "200 OK", "application/json", len(body))


def silent(body: bytes) -> None:
    """Close the connection."""


def empty(body: bytes) -> bytes:
    """Say with a good status that there is nothing."""
    found = {"data": [], "pagination": {"total_elements": 0}}
    return answer(json.dumps(found).encode(), content_type="application/json")


def without_list(body: bytes) -> bytes:
    """Answer with the envelope of an error and a good status."""
    found = {"success": False, "error": {"code": "ERR-API-500"}}
    return answer(json.dumps(found).encode(), content_type="application/json")


FAULTS: dict[str, Fault] = {
    "html": html,
    "500": status("500 Error"),
    "502": status("502 Bad Gateway"),
    "404": status("404 Not Found"),
    "401": status("401 Unauthorized"),
    "429": status("429 Too Many Requests", Retry_After="30"),
    "503": status("503 Unavailable", Retry_After="30"),
    "truncated": truncated,
    "cut": cut,
    "silent": silent,
    "empty": empty,
    "without_list": without_list,
}


@dataclass
class PagedListSource:
    """Hold rows by identifier, in the order in which they were added."""

    size: int = 10
    clock: Clock = field(default_factory=Clock)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[dict[str, str]] = field(default_factory=list)
    before: dict[int, Callable[[], object]] = field(default_factory=dict)
    """What happens before the so many-th answer."""
    fault: Callable[[int], Fault | None] = lambda number: None
    """Which fault befalls the so many-th answer."""
    oai_url: str = ""
    """Its address, by the name that helpers know."""

    def add(self, *names: Any, **facts: Any) -> None:
        """Add rows."""
        for name in names:
            self.rows[str(name)] = {
                "id": name,
                "tieu_de": f"Tin số {name}",
                "noi_dung": f"Nội dung <{name}>\nĐoạn hai",
                "thoi_gian_dang_tai": "2026-02-01T08:00:00+07:00",
                "ngay_cap_nhat": self.now(),
                **facts,
            }

    def edit(self, name: Any, title: str) -> None:
        """Change a title now."""
        row = self.rows[str(name)]
        self.rows[str(name)] = {**row, "tieu_de": title, "ngay_cap_nhat": self.now()}

    def now(self) -> str:
        """Write the time, as an application in Vietnam does."""
        return self.clock.now().isoformat(timespec="seconds")

    def advance(self, **time: float) -> None:
        """Let time go by."""
        self.clock.advance(**time)

    def identifiers(self) -> list[str]:
        """Return what the rows are called."""
        return list(self.rows)

    def titles(self) -> dict[str, str]:
        """Return what the source shows."""
        return {name: row["tieu_de"] for name, row in self.rows.items()}

    def on(self, number: int, do: Callable[[], object]) -> None:
        """Do something before the so many-th answer from now."""
        self.before[len(self.requests) + number] = do

    def reply(self, connection: Any, request: Request) -> None:
        """Answer one request."""
        self.requests.append(request.arguments)
        number = len(self.requests)
        self.before.pop(number, lambda: None)()
        body = json.dumps(self.page(request.arguments), ensure_ascii=False).encode()
        fault = self.fault(number)
        date = format_datetime(self.clock.now(), usegmt=True)
        sent = answer(body, content_type="application/json", Date=date)
        if fault is not None:
            sent = fault(body)
        if sent is not None:
            connection.sendall(sent)

    def page(self, asked: dict[str, str]) -> dict[str, Any]:
        """Return a page."""
        number, size = int(asked.get("page", 1)), self.size
        rows = list(self.rows.values())
        return {
            "success": True,
            "data": rows[(number - 1) * size : number * size],
            "pagination": {"page": number, "size": size, "total_elements": len(rows)},
        }


@contextmanager
def serving_list(
    source: PagedListSource, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Let this process ask the source over the loopback interface."""
    with http_server(source.reply) as server:
        source.oai_url = f"http://{server.host}/api/v1/tin-bai"
        monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", server.host)
        monkeypatch.setenv("PBGDPL_ALLOWED_NETWORKS", "127.0.0.0/8")
        yield
