"""Make the content of a record when it is asked for."""

from sonla.referenceserver.catalogue import changed
from sonla.referenceserver.catalogue import overlaid
from sonla.referenceserver.records import Entry
from sonla.referenceserver.records import Record
from sonla.referenceserver.seeding.common import common_fields
from sonla.referenceserver.seeding.common import moment
from sonla.referenceserver.seeding.resources import load
from sonla.referenceserver.seeding.types import TYPES
from sonla.referenceserver.seeding.writer import Writer
from sonla.referenceserver.settings import Settings
from typing import Any

import re
import unicodedata

TEXTS = ("title", "description", "body", "keyword")
FILES = ("attachment", "media")
PICTURE = re.compile(r"<p><img [^>]*/></p>\n?")


class Source:
    """Provide the record of an entry, the same one each time."""

    def __init__(self, settings: Settings, base_url: str) -> None:
        """Take the address of the server, at which records and files are found."""
        self.settings = settings
        self.base_url = base_url

    def __call__(self, entry: Entry) -> Record:
        """Make the record, the changes of its entry laid over what the seed says."""
        fields = overlaid(self._fields(entry), entry.changes)
        if entry.revision > 1 and "modified" not in entry.changes:
            fields["modified"] = moment(entry.datestamp)
        return Record(
            entry.identifier,
            entry.type,
            entry.revision,
            entry.datestamp,
            fields,
            entry.deleted,
        )

    def _fields(self, entry: Entry) -> dict[str, Any]:
        seed, day = self.settings.seed, entry.written.date()
        writer = Writer(seed, entry.identifier, day)
        decomposed = writer.chance(self.settings.nfd_share)
        fields = {
            **common_fields(writer, entry, self.base_url, self.settings.body_bytes),
            "origin": self.settings.repository_id,
            **TYPES[entry.type].fields(writer, entry, self.base_url),
        }
        if decomposed:
            fields |= {name: as_nfd(fields[name]) for name in TEXTS}
        return fields if self.settings.files else without_files(fields)


def without_files(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out the fields that name files, and the picture in the body."""
    texts = {name: value for name, value in fields.items() if name not in FILES}
    return {**texts, "body": PICTURE.sub("", fields["body"])}


def as_nfd(value: Any) -> Any:
    """Decompose text or a list of texts; leave everything else."""
    if isinstance(value, str):
        return unicodedata.normalize("NFD", value)
    return [as_nfd(one) for one in value] if isinstance(value, list) else value


def decomposed(record: Record) -> Record:
    """Return a record with all its own texts decomposed."""
    return changed(
        record,
        **{
            name: as_nfd(record.fields[name]) for name in TEXTS if name in record.fields
        },
    )


def revised(record: Record) -> dict[str, Any]:
    """Return the changes that the next edit of a record makes when nobody says which."""
    phrases, number = load("phrases"), record.revision + 1
    mark = phrases["revised_title"].partition("{number}")[0].removeprefix("{title}")
    title = record.fields.get("title", "").partition(mark)[0]
    return {
        "title": phrases["revised_title"].format(title=title, number=number),
        "body": record.fields.get("body", "")
        + phrases["revised_body"].format(number=number),
    }
