"""Write a feed as Atom (RFC 4287), archived (RFC 5005) and with tombstones (RFC 6721)."""

from collections.abc import Iterable
from datetime import datetime
from lxml import etree
from sonla.pbgdpl.exchange.feeds.window import About
from sonla.pbgdpl.exchange.feeds.window import FeedItem
from sonla.pbgdpl.exchange.field_types import Moment
from sonla.pbgdpl.exchange.formats import atom
from sonla.pbgdpl.exchange.formats.atom_reader import DCTERMS
from sonla.pbgdpl.exchange.formats.atom_reader import IDENTIFIER
from sonla.pbgdpl.exchange.formats.atom_reader import LANG
from sonla.pbgdpl.exchange.formats.atom_reader import NSMAP
from sonla.pbgdpl.exchange.formats.atom_reader import tag
from sonla.pbgdpl.exchange.formats.atom_writer import add
from sonla.pbgdpl.exchange.record import Record

HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
GENERATOR = "sonla.pbgdpl"


def dump(
    about: About,
    updated: datetime,
    listed: Iterable[FeedItem],
    addresses: dict[str, str],
    is_archive: bool = False,
) -> bytes:
    """Write a feed document; `addresses` are links by their relation.

    What is gone comes first: the grammar of RFC 4287 lets nothing follow entries.
    """
    nsmap = {**NSMAP, "fh": HISTORY, "at": TOMBSTONES, "dcterms": DCTERMS}
    root = etree.Element(tag("feed"), nsmap=nsmap)
    root.set(LANG, about.language)
    add(root, "id", about.identifier)
    add(root, "title", about.title)
    if about.description:
        add(root, "subtitle", about.description)
    add(root, "updated", Moment().to_text(updated))
    add(add(root, "author"), "name", about.publisher)
    if about.rights:
        add(root, "rights", about.rights)
    add(root, "generator", GENERATOR)
    for relation, address in addresses.items():
        form = "text/html" if relation == "alternate" else "application/atom+xml"
        add(root, "link", rel=relation, type=form, href=address)
    if is_archive:
        etree.SubElement(root, f"{{{HISTORY}}}archive")
    items = list(listed)
    root.extend(tombstone(one) for one in items if one.record is None)
    root.extend(
        entry(one.record, one.changed) for one in items if one.record is not None
    )
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def entry(record: Record, changed: datetime) -> etree._Element:
    """Write an entry; it was updated when that happened that brought it here."""
    return atom.dump(record.changed(modified=changed))


def tombstone(one: FeedItem) -> etree._Element:
    """Write that an entry is gone."""
    element = etree.Element(f"{{{TOMBSTONES}}}deleted-entry", nsmap={"at": TOMBSTONES})
    element.set("ref", atom.entry_id(one.identifier))
    element.set("when", Moment().to_text(one.changed))
    etree.SubElement(
        element, IDENTIFIER, nsmap={"dcterms": DCTERMS}
    ).text = one.identifier
    return element
