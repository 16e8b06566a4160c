"""Find terms of the controlled lists by what people write.

Where people work, as lists write it: with the province's name, or behind the position.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.people.importing.cells import refusal
from sonla.pbgdpl.people.importing.wordings import conversions
from sonla.pbgdpl.people.importing.wordings import fold
from sonla.pbgdpl.vocabularies import TERRITORIES
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
        """Return the token; None for nothing, raise `InvalidInput` for what is not listed."""
        return self.listed(text) if text else None

    def listed(self, text: str) -> str:
        """Return the token; raise `InvalidInput` for what is not listed."""
        return self.checked(text, self.find(text))

    def checked(self, text: str, token: str | None) -> str:
        """Return a token that may be chosen; raise `InvalidInput` for any other."""
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


_WORD = re.compile(r"\S+")
_BETWEEN = " ,;:–-"


@dataclass(frozen=True)
class Office:
    """What one cell says of position and agency; no token where none is known."""

    position: str
    agency: str | None


class Agencies(Terms):
    """Find agencies; that of the province is called so with or without its name."""

    def find(self, text: str) -> str | None:
        """Return the token: “Sở Tư pháp tỉnh Sơn La” is “Sở Tư pháp”."""
        folded = fold(text)
        found = self.tokens.get(folded)
        for name in self.provinces if found is None else ():
            found = found or self.tokens.get(folded.removesuffix(f" {name}"))
        return found

    @cached_property
    def provinces(self) -> list[str]:
        """The names of the province, folded: no conversion of communes has them."""
        parts = {line["new_token"] for line in conversions()}
        parts |= {line["old_district"] for line in conversions()}
        names = {
            fold(name)
            for term in all_terms(TERRITORIES)
            if term.token not in parts
            for name in (term.title, *term.aliases)
        }
        return sorted(names, key=len, reverse=True)

    def apart(self, text: str) -> Office:
        """Take “Phó Trưởng phòng, Sở Tư pháp” apart: the agency is the longest end.

        Raises `InvalidInput` for an agency that has ended.
        """
        for word in _WORD.finditer(text):
            end = text[word.start() :]
            token = self.find(end)
            if token is not None:
                position = text[: word.start()].rstrip(_BETWEEN)
                return Office(position, self.checked(end, token))
        return Office(text, None)
