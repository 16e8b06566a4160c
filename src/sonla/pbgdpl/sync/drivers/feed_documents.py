"""Read the documents of feeds: Atom (RFC 4287) with archives and tombstones, RSS 1.0 and 2.0.

An item of RSS becomes an entry of Atom. So there is one reader of records for both. What
RSS leaves open is read as the feeds of portals use it: `guid` before `link`,
`content:encoded` before `description`.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from lxml import etree
from lxml.builder import ElementMaker
from sonla.pbgdpl.exchange.field_types import joined_address
from sonla.pbgdpl.jobs.failures import plain
from sonla.pbgdpl.sync.drivers.list_pages import PageParts
from sonla.pbgdpl.sync.drivers.xml import serialised
from sonla.pbgdpl.sync.http.backoff import http_date
from sonla.pbgdpl.sync.record_headers import identifier_of
from sonla.pbgdpl.sync.record_headers import moment_of

import copy

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ATOM_TYPE = "application/atom+xml"
MAX_AUTHORS = 20
"""Authors of a feed that entries without any get."""
OLDER = ("prev-archive", "next")
"""Archives first: their documents never change, paged ones move while they are read."""


@dataclass(frozen=True)
class FeedDocument:
    """What one document of a feed says."""

    identifier: str
    title: str
    is_atom: bool
    parts: PageParts
    features: frozenset[str]
    older: str | None
    """Address of the next older document, absolute."""


def read_atom(root: etree._Element, now: datetime) -> FeedDocument | None:
    """Read a document; None if it is no Atom feed. `now` is the source's clock."""
    if root.tag != f"{ATOM}feed":
        return None
    parts = PageParts(now)
    features = set(features_of(root))
    for element in root:
        if element.tag == f"{ATOM}entry":
            read_entry(parts, element, root)
            if element.find(f"{ATOM}content") is not None:
                features.add("content")
        elif element.tag == f"{TOMBSTONE}deleted-entry":
            read_tombstone(parts, element)
            features.add("tombstones")
    return FeedDocument(
        identifier=plain(root.findtext(f"{ATOM}id") or ""),
        title=plain(root.findtext(f"{ATOM}title") or ""),
        is_atom=True,
        parts=parts,
        features=frozenset(features),
        older=older_of(root),
    )


def features_of(container: etree._Element) -> list[str]:
    """Name what a feed has by RFC 5005; RSS may have it, too."""
    relations = {link.get("rel") for link in container.iterfind(f"{ATOM}link")}
    found = []
    if container.find(f"{HISTORY}complete") is not None:
        found.append("complete")
    archive = container.find(f"{HISTORY}archive") is not None
    if archive or "prev-archive" in relations:
        found.append("archives")
    return found


def older_of(container: etree._Element) -> str | None:
    """Return the address of the next older document."""
    links = {
        link.get("rel"): link
        for link in container.iterfind(f"{ATOM}link")
        if link.get("href")
    }
    for relation in OLDER:
        if relation in links:
            return absolute(links[relation], "href")
    return None


def absolute(element: etree._Element, name: str) -> str:
    """Return the address in an attribute against `xml:base` and the document's own."""
    return joined_address(element.base or "", element.get(name, "").strip())


def read_entry(parts: PageParts, entry: etree._Element, feed: etree._Element) -> None:
    """Add an entry as a change."""
    parts.listed += 1
    identifier = identifier_of(entry.findtext(f"{ATOM}id"))
    updated = moment_of(entry.findtext(f"{ATOM}updated"))
    if not identifier or updated is None:
        return parts.refuse(identifier, "bad_datestamp")
    payload = serialised(with_feed_defaults(entry, feed))
    return parts.put(identifier, updated, payload, ATOM_TYPE)


def with_feed_defaults(entry: etree._Element, feed: etree._Element) -> etree._Element:
    """Return an entry with what it has from its feed: author, language, addresses.

    RFC 4287, 4.2.1: the author of the feed is that of entries without one.
    """
    links = [*entry.iterfind(f"{ATOM}link"), *entry.iterfind(f"{ATOM}content")]
    for element in links:
        for name in ("href", "src"):
            if element.get(name):
                element.set(name, absolute(element, name))
    base, language = entry.base, language_of(entry)
    own = entry.find(f"{ATOM}author")
    if own is None and entry.find(f"{ATOM}source/{ATOM}author") is None:
        for author in islice(feed.iterfind(f"{ATOM}author"), MAX_AUTHORS):
            entry.append(copy.deepcopy(author))
    if language:
        entry.set(f"{XML}lang", language)
    if base:  # of the folder: an archive and the current feed give the same entry
        entry.set(f"{XML}base", joined_address(base, "."))
    return entry


def language_of(element: etree._Element | None) -> str:
    """Return the language that holds at an element."""
    while element is not None:
        if element.get(f"{XML}lang"):
            return element.get(f"{XML}lang", "")
        element = element.getparent()
    return ""


def read_tombstone(parts: PageParts, element: etree._Element) -> None:
    """Add a deleted entry (RFC 6721, 3) as a change."""
    parts.listed += 1
    identifier = identifier_of(element.get("ref"))
    when = moment_of(element.get("when"))
    if not identifier or when is None:
        return parts.refuse(identifier, "bad_datestamp")
    return parts.put(identifier, when, None, ATOM_TYPE)


CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
DC = "{http://purl.org/dc/elements/1.1/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
RSS_1 = "{http://purl.org/rss/1.0/}"
MAKE = ElementMaker(namespace=ATOM.strip("{}"), nsmap={None: ATOM.strip("{}")})


def read_rss(root: etree._Element, now: datetime) -> FeedDocument | None:
    """Read a document; None if it is neither RSS 1.0 nor 2.0. `now` is the source's clock.

    Items may stand without any date: they are as old as the answer then, and their
    digest tells whether they changed.
    """
    if root.tag == f"{RDF}RDF":
        for element in root.iter(f"{RSS_1}*"):
            element.tag = str(element.tag).removeprefix(RSS_1)
    elif root.tag != "rss":
        return None
    channel = root.find("channel")
    if channel is None:
        return None
    parts = PageParts(now)
    features = set(features_of(channel))
    language = text_of(channel, "language") or text_of(channel, f"{DC}language")
    for item in (root if root.tag == f"{RDF}RDF" else channel).iterfind("item"):
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
        joined_address(item.base or "", text_of(item, "link"))
        if text_of(item, "link")
        else ""
    )
    about = joined_address(item.base or "", item.get(f"{RDF}about", ""))
    identifier = identifier_of(
        text_of(item, "guid") or (about if item.get(f"{RDF}about") else link)
    )
    if not identifier:
        return parts.refuse("", "no_identifier")
    published = date_of(item)
    entry = entry_of(item, identifier, link, published)
    if language:
        entry.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    payload = serialised(entry)
    stamp = published or parts.response_date
    return parts.put(identifier, stamp, payload, ATOM_TYPE)


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
    for name in ("category", f"{DC}subject"):
        for category in item.iterfind(name):
            term = (category.text or "").strip()
            if term:
                add(entry, "category", None, term=term)
    for file in item.iterfind("enclosure"):
        facts = {name: file.get(name, "") for name in ("type", "length")}
        href = joined_address(item.base or "", file.get("url", ""))
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
