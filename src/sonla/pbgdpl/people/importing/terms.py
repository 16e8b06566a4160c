"""Find terms of the controlled lists by what people write, units by what they call a place.

Where people work, as lists write it: with the province's name, or behind the position.

Old communes become the units into which they went (`unit_conversions.csv`); a district
stays what it was, for a recognition by a district was one. Whether a name means the old
unit or the new one is decided by the day on which the recognition began.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from functools import cached_property
from importlib.resources import files
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.csv_files import read_shipped
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from sonla.pbgdpl.people.importing.cells import refusal
from sonla.pbgdpl.province.current import current_province
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import communes
from sonla.pbgdpl.vocabularies.terms import find_term
from sonla.pbgdpl.vocabularies.terms import ValidTerm

import re

_WORDS = re.compile(r"\w+")

MALE, FEMALE = "male", "female"
SEXES = {MALE: ("Nam", "Male"), FEMALE: ("Nữ", "Female")}
"""Columns of those lists that put the birth date, or a cross, below the sex."""
NOT_TAKEN = "-"
"""Column of headings that are known and not taken."""


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """Read a shipped CSV file."""
    return read_shipped(files(__package__) / "data" / name)


@cache
def headings() -> dict[str, str]:
    """Map each folded heading to its column."""
    rows = rows_of("headings.csv")
    return {fold_words(row["heading"]): row["column"] for row in rows}


def is_written_exactly(column: str, text: str) -> bool:
    """Return whether a heading has the accents that it needs: “Năm” is not “Nam”."""
    if column not in SEXES:
        return True
    written = normalized(text).casefold()
    return any(word.casefold() in _WORDS.findall(written) for word in SEXES[column])


@cache
def words(column: str) -> dict[str, str]:
    """Map each folded word of a column to the value it means."""
    return {
        fold_words(row["word"]): row["value"]
        for row in rows_of("words.csv")
        if row["column"] == column
    }


@cache
def first_words(column: str) -> tuple[str, ...]:
    """Return one word for each value of a column, as it stands first in the file."""
    first: dict[str, str] = {}
    for row in rows_of("words.csv"):
        if row["column"] == column:
            first.setdefault(row["value"], row["word"])
    return tuple(first.values())


@cache
def short_places() -> dict[str, str]:
    """Map the short forms of kinds of units to the long ones, both folded."""
    rows = rows_of("places.csv")
    return {fold_words(row["short"]): fold_words(row["long"]) for row in rows}


_SEPARATORS = (re.compile(r"[;|\n]"), re.compile(","))

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
                found.setdefault(fold_words(spelling), term.token)
        return found

    def find(self, text: str) -> str | None:
        """Return the token of a spelling."""
        return self.tokens.get(fold_words(text))

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
            parts = [*filter(None, map(str.strip, separator.split(text)))]
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
        """Return the token: “Sở Tư pháp tỉnh …” is “Sở Tư pháp” where that is this province."""
        folded = fold_words(text)
        found = self.tokens.get(folded)
        for name in self.provinces if found is None else ():
            found = found or self.tokens.get(folded.removesuffix(f" {name}"))
        return found

    @cached_property
    def provinces(self) -> list[str]:
        """The names of the province, folded, the longest first."""
        term = find_term(TERRITORIES, current_province().names.code)
        names = map(fold_words, (term.title, *term.aliases) if term else ())
        return sorted(names, key=len, reverse=True)

    def split_office(self, text: str) -> Office:
        """Split “Phó Trưởng phòng, Sở Tư pháp”: the agency is the longest end.

        Raises `InvalidInput` for an agency that has ended.
        """
        for word in _WORD.finditer(text):
            end = text[word.start() :]
            token = self.find(end)
            if token is not None:
                position = text[: word.start()].rstrip(_BETWEEN)
                return Office(position, self.checked(end, token))
        return Office(text, None)


PROVINCE_LEVEL = "tinh"
"""Token of `sonla.pbgdpl.GovernmentLevels`."""
_PARTS = re.compile(r"[,;]|\s[-–]\s")


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
                map(fold_words, (term.token, term.title, *term.aliases))
            ):
                found.setdefault(name, []).append(term)
        return found

    @cached_property
    def old(self) -> dict[str, list[dict[str, str]]]:
        """Mapping of each folded name of an old commune to its lines of the conversion."""
        found: dict[str, list[dict[str, str]]] = {}
        for line in current_province().conversions:
            names = (line["old_name"], *line["old_aliases"].split(";"))
            for name in dict.fromkeys(map(fold_words, names)):
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
        ways = (self.current_unit, self.converted)
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
                default="“${text}” is no unit of the list of administrative units, old or new. Write its name as there, such as “${example}”.",
                mapping={
                    "text": text,
                    "example": next((one.title for one in communes(today())), ""),
                },
            )
        )

    def split(self, text: str, district: str) -> tuple[list[str], str]:
        """Part “xã X, huyện Y, tỉnh Z” into names and a district, all written out."""
        names = [
            long_form(part.strip()) for part in _PARTS.split(text) if fold_words(part)
        ]
        names = names or [""]
        while len(names) > 1 and self.is_province(names[-1]):
            names.pop()
        if not district and len(names) > 1:
            return names, names[1]
        return names, long_form(district)

    def only_one(self, level: str | None) -> str | None:
        """Return the unit of the province, as there is one of it; None for other levels."""
        if level != PROVINCE_LEVEL:
            return None
        term = find_term(TERRITORIES, current_province().names.code)
        return term.token if term is not None and term.valid_to is None else None

    def is_province(self, name: str) -> bool:
        """Return whether a name is that of the province."""
        code = current_province().names.code
        return any(term.token == code for term in self.terms.get(name, ()))

    def current_unit(
        self, name: str, district: str, text: str
    ) -> TerritoryMatch | None:
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
        same = fold_words(lines[0]["old_name"]) == fold_words(term.title)
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
    first, _blank, rest = fold_words(text).partition(" ")
    return f"{short_places().get(first, first)} {rest}".strip()
