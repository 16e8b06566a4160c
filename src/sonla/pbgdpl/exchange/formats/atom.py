"""The record as an entry of Atom (RFC 4287), and any entry of Atom as a record.

What a reader of feeds has no place for is left out: the parts of legal documents, and
most of what only some types have. Names of dcterms and ours stand in their namespaces.
"""

from datetime import datetime
from datetime import UTC
from lxml.etree import _Element
from lxml.etree import Element
from lxml.etree import SubElement
from sonla.pbgdpl.exchange.field_types import as_list
from sonla.pbgdpl.exchange.field_types import beginning
from sonla.pbgdpl.exchange.fields import clean
from sonla.pbgdpl.exchange.fields import Field
from sonla.pbgdpl.exchange.fields import FIELDS
from sonla.pbgdpl.exchange.fields import finished
from sonla.pbgdpl.exchange.fields import present
from sonla.pbgdpl.exchange.formats import atom_reader
from sonla.pbgdpl.exchange.formats import atom_writer
from sonla.pbgdpl.exchange.formats.atom_reader import IDENTIFIER
from sonla.pbgdpl.exchange.formats.atom_reader import NSMAP
from sonla.pbgdpl.exchange.formats.atom_reader import tag
from sonla.pbgdpl.exchange.formats.atom_reader import TYPE_SCHEME
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.markup.settling import plain_text
from typing import Any

import re

MEDIA_TYPE = "application/atom+xml"
OTHERS_TYPE = "news"
"""Type of an entry that names none."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TITLE_LENGTH = 120

_UID = re.compile(r"[0-9a-f]{32}")


def dump(record: Record) -> _Element:
    """Write a record as `entry`."""
    entry = Element(tag("entry"), nsmap=NSMAP)
    atom_writer.add(entry, "id", entry_id(record.identifier))
    SubElement(entry, IDENTIFIER).text = record.identifier
    atom_writer.add(entry, "category", term=record.type, scheme=TYPE_SCHEME)
    for field, value in present(
        record.changed(modified=record.get("modified") or record.get("issued") or EPOCH)
    ):
        if field.atom:
            atom_writer.write(entry, field, value)
    return entry


def load(entry: _Element) -> Record:
    """Read an entry, ours or anybody's; raise `InvalidRecord`.

    An entry without a title is called by the beginning of its text, one without a type
    is news. A value that no record may have is left out: feeds are written carelessly,
    and the text matters more.
    """
    if entry.tag != tag("entry"):
        raise InvalidRecord("", "is not an entry of Atom")
    values: dict[str, Any] = {}
    for field in FIELDS:
        if field.atom:
            value = usable(field, atom_reader.read(entry, field))
            if value is not None:
                values[field.name] = value
    if "title" not in values and (title := title_of(values)):
        values["title"] = title
    return finished(_identifier(entry), _type(entry), values)


def entry_id(identifier: str) -> str:
    """Return the id of an entry: a URN where the record's name is a UID."""
    uid = identifier.rpartition(":")[2]
    if not _UID.fullmatch(uid):
        return identifier
    parts = (uid[:8], uid[8:12], uid[12:16], uid[16:20], uid[20:])
    return f"urn:uuid:{'-'.join(parts)}"


def usable(field: Field, value: Any) -> Any:
    """Clean a value; of several those that can be used, None if there is none."""
    if value is None:
        return None
    try:
        return clean(field, value)
    except InvalidRecord:
        if not field.kind.repeats or len(as_list(value)) == 1:
            return None
    good = [one for one in as_list(value) if usable(field, (one,)) is not None]
    return usable(field, (*good,)) if len(good) < len(value) else None


def title_of(values: dict[str, Any]) -> str:
    """Make a title of the beginning of summary or text; empty without either."""
    text = values.get("description") or plain_text(values.get("body", ""))
    return beginning(text, TITLE_LENGTH)


def _identifier(entry: _Element) -> str | None:
    identifier = atom_reader.text_in(entry, IDENTIFIER)
    return identifier or atom_reader.text_in(entry, tag("id"))


def _type(entry: _Element) -> str:
    for category in entry.iterfind(tag("category")):
        if category.get("scheme") == TYPE_SCHEME:
            return category.get("term", "")
    return OTHERS_TYPE
