"""Write RSS 2.0, which knows neither versions nor deletions."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from lxml.etree import _Element
from lxml.etree import Element
from lxml.etree import SubElement
from sonla.referenceserver.formats.atom import ATOM
from sonla.referenceserver.formats.atom import files
from sonla.referenceserver.records import Record

DC = "http://purl.org/dc/elements/1.1/"


def feed(
    title: str, home: str, address: str, updated: datetime, records: Iterable[Record]
) -> _Element:
    """Write a channel of live records in their order."""
    root = Element("rss", nsmap={"atom": ATOM, "dc": DC}, version="2.0")
    channel = SubElement(root, "channel")
    texts = {"title": title, "link": home, "description": title, "language": "vi"}
    for name, text in texts.items():
        SubElement(channel, name).text = text
    SubElement(channel, "lastBuildDate").text = format_datetime(updated)
    link = {"rel": "self", "href": address, "type": "application/rss+xml"}
    SubElement(channel, f"{{{ATOM}}}link", link)
    for record in records:
        _item(channel, record)
    return root


def _item(channel: _Element, record: Record) -> None:
    values = record.fields
    item = SubElement(channel, "item")
    SubElement(item, "title").text = values.get("title", "")
    if values.get("url"):
        SubElement(item, "link").text = values["url"]
    SubElement(item, "guid", isPermaLink="false").text = record.identifier
    SubElement(item, "pubDate").text = format_datetime(record.datestamp)
    SubElement(item, f"{{{DC}}}creator").text = values.get("creator", "")
    for term in values.get("subject", ()):
        SubElement(item, "category").text = term["title"]
    SubElement(item, "description").text = values.get("body", "")
    for file in files(values)[:1]:
        size, kind = str(file["size"]), file["mediaType"]
        SubElement(item, "enclosure", url=file["url"], length=size, type=kind)
