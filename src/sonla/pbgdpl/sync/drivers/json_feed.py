"""Read JSON Feed (jsonfeed.org, versions 1 and 1.1), whose items become entries of Atom."""

from datetime import datetime
from lxml import etree
from sonla.pbgdpl.exchange.field_types import joined_address
from sonla.pbgdpl.jobs.failures import plain
from sonla.pbgdpl.sync.answers import json_of
from sonla.pbgdpl.sync.drivers.feed_documents import add
from sonla.pbgdpl.sync.drivers.feed_documents import ATOM_TYPE
from sonla.pbgdpl.sync.drivers.feed_documents import FeedDocument
from sonla.pbgdpl.sync.drivers.feed_documents import MAKE
from sonla.pbgdpl.sync.drivers.feed_documents import MAX_AUTHORS
from sonla.pbgdpl.sync.drivers.feed_documents import XML
from sonla.pbgdpl.sync.drivers.list_pages import PageParts
from sonla.pbgdpl.sync.drivers.xml import serialised
from sonla.pbgdpl.sync.record_headers import identifier_of
from sonla.pbgdpl.sync.record_headers import moment_of
from typing import Any

import re

VERSIONS = ("https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1")
JSON_FEED_TYPES = ("application/feed+json", "application/json")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_json_feed(body: bytes, url: str, now: datetime) -> FeedDocument | None:
    """Read a document; None if it is no JSON Feed. `now` is the source's clock."""
    found = json_of(body)
    if not isinstance(found, dict) or found.get("version") not in VERSIONS:
        return None
    parts = PageParts(now)
    items = [one for one in listed(found, "items") if isinstance(one, dict)]
    for item in items:
        read_item(parts, item, found, url)
    older = text_of(found, "next_url")
    whole = any("content_html" in item or "content_text" in item for item in items)
    return FeedDocument(
        identifier=plain(text_of(found, "feed_url") or text_of(found, "home_page_url")),
        title=plain(text_of(found, "title")),
        is_atom=False,
        parts=parts,
        features=frozenset({"content"} if whole else ()),
        older=joined_address(url, older) if older else None,
    )


def read_item(
    parts: PageParts, item: dict[str, Any], feed: dict[str, Any], base: str
) -> None:
    """Add an item as a change."""
    parts.listed += 1
    identifier = identifier_of(text_of(item, "id"))
    if not identifier:
        return parts.refuse("", "no_identifier")
    updated = moment_of(text_of(item, "date_modified"))
    published = moment_of(text_of(item, "date_published"))
    payload = serialised(entry_of(item, feed, base, updated, published))
    stamp = updated or published or parts.response_date
    return parts.put(identifier, stamp, payload, ATOM_TYPE)


def entry_of(
    item: dict[str, Any],
    feed: dict[str, Any],
    base: str,
    updated: datetime | None,
    published: datetime | None,
) -> etree._Element:
    """Make an entry of an item; the feed's authors are those of items without any."""
    entry = MAKE.entry(MAKE.id(text_of(item, "id")))
    language = text_of(item, "language") or text_of(feed, "language")
    if language:
        entry.set(f"{XML}lang", language)
    for name, moment in (("published", published), ("updated", updated or published)):
        add(entry, name, moment.isoformat() if moment else "")
    add(entry, "title", text_of(item, "title"))
    add(entry, "summary", text_of(item, "summary"))
    if text_of(item, "content_html"):
        add(entry, "content", text_of(item, "content_html"), type="html")
    else:
        add(entry, "content", text_of(item, "content_text"), type="text")
    if address := text_of(item, "url"):
        add(entry, "link", None, rel="alternate", href=joined_address(base, address))
    for name in authors_of(item) or authors_of(feed):
        entry.append(MAKE.author(MAKE.name(name)))
    for tag in listed(item, "tags"):
        if isinstance(tag, str) and tag.strip() and not _NOT_XML.search(tag):
            add(entry, "category", None, term=tag.strip())
    for file in listed(item, "attachments"):
        if isinstance(file, dict) and (address := text_of(file, "url")):
            add(
                entry,
                "link",
                None,
                rel="enclosure",
                href=joined_address(base, address),
                type=text_of(file, "mime_type"),
                length=text_of(file, "size_in_bytes"),
                title=text_of(file, "title"),
            )
    return entry


def authors_of(thing: dict[str, Any]) -> list[str]:
    """Return the names of authors; version 1 has one, under another key."""
    found = [*listed(thing, "authors"), thing.get("author")]
    names = [text_of(one, "name") for one in found if isinstance(one, dict)]
    return list(dict.fromkeys(filter(None, names)))[:MAX_AUTHORS]


def listed(thing: dict[str, Any], key: str) -> list[Any]:
    """Return a list; an empty one for anything else."""
    found = thing.get(key)
    return found if isinstance(found, list) else []


def text_of(thing: dict[str, Any], key: str) -> str:
    """Return a text without space around it, a number as text; empty for anything else.

    What XML can't hold is left out.
    """
    found = thing.get(key)
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    return _NOT_XML.sub("", str(found)).strip()
