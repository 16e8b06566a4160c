"""Pages of sections and units, and lists in them, in the words of schema.org.

Not a record: nobody harvests it. It says what the page is, whose, and which texts are
the newest in it, by their addresses alone; each of them tells of itself.
"""

from itertools import islice
from plone import api
from sonla.pbgdpl.core.paths import path_in_portal
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.exchange.accessors import managing_agency
from sonla.pbgdpl.exchange.exporter import is_readable_by_all
from sonla.pbgdpl.exchange.feeds.window import about
from sonla.pbgdpl.exchange.field_types import usable
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.offering import feed_types
from sonla.pbgdpl.exchange.offering import offered_ledger
from sonla.pbgdpl.exchange.reconciling import now_in_seconds
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any

MAX_ITEMS = 10
"""Texts that are named."""
CONTEXT = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}}


def collection_page(place: Any) -> dict[str, Any] | None:
    """Describe a section or unit; None where others get nothing, or may not read it."""
    ledger = offered_ledger()
    if ledger is None or not is_readable_by_all(place):
        return None
    facts = about(place)
    data = {
        "@context": CONTEXT,
        **named("CollectionPage", facts.title, facts.url),
        "description": facts.description,
        "inLanguage": facts.language,
        "isPartOf": parent_of(place),
        "publisher": published_by(place),
        "mainEntity": item_list(newest(ledger, place)),
    }
    return {key: value for key, value in data.items() if value}


def described_page(place: Any, kind: str, name: str, url: str) -> dict[str, Any] | None:
    """Describe a list or another page at a place; None where others get nothing.

    Only what it is: what it shows depends on who asks what, and may name people.
    """
    if offered_ledger() is None or not is_readable_by_all(place):
        return None
    data = {
        "@context": CONTEXT,
        **named(kind, usable(name), url),
        "inLanguage": api.portal.get_default_language(),
        "isPartOf": here(place),
        "publisher": published_by(place),
    }
    return {key: value for key, value in data.items() if value}


def published_by(place: Any) -> dict[str, str] | None:
    """Return who stands for a place."""
    name = usable(managing_agency(place))
    return {"@type": "GovernmentOrganization", "name": name} if name else None


def here(place: Any) -> dict[str, str]:
    """Return the unit or section at which a page is asked for, else the portal."""
    found = unit_of(place) or section_of(place)
    if found is None:
        return parent_of(place)
    return named("CollectionPage", usable(found.Title()), public_url(found))


def named(kind: str, name: str, url: str) -> dict[str, str]:
    """Return a thing that has a page of its own."""
    return {"@id": url, "@type": kind, "name": name, "url": url}


def parent_of(place: Any) -> dict[str, str]:
    """Return what a place is part of: a unit of its section, a section of the portal."""
    section = section_of(place)
    if section is None or section.getPhysicalPath() == place.getPhysicalPath():
        portal = api.portal.get()
        return named("WebSite", usable(portal.Title()), public_url(portal))
    return named("CollectionPage", usable(section.Title()), public_url(section))


def item_list(urls: list[str]) -> dict[str, Any] | None:
    """Return texts in their order; None for none."""
    if not urls:
        return None
    items = [
        {"@type": "ListItem", "position": number, "url": url}
        for number, url in enumerate(urls, 1)
    ]
    return {"@type": "ItemList", "itemListElement": items}


def newest(ledger: Ledger, place: Any) -> list[str]:
    """Return the addresses of the texts that changed last, as the feed has them.

    Read from the ledger: no text is loaded.
    """
    keys = ledger.newest(path_in_portal(place), now_in_seconds(), feed_types())
    entries = (ledger.entry(key.uid) for key in keys)
    paths = (entry.path for entry in entries if not entry.deleted)
    portal = api.portal.get()
    return [public_url(portal, path) for path in islice(paths, MAX_ITEMS)]
