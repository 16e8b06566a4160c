"""The partner's endpoint for records: `PUT`, `DELETE` and `GET` of one address each."""

from dataclasses import dataclass
from hashlib import sha256
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.jobs.failures import plain
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.http.responses import Answer
from sonla.pbgdpl.sync.http.responses import PAGES
from sonla.pbgdpl.sync.messages import HTML
from urllib.parse import quote

import json
import re

MEDIA_TYPE = "application/ld+json"
KEPT_AS = (MEDIA_TYPE, "application/json", "application/octet-stream")
"""What servers call a record that was put: one that keeps files knows no type of it."""
CREATED = 201
GONE = (404, 410)
UNREADABLE = "unreadable"
"""Stands for the hash of something that is no record."""
_TAG = re.compile(r'(W/)?"?[!\x23-~]{1,1000}"?')
"""A tag (RFC 9110, 8.8.3), which goes back in a header; its quotation marks are left out by some."""


@dataclass(frozen=True)
class Receipt:
    """Which version the partner has; nothing of it if it has none."""

    etag: str = ""
    content_hash: str = ""
    body_digest: str = ""
    """SHA-256 of the body that the partner has, in hex."""


class Endpoint:
    """Speak to one partner; every method raises the failures of `sync.failures`."""

    def __init__(self, client: OutboundClient, base_url: str) -> None:
        self.client = client
        self.base_url = base_url.rstrip("/")

    def put(self, identifier: str, record: Record, etag: str, known: bool) -> Receipt:
        """Send a record: as a new one, or in place of the version that we know."""
        body = json.dumps(jsonld.dump(record), ensure_ascii=False).encode()
        answer = self.client.request(
            "PUT",
            self.address(identifier),
            headers={"Content-Type": MEDIA_TYPE, **condition(etag, known)},
            body=body,
        )
        if answer.status != CREATED:  # which no page to log in on says
            check_receipt(answer)
        return receipt_of(answer, body_digest=sha256(body).hexdigest())

    def delete(self, identifier: str, etag: str) -> Receipt:
        """Take a record back; that it is gone already is as good."""
        try:
            answer = self.client.request(
                "DELETE", self.address(identifier), headers=condition(etag, True)
            )
            check_receipt(answer)
        except PeerRefusal as refusal:
            if refusal.status not in GONE:
                raise
        return Receipt()

    def look_up(self, identifier: str) -> Receipt:
        """Ask which version the partner has."""
        try:
            answer = self.client.request(
                "GET", self.address(identifier), accept=KEPT_AS
            )
        except PeerRefusal as refusal:
            if refusal.status in GONE:
                return Receipt()
            raise
        try:
            remote = content_hash(jsonld.loads(answer.body))
        except InvalidRecord:
            remote = UNREADABLE
        return receipt_of(answer, remote, sha256(answer.body).hexdigest())

    def address(self, identifier: str) -> str:
        """Return the address of a record; an identifier may hold any sign, slashes too."""
        return f"{self.base_url}/records/{quote(identifier, safe='')}"


def condition(etag: str, known: bool) -> dict[str, str]:
    """Return the condition under which the partner may act (RFC 9110, 13.1).

    A partner that gave no tag can only be asked to replace whatever it has.
    """
    if not known:
        return {"If-None-Match": "*"}
    return {"If-Match": etag or "*"}


def check_receipt(answer: Answer) -> None:
    """Raise `ProtocolFailure` for an answer that the partner can't have written.

    A gateway that wants somebody to log in says 200 as well, with a page of its own,
    and then nothing was stored. A receipt is empty, or JSON.
    """
    kind = answer.media_type
    if answer.body and kind != "application/json" and not kind.endswith("+json"):
        raise ProtocolFailure(
            HTML
            if kind in PAGES
            else _(
                "detail_receipt_kind",
                default="The answer to what was sent is no JSON, but ${kind}. It is asked again; nothing is doubled.",
                mapping={"kind": plain(kind, 60) or "?"},
            ),
            status=answer.status,
        )


def receipt_of(
    answer: Answer, content_hash: str = "", body_digest: str = ""
) -> Receipt:
    """Read the tag of the version that the partner has now; one that is none is left out."""
    tag = answer.headers.get("etag", "").strip()
    known = tag if _TAG.fullmatch(tag) else ""
    return Receipt(known, content_hash, body_digest)
