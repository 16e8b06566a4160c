"""Reading our feeds in tests."""

from collections.abc import Iterator
from lxml import etree

ATOM = {
    "a": "http://www.w3.org/2005/Atom",
    "at": "http://purl.org/atompub/tombstones/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "dcterms": "http://purl.org/dc/terms/",
}


def uids(root: etree._Element) -> list[str]:
    """Return the UIDs of the entries, in their order."""
    return list(_names(root, "a:entry/dcterms:identifier"))


def gone(root: etree._Element) -> list[str]:
    """Return the UIDs of what is gone."""
    return list(_names(root, "at:deleted-entry/dcterms:identifier"))


def address(root: etree._Element, relation: str) -> str | None:
    """Return the address of a link; None without."""
    link = root.find(f"a:link[@rel='{relation}']", ATOM)
    return None if link is None else link.get("href")


def _names(root: etree._Element, path: str) -> Iterator[str]:
    for one in root.iterfind(path, ATOM):
        yield one.text.rpartition(":")[2]
