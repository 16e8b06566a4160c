"""What the search page shows of one result."""

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from plone import api
from sonla.pbgdpl.browser.search.highlight import excerpt
from sonla.pbgdpl.browser.search.highlight import first_found
from sonla.pbgdpl.browser.search.highlight import mark_words
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import iso_day
from sonla.pbgdpl.core.dates import real_date
from sonla.pbgdpl.core.fields import stored
from sonla.pbgdpl.core.html import body_text
from sonla.pbgdpl.core.urls import page_url
from typing import Any


@dataclass(frozen=True)
class Hit:
    """Hold what is shown of one result; `title` and `excerpt` are safe HTML."""

    url: str
    title: str
    excerpt: str
    type_title: str
    agency: str
    published: str
    """The day, written as in Vietnam: 30/01/2026. Empty for a draft."""
    published_iso: str
    state: str


def hit_of(
    brain: Any,
    sought: Collection[str],
    type_titles: Mapping[str, str],
    agency_titles: Mapping[str, str],
) -> Hit:
    """Make a hit of a catalog entry; `sought` are folded words."""
    agency = _indexed(brain, "pbgdpl_agency")
    day = real_date(brain.effective)
    return Hit(
        url=page_url(brain),
        title=mark_words(brain.Title or brain.getId, sought),
        excerpt=mark_words(_excerpt(brain, sought), sought),
        type_title=type_titles.get(brain.portal_type, brain.portal_type),
        agency=agency_titles.get(agency, agency) if agency else "",
        published=format_day(day),
        published_iso=iso_day(day),
        state=brain.review_state or "",
    )


def _excerpt(brain: Any, sought: Collection[str]) -> str:
    """Quote the description if it holds a sought word, else the body if it does."""
    description = brain.Description or ""
    if description and (not sought or first_found(description, sought) is not None):
        return excerpt(description, sought)
    # The brain is one that the visitor may see; its container may be hidden.
    body = _body(brain._unrestrictedGetObject())
    if sought and first_found(body, sought) is None and description:
        return excerpt(description, sought)
    return excerpt(body, sought)


def _body(obj: Any) -> str:
    """Return the text of an item, of a video its transcript."""
    return body_text(obj) or stored(obj, "transcript") or ""


def _indexed(brain: Any, name: str) -> str | None:
    indexes = api.portal.get_tool("portal_catalog")._catalog.indexes
    return indexes[name].getEntryForObject(brain.getRID()) if name in indexes else None
