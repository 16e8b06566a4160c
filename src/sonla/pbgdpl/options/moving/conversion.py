"""The base class of conversions, and the choice among them for an item."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from operator import itemgetter
from plone.base.utils import safe_text
from plone.dexterity.interfaces import IDexterityFTI
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.html import body_text
from sonla.pbgdpl.core.vietnamese.words import canonical_word
from sonla.pbgdpl.core.vietnamese.words import words
from sonla.pbgdpl.options.moving.interfaces import IContentConversion
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import find_term
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import ValidTerm
from typing import Any
from zope.component import getUtilitiesFor
from zope.component import queryUtility
from zope.i18nmessageid import Message
from zope.interface import implementer

LEGAL_FIELDS = "sonla.pbgdpl.LegalFields"
GENERAL_FIELDS = ("pho-bien-giao-duc-phap-luat", "khac")
"""Fields of law that say nothing where another one was recognised."""
MSG_KIND_GUESSED = _(
    "msg_bring_in_kind_guessed",
    default="The kind was not recognised; “${kind}” is only a guess.",
)
COMMON_PARTS = frozenset({"phổ biến", "xây dựng", "giáo dục", "tài chính", "dân tộc"})
"""Parts of titles that stand in many texts of whatever field."""


class Source:
    """An item as conversions read it."""

    def __init__(self, item: Any, section: Any = None) -> None:
        self.item = item
        self.section = section
        """Where it is brought to."""

    @property
    def portal_type(self) -> str:
        return self.item.portal_type

    @cached_property
    def heading(self) -> str:
        """Title, description and tags, one a line."""
        item = self.item
        lines = (item.Title(), item.Description(), *item.Subject())
        return "\n".join(map(safe_text, lines))

    @property
    def title(self) -> str:
        return safe_text(self.item.Title())

    @cached_property
    def body(self) -> str:
        """The body as plain text."""
        return body_text(self.item)

    @property
    def text(self) -> str:
        return f"{self.heading}\n{self.body}"

    @property
    def file(self) -> Any | None:
        """The file of an item that has one."""
        return stored_value(self.item, "file")

    def begins_with(self, terms: Iterable[ValidTerm]) -> str:
        """Return the token of the term with whose title the title begins, else an empty text."""
        said = phrase(self.title)
        found = [one for one in terms if starts(said, phrase(one.title))]
        return max(found, key=lambda one: len(one.title)).token if found else ""


@dataclass
class Proposal:
    """What becomes of an item of one type."""

    values: dict[str, Any] = field(default_factory=dict)
    """Name of a field of the new type → its value."""
    unrecognised: list[Message] = field(default_factory=list)
    """What somebody should look at: it was not found, or only guessed."""
    notes: list[Message] = field(default_factory=list)
    """What is done with values that have no place in the new type."""
    used: tuple[str, ...] = ()
    """Names of fields of the old type whose values went into others."""


@implementer(IContentConversion)
class Conversion:
    """Base class: fields of law are recognised by the words of the heading, else of the body."""

    order = 50
    source_types: tuple[str, ...] = ()
    kind_field = ""
    kind_vocabulary = ""
    cites = False

    def suits(self, source: Source) -> int:
        """Return 0: nothing speaks for it."""
        return 0

    def propose(self, source: Source) -> Proposal:
        """Return what the fields of law become; subclasses add the fields of their type."""
        fields = legal_fields(source.heading) or main_field(source.body)
        return Proposal({"legal_fields": fields})

    def cited(self, values: dict[str, Any]) -> str:
        """Return nothing: the type has no legal documents."""
        return ""

    def cite(self, source: Source, values: dict[str, Any], text: str) -> list[Message]:
        """Set nothing."""
        return []

    def refuse(self, source: Source, values: dict[str, Any]) -> Message | None:
        """Refuse nothing."""
        return None

    def kind_named(
        self, source: Source, words: Mapping[str, str], otherwise: str
    ) -> tuple[str, list[Message]]:
        """Return the term of the kind field that title and tags name, with messages for the preview.

        `words` has more names of terms than the list of the administrator.
        """
        said = phrase(source.heading)
        more = [token for name, token in words.items() if phrase(name) in said]
        found = term_named(self.kind_vocabulary, source.heading)
        token = more[0] if more else found
        if token and find_term(self.kind_vocabulary, token) is not None:
            return token, []
        title = term_title(self.kind_vocabulary, otherwise)
        return otherwise, [Message(MSG_KIND_GUESSED, mapping={"kind": title})]


def conversions() -> dict[str, Any]:
    """Map the types that are made to their conversions, in the order of those; none without its type."""
    found = [
        (conversion.order, name, conversion)
        for name, conversion in getUtilitiesFor(IContentConversion)
        if queryUtility(IDexterityFTI, name=name) is not None
    ]
    ordered = sorted(found, key=itemgetter(0, 1))
    return {name: conversion for _order, name, conversion in ordered}


def conversions_of(portal_type: str) -> dict[str, Any]:
    """Map to their conversions the types that content of a stock type can become."""
    return {
        name: one
        for name, one in conversions().items()
        if portal_type in one.source_types
    }


def best_type(source: Source) -> str:
    """Return the type that suits an item best; an empty text if there is none."""
    found = conversions_of(source.portal_type)
    return max(found, key=lambda name: found[name].suits(source), default="")


def phrase(text: str) -> str:
    """Write a text as its words in one spelling, with blanks around them."""
    return f" {' '.join(map(canonical_word, words(text)))} "


def starts(said: str, wanted: str) -> bool:
    """Return whether a phrase begins with another one."""
    return len(wanted) > 2 and said.startswith(wanted)


def term_named(vocabulary: str, text: str) -> str:
    """Return the token of the valid term whose longest name stands in a text, else an empty text."""
    said, day = phrase(text), today()
    found = [
        (len(name), term.token)
        for term in all_terms(vocabulary)
        if term.is_valid_on(day)
        for name in map(phrase, (term.title, *term.aliases))
        if name in said and len(name) > 4
    ]
    return max(found)[1] if found else ""


def legal_fields(text: str) -> tuple[str, ...]:
    """Return the fields of law that a text names: by title, another name, or a part of a title.

    Longer names first, and what was recognised counts for no other name: a text on legal
    education is none on schools.
    """
    said, day, found = phrase(text), today(), []
    names = [
        (name, term.token)
        for term in all_terms(LEGAL_FIELDS)
        if term.is_valid_on(day)
        for name in names_of(term)
    ]
    for name, token in sorted(names, key=lambda one: -len(one[0])):
        if name in said:
            found.append(token)
            said = said.replace(name, " | ")
    specific = [token for token in found if token not in GENERAL_FIELDS]
    return tuple(dict.fromkeys(specific or found[:1]))


def main_field(text: str) -> tuple[str, ...]:
    """Return the field of law that a body names most often, and at least three times."""
    said, day = phrase(text), today()
    counts = Counter(
        {
            term.token: sum(said.count(name) for name in set(names_of(term)))
            for term in all_terms(LEGAL_FIELDS)
            if term.is_valid_on(day) and term.token not in GENERAL_FIELDS
        }
    )
    return tuple(token for token, count in counts.most_common(1) if count > 2)


def names_of(term: ValidTerm) -> Iterator[str]:
    """Yield the phrases by which a field of law is recognised."""
    for name in (term.title, *term.aliases):
        yield phrase(name)
        parts = [part.strip().lower() for part in name.split(",")]
        yield from (
            phrase(part)
            for part in parts
            if len(part.split()) > 1 and part not in COMMON_PARTS
        )
