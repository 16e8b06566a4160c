"""The pages of a list: what one request gave, collected, and watched for circles."""

from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from hashlib import blake2b
from sonla.pbgdpl import _
from sonla.pbgdpl.sync.drivers.base import digest_of
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import SourceWarning
from sonla.pbgdpl.sync.drivers.base import UnreadableRecord
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.messages import CIRCLE
from sonla.pbgdpl.sync.messages import ENDLESS
from sonla.pbgdpl.sync.messages import TOO_LONG
from typing import Literal

import re


def page_digest(changes: Iterable[SourceChange]) -> str:
    """Return the digest of a page; empty for an empty page, of which there may be many."""
    found = blake2b(digest_size=12)
    empty = True
    for change in changes:
        empty = False
        line = (change.remote_id, change.datestamp.isoformat(), change.state)
        found.update("\0".join((*line, change.raw_digest, "\n")).encode())
    return "" if empty else found.hexdigest()


MAX_PAYLOADS = 64 * 1024 * 1024
"""Bytes of the records of one page: four times what an answer may have."""


@dataclass
class PageParts:
    """Collect what becomes a page while it is read."""

    response_date: datetime
    changes: list[SourceChange] = field(default_factory=list)
    warnings: list[SourceWarning] = field(default_factory=list)
    unreadable: list[UnreadableRecord] = field(default_factory=list)
    listed: int = 0
    size: int = 0
    """Bytes of all payloads."""

    def add(self, change: SourceChange) -> None:
        """Take a change; a time from the future becomes the time of the answer.

        Else every later version would count as older than this one. Raises `ProtocolFailure`
        where records are made far longer than they came, by authors of a feed that each gets.
        """
        self.size += len(change.payload or b"")
        if self.size > MAX_PAYLOADS:
            raise ProtocolFailure(TOO_LONG)
        if change.datestamp > self.response_date:
            self.warnings.append(SourceWarning("future", change.remote_id))
            change = change._replace(datestamp=self.response_date)
        self.changes.append(change)

    def put(
        self,
        remote_id: str,
        datestamp: datetime,
        payload: bytes | None,
        media_type: str,
        digest: str | None = None,
    ) -> None:
        """Take a record that the source has, or, without its content, one that it deleted."""
        state: Literal["live", "deleted"] = "deleted" if payload is None else "live"
        digest = digest_of(payload or b"") if digest is None else digest
        self.add(
            SourceChange(
                remote_id,
                datestamp,
                state,
                payload,
                media_type,
                (),
                digest if payload is not None else "",
            )
        )

    def refuse(self, remote_id: str, code: str) -> None:
        """Leave a record out; without an identifier it can only be noticed."""
        if remote_id:
            self.unreadable.append(UnreadableRecord(remote_id, code))
        else:
            self.warnings.append(SourceWarning("no_identifier"))


MAX_EMPTY_PAGES = 10
"""Empty pages with a token, one after the other."""

MAX_TOKEN = 8_000
"""Characters of what names the next page: it is stored, and sent in an address."""

_NOT_IN_TOKEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def check_token(token: str | None) -> None:
    """Raise `ProtocolFailure` for what names a page and can't be sent."""
    if token is not None and (len(token) > MAX_TOKEN or _NOT_IN_TOKEN.search(token)):
        raise ProtocolFailure(
            _(
                "detail_next_unusable",
                default="What names the next page in the answer is too long, or has characters that can't be sent.",
            )
        )


class PageOrder:
    """Watch the pages of a list: one that goes in circles or never comes to anything fails.

    `seen` are digests of earlier pages.
    """

    def __init__(self, token: str | None, seen: Collection[str]) -> None:
        self.digests, self.tokens = set(seen), {token}
        self.empty = 0

    def check(self, page: SourcePage) -> None:
        """Raise `ProtocolFailure` for a page that can't follow those before."""
        token = page.token
        if page.digest in self.digests:
            raise ProtocolFailure(CIRCLE)
        if token is not None and token in self.tokens:
            raise ProtocolFailure(CIRCLE)
        check_token(token)
        self.empty = 0 if page.digest else self.empty + 1
        if self.empty > MAX_EMPTY_PAGES:
            raise ProtocolFailure(ENDLESS)
        if page.digest:
            self.digests.add(page.digest)
        self.tokens.add(token)


def followed(
    read_page: Callable[[str | None], SourcePage],
    token: str | None,
    seen: Collection[str],
) -> Iterator[SourcePage]:
    """Yield the page at a token and all that follow; a list that goes in circles fails.

    `seen` are digests of earlier pages. A page is read when it is wanted.
    """
    order = PageOrder(token, seen)
    while True:
        page = read_page(token)
        order.check(page)
        yield page
        if page.token is None:
            return
        token = page.token
