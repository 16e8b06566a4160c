"""How the value of a field is read from an entry of Atom, whatever its author."""

from collections.abc import Callable
from collections.abc import Iterator
from copy import deepcopy
from html import escape
from lxml import etree
from lxml.etree import _Element
from sonla.pbgdpl.exchange.composite_types import size_of
from sonla.pbgdpl.exchange.field_types import text_of
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.exchange.fields import Field
from sonla.pbgdpl.exchange.fields import FIELDS
from sonla.pbgdpl.exchange.fields import NAMESPACE as PBGDPL
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.markup.settling import plain_text
from typing import Any

ATOM = "http://www.w3.org/2005/Atom"
DCTERMS = "http://purl.org/dc/terms/"
XHTML = "http://www.w3.org/1999/xhtml"
NSMAP = {None: ATOM, "dcterms": DCTERMS, "pbgdpl": PBGDPL}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
IDENTIFIER = f"{{{DCTERMS}}}identifier"
"""Our identifier; `atom:id` is a URN, as other readers like it."""
TYPE_SCHEME = f"{PBGDPL}#type"


def tag(name: str) -> str:
    """Return a name of Atom."""
    return f"{{{ATOM}}}{name}"


def ours(name: str) -> str:
    """Return a name of ours."""
    return f"{{{PBGDPL}}}{name}"


def foreign_tag(name: str) -> str:
    """Return a name written as `dcterms:source`."""
    prefix, _colon, local = name.partition(":")
    return f"{{{NSMAP[prefix]}}}{local}"


def scheme_of(field: Field) -> str:
    """Return the scheme of categories that carry a field."""
    return f"{PBGDPL}#{field.xml}"


OUR_SCHEMES = frozenset({TYPE_SCHEME, *map(scheme_of, FIELDS)})


Read = Callable[[_Element, Field], Any]

HTML_TYPES = frozenset({"html", "text/html"})
XHTML_TYPES = frozenset({"xhtml", "application/xhtml+xml"})
TEXT_TYPES = frozenset({"text", "text/plain"})


def read(entry: _Element, field: Field) -> Any:
    """Read a value as the table says, unchecked; None if there is none."""
    form = "category:" if field.atom.startswith("category:") else field.atom
    return _FORMS.get(form, _foreign)(entry, field)


def text_in(entry: _Element, name: str) -> str | None:
    """Return the text of a child."""
    found = entry.find(name)
    return None if found is None else text_of(found).strip()


def plain(element: _Element | None) -> str | None:
    """Return a text construct (RFC 4287, 3.1) as plain text."""
    if element is None:
        return None
    if element.get("type", "text") in HTML_TYPES:
        return plain_text(text_of(element))
    return text_of(element)


def markup(element: _Element | None) -> str | None:
    """Return content (RFC 4287, 4.1) as HTML; None for other media or addresses."""
    if element is None or element.get("src"):
        return None
    form = element.get("type", "text")
    if form in HTML_TYPES:
        return text_of(element)
    if form in XHTML_TYPES:
        return "".join(_as_html(child) for child in element)
    return _paragraphs(text_of(element)) if form in TEXT_TYPES else None


def _as_html(element: _Element) -> str:
    """Write XHTML without its namespace, which HTML has no place for."""
    copy = deepcopy(element)
    for part in copy.iter(f"{{{XHTML}}}*"):
        part.tag = etree.QName(part).localname
    etree.cleanup_namespaces(copy)
    return etree.tostring(copy, method="html", encoding="unicode", with_tail=False)


def _paragraphs(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)


def _text(entry: _Element, field: Field) -> str | None:
    return plain(entry.find(tag(field.atom)))


def _html(entry: _Element, field: Field) -> str | None:
    return markup(entry.find(tag(field.atom)))


def _moment(entry: _Element, field: Field) -> str | None:
    return text_in(entry, tag(field.atom))


def _people(entry: _Element, field: Field) -> Any:
    found = entry.iterfind(f"{tag(field.atom)}/{tag('name')}")
    names = [text_of(name).strip() for name in found]
    if field.kind.repeats:
        return tuple(names)
    return ", ".join(name for name in names if name)


def _language(entry: _Element, field: Field) -> str | None:
    return entry.get(LANG)


def _words(entry: _Element, field: Field) -> tuple[str, ...]:
    """Read the categories of everybody else's schemes, too, as people see them."""
    return tuple(
        category.get("label") or category.get("term") or ""
        for category in entry.iterfind(tag("category"))
        if category.get("scheme") not in OUR_SCHEMES
    )


def _terms(entry: _Element, field: Field) -> Any:
    return _one_or_all(field, _found_terms(entry, scheme_of(field)))


def _found_terms(entry: _Element, scheme: str) -> Iterator[Term]:
    for category in entry.iterfind(tag("category")):
        if category.get("scheme") == scheme:
            term = category.get("term", "")
            uncoded = category.get(ours("uncoded")) == "true"
            yield Term("", term) if uncoded else Term(term, category.get("label", ""))


def _files(entry: _Element, field: Field) -> Any:
    return _one_or_all(field, _found_files(entry, field.xml))


def _found_files(entry: _Element, name: str) -> Iterator[FileReference]:
    """Yield the enclosures; those of others are attachments."""
    for link in entry.iterfind(tag("link")):
        field = link.get(ours("field"), BY_NAME["attachments"].xml)
        if link.get("rel") == "enclosure" and field == name:
            yield FileReference(
                name=link.get("title", ""),
                media_type=link.get("type", ""),
                size=size_of(link.get("length", "")),
                sha256=link.get(ours("sha256"), ""),
                url=link.get("href", ""),
            )


def _one_or_all(field: Field, found: Iterator[Any]) -> Any:
    return tuple(found) if field.kind.repeats else next(found, None)


def _address(entry: _Element, field: Field) -> str | None:
    for link in entry.iterfind(tag("link")):
        if link.get("rel", "alternate") == "alternate":
            return link.get("href")
    return None


def _nothing(entry: _Element, field: Field) -> None:
    return None


def _foreign(entry: _Element, field: Field) -> str | None:
    return text_in(entry, foreign_tag(field.atom))


_FORMS: dict[str, Read] = {
    "author": _people,
    "category": _words,
    "category:": _terms,
    "content": _html,
    "contributor": _people,
    "link:alternate": _address,
    "link:enclosure": _files,
    "link:related": _nothing,
    "published": _moment,
    "rights": _text,
    "summary": _text,
    "title": _text,
    "updated": _moment,
    "xml:lang": _language,
}
