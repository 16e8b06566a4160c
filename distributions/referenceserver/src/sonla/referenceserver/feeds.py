"""The feeds: Atom with all its archives, RSS with the newest records only."""

from collections.abc import Sequence
from datetime import datetime
from datetime import UTC
from hashlib import sha256
from lxml.etree import _Element
from lxml.etree import tostring
from sonla.referenceserver.catalogue import Catalogue
from sonla.referenceserver.formats import atom
from sonla.referenceserver.formats import rss
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import problem
from sonla.referenceserver.messages import Request
from sonla.referenceserver.records import Entry
from sonla.referenceserver.repository import SET_PREFIX
from sonla.referenceserver.seeding.resources import load
from urllib.parse import urlencode

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Feeds:
    """Answer requests for feeds; `set` chooses a type as it does in OAI-PMH."""

    def __init__(self, base_url: str, page_size: int) -> None:
        self.base_url = base_url
        self.page_size = page_size

    def atom(self, request: Request, catalogue: Catalogue) -> Answer:
        """Return the current feed, or with `archive` a part of all there ever was.

        Archives are counted from 0, which has the oldest states. They never change:
        what changes is a new state, and stands in the current feed.
        """
        kind = _kind(request)
        states = [state for state in catalogue.history if kind in ("", state.type)]
        whole = len(states) // self.page_size
        number = request.argument("archive")
        if number and not (number.isdecimal() and int(number) < whole):
            return problem(404, "There is no such archive")
        at = int(number) if number else None
        size = self.page_size
        shown = states[-size:] if at is None else states[at * size : (at + 1) * size]
        links = {
            "self": self._address("atom", kind, at),
            "alternate": f"{self.base_url}/",
            **self._archives(kind, at, whole),
        }
        root = atom.feed(
            f"tag:{catalogue.identity.repository_id},2026:{kind or 'all'}",
            _title(catalogue, kind),
            _updated(shown),
            links,
            [catalogue.record(entry) for entry in reversed(shown)],
            archive=at is not None,
        )
        return _feed_answer(request, root, "application/atom+xml; charset=utf-8")

    def rss(self, request: Request, catalogue: Catalogue) -> Answer:
        """Return the newest live records."""
        kind = _kind(request)
        live = [entry for entry in catalogue.entries(kind) if not entry.deleted]
        shown = live[-self.page_size :]
        root = rss.feed(
            _title(catalogue, kind),
            f"{self.base_url}/",
            self._address("rss", kind),
            _updated(shown),
            [catalogue.record(entry) for entry in reversed(shown)],
        )
        return _feed_answer(request, root, "application/rss+xml; charset=utf-8")

    def _archives(self, kind: str, at: int | None, whole: int) -> dict[str, str]:
        before = whole - 1 if at is None else at - 1
        links = {}
        if before >= 0:
            links["prev-archive"] = self._address("atom", kind, before)
        if at is not None:
            links["current"] = self._address("atom", kind)
            if at + 1 < whole:
                links["next-archive"] = self._address("atom", kind, at + 1)
        return links

    def _address(self, path: str, kind: str, archive: int | None = None) -> str:
        arguments = {}
        if kind:
            arguments["set"] = f"{SET_PREFIX}{kind}"
        if archive is not None:
            arguments["archive"] = str(archive)
        query = f"?{urlencode(arguments)}" if arguments else ""
        return f"{self.base_url}/{path}{query}"


def _kind(request: Request) -> str:
    return request.argument("set").removeprefix(SET_PREFIX)


def _title(catalogue: Catalogue, kind: str) -> str:
    title = load("terms")["types"].get(kind, kind)
    return f"{catalogue.identity.name}: {title}" if kind else catalogue.identity.name


def _updated(entries: Sequence[Entry]) -> datetime:
    return max((entry.datestamp for entry in entries), default=NEVER)


def _feed_answer(request: Request, root: _Element, media_type: str) -> Answer:
    body = tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    if etag in request.headers.get("if-none-match", ""):
        return Answer(304, media_type="", headers={"ETag": etag})
    return Answer(200, body, media_type, {"ETag": etag})
