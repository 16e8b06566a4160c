"""How the value of a field is written into an entry of Atom."""

from collections.abc import Callable
from lxml.etree import _Element
from lxml.etree import SubElement
from sonla.pbgdpl.exchange.field_types import as_list
from sonla.pbgdpl.exchange.fields import Field
from sonla.pbgdpl.exchange.formats.atom_reader import foreign_tag
from sonla.pbgdpl.exchange.formats.atom_reader import LANG
from sonla.pbgdpl.exchange.formats.atom_reader import ours
from sonla.pbgdpl.exchange.formats.atom_reader import scheme_of
from sonla.pbgdpl.exchange.formats.atom_reader import tag
from typing import Any

Write = Callable[[_Element, Field, Any], None]


def write(entry: _Element, field: Field, value: Any) -> None:
    """Write a value as the table says."""
    form = "category:" if field.atom.startswith("category:") else field.atom
    _FORMS.get(form, _foreign)(entry, field, value)


def add(parent: _Element, name: str, text: str | None = None, **facts: str) -> _Element:
    """Add an element of Atom; facts that are empty are left out."""
    element = SubElement(parent, tag(name))
    element.text = text
    for key, fact in facts.items():
        if fact:
            element.set(key, fact)
    return element


def _text(entry: _Element, field: Field, value: Any) -> None:
    add(entry, field.atom, field.kind.to_text(value))


def _html(entry: _Element, field: Field, value: str) -> None:
    add(entry, field.atom, value, type="html")


def _people(entry: _Element, field: Field, value: Any) -> None:
    for name in as_list(value):
        add(add(entry, field.atom), "name", name)


def _language(entry: _Element, field: Field, value: str) -> None:
    entry.set(LANG, value)


def _words(entry: _Element, field: Field, value: tuple[str, ...]) -> None:
    for word in value:
        add(entry, "category", term=word)


def _terms(entry: _Element, field: Field, value: Any) -> None:
    for term in as_list(value):
        # `term` is compulsory; without a code it is the title, and no label follows.
        code, label = (term.token, term.title) if term.token else (term.title, "")
        category = add(entry, "category", term=code, scheme=scheme_of(field))
        if term.token and label:
            category.set("label", label)
        if not term.token:
            category.set(ours("uncoded"), "true")


def _files(entry: _Element, field: Field, value: Any) -> None:
    for file in as_list(value):
        link = add(
            entry,
            "link",
            rel="enclosure",
            href=file.url,
            type=file.media_type,
            length=str(file.size) if file.size else "",
            title=file.name,
        )
        link.set(ours("field"), field.xml)
        if file.sha256:
            link.set(ours("sha256"), file.sha256)


def _laws(entry: _Element, field: Field, value: Any) -> None:
    for law in value:
        if law.url:
            (title,) = field.kind.plain((law,))
            add(entry, "link", rel="related", href=law.url, title=title)


def _address(entry: _Element, field: Field, value: str) -> None:
    add(entry, "link", rel="alternate", href=value)


def _foreign(entry: _Element, field: Field, value: Any) -> None:
    SubElement(entry, foreign_tag(field.atom)).text = field.kind.to_text(value)


_FORMS: dict[str, Write] = {
    "author": _people,
    "category": _words,
    "category:": _terms,
    "content": _html,
    "contributor": _people,
    "link:alternate": _address,
    "link:enclosure": _files,
    "link:related": _laws,
    "published": _text,
    "rights": _text,
    "summary": _text,
    "title": _text,
    "updated": _text,
    "xml:lang": _language,
}
