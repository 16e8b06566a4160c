"""Read JSON and XML that may be hostile.

Both readers refuse what two readers could understand differently, and what grows when
it is read.
"""

from lxml import etree
from sonla.pbgdpl import _
from typing import Any
from zope.i18n import interpolate
from zope.i18nmessageid import Message

import json
import math
import re

MAX_DEPTH = 32
"""Levels of JSON; a record has four."""
MAX_ELEMENTS = 500_000
"""Elements of XML, lists and tables of JSON, in one document; a page of a hundred records has
a few thousand."""
MARKS = 3
"""Signs that begin a tag, for each element: it has one or two, texts may have others."""
MISTAKE = _("unreadable_mistake", default="a mistake in line ${line}, sign ${sign}")
NOT_UTF8 = _("unreadable_not_utf8", default="it is not in UTF-8")
DEEP = _("unreadable_deep", default="it is nested deeper than ${most} levels")
LONG_NUMBER = _("unreadable_long_number", default="a number has too many digits")
MANY_PARTS = _("unreadable_many_parts", default="it has more than ${most} parts")
DOCUMENT_TYPE = _("unreadable_document_type", default="it has a document type")
TWICE = _("unreadable_twice", default="a key stands twice")
NO_NUMBER = _("unreadable_no_number", default="${name} is no number")
_COUNT = etree.XPath("count(//*)")
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"?|[][{}]', re.DOTALL)


class UnreadableDocument(ValueError):
    """Raised when bytes are no JSON or XML that we read; `why` says it to whoever must mend them."""

    def __init__(self, why: Message, **facts: Any) -> None:
        mapping = {name: str(fact) for name, fact in facts.items()}
        super().__init__(interpolate(why.default, mapping))
        self.why = Message(why, mapping=mapping)


def read_json(data: bytes | str) -> Any:
    """Read JSON in UTF-8; raise `UnreadableDocument`.

    A key that stands twice is refused (RFC 8259, 4: readers differ), NaN and infinity
    (they are no JSON), and what is nested deeper than `MAX_DEPTH`. A number that Python would
    take for infinity comes as the text that stands there, so that it costs its record alone.
    """
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        _refuse_depth(text)
        return json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        raise UnreadableDocument(MISTAKE, line=error.lineno, sign=error.colno) from None
    except UnicodeDecodeError:
        raise UnreadableDocument(NOT_UTF8) from None
    except RecursionError:
        raise UnreadableDocument(DEEP, most=MAX_DEPTH) from None
    except UnreadableDocument:
        raise
    except ValueError:
        raise UnreadableDocument(LONG_NUMBER) from None


def read_xml(
    data: bytes, base_url: str = "", max_elements: int = MAX_ELEMENTS
) -> etree._Element:
    """Read XML and give its root; raise `UnreadableDocument`.

    Entities are not resolved, nothing is fetched, the limits of libxml2 stay on, and a
    document type is refused: none of our formats has one.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    marks = MARKS * max_elements  # a tree takes thirty times the room
    if len(data) > marks and data.count(b"<") > marks:
        raise UnreadableDocument(MANY_PARTS, most=max_elements)
    try:
        root = etree.fromstring(data, parser, base_url=base_url or None)
    except etree.XMLSyntaxError as error:
        line, sign = error.position
        raise UnreadableDocument(MISTAKE, line=line, sign=sign) from None
    except ValueError:
        raise UnreadableDocument(MISTAKE, line=1, sign=1) from None
    tree = root.getroottree()
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise UnreadableDocument(DOCUMENT_TYPE)
    if _COUNT(root) > max_elements:
        raise UnreadableDocument(MANY_PARTS, most=max_elements)
    return root


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise UnreadableDocument(TWICE)
    return found


def _refuse_constant(name: str) -> Any:
    raise UnreadableDocument(NO_NUMBER, name=name)


def _finite(number: str) -> float | str:
    found = float(number)
    return number if math.isinf(found) else found


def _refuse_depth(text: str) -> None:
    """Count brackets outside of strings, before the reader makes anything of them."""
    depth = containers = 0
    for token in _STRING_OR_BRACKET.finditer(text):
        if token.group() in ("[", "{"):
            depth += 1
            containers += 1
            if containers > MAX_ELEMENTS:
                raise UnreadableDocument(MANY_PARTS, most=MAX_ELEMENTS)
            if depth > MAX_DEPTH:
                raise UnreadableDocument(DEEP, most=MAX_DEPTH)
        elif token.group() in ("]", "}"):
            depth -= 1
