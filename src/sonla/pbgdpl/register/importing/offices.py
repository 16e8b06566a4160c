"""Where people work, as lists write it: with the province's name, or behind the position."""

from dataclasses import dataclass
from functools import cached_property
from sonla.pbgdpl.register.importing.listed import Terms
from sonla.pbgdpl.register.importing.wordings import conversions
from sonla.pbgdpl.register.importing.wordings import fold
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms

import re

_WORD = re.compile(r"\S+")
_BETWEEN = " ,;:–-"


@dataclass(frozen=True)
class Office:
    """Hold what one cell says of position and agency; no token where none is known."""

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

        Raises `Refused` for an agency that has ended.
        """
        for word in _WORD.finditer(text):
            end = text[word.start() :]
            token = self.find(end)
            if token is not None:
                position = text[: word.start()].rstrip(_BETWEEN)
                return Office(position, self.checked(end, token))
        return Office(text, None)
