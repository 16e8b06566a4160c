"""What stands in a list beside people: headings of its parts, sums, signatures.

A heading such as “I. CẤP TỈNH” or “Phường …” says level, unit or agency of the rows
below it. Whatever is skipped is reported with its row, so that nobody is lost unseen.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.table import TableRow
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from sonla.pbgdpl.people.append_only import LEVELS
from sonla.pbgdpl.people.importing.headings import words_of
from sonla.pbgdpl.people.importing.terms import Agencies
from sonla.pbgdpl.people.importing.terms import TerritoryLookup
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any

import re

PART = _("skipped_part", default="Heading of a part of the list")
SUM = _("skipped_sum", default="A sum")
SIGNATURE = _("skipped_signature", default="Signature, place and date, or recipients")
REPEATED = _("skipped_repeated_headings", default="The headings once more")
DROPPED = _("skipped_dropped", default="Left out by you")

_NUMBER = r"(?:[IVXLC]+|[A-Za-zĐđ]|\d+(?:\.\d+)*)"
_NUMBERING = re.compile(rf"\(?{_NUMBER}\s*[.)/:-]*")
_LETTERED = re.compile(r"\(?(?:[IVXLC]+|[A-ZĐ])\s*[.)/:-]*")
_NUMBERED = re.compile(rf"\(?({_NUMBER})\s*[.)/:-]+\s*(\S.*)")
_REST = re.compile(r"(?:[(:].*|(?<!\d)\d++\s*(?:người|đồng chí).*)$", re.IGNORECASE)
_SUM = re.compile(
    r"(tong cong|tong so|danh sach (nay )?(gom|co) |an dinh |cong( \d.*)?$)"
)
_SIGNATURE = re.compile(
    r"(noi nhan|nguoi (lap|ky|kiem tra)|thu truong|ky (va )?ghi ro|ky ten|ky boi"
    r"|(tm|kt|tl|tuq|q) |(pho )?chu tich$|(pho )?giam doc$|(pho )?truong phong$"
    r"|luu (vt|hs)|nhu tren|xac nhan cua|cong chuc tu phap ho tich$"
    r"|(.* )?ngay (\d+ )?thang (\d+ )?nam( \d+)?$)"
)
MAX_SIGNED = 3
"""Cells that a line of signatures has at most; people have more."""
LEVELS_OF_UNITS = {"tinh": "tinh", "xa": "xa", "phuong": "xa", "dac khu": "xa"}
"""Folded first words of a unit's title → token of its level."""


@dataclass(frozen=True)
class SkippedLine:
    """One line that is nobody."""

    number: int
    text: str
    kind: Any


class PartReader:
    """Go through the lines below the headings; `skipped` has what was left out, in order."""

    def __init__(self, header: TableRow, places: TerritoryLookup) -> None:
        self.headings = {fold_words(words_of(cell)) for cell in header.cells} - {""}
        self.places = places
        self.skipped: list[SkippedLine] = []

    def people(
        self, lines: Iterable[TableRow]
    ) -> Iterator[tuple[TableRow, dict[str, Any]]]:
        """Yield the lines that are people, each with what its part says of it."""
        part: dict[str, Any] = {}
        signed = False
        for line in lines:
            words = words_in(line)
            kind = self.kind_of(words, signed)
            if kind is None and (found := self.part_of(line, words)) is not None:
                # A level begins a part anew, an agency only narrows it down
                part = found if "level" in found else {**part, "agency": None, **found}
                kind = PART
            signed = signed or kind is SIGNATURE
            if kind is None:
                yield line, part
            else:
                text = " – ".join(words)
                self.skipped.append(SkippedLine(line.number, text, kind))

    def kind_of(self, words: list[str], signed: bool) -> Any:
        """Return what a line is that says nothing of people; None for any other."""
        folded = [fold_words(word) for word in words]
        same = len(self.headings.intersection(folded))
        if self.headings and same >= min(3, len(self.headings)):
            return REPEATED
        if any(map(_SUM.match, folded[:2])):
            return SUM
        few = len(words) <= MAX_SIGNED and not words[0].isdecimal()
        if few and (signed or any(map(_SIGNATURE.match, folded))):
            return SIGNATURE
        return None

    def part_of(self, line: TableRow, words: list[str]) -> dict[str, Any] | None:
        """Return what the heading of a part says; None for a line that is none."""
        said = [word for word in words if not _NUMBERING.fullmatch(word)]
        if len(said) != 1:
            return None
        numbered = _NUMBERED.fullmatch(said[0])
        lettered = any(map(_LETTERED.fullmatch, words)) or bool(
            numbered and _LETTERED.fullmatch(numbered.group(1))
        )
        text = _REST.sub("", numbered.group(2) if numbered else said[0]).rstrip()
        found = self.meaning(text)
        return found if found or lettered else None

    def meaning(self, text: str) -> dict[str, Any]:
        """Return level, unit or agency that a heading names; nothing if it names none."""
        if agency := self.agencies.find(text):
            return {"agency": agency}
        if level := level_in(text):
            return {"level": level}
        unit = self.unit(text)
        return {"level": level_of(unit), "unit": unit} if unit else {}

    @cached_property
    def agencies(self) -> Agencies:
        return Agencies(AGENCIES)

    def unit(self, text: str) -> str | None:
        """Find the unit of a heading that has its kind: “Phường A”, not “A”."""
        if not any(fold_words(text).startswith(f"{kind} ") for kind in LEVELS_OF_UNITS):
            return None
        try:
            return self.places.find(text, "", None).token
        except InvalidInput:
            return None


def words_in(line: TableRow) -> list[str]:
    """Write the cells of a line that have anything in them."""
    return [text for text in map(words_of, line.cells) if text] or [""]


def level_in(text: str) -> str | None:
    """Return the level that a text names in whole: “Báo cáo viên cấp tỉnh”."""
    folded = f" {fold_words(text)} "
    for term in all_terms(LEVELS):
        if any(
            f" {fold_words(name)} " in folded for name in (term.title, *term.aliases)
        ):
            return term.token
    return None


def level_of(unit: str | None) -> str | None:
    """Return the level of a unit by what it is called; None where that doesn't tell."""
    title = fold_words(term_title(TERRITORIES, unit))
    for kind, level in LEVELS_OF_UNITS.items():
        if title.startswith(f"{kind} "):
            return level
    return None
