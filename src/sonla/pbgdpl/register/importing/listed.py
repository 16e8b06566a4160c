"""Find terms of the controlled lists by what people write."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.register.importing.cells import refusal
from sonla.pbgdpl.register.importing.wordings import fold
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import find_term

import re

_SEPARATORS = (re.compile(r"\s*[;|\n]\s*"), re.compile(r"\s*,\s*"))

MSG_NOT_IN_LIST = _(
    "msg_cell_not_in_list",
    default="“${text}” is not in the list. Write it as the list has it, or ask the administrator to add it.",
)
MSG_ENDED = _(
    "msg_cell_ended_term",
    default="“${text}” ended on ${date}. Write what holds today.",
)


@dataclass
class Terms:
    """Find terms of one controlled list by what people write.

    With a `day` those that have ended by then are refused, as forms refuse them.
    """

    vocabulary: str
    day: date | None = None

    @cached_property
    def tokens(self) -> dict[str, str]:
        """Mapping of each spelling, folded, to its token; terms that stand come first."""
        found: dict[str, str] = {}
        ordered = sorted(
            all_terms(self.vocabulary), key=lambda t: t.valid_to or date.max
        )
        for term in reversed(ordered):
            for spelling in (term.title, term.token, *term.aliases):
                found.setdefault(fold(spelling), term.token)
        return found

    def find(self, text: str) -> str | None:
        """Return the token of a spelling."""
        return self.tokens.get(fold(text))

    def one(self, text: str) -> str | None:
        """Return the token; None for nothing, raise `Refused` for what is not listed."""
        return self.listed(text) if text else None

    def listed(self, text: str) -> str:
        """Return the token; raise `Refused` for what is not listed."""
        return self.checked(text, self.find(text))

    def checked(self, text: str, token: str | None) -> str:
        """Return a token that may be chosen; raise `Refused` for any other."""
        term = find_term(self.vocabulary, token)
        if term is None:
            raise refusal(MSG_NOT_IN_LIST, text)
        if self.day and term.valid_to and term.valid_to < self.day:
            raise refusal(MSG_ENDED, text, date=format_day(term.valid_to))
        return term.token

    def several(self, text: str) -> tuple[str, ...]:
        """Return the tokens of several spellings in a cell; titles have commas, too."""
        if not text:
            return ()
        if self.find(text):
            return (self.listed(text),)
        for separator in _SEPARATORS:
            parts = [part for part in separator.split(text) if part]
            if all(map(self.find, parts)):
                return tuple(dict.fromkeys(map(self.listed, parts)))
        return tuple(map(self.listed, parts))
