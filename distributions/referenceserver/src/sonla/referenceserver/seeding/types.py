"""What each type of record has besides the common fields.

A later type is one more function and one more row of `TYPES`, its title in
`data/terms.json` and its titles in `data/phrases.json`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from sonla.referenceserver.records import Entry
from sonla.referenceserver.seeding.common import law_values
from sonla.referenceserver.seeding.files import file_values
from sonla.referenceserver.seeding.resources import term
from sonla.referenceserver.seeding.writer import Writer
from typing import Any

Fields = dict[str, Any]


@dataclass(frozen=True)
class RecordType:
    """How often a type comes and what it has."""

    weight: int
    fields: Callable[[Writer, Entry, str], Fields]
    """Makes the fields from a writer, the entry and the server's address."""


def news(writer: Writer, entry: Entry, base_url: str) -> Fields:
    """Write what only news has."""
    fields: Fields = {"authorName": writer.one(writer.phrases["pen_names"])}
    if writer.chance(0.6):
        fields["legalDocument"] = [law_values(writer.law)]
    if writer.chance(0.2):
        fields["source"] = writer.one(writer.phrases["departments"])
    return fields


def introduction(writer: Writer, entry: Entry, base_url: str) -> Fields:
    """Write what only introductions to new law have."""
    return {
        "legalDocument": [law_values(writer.law)],
        "kind": writer.term("introduction_kinds"),
        "textLanguage": term("languages", "vi"),
    }


def guidance(writer: Writer, entry: Entry, base_url: str) -> Fields:
    """Write what only documents of direction have; their numbers are made up."""
    code = writer.one(["cong-van", "ke-hoach", "huong-dan", "bao-cao", "quyet-dinh"])
    number = 100 + int(writer.random.random() * 4900)
    prefix = {"ke-hoach": "KH-BTP", "bao-cao": "BC-BTP", "quyet-dinh": "QĐ-BTP"}
    issued = writer.day_before(30)
    fields = {
        "documentType": term("document_types", code),
        "number": f"{number}/{prefix.get(code, 'BTP-PBGDPL')}",
        "issuer": writer.one(["Bộ Tư pháp", "Thủ tướng Chính phủ"]),
        "signer": writer.one(writer.phrases["signers"]),
        "issuedOn": issued.isoformat(),
        "effectiveOn": (issued + timedelta(days=int(writer.random.random() * 45))),
        "group": writer.term("groups"),
        "level": term("levels", "tw"),
        "validity": writer.term("validities"),
    }
    fields["effectiveOn"] = fields["effectiveOn"].isoformat()
    if fields["validity"]["code"] == "HHL":
        expiry = issued + timedelta(days=60 + int(writer.random.random() * 300))
        fields["expiresOn"] = expiry.isoformat()
    if writer.chance(0.2):
        fields["replaces"] = [f"{number - 7}/BTP-PBGDPL"]
    return fields


def material(writer: Writer, entry: Entry, base_url: str) -> Fields:
    """Write what only materials have; a video stands at another host."""
    kind = writer.term("material_kinds")
    name = entry.identifier.rpartition(":")[2]
    phrases = writer.phrases
    fields = {
        "kind": kind,
        "textLanguage": writer.term("languages"),
        "materialPublisher": phrases["publisher"],
        "year": writer.day.year - int(writer.random.random() * 6),
        "contributor": writer.some(phrases["contributors"], 2),
    }
    if kind["code"] in ("video", "tieu-pham"):
        fields["externalUrl"] = f"{phrases['external_hosts'][0]}/{name}"
        fields["transcript"] = writer.sentence(phrases["transcript"])
        return fields
    suffix = {"audio": "mp3", "infographic": "png"}.get(kind["code"], "pdf")
    title = phrases["file_titles"][suffix]
    fields["media"] = file_values(base_url, f"{name}-tep.{suffix}", title)
    return fields


TYPES = {
    "news": RecordType(50, news),
    "introduction": RecordType(15, introduction),
    "guidance": RecordType(15, guidance),
    "material": RecordType(20, material),
}
