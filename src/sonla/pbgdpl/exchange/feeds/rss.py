"""Write a feed as RSS 2.0, for readers that know nothing else.

It has the newest only and no deletions. An item has one file, for RSS has no more.
"""

from collections.abc import Iterable
from datetime import datetime
from datetime import UTC
from email.utils import format_datetime
from html import escape
from lxml import etree
from sonla.pbgdpl.exchange.feeds.window import About
from sonla.pbgdpl.exchange.feeds.window import FeedItem
from sonla.pbgdpl.exchange.field_types import Moment
from sonla.pbgdpl.exchange.formats.atom_reader import tag
from sonla.pbgdpl.exchange.formats.oai_dc import DC
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import Record

CONTENT = "http://purl.org/rss/1.0/modules/content/"
MEDIA_TYPE = "application/rss+xml; charset=utf-8"
NSMAP = {"atom": "http://www.w3.org/2005/Atom", "content": CONTENT, "dc": DC}


def dump(
    about: About, updated: datetime, listed: Iterable[FeedItem], own: str
) -> bytes:
    """Write a feed; `own` is its address."""
    root = etree.Element("rss", version="2.0", nsmap=NSMAP)
    channel = etree.SubElement(root, "channel")
    add(channel, "title", about.title)
    add(channel, "link", about.url)
    add(channel, "description", about.description or about.title)
    add(channel, "language", about.language)
    if about.rights:
        add(channel, "copyright", about.rights)
    add(channel, "lastBuildDate", rfc822(updated))
    form = "application/rss+xml"
    etree.SubElement(channel, tag("link"), rel="self", type=form, href=own)
    for one in listed:
        if one.record is not None:
            add_item(channel, one.record, one.changed)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def add_item(channel: etree._Element, record: Record, changed: datetime) -> None:
    """Add an item; its summary is markup in RSS, so it is escaped as such."""
    item = etree.SubElement(channel, "item")
    add(item, "title", record["title"])
    add(item, "link", record["url"])
    add(item, "guid", record.identifier).set("isPermaLink", "false")
    add(item, "pubDate", rfc822(record.get("issued") or changed))
    add(item, tag("updated"), Moment().to_text(changed))
    if creator := record.get("creator"):
        add(item, f"{{{DC}}}creator", creator)
    for word in words_of(record):
        add(item, "category", word)
    if description := record.get("description"):
        add(item, "description", escape(description, quote=False))
    if body := record.get("body"):
        add(item, f"{{{CONTENT}}}encoded", body)
    for file in files_of(record)[:1]:
        facts = {"url": file.url, "length": str(file.size), "type": file.media_type}
        etree.SubElement(item, "enclosure", facts)


def add(parent: etree._Element, name: str, text: str) -> etree._Element:
    """Add an element with text."""
    element = etree.SubElement(parent, name)
    element.text = text
    return element


def words_of(record: Record) -> list[str]:
    """Return fields of law and keywords."""
    subjects = (term.title or term.token for term in record.get("subjects", ()))
    return list(dict.fromkeys([*subjects, *record.get("keywords", ())]))


def files_of(record: Record) -> list[FileReference]:
    """Return the files of a record, its own before those beside it."""
    own = record.get("media")
    return [*([own] if own is not None else []), *record.get("attachments", ())]


def rfc822(moment: datetime) -> str:
    """Write a moment as RSS does."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)
