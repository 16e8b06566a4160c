"""Materials as records of the exchange."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import Coded
from sonla.pbgdpl.exchange.accessors import LegalDocumentRows
from sonla.pbgdpl.exchange.accessors import WriteContext
from sonla.pbgdpl.exchange.files import FileAccessor
from sonla.pbgdpl.exchange.files import ImageAccessor
from sonla.pbgdpl.exchange.files import NOT_ACCEPTED
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record_types import COMMON
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.exchange.record_types import VERSION
from sonla.pbgdpl.materials.behavior import captions_file
from sonla.pbgdpl.materials.content import material_address
from typing import Any

FOREIGN_HOST = _(
    "problem_host",
    default="“${field}”: it is at a host that is not allowed: ${value}",
)


class Captions(FileAccessor):
    """Captions of a film; a file of another format would be ignored without a word."""

    def write(
        self, obj: Any, value: FileReference | None, writing: WriteContext
    ) -> None:
        """Store it if it is WebVTT; what is none stays aside."""
        if value is None:
            super().write(obj, value, writing)
            return
        data = writing.fetched(value.url)
        try:
            allowed = data is None or captions_file(self.made(value, data))
        except InvalidInput:
            allowed = False
        if allowed:
            super().write(obj, value, writing)
            return
        writing.kept[writing.name] = value
        writing.note(NOT_ACCEPTED, value.name)


class ExternalAddress(AttributeAccessor):
    """The address of a material at another host; only hosts that are allowed."""

    def write(self, obj: Any, value: str | None, writing: WriteContext) -> None:
        """Store it, or keep it aside where the page would embed a host nobody allowed."""
        try:
            allowed = value is None or material_address(value)
        except InvalidInput:
            allowed = False
        if value is not None and not allowed:
            writing.kept["external_url"] = value
            writing.note(FOREIGN_HOST, value)
        super().write(obj, value if allowed else None, writing)


def _medium(record: Record) -> str:
    """Return the first half of the media type of a material, by its file or its kind."""
    media, kind = record.get("media"), record.get("kind")
    media_types = {"audio": "audio", "video": "video", "infographic": "image"}
    if kind is not None and kind.token in media_types:
        return media_types[kind.token]
    return media.media_type.partition("/")[0] if media is not None else ""


def _material_schema_type(record: Record) -> str:
    things = {"audio": "AudioObject", "video": "VideoObject", "image": "ImageObject"}
    return things.get(_medium(record), "LearningResource")


def _material_dcmi_type(record: Record) -> str:
    kinds = {"audio": "Sound", "video": "MovingImage", "image": "StillImage"}
    return kinds.get(_medium(record), "Text")


MATERIAL = RecordType(
    name="material",
    title=_("record_type_material", default="Education materials"),
    portal_types=("EducationMaterial",),
    accessors={
        **COMMON,
        "legal_documents": LegalDocumentRows(),
        "kind": Coded("kind", vocabulary="sonla.pbgdpl.MaterialKinds"),
        **VERSION,
        "material_publisher": AttributeAccessor("publisher"),
        "year": AttributeAccessor("year"),
        "external_url": ExternalAddress("external_url"),
        "transcript": AttributeAccessor("transcript"),
        "media": FileAccessor("file"),
        "image": ImageAccessor("poster"),
        "image_text": AttributeAccessor("poster_alt"),
        "captions": Captions("captions"),
    },
    schema_org=_material_schema_type,
    dcmi_type=_material_dcmi_type,
)
