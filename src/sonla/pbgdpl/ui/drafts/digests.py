"""Digests of what an item holds, field by field: to notice that it changed meanwhile.

A digest of values, not the database's serial number: locking, workflow and the
catalog touch an item without touching what people write.
"""

from Acquisition import aq_base
from collections.abc import Iterator
from hashlib import sha256
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamed
from sonla.pbgdpl.ui.drafts.normalized_html import essence
from sonla.pbgdpl.ui.hidden_fields import hidden_fields
from typing import Any
from z3c.relationfield.interfaces import IRelationValue
from zope.schema import Field
from zope.schema import getFieldsInOrder

import json
import unicodedata

IGNORED = frozenset({"IVersionable.changeNote", "IVersionable.versioning_enabled"})
"""Fields that store nothing of the item."""


class FieldDigests(dict[str, str]):
    """Map the name that a field has in a form to the digest of its value."""

    def dump(self) -> str:
        """Write the stamp for a hidden input."""
        return json.dumps(self, separators=(",", ":"), sort_keys=True)

    @classmethod
    def load(cls, text: str | None) -> "FieldDigests":
        """Read a stamp that came back from a form; nonsense reads as empty."""
        try:
            data = json.loads(text or "")
        except ValueError:
            return cls()
        return cls(data) if isinstance(data, dict) else cls()

    def changed(self, now: "FieldDigests") -> list[str]:
        """List the fields that are known to both and differ."""
        return [name for name in now if name in self and self[name] != now[name]]


class Stamped:
    """Read an item through its schemata, as its forms do."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self._schemata = dict(named_schemata(context))
        self.fields = dict(self._named_fields())

    @property
    def stamp(self) -> FieldDigests:
        """Take the digest of every field now."""
        return FieldDigests({name: digest(self.value(name)) for name in self.fields})

    def value(self, name: str) -> Any:
        """Return the value of a field as its form shows it.

        A form shows the default in place of nothing, and saves it: an item without a
        language gets one from the user who presses *Save*, though nobody chose it.
        """
        field, value = self.fields[name], self.stored(name)
        if value is None or value == field.missing_value:
            return field.bind(self.context).default
        return value

    def stored(self, name: str) -> Any:
        """Return the stored value of a field; None for what can't be read."""
        field = self.fields[name]
        adapted = field.interface(self.context, None)
        try:
            return getattr(adapted, field.__name__, None)
        except (AttributeError, TypeError, ValueError):
            return None

    def _named_fields(self) -> Iterator[tuple[str, Field]]:
        hidden = hidden_fields(self.context)
        for prefix, schema in self._schemata.items():
            for name, field in getFieldsInOrder(schema):
                full = f"{prefix}.{name}" if prefix else name
                if name in hidden:
                    continue
                if full not in IGNORED and not field.readonly:
                    yield full, field


def named_schemata(item: Any) -> Iterator[tuple[str, Any]]:
    """Yield the schemata of an item with the prefix that their fields have in forms."""
    for at, schema in enumerate(iterSchemata(item)):
        yield ("" if at == 0 else schema.__name__), schema


def digest(value: Any) -> str:
    """Shorten a value to ten hexadecimal digits."""
    text = json.dumps(plain(value), ensure_ascii=False, sort_keys=True, default=str)
    return sha256(text.encode()).hexdigest()[:10]


def plain(value: Any) -> Any:
    """Reduce a value to what a person would call its content.

    Empty is empty, whether None, no text or no rows; line ends are one kind, so are
    composed and decomposed letters, and all ways to write the same HTML.
    """
    if IRichTextValue.providedBy(value):
        return essence(value.raw or "") or None
    if IRelationValue.providedBy(value):
        return value.to_id
    if INamed.providedBy(value):
        return [value.filename, value.getSize()]
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n").strip()
        return unicodedata.normalize("NFC", lines) or None
    if isinstance(value, dict):
        return {
            name: plain(cell) for name, cell in value.items() if plain(cell)
        } or None
    if isinstance(value, set | frozenset):
        return sorted(map(str, value)) or None
    if isinstance(value, list | tuple):
        return [plain(one) for one in value] or None
    return aq_base(value)
