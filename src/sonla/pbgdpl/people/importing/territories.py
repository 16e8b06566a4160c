"""From what a list calls a place to a unit of the controlled list.

Old communes become the units into which they went (`unit_conversions.csv`); a district
stays what it was, for a recognition by a district was one. Whether a name means the old
unit or the new one is told by the day on which the recognition began.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.people.importing.wordings import conversions
from sonla.pbgdpl.people.importing.wordings import fold
from sonla.pbgdpl.people.importing.wordings import short_places
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import find_term
from sonla.pbgdpl.vocabularies.terms import ValidTerm

import re

_PARTS = re.compile(r"\s*[,;]\s*|\s+[-–]\s+")


@dataclass(frozen=True)
class TerritoryMatch:
    """The unit found; `old` is the old name, when that is another's now."""

    token: str
    old: str = ""


class TerritoryLookup:
    """Look places up; made once for a list, as the controlled lists are long."""

    @cached_property
    def terms(self) -> dict[str, list[ValidTerm]]:
        """Mapping of each folded name to the units that bear it."""
        found: dict[str, list[ValidTerm]] = {}
        for term in all_terms(TERRITORIES):
            for name in dict.fromkeys(
                map(fold, (term.token, term.title, *term.aliases))
            ):
                found.setdefault(name, []).append(term)
        return found

    @cached_property
    def old(self) -> dict[str, list[dict[str, str]]]:
        """Mapping of each folded name of an old commune to its lines of the conversion."""
        found: dict[str, list[dict[str, str]]] = {}
        for line in conversions():
            names = (line["old_name"], *line["old_aliases"].split(";"))
            for name in dict.fromkeys(map(fold, names)):
                found.setdefault(name, []).append(line)
        return found

    def find(
        self, text: str, district: str, day: date | None, district_level: bool = False
    ) -> TerritoryMatch:
        """Find the unit that a list means; raise `InvalidInput` when none or several may be.

        `district_level`: the recognition was one by a district, so the name is one's.
        """
        names, district = self.split(text, district)
        name = names[0]
        if district_level:
            if term := self.ended_term(district or name, day):
                return TerritoryMatch(term.token)
        ways = (self.standing, self.converted)
        before = day is not None and any(
            day < date.fromisoformat(line["valid_from"]) for line in self.lines(name)
        )
        for way in reversed(ways) if before or district else ways:
            if place := way(name, district, text):
                return place
        if term := self.ended_term(name, day):
            return TerritoryMatch(term.token)
        raise InvalidInput(
            _(
                "msg_unit_unknown",
                default="“${text}” is no unit of the list of administrative units, old or new. Write its name as there, such as “Xã Chiềng Mai”.",
                mapping={"text": text},
            )
        )

    def split(self, text: str, district: str) -> tuple[list[str], str]:
        """Part “xã X, huyện Y, tỉnh Z” into names and a district, all written out."""
        names = [long_form(part) for part in _PARTS.split(text) if fold(part)]
        names = names or [""]
        while len(names) > 1 and self.is_province(names[-1]):
            names.pop()
        if not district and len(names) > 1:
            return names, names[1]
        return names, long_form(district)

    def is_province(self, name: str) -> bool:
        """Return whether a name is that of the province: no conversion has that."""
        tokens = {line["new_token"] for line in conversions()}
        tokens |= {line["old_district"] for line in conversions()}
        return any(term.token not in tokens for term in self.terms.get(name, ()))

    def standing(self, name: str, district: str, text: str) -> TerritoryMatch | None:
        """Find a unit that has not ended."""
        found = [term for term in self.terms.get(name, ()) if term.valid_to is None]
        return TerritoryMatch(one_of(text, found, district).token) if found else None

    def converted(self, name: str, district: str, text: str) -> TerritoryMatch | None:
        """Find the unit into which an old commune went."""
        lines = self.lines(name)
        if district:
            known = {term.token for term in self.terms.get(district, ())}
            lines = [line for line in lines if line["old_district"] in known]
        tokens = dict.fromkeys(line["new_token"] for line in lines)
        found = [term for term in (find_term(TERRITORIES, t) for t in tokens) if term]
        if not found:
            return None
        term = one_of(text, found, district)
        same = fold(lines[0]["old_name"]) == fold(term.title)
        return TerritoryMatch(term.token, "" if same else text)

    def lines(self, name: str) -> list[dict[str, str]]:
        """Return the lines of the conversion for an old name."""
        return self.old.get(name, [])

    def ended_term(self, name: str, day: date | None) -> ValidTerm | None:
        """Find a unit that has ended, such as a district."""
        found = (term for term in self.terms.get(name, ()) if term.valid_to is not None)
        return next(found, None)


def one_of(text: str, terms: Iterable[ValidTerm], district: str) -> ValidTerm:
    """Return the only term; refuse several, naming them."""
    found = list({term.token: term for term in terms}.values())
    if len(found) == 1:
        return found[0]
    raise InvalidInput(
        _(
            "msg_unit_ambiguous",
            default="“${text}” may be ${units}. Write the whole name, with the district it belonged to.",
            mapping={"text": text, "units": " / ".join(term.title for term in found)},
        )
    )


def long_form(text: str) -> str:
    """Fold a name, with the short forms of “xã”, “phường” and so on written out."""
    first, _blank, rest = fold(text).partition(" ")
    return f"{short_places().get(first, first)} {rest}".strip()
