"""How public answers are sent: not again to who has them, and small to who can unpack.

Dates pass here where no clock lets them pass in time.
"""

from abc import ABC
from abc import abstractmethod
from collections.abc import Iterator
from datetime import datetime
from datetime import UTC
from email.utils import format_datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from plone import api
from plone.protect.interfaces import IDisableCSRFProtection
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.offering import can_be_fetched
from sonla.pbgdpl.exchange.offering import described
from sonla.pbgdpl.exchange.offering import offered_ledger
from sonla.pbgdpl.exchange.offering import record_on_offer
from sonla.pbgdpl.exchange.reconciling import is_sweep_due
from sonla.pbgdpl.exchange.reconciling import reconcile_due
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from zExceptions import NotFound
from zope.interface import alsoProvides

import gzip
import json
import re

RETRY_AFTER = 60 * 60
"""Seconds after which somebody may have entered the public address."""
NOT_YET = _(
    "exchange_waits_for_address",
    default="Nothing can be fetched yet: the public address of this portal is not set, and records are named by it. An administrator enters it in the settings of legal education.",
)
LEVEL = 5
MIN_SIZE_TO_COMPRESS = 500
"""Bytes; less than that doesn't get smaller."""
_QUALITY = re.compile(r"\s*([\w*-]+)\s*+(?:;\s*q=([0-9.]+)\s*)?", re.ASCII)


def send(
    request: Any,
    body: bytes,
    media_type: str,
    changed: datetime | None = None,
    compared: bytes | None = None,
    cache: str = "no-cache",
) -> bytes:
    """Send an answer; 304 if the client has this one already.

    `compared` is what makes one answer the same as another, the body itself unless
    told. The tag is weak (RFC 9110, 8.8.1), as the same is sent packed and unpacked.
    """
    response = request.response
    digest = sha256(body if compared is None else compared).hexdigest()[:32]
    etag = f'W/"{digest}"'
    response.setHeader("ETag", etag)
    response.setHeader("Cache-Control", cache)
    response.setHeader("Vary", "Accept-Encoding")
    if changed is not None:
        response.setHeader("Last-Modified", http_date(changed))
    if is_known(request, etag, changed):
        response.setStatus(304)
        return b""
    response.setHeader("Content-Type", media_type)
    if len(body) >= MIN_SIZE_TO_COMPRESS and accepts_gzip(request):
        response.setHeader("Content-Encoding", "gzip")
        body = gzip.compress(body, LEVEL, mtime=0)
    return body


def is_known(request: Any, etag: str, changed: datetime | None) -> bool:
    """Return whether the client's condition says that it has this answer (RFC 9110, 13).

    The tag alone counts where one is sent, since two changes may be in one second.
    """
    if request.method not in ("GET", "HEAD"):
        return False
    header = request.get_header("If-None-Match")
    if header is not None:
        return header.strip() == "*" or bare(etag) in set(map(bare, header.split(",")))
    since = moment_of(request.get_header("If-Modified-Since") or "")
    return since is not None and changed is not None and in_seconds(changed) <= since


def bare(etag: str) -> str:
    """Return a tag for weak comparison."""
    return etag.strip().removeprefix("W/")


def accepts_gzip(request: Any) -> bool:
    """Return whether the client can unpack gzip."""
    qualities = dict(_qualities(request.get_header("Accept-Encoding") or ""))
    return qualities.get("gzip", qualities.get("*", 0.0)) > 0


def _qualities(header: str) -> Iterator[tuple[str, float]]:
    for part in header.split(","):
        found = _QUALITY.fullmatch(part)
        if found is not None:
            try:
                yield found[1].lower(), float(found[2] or 1)
            except ValueError:
                yield found[1].lower(), 0.0


def http_date(moment: datetime) -> str:
    """Write a moment as HTTP does."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def moment_of(text: str) -> datetime | None:
    """Read a moment of HTTP; None for what is none."""
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def in_seconds(moment: datetime) -> datetime:
    """Leave out parts of a second, which HTTP can't say."""
    return moment.replace(microsecond=0)


MAX_PAGES_FOR_VISITORS = 20
"""So many records are made while somebody waits for an answer; the clock makes more."""


def catch_up(request: Any) -> None:
    """Note what a date made public or ended since somebody looked last.

    The only thing that asking changes, and nothing of it comes from the one who asks.
    """
    portal = api.portal.get()
    if is_sweep_due(portal) and not portal._p_jar.isReadOnly():
        alsoProvides(request, IDisableCSRFProtection)
        reconcile_due(portal, MAX_PAGES_FOR_VISITORS)


class FetchedView(BrowserView, ABC):
    """The base of what others fetch again and again, by addresses and names that stay.

    It says 404 while nothing is offered, and 503 while nobody knows the portal's address.
    """

    def __call__(self) -> bytes:
        """Answer."""
        if offered_ledger() is None:
            raise NotFound(self.__name__)
        return self.answer() if can_be_fetched() else self.refuse()

    @abstractmethod
    def answer(self) -> bytes:
        """Answer with what is offered."""

    def refuse(self) -> bytes:
        """Return, as 503, when to fetch it and what an administrator has to do."""
        response = self.request.response
        response.setStatus(503)
        response.setHeader("Retry-After", str(RETRY_AFTER))
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("Content-Type", "text/plain; charset=utf-8")
        return f"{api.portal.translate(NOT_YET)}\n".encode()


class RecordView(BrowserView):
    """Answer with the record of a text."""

    def __call__(self) -> bytes:
        """Answer; 404 for what others may not have."""
        record = record_on_offer(self.context)
        if record is None:
            raise NotFound(self.__name__)
        data = json.dumps(described(record), ensure_ascii=False, allow_nan=False)
        return send(self.request, data.encode(), jsonld.MEDIA_TYPE)
