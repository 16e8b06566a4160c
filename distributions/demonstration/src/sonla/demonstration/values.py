"""Turn the facts of the demonstration's data files into values of our fields."""

from collections.abc import Iterator
from DateTime import DateTime
from datetime import date
from datetime import datetime
from importlib.resources import files
from plone import api
from plone.app.textfield.value import RichTextValue
from plone.event.utils import pydt
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.tables.csv_files import read_shipped
from sonla.pbgdpl.vocabularies.terms import all_terms
from typing import Any
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.intid.interfaces import IIntIds

DATA = files(__package__) / "data"
TIME_ZONE = "Asia/Ho_Chi_Minh"

PLAIN = (
    "id",
    "title",
    "description",
    "kind",
    "document_type",
    "number",
    "issuer",
    "group",
    "level",
    "agency",
    "author_name",
    "royalty_kind",
    "image_caption",
    "poster_alt",
    "transcript",
    "publisher",
    "year",
    "is_sensitive",
    "neutral_title",
    "text_language",
    "dissemination_form",
    "organiser_kind",
    "location",
    *COUNTS,
)
TUPLES = (
    *("legal_fields", "audiences", "subject", "territory"),
    *("in_brief", "affected", "changes", "to_do"),
)
ROWS = ("penalties", "terms")
MOMENTS = {"starts": "start", "ends": "end"}
"""What a data file calls a moment → field."""
DATES = ("issued_on", "effective_on", "expires_on", "checked_on", "review_by")
FILES = {
    "image": NamedBlobImage,
    "poster": NamedBlobImage,
    "file": NamedBlobFile,
    "captions": NamedBlobFile,
    "recording": NamedBlobFile,
}
"""Field → the value that holds its file."""

CONTENT_TYPES = {
    "jpg": "image/jpeg",
    "mp3": "audio/mpeg",
    "pdf": "application/pdf",
    "png": "image/png",
    "vtt": "text/vtt",
    "webm": "video/webm",
}


def field_values(facts: dict[str, Any], rows: dict[str, Any]) -> dict[str, Any]:
    """Convert what a data file says of a text into values for its type's fields.

    `rows` are the known legal documents by number. What a text says of its documents
    and nothing else is written from them.
    """
    documents = [rows[number] for number in facts.get("documents", ())]
    facts = {**facts_from_documents(facts["type"], documents), **facts}
    values = {name: facts[name] for name in PLAIN if name in facts}
    values.update({name: tuple(facts[name]) for name in TUPLES if name in facts})
    values.update(
        {name: [dict(row) for row in facts[name]] for name in ROWS if name in facts}
    )
    values.update({name: as_date(facts[name]) for name in DATES if facts.get(name)})
    values.update(
        {name: stored_file(FILES[name], facts[name]) for name in FILES if name in facts}
    )
    values.update(
        {MOMENTS[name]: moment(facts[name]) for name in MOMENTS if name in facts}
    )
    if "schedule" in facts:
        values["schedule"] = [
            {**row, "day": as_date(row["day"])} for row in facts["schedule"]
        ]
    if documents and facts["type"] != "Guidance":
        values["legal_documents"] = documents
    if "text" in facts:
        values["text"] = RichTextValue(facts["text"], "text/html", "text/x-html-safe")
    if "effective" in facts:
        values["effective_date"] = DateTime(f"{facts['effective']} {TIME_ZONE}")
    return values


def legal_document_rows() -> dict[str, dict[str, Any]]:
    """Read the real legal documents as rows of `legal_documents`, by number.

    Whether one is in force today is not in the file, so nothing is said of it.
    """
    types = {t.title: t.token for t in all_terms("sonla.pbgdpl.DocumentTypes")}
    return {
        facts["number"]: {
            "document_type": types[facts["document_type"]],
            "number": facts["number"],
            "issuer": facts["issuer"],
            "issued_on": as_date(facts["issued_on"]),
            "effective_on": as_date(facts["effective_on"]),
            "expires_on": None,
            "validity": None,
            "summary": facts["title"],
            "url": None,
        }
        for facts in read_shipped(DATA / "legal_documents.csv")
    }


def facts_from_documents(
    portal_type: str, documents: list[dict[str, Any]]
) -> dict[str, Any]:
    """Write title, summary and text from the facts of the first document."""
    if not documents or portal_type == "EducationMaterial":
        return {}
    first = documents[0]
    facts = {
        "description": f"{first['summary']}, số {first['number']}{since(first)}.",
        "text": "".join(map(paragraph, documents)),
    }
    if portal_type == "Guidance":
        names = ("document_type", "number", "issuer", "issued_on", "effective_on")
        facts.update({name: first[name] for name in names})
        return {**facts, "title": first["summary"], "id": address(first["number"])}
    title = f"Giới thiệu {first['summary']}"
    note = (
        "<p>Bài giới thiệu mẫu chỉ nêu thông tin nhận biết văn bản; nội dung chi tiết xem "
        "toàn văn trên Cơ sở dữ liệu quốc gia về pháp luật.</p>"
    )
    return {
        **facts,
        "title": title,
        "id": f"gioi-thieu-{address(first['number'])}",
        "text": facts["text"] + note,
    }


def paragraph(document: dict[str, Any]) -> str:
    """Return what is known of a document, as a sentence."""
    return (
        f"<p><strong>{document['summary']}</strong>, số {document['number']}, do "
        f"{document['issuer']} ban hành ngày {format_day(document['issued_on'])}"
        f"{since(document)}.</p>"
    )


def since(document: dict[str, Any]) -> str:
    """Return from when a document is in force, where that is known."""
    day = document["effective_on"]
    return f", có hiệu lực từ ngày {format_day(day)}" if day else ""


def address(number: str) -> str:
    """Make an id of a document's number: 218/QĐ-UBND gives 218-qd-ubnd."""
    return number.lower().replace("đ", "d").replace("/", "-")


def as_date(value: str | date) -> date | None:
    """Read a date; an empty text is none."""
    if isinstance(value, date):
        return value
    return date.fromisoformat(value) if value else None


def moment(text: str) -> datetime:
    """Read a moment by the clock of the province, in the zone that calendar files need."""
    return pydt(DateTime(f"{text.replace('-', '/')} {TIME_ZONE}"))


def stored_file(factory: type, name: str) -> NamedBlobFile | NamedBlobImage:
    """Make the value of a file field from a file of the demonstration."""
    return factory(
        data=(DATA / name).read_bytes(),
        contentType=CONTENT_TYPES[name.rpartition(".")[2]],
        filename=name,
    )


def attachments(unit: Any, names: list[str]) -> list[RelationValue]:
    """Put files into the unit's folder and give the relations to them."""
    return list(_attachments(unit, names))


def _attachments(unit: Any, names: list[str]) -> Iterator[RelationValue]:
    for name in names:
        value = stored_file(NamedBlobFile, name)
        file = api.content.create(unit, "File", id=name, title="Tờ gấp mẫu", file=value)
        yield relation_to(file)


def relation_to(item: Any) -> RelationValue:
    """Return the relation to an item."""
    return RelationValue(getUtility(IIntIds).getId(item))
