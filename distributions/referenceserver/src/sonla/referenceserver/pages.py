"""Pages for people: what the server holds, what it received, one record."""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from html import escape
from itertools import islice
from sonla.referenceserver.inbound import PATH as INBOUND
from sonla.referenceserver.listing import PATH as LIST
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import Request
from sonla.referenceserver.push import PATH as PUSH
from sonla.referenceserver.push import Resource
from sonla.referenceserver.records import Entry
from sonla.referenceserver.records import Record
from sonla.referenceserver.seeding.common import VIETNAM
from sonla.referenceserver.seeding.resources import load
from sonla.referenceserver.seeding.resources import text
from sonla.referenceserver.state import State
from string import Template
from urllib.parse import quote

import json

HTML = "text/html; charset=utf-8"
NEWEST = 30
MAX_WIDTH = 70
"""Characters of an address that are shown: tokens are long."""
POLICY = {
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    ),
    "X-Content-Type-Options": "nosniff",
}
"""No script runs on these pages, whatever a record has in it."""


class Pages:
    """Answer at `/`, and below `/tin/` for what is held and what was received."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.words = load("pages")

    def answer(self, request: Request) -> Answer:
        """Return a page; nothing can be changed on one."""
        if request.path == "/":
            return self._page(self.words["home"], self._home())
        name = request.path.removeprefix("/tin/")
        resource = self.state.push.resources.get(name)
        if resource is not None:
            return self._page(resource.title, self._received_record(resource))
        identifier = self._identifier(name)
        if identifier is None:
            title = self.words["not_found"]
            return self._page(title, _paragraph(title), status=404)
        record = self._record_of(identifier)
        if record.deleted:
            return self._page(self.words["deleted"], self._back(), status=410)
        return self._page(_title(record), self._record(record))

    def _page(self, title: str, content: str, status: int = 200) -> Answer:
        page = Template(text("page.html")).substitute(
            title=escape(title),
            content=f"<h1>{escape(title)}</h1>\n{content}",
        )
        return Answer(status, page.encode(), HTML, POLICY)

    def _identifier(self, name: str) -> str | None:
        for catalogue in (self.state.catalogue, self.state.list_catalogue):
            full = f"oai:{catalogue.identity.repository_id}:{name}"
            for one in (full, name):
                if one in catalogue:
                    return one
        return None

    def _record_of(self, identifier: str) -> Record:
        own = identifier in self.state.catalogue
        catalogue = self.state.catalogue if own else self.state.list_catalogue
        return catalogue.record(catalogue.entry(identifier))

    # ---- the first page

    def _home(self) -> str:
        now = self.words["clock"].format(now=_time(self.state.clock.now()))
        parts = [
            f'<p class="note">{escape(self.words["note"])}</p>',
            _paragraph(now),
            self._addresses(),
            self._holdings(),
            self._resources(),
            self._log(),
            self._newest(),
            self._requests(),
            self._faults(),
        ]
        return "\n".join(parts)

    def _addresses(self) -> str:
        names = self.words["address_names"]
        found = addresses(self.state.base_url)
        rows = [
            (names[name], url if name in ("push", "inbound") else _link(url, url))
            for name, url in found.items()
        ]
        return self._table("addresses", rows, columns=())

    def _holdings(self) -> str:
        titles = load("terms")["types"]
        counts = {
            kind: [
                len(self.state.identifiers(kind)),
                len(self.state.identifiers(kind, deleted=True)),
            ]
            for kind in titles
        }
        rows = [(titles[kind], *count) for kind, count in counts.items()]
        sums = [sum(column) for column in zip(*counts.values(), strict=True)]
        return self._table("holdings", [*rows, (self.words["total"], *sums)])

    def _newest(self) -> str:
        keys = self.state.catalogue.keys()[-NEWEST:]
        entries = [self.state.catalogue.entry(key[1]) for key in reversed(keys)]
        return self._table("newest", map(self._newest_row, entries))

    def _newest_row(self, entry: Entry) -> Sequence[object]:
        kind = load("terms")["types"][entry.type]
        record = self.state.catalogue.record(entry)
        title = _Html(_link(f"/tin/{quote(record.name)}", _title(record)))
        if entry.deleted:
            title = _Html(f"{title} {escape(self.words['deleted'])}")
        return _time_cell(entry.datestamp), kind, title, entry.revision

    def _resources(self) -> str:
        resources = list(self.state.push.resources.values())
        if not resources:
            return self._section("received", _paragraph(self.words["received_none"]))
        return self._table("received", map(self._resource_row, reversed(resources)))

    def _resource_row(self, resource: Resource) -> Sequence[object]:
        state = "deleted" if resource.deleted else "live"
        address = f"/tin/{quote(resource.identifier)}"
        return (
            _link(address, resource.title),
            resource.identifier,
            resource.revision,
            _time_cell(resource.received),
            self.words["states"][state],
        )

    def _log(self) -> str:
        rows = [
            (one.number, _time_cell(one.at), one.method, one.identifier, one.status)
            for one in reversed(self.state.received[-NEWEST:])
        ]
        return self._table("log", rows) if rows else ""

    def _requests(self) -> str:
        newest = islice(reversed(self.state.requests), NEWEST)
        rows = [
            (
                seen.number,
                _time_cell(seen.at),
                _short(f"{seen.method} {seen.target}"),
                seen.status,
                ", ".join(seen.faults),
            )
            for seen in newest
        ]
        return self._table("harvests", rows) if rows else ""

    def _faults(self) -> str:
        rows = [
            (
                rule.number,
                rule.name,
                rule.injected,
                self.words["unlimited"] if rule.times is None else rule.times,
            )
            for rule in self.state.faults.rules
        ]
        if not rows:
            return self._section("faults", _paragraph(self.words["faults_none"]))
        return self._table("faults", rows)

    # ---- one record

    def _record(self, record: Record) -> str:
        values = record.fields
        files = [*values.get("attachment", ()), *filter(None, [values.get("media")])]
        links = [
            (_link(file["url"], file["name"]), file["mediaType"]) for file in files
        ]
        parts = [
            self._back(),
            _paragraph(f"{self.words['identifier']}: {record.identifier}"),
            self._section("summary", _paragraph(values.get("description", ""))),
            self._section("content", values.get("body", "")),
            self._table("files", links, columns=()) if links else "",
        ]
        return "\n".join(parts)

    def _received_record(self, resource: Resource) -> str:
        whole = json.dumps(resource.document, ensure_ascii=False, indent=2)
        shown = f"<pre>{escape(whole)}</pre>"
        return self._back() + self._section("as_received", shown)

    def _back(self) -> str:
        return f"<p>{_link('/', self.words['back'])}</p>"

    def _section(self, name: str, content: str) -> str:
        return f"<h2>{escape(self.words[name])}</h2>\n{content}"

    def _table(
        self,
        name: str,
        rows: Iterable[Sequence[object]],
        columns: Sequence[str] | None = None,
    ) -> str:
        heads = self.words[f"{name}_columns"] if columns is None else columns
        head = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
        lines = ["".join(f"<td>{_cell(cell)}</td>" for cell in row) for row in rows]
        body = "\n".join(f"<tr>{line}</tr>" for line in lines)
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return self._section(name, f'<div class="wide">{table}</div>')


class _Html(str):
    """Mark text that is HTML already."""


def addresses(base_url: str) -> dict[str, str]:
    """Return the addresses of a server by the names of their faces."""
    return {
        "status": f"{base_url}/",
        "oai": f"{base_url}/oai",
        "atom": f"{base_url}/atom",
        "rss": f"{base_url}/rss",
        "list": f"{base_url}{LIST}",
        "push": f"{base_url}{PUSH.removesuffix('/records/')}",
        "inbound": f"{base_url}{INBOUND}",
    }


def _cell(value: object) -> str:
    return value if isinstance(value, _Html) else escape(str(value))


def _link(address: str, words: str) -> _Html:
    return _Html(f'<a href="{escape(address)}">{escape(words)}</a>')


def _paragraph(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _title(record: Record) -> str:
    return record.fields.get("title", record.identifier)


def _short(words: str) -> str:
    return words if len(words) <= MAX_WIDTH else f"{words[:MAX_WIDTH]}…"


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"


def _time_cell(moment: datetime) -> _Html:
    return _Html(f"<time>{_time(moment)}</time>")
