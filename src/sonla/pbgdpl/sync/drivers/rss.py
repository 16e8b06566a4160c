"""Read RSS 2.0 by making an entry of Atom of each item.

So there is one reader of records for both. What RSS leaves open is read as the feeds
of portals use it: `guid` before `link`, `content:encoded` before `description`.
"""

from datetime import datetime
from lxml import etree
from lxml.builder import ElementMaker
from sonla.pbgdpl.jobs.failures import plain
from sonla.pbgdpl.sync.drivers.atom import ATOM
from sonla.pbgdpl.sync.drivers.atom import ATOM_TYPE
from sonla.pbgdpl.sync.drivers.atom import features_of
from sonla.pbgdpl.sync.drivers.atom import FeedDocument
from sonla.pbgdpl.sync.drivers.atom import older_of
from sonla.pbgdpl.sync.drivers.base import digest_of
from sonla.pbgdpl.sync.drivers.base import PageParts
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.xml import identifier_of
from sonla.pbgdpl.sync.drivers.xml import moment_of
from sonla.pbgdpl.sync.drivers.xml import serialised
from sonla.pbgdpl.sync.http.backoff import http_date
from urllib.parse import urljoin

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
DC = "{http://purl.org/dc/elements/1.1/}"
MAKE = ElementMaker(namespace=ATOM.strip("{}"), nsmap={None: ATOM.strip("{}")})


def read_rss(root: etree._Element, now: datetime) -> FeedDocument | None:
    """Read a document; None if it is no RSS 2.0. `now` is the source's clock.

    Items may stand without any date: they are as old as the answer then, and their
    digest tells whether they changed.
    """
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        return None
    parts = PageParts(now)
    features = set(features_of(channel))
    language = text_of(channel, "language")
    for item in channel.iterfind("item"):
        read_item(parts, item, language)
        if item.find(CONTENT) is not None:
            features.add("content")
    return FeedDocument(
        identifier=plain(text_of(channel, "link")),
        title=plain(text_of(channel, "title")),
        is_atom=False,
        parts=parts,
        features=frozenset(features),
        older=older_of(channel),
    )


def read_item(parts: PageParts, item: etree._Element, language: str) -> None:
    """Add an item as a change."""
    parts.listed += 1
    link = (
        urljoin(item.base or "", text_of(item, "link")) if text_of(item, "link") else ""
    )
    identifier = identifier_of(text_of(item, "guid") or link)
    if not identifier:
        return parts.refuse("", "no_identifier")
    published = date_of(item)
    entry = entry_of(item, identifier, link, published)
    if language:
        entry.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    payload = serialised(entry)
    stamp = published or parts.response_date
    return parts.add(
        SourceChange(
            identifier, stamp, "live", payload, ATOM_TYPE, (), digest_of(payload)
        )
    )


def entry_of(
    item: etree._Element, identifier: str, link: str, published: datetime | None
) -> etree._Element:
    """Make an entry of an item; what the item lacks is left out."""
    entry = MAKE.entry(MAKE.id(identifier))
    body, description = text_of(item, CONTENT), text_of(item, "description")
    add(entry, "title", text_of(item, "title"), type="html")
    if published is not None:
        add(entry, "published", published.isoformat())
        add(entry, "updated", published.isoformat())
    add(entry, "summary", description, type="html")
    add(entry, "content", body, type="html")
    if link:
        add(entry, "link", None, rel="alternate", href=link)
    author = text_of(item, f"{DC}creator") or text_of(item, "author")
    if author:
        entry.append(MAKE.author(MAKE.name(author)))
    for category in item.iterfind("category"):
        term = (category.text or "").strip()
        if term:
            add(entry, "category", None, term=term)
    for file in item.iterfind("enclosure"):
        facts = {name: file.get(name, "") for name in ("type", "length")}
        href = urljoin(item.base or "", file.get("url", ""))
        add(entry, "link", None, rel="enclosure", href=href, **facts)
    return entry


def date_of(item: etree._Element) -> datetime | None:
    """Return when an item was changed or published, by the first date that can be read."""
    return (
        moment_of(text_of(item, f"{ATOM}updated"))
        or http_date(text_of(item, "pubDate"))
        or moment_of(text_of(item, f"{DC}date"))
    )


def text_of(element: etree._Element, name: str) -> str:
    """Return the text of a child without space around it."""
    return (element.findtext(name) or "").strip()


def add(entry: etree._Element, name: str, text: str | None, **attributes: str) -> None:
    """Add a child unless its text is empty; None means that it has none."""
    if text != "":
        child = etree.SubElement(entry, f"{ATOM}{name}", attributes)
        child.text = text
