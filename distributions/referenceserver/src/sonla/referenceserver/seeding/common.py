"""The fields that records of all types have."""

from datetime import datetime
from datetime import timedelta
from datetime import timezone
from sonla.referenceserver.records import Entry
from sonla.referenceserver.seeding.bodies import body
from sonla.referenceserver.seeding.files import file_values
from sonla.referenceserver.seeding.resources import load
from sonla.referenceserver.seeding.resources import term
from sonla.referenceserver.seeding.writer import Writer
from typing import Any

VIETNAM = timezone(timedelta(hours=7))


def moment(value: datetime) -> str:
    """Write a moment in RFC 3339 with Vietnam's offset."""
    return value.astimezone(VIETNAM).isoformat(timespec="seconds")


def common_fields(
    writer: Writer, entry: Entry, base_url: str, body_bytes: int
) -> dict[str, Any]:
    """Write the fields of any record.

    `issued` is before `modified`, which here is the moment of the first version.
    """
    name = entry.identifier.rpartition(":")[2]
    phrases = writer.phrases
    image = f"{base_url}/files/{name}-anh.png" if writer.chance(0.05) else ""
    fields = {
        "url": f"{base_url}/tin/{name}",
        "title": writer.sentence(writer.one(phrases["titles"][entry.type])),
        "description": writer.sentence(writer.one(phrases["summaries"])),
        "body": body(writer, body_bytes, image),
        "creator": writer.slots["department"],
        "publisher": phrases["publisher"],
        "agencyCode": phrases["agency_code"],
        "issued": moment(entry.written - timedelta(hours=writer.random.random() * 48)),
        "modified": moment(entry.written),
        "language": "vi",
        "subject": [term("subjects", writer.law["subject"]), *_foreign_subject(writer)],
        "keyword": writer.some(phrases["keywords"], 3),
        "audience": writer.terms("audiences", 2),
        "attachment": _attachments(writer, base_url, name),
        "rights": phrases["rights"],
    }
    if writer.chance(0.3):
        fields["coverage"] = [writer.term("areas")]
    return {key: value for key, value in fields.items() if value != []}


def law_values(law: dict[str, str]) -> dict[str, Any]:
    """Describe a law as a record does; whether it is in force today is left open."""
    values = {
        "documentType": term("document_types", law["type"]),
        "number": law["number"],
        "issuer": law["issuer"],
        "issuedOn": law["issued"],
        "effectiveOn": law["effective"],
        "summary": law["title"],
    }
    return {key: value for key, value in values.items() if value}


def _foreign_subject(writer: Writer) -> list[dict[str, str]]:
    """Now and then name a subject by a code that only the ministry has."""
    if not writer.chance(0.03):
        return []
    code = writer.one(list(load("terms")["foreign_subjects"]))
    return [term("foreign_subjects", code)]


def _attachments(writer: Writer, base_url: str, name: str) -> list[dict[str, Any]]:
    if not writer.chance(0.25):
        return []
    titles = writer.phrases["file_titles"]
    kinds = ["pdf", "png"] if writer.chance(0.2) else ["pdf"]
    return [
        file_values(base_url, f"{name}-{number}.{kind}", titles[kind])
        for number, kind in enumerate(kinds, 1)
    ]
