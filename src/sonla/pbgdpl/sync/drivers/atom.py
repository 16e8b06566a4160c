"""Read an Atom feed document (RFC 4287) with its archives and tombstones."""

from dataclasses import dataclass
from datetime import datetime
from lxml import etree
from sonla.pbgdpl.jobs.failures import plain
from sonla.pbgdpl.sync.drivers.base import digest_of
from sonla.pbgdpl.sync.drivers.base import PageParts
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.xml import identifier_of
from sonla.pbgdpl.sync.drivers.xml import moment_of
from sonla.pbgdpl.sync.drivers.xml import serialised
from urllib.parse import urljoin

import copy

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ATOM_TYPE = "application/atom+xml"
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
    return urljoin(element.base or "", element.get(name, "").strip())


def read_entry(parts: PageParts, entry: etree._Element, feed: etree._Element) -> None:
    """Add an entry as a change."""
    parts.listed += 1
    identifier = identifier_of(entry.findtext(f"{ATOM}id"))
    updated = moment_of(entry.findtext(f"{ATOM}updated"))
    if not identifier or updated is None:
        return parts.refuse(identifier, "bad_datestamp")
    payload = serialised(standing_alone(entry, feed))
    return parts.add(
        SourceChange(
            identifier, updated, "live", payload, ATOM_TYPE, (), digest_of(payload)
        )
    )


def standing_alone(entry: etree._Element, feed: etree._Element) -> etree._Element:
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
        for author in feed.iterfind(f"{ATOM}author"):
            entry.append(copy.deepcopy(author))
    if language:
        entry.set(f"{XML}lang", language)
    if base:  # of the folder: an archive and the current feed give the same entry
        entry.set(f"{XML}base", urljoin(base, "."))
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
    return parts.add(SourceChange(identifier, when, "deleted", None, ATOM_TYPE, (), ""))
