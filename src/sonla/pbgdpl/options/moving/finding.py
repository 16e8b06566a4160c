"""Find what stands outside of sections: by folder, type, words and period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import midnight
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.vietnamese.words import words
from sonla.pbgdpl.options.moving import STOCK_TYPES
from sonla.pbgdpl.options.moving.batches import Entry
from sonla.pbgdpl.search.stock_search import munge_search_term
from typing import Any
from urllib.parse import urlsplit

MSG_NO_FOLDER = _(
    "msg_bring_in_no_folder",
    default="There is no folder “${path}”. Copy its address from the browser, or choose one of the list.",
)
MAX_ITEMS = 5000
"""Items of one batch."""


@dataclass(frozen=True)
class Criteria:
    """What is looked for; empty values ask for everything."""

    path: str = ""
    """Path of a folder."""
    portal_types: tuple[str, ...] = STOCK_TYPES
    text: str = ""
    since: date | None = None
    until: date | None = None


def find(criteria: Criteria) -> list[Any]:
    """Find the brains that the user may see, the oldest first; none from a section."""
    query: dict[str, Any] = {
        "portal_type": list(criteria.portal_types),
        "show_inactive": True,
        "sort_on": "created",
        "path": criteria.path or "/".join(api.portal.get().getPhysicalPath()),
    }
    typed = " ".join(words(criteria.text))
    if typed:
        query["SearchableText"] = munge_search_term(typed)
    if criteria.since or criteria.until:
        query["Date"] = period(criteria.since, criteria.until)
    inside = tuple(f"{path}/" for path in section_paths())
    catalog = api.portal.get_tool("portal_catalog")
    return [
        brain
        for brain in catalog.searchResults(query)
        if not f"{brain.getPath()}/".startswith(inside)
    ]


def period(since: date | None, until: date | None) -> dict[str, Any]:
    """Write a period for the catalog; both days belong to it."""
    if since is None and until is not None:
        return {"query": midnight(until + timedelta(days=1)), "range": "max"}
    if until is None and since is not None:
        return {"query": midnight(since), "range": "min"}
    assert since is not None and until is not None
    days = [midnight(since), midnight(until + timedelta(days=1))]
    return {"query": days, "range": "min:max"}


def section_paths() -> list[str]:
    """List the paths of all sections."""
    found = api.content.find(unrestricted=True, portal_type=SECTION_TYPE)
    return [brain.getPath() for brain in found]


def read_folder(typed: str) -> str:
    """Return the path of the folder that an address or a path names; raises `InvalidInput`."""
    wanted = typed.strip()
    if not wanted:
        return ""
    portal = api.portal.get()
    root, url = "/".join(portal.getPhysicalPath()), portal.absolute_url()
    if wanted.startswith(url):
        wanted = wanted[len(url) :]
    path = urlsplit(wanted).path.partition("/@@")[0].strip("/")
    path = path.removesuffix("/view").removesuffix("/folder_contents")
    full = f"{root}/{path}" if path else root
    catalog = api.portal.get_tool("portal_catalog")
    if path and not catalog.searchResults(path={"query": full, "depth": 0}):
        raise InvalidInput(type(MSG_NO_FOLDER)(MSG_NO_FOLDER, mapping={"path": typed}))
    return full


def entries_of(brains: Iterable[Any]) -> list[Entry]:
    """Make the entries of a batch."""
    return [
        Entry(one.UID, one.getPath(), one.portal_type, one.Title or one.getId)
        for one in brains
    ]
