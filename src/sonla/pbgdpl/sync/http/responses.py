"""Turn what came over HTTP into an answer or a failure; nothing is sent here."""

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import plain
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.failures import AuthorityFailure
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProblemDetails
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import RateLimited
from sonla.pbgdpl.sync.http.backoff import http_date
from sonla.pbgdpl.sync.http.backoff import retry_after
from sonla.pbgdpl.sync.messages import HTML
from sonla.pbgdpl.sync.messages import NO_HTTP
from sonla.pbgdpl.sync.messages import STATUS
from urllib.parse import urlsplit
from zope.i18nmessageid import Message

import json
import re

MAX_REFUSAL = 64 * 1024
"""Bytes that are read of the answer to a refused request."""
_EMPTY = (204, 205)
PAGES = ("text/html", "application/xhtml+xml")
REDIRECT = _(
    "detail_redirect",
    default="The address leads on to another one, which is not followed: ${address}. If that is right, write it into the settings.",
)
REFUSED = _("detail_refused", default="Our access was refused (HTTP ${status}).")
REFUSED_BECAUSE = _(
    "detail_refused_because",
    default="Our access was refused (HTTP ${status}). The other side says: ${said}.",
)
QUOTA = _(
    "detail_quota",
    default="The number of requests that we may make is used up. The other side wants ${seconds} seconds of rest.",
)
AWAY = _(
    "detail_away",
    default="The other side is being maintained, and wants ${seconds} seconds of rest.",
)


@dataclass(frozen=True)
class Answer:
    """An answer with a status of 2xx.

    Names of headers are in small letters. `body` is decompressed, and empty when it was
    written elsewhere.
    """

    status: int
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)

    @property
    def media_type(self) -> str:
        """The media type without parameters, in small letters."""
        return media_type(self.headers)

    @property
    def date(self) -> datetime | None:
        """The peer's clock (UTC) when it answered, if it said so."""
        return http_date(self.headers.get("date"))


def media_type(headers: Mapping[str, str]) -> str:
    """Return the media type of headers in small letters; empty if there is none."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def failure_of(
    status: int, headers: Mapping[str, str], accept: Collection[str], now: datetime
) -> Failure | None:
    """Judge the head of an answer; None for a good one and for 4xx, whose body counts.

    A redirect is never followed: an endpoint that moved is a decision for a person.
    """
    if 300 <= status < 400:
        address = shown(headers.get("location", ""))
        return ProtocolFailure(
            Message(REDIRECT, mapping={"address": address}), status=status
        )
    if status in (401, 403, 407):
        said = challenge(headers.get("www-authenticate", ""))
        words = REFUSED_BECAUSE if said else REFUSED
        return AuthorityFailure(
            Message(words, mapping={"status": status, "said": said}), status=status
        )
    if status == 429 or (status == 503 and "retry-after" in headers):
        wait = retry_after(headers.get("retry-after"), now, headers.get("date"))
        seconds = f"{wait.total_seconds():.0f}"
        return RateLimited(
            Message(QUOTA if status == 429 else AWAY, mapping={"seconds": seconds}),
            not_before=now + wait,
            status=status,
        )
    if status >= 500 or status in (408, 425):
        return TransientFailure(
            Message(STATUS, mapping={"status": status}), status=status
        )
    if 400 <= status < 500:
        return None
    if not 200 <= status < 300:
        return ProtocolFailure(NO_HTTP, status=status)
    if accept and status not in _EMPTY and media_type(headers) not in accept:
        return ProtocolFailure(other_kind(media_type(headers), accept), status=status)
    return None


def other_kind(kind: str, accept: Collection[str]) -> Message:
    """Return the words about an answer that is not of a kind that was asked for."""
    if kind in PAGES:
        return HTML
    return _(
        "detail_other_kind",
        default="The answer is ${kind}, not ${wanted}: it may be another protocol than was chosen in the settings.",
        mapping={"kind": plain(kind, 60) or "?", "wanted": min(accept)},
    )


_CHALLENGE = re.compile(r'\b(error(?:_description)?)\s*=\s*"([^"]{1,200})"')


def challenge(header: str) -> str:
    """Return what a partner says of the proof that it refused (RFC 6750, 3)."""
    found = dict(_CHALLENGE.findall(header))
    parts = (found.get("error", ""), found.get("error_description", ""))
    return plain(" – ".join(part for part in parts if part), 120)


def refusal(status: int, headers: Mapping[str, str], body: bytes) -> PeerRefusal:
    """Return the failure of a 4xx, with what the peer says about it."""
    kind = media_type(headers)
    problem = (
        problem_of(body) if kind == "application/problem+json" else ProblemDetails()
    )
    message = problem.detail or problem.title
    return PeerRefusal(
        f"{status} {message}"
        if message
        else Message(STATUS, mapping={"status": status}),
        status=status,
        problem=problem,
        body=body,
        media_type=kind,
    )


def problem_of(body: bytes) -> ProblemDetails:
    """Read problem details (RFC 9457); what is not text in them is left out."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ProblemDetails()
    if not isinstance(found, dict):
        return ProblemDetails()
    texts = {
        name: plain(value)
        for name in ("type", "title", "detail")
        if isinstance(value := found.get(name), str)
    }
    return ProblemDetails(**texts)


def shown(url: str) -> str:
    """Return an address for the journal: without user, query and fragment."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "an address that can't be read"
    return plain(f"{parts.scheme}://{host}{parts.path}" if host else parts.path, 200)
