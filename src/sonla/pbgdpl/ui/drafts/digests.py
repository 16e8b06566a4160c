"""Digests of what an item holds, field by field: to notice that it changed meanwhile.

A digest of values, not the database's serial number: locking, workflow and the
catalog touch an item without touching what people write.
"""

from Acquisition import aq_base
from collections.abc import Iterator
from hashlib import sha256
from lxml import etree
from lxml.html import fragment_fromstring
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamed
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.ui.hidden_fields import hidden_fields
from typing import Any
from z3c.relationfield.interfaces import IRelationValue
from zope.schema import Field
from zope.schema import getFieldsInOrder

import json
import re

BLOCKS = "address|article|aside|blockquote|br|caption|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|section|table|tbody|td|tfoot|th|thead|tr|ul"
AROUND_BLOCKS = re.compile(rf" ?(</?(?:{BLOCKS})(?: [^<>]*)?>) ?")
EMPTY_PARAGRAPHS = re.compile(r"<p></p>")
SPACES = re.compile(r"\s+")
"""No-break spaces too: editors put them into empty paragraphs by themselves."""
SAME_ELEMENT = {"b": "strong", "i": "em"}
AS_WRITTEN = re.compile(r"<(pre|textarea)\b", re.IGNORECASE)
"""Elements in which white space counts."""


def normal_form(html: str) -> str:
    """Write HTML in the one form that all ways to write the same have in common.

    Opening a text in the visual editor and saving it breaks lines between paragraphs,
    orders attributes and closes tags otherwise; nobody would call that a change.
    The result is for comparing, not for showing.
    """
    text = normalized(html)
    if AS_WRITTEN.search(text) or not text.strip():
        return text.strip()
    try:
        tree = fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, ValueError):
        return text.strip()
    joined = SPACES.sub(" ", "".join(parts(tree)))
    return EMPTY_PARAGRAPHS.sub("", AROUND_BLOCKS.sub(r"\1", joined))


def parts(tree: Any) -> Iterator[str]:
    """Yield tags and texts of a tree in the order of reading; comments say nothing."""
    for event, element in etree.iterwalk(
        tree, events=("start", "end", "comment", "pi")
    ):
        if event == "start":
            yield f"<{name(element)}{''.join(sorted(attributes(element)))}>"
            yield escaped(element.text)
        else:
            yield f"</{name(element)}>" if event == "end" else ""
            yield escaped(element.tail)


def name(element: Any) -> str:
    """Name an element; those that look alike have one name."""
    return SAME_ELEMENT.get(element.tag, element.tag)


def attributes(element: Any) -> Iterator[str]:
    """Yield the attributes that say something, each with a blank before it."""
    for key, value in element.attrib.items():
        text = styles(value) if key == "style" else SPACES.sub(" ", value).strip()
        if text:
            yield f' {key}="{escaped(text)}"'


def styles(value: str) -> str:
    """Write a style attribute in one way."""
    rules = (rule.partition(":") for rule in value.split(";"))
    return ";".join(f"{key.strip()}:{said.strip()}" for key, _, said in rules if said)


def escaped(text: str | None) -> str:
    """Keep what a text says apart from tags."""
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


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
        """The present digests of all fields."""
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
        return normal_form(value.raw or "") or None
    if IRelationValue.providedBy(value):
        return value.to_id
    if INamed.providedBy(value):
        return [value.filename, value.getSize()]
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n").strip()
        return normalized(lines) or None
    if isinstance(value, dict):
        return {
            name: plain(cell) for name, cell in value.items() if plain(cell)
        } or None
    if isinstance(value, set | frozenset):
        return sorted(map(str, value)) or None
    if isinstance(value, list | tuple):
        return [plain(one) for one in value] or None
    return aq_base(value)
