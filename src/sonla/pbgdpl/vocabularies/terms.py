"""The terms of our controlled lists, as administrators keep them in the registry.

Nothing that a decision or a circular may change is code: government levels,
agencies, kinds and fields of law are terms with validity dates. A term that has
ended stays displayable for ever and can't be chosen for a new record. A few vocabularies
have terms that no list changes.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.settings import VOCABULARY_FIELDS
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import queryUtility
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

import re

_COMMUNE = re.compile(r"\d{5}(-\d{4})?")
"""Tokens of communes and wards; those of the province and of former districts are others."""

PREFIX = "sonla.pbgdpl.vocabularies"
CACHE_KEY = "sonla.pbgdpl.vocabularies.terms"


@dataclass(frozen=True)
class ValidTerm:
    """One term: `token` is stored with content, all else may change."""

    token: str
    title: str
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()
    short_title: str = ""
    icon: str = ""
    """Name of a symbol of the sprite; empty where the term has no picture."""
    maximum: int | None = None
    """The most that may be paid for one `unit`, by its `basis`; None where nothing sets it."""
    unit: str = ""
    basis: str = ""

    @property
    def tile_title(self) -> str:
        """The name where there is little room for one."""
        return self.short_title or self.title

    def is_valid_on(self, day: date) -> bool:
        """Return whether the term may be chosen on `day`; both limits are inclusive."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "ValidTerm":
        """Make a term from a registry row, whose aliases are lines of text."""
        aliases = (row.get("aliases") or "").splitlines()
        return cls(
            token=row["token"],
            title=row["title"],
            valid_from=row.get("valid_from"),
            valid_to=row.get("valid_to"),
            aliases=tuple(alias.strip() for alias in aliases if alias.strip()),
            short_title=row.get("short_title") or "",
            icon=row.get("icon") or "",
            maximum=row.get("maximum"),
            unit=row.get("unit") or "",
            basis=row.get("basis") or "",
        )


class TermList:
    """The terms made from one value of a registry record."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    @cached_property
    def terms(self) -> tuple[ValidTerm, ...]:
        """All of them, in the administrator's order."""
        return tuple(map(ValidTerm.from_row, self.rows or ()))

    @cached_property
    def titles(self) -> dict[str, str]:
        """Mapping of each token to its title, of which lists ask for hundreds."""
        return {row["token"]: row["title"] for row in self.rows or ()}

    @cached_property
    def by_token(self) -> dict[str, ValidTerm]:
        """Mapping of each token to its term."""
        return {term.token: term for term in self.terms}


def record_name(vocabulary: str) -> str:
    """Name the registry record of a vocabulary such as `sonla.pbgdpl.Audiences`."""
    field = VOCABULARY_FIELDS[vocabulary.removeprefix("sonla.pbgdpl.")]
    return f"{PREFIX}.{field}"


def all_terms(vocabulary: str) -> tuple[ValidTerm, ...]:
    """List every term of a vocabulary, ended ones too, in the administrator's order."""
    return term_list(vocabulary).terms


def find_term(vocabulary: str, token: Any) -> ValidTerm | None:
    """Find the term of a token; None when the list has none such."""
    if not isinstance(token, str):
        return None
    return term_list(vocabulary).by_token.get(token)


def titles_by_token(vocabulary: str) -> dict[str, str]:
    """Map the tokens of a vocabulary to their titles, ended terms too."""
    return term_list(vocabulary).titles


def term_title(vocabulary: str, token: str | None) -> str:
    """Return the title of a token; a token that no term has is shown as it is stored."""
    term = find_term(vocabulary, token)
    return term.title if term else token or ""


def term_titles(vocabulary: str, tokens: Iterable[str] | None) -> list[str]:
    """Return the titles of several tokens, in their order."""
    return [term_title(vocabulary, token) for token in tokens or ()]


def term_words(vocabulary: str, tokens: Iterable[str | None]) -> Iterator[str]:
    """Yield titles and aliases of tokens, for searching; unknown ones say nothing."""
    for token in sorted(filter(None, tokens)):
        term = find_term(vocabulary, token)
        if term is not None:
            yield term.title
            yield from term.aliases


def communes(day: date) -> list[ValidTerm]:
    """List the communes and wards of a day."""
    return [
        term
        for term in all_terms(TERRITORIES)
        if _COMMUNE.fullmatch(term.token) and term.is_valid_on(day)
    ]


def term_list(vocabulary: str) -> TermList:
    """Return the terms of a vocabulary, made once a request while the record is the same.

    A list page asks for hundreds of titles. The cached list is good as long as the
    record holds the very value it was made from; holding that value makes `is` safe.
    """
    registry = queryUtility(IRegistry)
    name = record_name(vocabulary)
    rows = None if registry is None else registry.get(name)
    request = getRequest()
    if request is None:
        return TermList(rows)
    cache = IAnnotations(request).setdefault(CACHE_KEY, {})
    if name not in cache or cache[name].rows is not rows:
        cache[name] = TermList(rows)
    return cache[name]


def titled(titles: dict[str, Message]) -> SimpleVocabulary:
    """Make a vocabulary whose values are their own tokens."""
    return SimpleVocabulary(
        [SimpleTerm(value, title=title) for value, title in titles.items()]
    )
