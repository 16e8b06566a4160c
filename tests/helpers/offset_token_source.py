"""A repository of another make, whose resumption tokens count records from the start.

As many systems do: what is edited leaves the window that is being read, everything
behind it moves up by one, and the next page begins one record too late.
"""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import UTC
from loopback_http import answer
from loopback_http import http_server
from loopback_http import Request
from loopback_http import Server
from oai_documents import envelope
from oai_documents import error
from oai_documents import header
from oai_documents import identify
from oai_documents import listed
from oai_documents import RESPONSE_DATE
from sonla.referenceserver.clock import Clock
from sonla.referenceserver.clock import stamp
from typing import Any
from urllib.parse import parse_qs
from urllib.parse import urlencode
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import pytest

PRESENT = datetime.fromisoformat(RESPONSE_DATE).astimezone(UTC)


def written(name: str, at: str, title: str) -> str:
    """Write a record with its content."""
    content = (
        '<record xmlns="tag:sonla.gov.vn,2026:pbgdpl/1.0" type="news">'
        f"<identifier>{name}</identifier><title>{escape(title)}</title></record>"
    )
    return f"<record>{header(name, at)}<metadata>{content}</metadata></record>"


class CountingSource:
    """Hold records in the order of `order`, and do something before some answers."""

    def __init__(self, page_size: int = 3, **facts: str) -> None:
        self.page_size = page_size
        self.facts = facts
        self.clock = Clock(PRESENT)
        self.records: dict[str, tuple[str, str]] = {}
        self.sets: dict[str, str] = {}
        """Record → the set that it is in; one that is not named is in every set."""
        self.order: Callable[[str], object] = lambda name: self.records[name]
        self.refuses_tokens = False
        self.away = False
        self.asked: list[dict[str, str]] = []
        self.before: dict[tuple[str, int], Callable[[], object]] = {}
        self.oai_url = ""

    # What the tests do

    def add(self, *names: str, at: str = "2026-02-01T00:00:00Z") -> None:
        """Add records; their names say in which order they were edited."""
        for name in names:
            self.records[name] = (at, name)

    def edit(self, name: str, title: str) -> None:
        """Change a title now."""
        self.records[name] = (stamp(self.clock.now()), title)

    def advance(self, **time: float) -> None:
        self.clock.advance(**time)

    def identifiers(self) -> list[str]:
        return list(self.records)

    def on(self, verb: str, number: int, do: Callable[[], object]) -> None:
        """Do something when a verb is asked for the so many-th time from now."""
        self.before[(verb, self.times(verb) + number)] = do

    def times(self, verb: str) -> int:
        return sum(one.get("verb") == verb for one in self.asked)

    # What others ask

    def reply(self, connection: object, request: Request) -> None:
        found = parse_qs(urlsplit(request.target).query)
        asked = {name: values[-1] for name, values in found.items()}
        self.asked.append(asked)
        verb = asked.get("verb", "")
        self.before.pop((verb, self.times(verb)), lambda: None)()
        if self.away:
            return
        body = getattr(self, verb)(asked).replace(
            RESPONSE_DATE.encode(), stamp(self.clock.now()).encode()
        )
        connection.sendall(answer(body))

    def Identify(self, asked: dict[str, str]) -> bytes:
        return identify(baseURL=self.oai_url, **self.facts)

    def GetRecord(self, asked: dict[str, str]) -> bytes:
        name = asked["identifier"]
        if name not in self.records:
            return error("idDoesNotExist")
        return envelope(f"<GetRecord>{written(name, *self.records[name])}</GetRecord>")

    def ListRecords(self, asked: dict[str, str]) -> bytes:
        return self._list(asked, lambda name: written(name, *self.records[name]))

    def ListIdentifiers(self, asked: dict[str, str]) -> bytes:
        return self._list(asked, lambda name: header(name, self.records[name][0]))

    def _list(self, asked: dict[str, str], write: Callable[[str], str]) -> bytes:
        verb = asked["verb"]
        if "resumptionToken" in asked:
            if self.refuses_tokens:
                return error("badResumptionToken")
            found = parse_qs(asked["resumptionToken"])
            asked = {name: values[-1] for name, values in found.items()}
        offset = int(asked.pop("offset", 0))
        names = [
            name
            for name in self._within(asked.get("from", ""), asked.get("until", "9"))
            if asked.get("set") in (None, self.sets.get(name, asked.get("set")))
        ]
        page = names[offset : offset + self.page_size]
        if not page:
            return error("noRecordsMatch")
        following = offset + len(page)
        token = ""
        if following < len(names):
            token = urlencode({**asked, "offset": following}).replace("&", "&amp;")
        return listed(*map(write, page), token=token, verb=verb)

    def _within(self, since: str, until: str) -> list[str]:
        found = [
            name for name in self.records if since <= self.records[name][0] <= until
        ]
        return sorted(found, key=self.order)


@contextmanager
def serving(source: CountingSource, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this process ask the source over the loopback interface."""
    with http_server(source.reply) as server:
        allow(source, server, monkeypatch)
        yield


def allow(source: Any, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process ask a source where it is served."""
    source.oai_url = server.url
    monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", server.host)
    monkeypatch.setenv("PBGDPL_ALLOWED_NETWORKS", "127.0.0.0/8")


@dataclass
class SourceAddress:
    """An address at which one source after another is served.

    Portals that fetched from there are alike, so that `fetch_once` can copy them.
    """

    server: Server = field(default_factory=Server)
    source: Any = None

    def reply(self, connection: object, request: Request) -> None:
        """Answer as the source whose turn it is."""
        self.source.reply(connection, request)

    def serve(self, source: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """Serve another source, which this process may ask."""
        self.source = source
        allow(source, self.server, monkeypatch)


@pytest.fixture(scope="session")
def source_address() -> Iterator[SourceAddress]:
    """Yield such an address."""
    address = SourceAddress()
    with http_server(address.reply) as address.server:
        yield address
