"""Both texts of a field side by side, as people read them, with differences marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from difflib import SequenceMatcher
from plone import api
from plone.app.textfield.interfaces import IRichTextValue
from plone.namedfile.interfaces import INamed
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.html import plain_lines
from typing import Any
from z3c.relationfield.interfaces import IRelationValue
from zope.component import queryUtility
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection
from zope.schema.interfaces import IObject
from zope.schema.interfaces import IVocabularyFactory

import re

YES = Message("yes", domain="plone", default="Yes")
NO = Message("no", domain="plone", default="No")
MAX_LENGTH = 4000
"""Words compared one by one; longer texts are compared line by line."""


@dataclass(frozen=True)
class DiffPart:
    """A piece of text; `different` if the other side has something else there."""

    text: str
    different: bool


def side_by_side(theirs: str, mine: str) -> tuple[list[DiffPart], list[DiffPart]]:
    """Mark in two texts what the other does not have."""
    left, right = tokens_of(theirs), tokens_of(mine)
    if max(len(left), len(right)) > MAX_LENGTH:
        left, right = theirs.splitlines(True), mine.splitlines(True)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    marked: tuple[list[DiffPart], list[DiffPart]] = ([], [])
    for kind, a, b, c, d in matcher.get_opcodes():
        for side, part in zip(marked, (left[a:b], right[c:d]), strict=True):
            if part:
                side.append(DiffPart("".join(part), kind != "equal"))
    return marked


def tokens_of(text: str) -> list[str]:
    """Split a text into words and what is between them."""
    return re.findall(r"\s+|[^\s]+", text)


def as_text(field: Any, value: Any, context: Any) -> str:
    """Write a value for people: titles for tokens, names for files, text for HTML."""
    if value is None or value == "":
        return ""
    if IRichTextValue.providedBy(value):
        return "\n".join(plain_lines(value.raw or ""))
    if INamed.providedBy(value):
        return f"{value.filename} ({value.getSize()} B)"
    if IRelationValue.providedBy(value):
        value = value.to_object
    if hasattr(value, "Title"):
        return value.Title()
    if IChoice.providedBy(field):
        return title_of(field, value, context)
    if isinstance(value, list | tuple | set | frozenset):
        inner = field.value_type if ICollection.providedBy(field) else None
        return "\n".join(as_text(inner, one, context) for one in value)
    if isinstance(value, dict):
        return "\n".join(row_lines(field, value, context))
    if isinstance(value, bool):
        return api.portal.translate(YES if value else NO)
    return readable(value)


def row_lines(field: Any, row: dict[str, Any], context: Any) -> Iterator[str]:
    """Write the cells of a row, one a line, under their labels."""
    cells = getFieldsInOrder(field.schema) if IObject.providedBy(field) else []
    for name, cell in cells:
        if row.get(name):
            label = api.portal.translate(cell.title)
            yield f"{label}: {as_text(cell, row[name], context)}"


def title_of(field: Any, value: Any, context: Any) -> str:
    """Return the title of a chosen value; a value without a term as it is."""
    factory = queryUtility(IVocabularyFactory, name=field.vocabularyName or "")
    vocabulary = factory(context) if factory else field.vocabulary
    try:
        title = vocabulary.getTerm(value).title
    except (AttributeError, LookupError):
        title = None
    return api.portal.translate(title) if title else str(value)


def readable(value: Any) -> str:
    """Write dates as offices do; anything else as it is."""
    if isinstance(value, datetime):
        return format_moment(value)
    return format_day(value) if isinstance(value, date) else str(value)
