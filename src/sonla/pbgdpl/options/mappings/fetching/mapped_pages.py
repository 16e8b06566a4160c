"""Which page of a list comes next, by what a mapping says of it."""

from dataclasses import dataclass
from sonla.pbgdpl.sync.answers import found_by
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.mapping.definition import ListMapping
from sonla.pbgdpl.sync.mapping.definition import RecordMapping
from sonla.pbgdpl.sync.messages import not_found
from typing import Any

COUNT = "@"
"""In a token between the number of a page and that of the records before it: a source may
put fewer on a page than it is asked for."""
REMOVALS = "deletions:"
"""Before the token of a page of the list of what was taken back."""


@dataclass(frozen=True)
class Place:
    """A page of one of the two lists."""

    listing: ListMapping
    record: RecordMapping
    token: str | None
    """None for the first page."""
    removals: bool = False

    def written(self, token: str) -> str:
        """Write the token of another page of the same list."""
        return f"{REMOVALS}{token}" if self.removals else token


def following_of(
    place: Place, found: Any, rows: int, total: int | None
) -> tuple[str | None, bool]:
    """Return what names the next page, and whether the source itself says that there is none."""
    listing = place.listing
    if listing.paging == "none":
        return None, True
    if listing.paging in ("cursor", "link"):
        following = None
        if listing.following is not None:
            following = found_by(listing.following, found, "list.next")
        if isinstance(following, int) and not isinstance(following, bool):
            following = str(following)
        if following in (None, "", False):
            return None, True
        if not isinstance(following, str):
            raise ProtocolFailure(not_found("list.next"))
        return following, False
    if not rows:
        return None, False
    here, before = numbers_of(place)
    behind = before + rows
    if total is not None and behind >= total:
        return None, True
    if listing.paging == "offset":
        return str(here + rows), False
    return f"{here + 1}{COUNT}{behind}", False


def numbers_of(place: Place) -> tuple[int, int]:
    """Return which page, or which record, a page begins with, and how many came before."""
    first = place.listing.first_page
    number, _mark, count = (place.token or str(first)).partition(COUNT)
    here = int(number)
    before = here - first if place.listing.paging == "offset" else int(count or 0)
    return here, before
