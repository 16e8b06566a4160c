"""The list of what a partner has of ours, page by page: `GET {address}/records`.

Each page is JSON: `records`, with `identifier`, `digest` and, where it was taken back,
`deleted`; `next` is what `after` has to be for the page that follows; `total` may tell how
many there are. The digest is the SHA-256 of the body that was sent, or of the content.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.formats.safe_parsers import read_json
from sonla.pbgdpl.exchange.formats.safe_parsers import UnreadableDocument
from sonla.pbgdpl.sync.drivers.list_pages import check_token
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.messages import CIRCLE
from sonla.pbgdpl.sync.messages import ENDLESS
from sonla.pbgdpl.sync.reconciliation.state import Listed
from sonla.pbgdpl.sync.reconciliation.state import listed_as
from sonla.pbgdpl.sync.reconciliation.state import MAX_LISTED
from typing import Any

SIZE = 500
MAX_PAGES = 10_000
JSON = "application/json"


@dataclass(frozen=True)
class PartnerPage:
    """A page of the list; `token` is None on the last."""

    records: tuple[tuple[str, Listed], ...]
    token: str | None
    total: int | None


def partner_pages(
    client: OutboundClient, base_url: str, token: str | None
) -> Iterator[PartnerPage]:
    """Yield the pages from a place on; raises the failures of `sync.failures`."""
    seen = {token}
    for _number in range(MAX_PAGES):
        page = read_page(client, base_url, token)
        if page.token is not None and page.token in seen:
            raise ProtocolFailure(CIRCLE)
        yield page
        if page.token is None:
            return
        token = page.token
        seen.add(token)
    raise ProtocolFailure(ENDLESS)


def read_page(client: OutboundClient, base_url: str, token: str | None) -> PartnerPage:
    """Ask for one page."""
    params = {"size": str(SIZE)} | ({"after": token} if token else {})
    url = f"{base_url.rstrip('/')}/records"
    answer = client.request("GET", url, params=params, accept=(JSON,))
    try:
        found = read_json(answer.body)
        records = tuple(map(listed_record, found["records"]))
        following, total = found.get("next"), found.get("total")
        if following is not None and not isinstance(following, str):
            raise TypeError(following)
    except (UnreadableDocument, KeyError, TypeError, AttributeError):
        raise ProtocolFailure(
            _("detail_no_list", default="The answer is no list of records.")
        ) from None
    check_token(following)
    known = total if type(total) is int and 0 <= total <= MAX_LISTED else None
    return PartnerPage(records, following or None, known)


def listed_record(row: Any) -> tuple[str, Listed]:
    """Read one record of a list; raises TypeError or KeyError for what is none."""
    name, digest = row["identifier"], row.get("digest") or ""
    if not isinstance(name, str) or not isinstance(digest, str):
        raise TypeError(name)
    listed = listed_as(name, digest, row.get("deleted") is True)
    if listed is None:
        raise TypeError(name)
    return listed
