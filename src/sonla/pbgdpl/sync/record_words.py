"""What a record holds, as people read it: titles of fields, values in words."""

from collections.abc import Iterable
from datetime import datetime
from plone.app.contenttypes.behaviors.richtext import IRichTextBehavior
from plone.dexterity.utils import iterSchemata
from plone.dexterity.utils import iterSchemataForType
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.html import plain_lines
from sonla.pbgdpl.exchange.field_types import Html
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import LegalDocument
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.exchange.record_types import record_types
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.exchange.record_types import type_of
from sonla.pbgdpl.sync.drivers.base import SOURCE_WARNINGS
from sonla.pbgdpl.ui.drafts.diff import readable
from typing import Any
from zope.i18nmessageid import Message

WITHOUT_FIELD = {
    "url": _("record_url", default="Address"),
    "modified": _("record_modified", default="Last changed"),
    "revision": _("record_revision", default="Number of the version"),
    "origin": _("record_origin", default="Repository that it comes from"),
    "position": _("record_position", default="Position"),
    "starts": _("record_starts", default="Begins"),
    "ends": _("record_ends", default="Ends"),
    "organiser_kind": _("record_organiser_kind", default="Kind of organiser"),
    "organiser": _("record_organiser", default="Organiser"),
    "period_kind": _("record_period_kind", default="Kind of period"),
    "figures": _("record_figures", default="Figures"),
    "publisher": _("record_publisher", default="Publisher"),
    "agency_code": _("record_agency_code", default="Code of the agency"),
    "valid_from": _("record_valid_from", default="Valid from"),
    "source": _("record_source", default="Source"),
    "is_version_of": _("record_is_version_of", default="Original"),
    "legal_documents": _("record_legal_documents", default="Legal documents"),
    "rights": _("record_rights", default="Terms of reuse"),
    "image": _("record_image", default="Image"),
    "image_text": _("record_image_text", default="What the image shows"),
}
"""Names of what a type of content may have no field for."""
BODY = _("label_body", default="Body text")
"""As our forms call it: Plone's Vietnamese for it is the word for legal documents."""


def field_title(obj: Any, name: str) -> Message | str:
    """Call a field of a record as the item's own form does, if it is on that form."""
    kind = type_of(obj)
    found = title_on_form(kind, iterSchemata(obj), name) if kind is not None else None
    return found or WITHOUT_FIELD.get(name, name)


def general_title(name: str) -> Message | str:
    """Call a field of a record that may have no item yet.

    The first type that has it on its form has the word.
    """
    for _name, kind in record_types():
        found = title_on_form(kind, iterSchemataForType(kind.creates), name)
        if found:
            return found
    return WITHOUT_FIELD.get(name, name)


def detail_lines(detail: str) -> list[dict[str, Any]]:
    """Return what a failure says in the reader's language; else it came from outside."""
    words = SOURCE_WARNINGS.get(detail, detail)
    if not isinstance(words, Message):
        return [{"text": words, "lang": "en"}] if words else []
    values = dict(words.mapping or {})
    if "field" in values:  # of a part, what it is a part of
        values["field"] = general_title(values["field"].partition(".")[0])
    return [{"text": Message(words, mapping=values), "lang": None}]


def title_on_form(
    kind: RecordType, schemata: Iterable[Any], name: str
) -> Message | str | None:
    """Find the title that a field of a record has on the form of a type."""
    place = kind.accessors.get(name)
    for schema in schemata:
        for attribute in place.attributes if place is not None else ():
            if attribute in schema:
                field = schema[attribute]
                return BODY if field == IRichTextBehavior["text"] else field.title
    return None


def as_words(name: str, value: Any) -> str:
    """Write a value of a field for people, one line for each of several."""
    if value is None:
        return ""
    if isinstance(BY_NAME[name].kind, Html):
        return "\n".join(plain_lines(value))
    several = value if isinstance(value, tuple) else (value,)
    return "\n".join(map(one_as_words, several))


def one_as_words(value: Any) -> str:
    """Write one value: titles for codes, names for files, days as offices write them."""
    if isinstance(value, Term):
        return value.title or value.token
    if isinstance(value, FileReference):
        return f"{value.name} ({value.size} B)"
    if isinstance(value, LegalDocument):
        parts = (value.number, value.issuer, format_day(value.issued_on))
        return ", ".join(filter(None, parts)) or value.summary or value.url
    return readable(value)


def moment(value: datetime | None) -> str:
    """Write a moment; nothing for none."""
    return format_moment(value) if value else ""
