"""What a list says once for all of its rows: in its title, in its file name, by its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.tables.table import Table
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from sonla.pbgdpl.people.importing.cells import day_of
from sonla.pbgdpl.people.importing.cells import tidy
from sonla.pbgdpl.people.importing.headings import heading_line
from sonla.pbgdpl.people.importing.parts import level_in
from sonla.pbgdpl.people.importing.parts import level_of
from sonla.pbgdpl.people.importing.parts import LEVELS_OF_UNITS
from sonla.pbgdpl.people.importing.parts import words_in
from sonla.pbgdpl.people.importing.terms import TerritoryLookup
from typing import Any

import re

BY_TITLE = _("suggested_by_title", default="from the title of the list")
BY_FILE = _("suggested_by_file", default="from the name of the file")
BY_PLACE = _("suggested_by_place", default="from the unit that you import into")
KIND_WORDS = {
    "LegalReporter": "bao cao vien",
    "LegalPropagandist": "tuyen truyen vien",
}
"""Type → folded words by which lists name it."""
MAX_NAME_LENGTH = 4
"""Words of a unit's name behind its kind."""
_DECISION = re.compile(
    r"Quyết định(?: công nhận)? số[:\s]*(?P<number>[\w./Đđ-]+)"
    r"(?:,?\s*(?P<day>ngày \d{1,2} tháng \d{1,2} năm \d{4}|(?:ngày )?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}))?"
    r"(?:,?\s*của\s+(?P<issuer>[^);]+))?",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Suggestion:
    """A value for all rows, and where it stands."""

    value: Any
    source: Any


def suggested(
    table: Table, filename: str, container: Any, today: date
) -> dict[str, Suggestion]:
    """Map names of cells to what title, file name or place say of them, in this order."""
    first = heading_line(table).number
    titles = [" ".join(words_in(line)) for line in table.lines if line.number < first]
    places = TerritoryLookup()
    found: dict[str, Suggestion] = {}
    for texts, source in ((titles, BY_TITLE), ([name_words(filename)], BY_FILE)):
        facts = decision_in(texts, today) | place_in(texts, places, today)
        found = {n: Suggestion(v, source) for n, v in facts.items()} | found
    own = place_of(container)
    if own:
        if found.get("level") is None or found["level"].value == own["level"]:
            found = {n: Suggestion(v, BY_PLACE) for n, v in own.items()} | found
    return found


def named_kind(table: Table, filename: str) -> str:
    """Return the type of the people whom title, sheet or file name; '' for none or both.

    The first of these places that names any tells.
    """
    first = heading_line(table).number
    titles = (" ".join(words_in(one)) for one in table.lines if one.number <= first)
    for text in (" ".join(titles), table.sheet or "", name_words(filename)):
        named = [
            kind for kind, words in KIND_WORDS.items() if words in fold_words(text)
        ]
        if named:
            return named[0] if len(named) == 1 else ""
    return ""


def name_words(filename: str) -> str:
    """Return the words of the name of a file."""
    return tidy(re.sub(r"[_.+-]+", " ", filename.rpartition(".")[0]))


def place_of(container: Any) -> dict[str, Any]:
    """Return level and unit of the place into which a list comes; nothing if it has none."""
    unit = next(iter(stored_value(container, "territory") or ()), None)
    level = level_of(unit) if isinstance(unit, str) else None
    return {"unit": unit, "level": level} if level else {}


def place_in(
    texts: Iterable[str], places: TerritoryLookup, today: date
) -> dict[str, str]:
    """Return level and unit that texts name; whoever issued the decision is left out.

    A commune says more than the province that stands behind its name.
    """
    texts = [_BRACKETS.sub(" ", text) for text in texts]
    units = [unit for text in texts for unit in units_in(text, places, today)]
    unit = next((one for one in units if level_of(one) == "xa"), None)
    level = next(filter(None, map(level_in, texts)), None)
    if unit is None or level not in (None, level_of(unit)):
        unit = next((one for one in units if level_of(one) == (level or "tinh")), None)
    level = level or level_of(unit)
    facts = {"level": level, "unit": unit}
    return {name: value for name, value in facts.items() if value}


def units_in(text: str, places: TerritoryLookup, today: date) -> list[str]:
    """List the units that a text names with their kind, the longest name that there is."""
    words = text.split()
    found = []
    for at in range(len(words)):
        for end in range(min(at + MAX_NAME_LENGTH + 2, len(words)), at + 1, -1):
            name = " ".join(words[at:end]).strip(",;:.")
            if not any(
                fold_words(name).startswith(f"{kind} ") for kind in LEVELS_OF_UNITS
            ):
                break
            try:
                found.append(places.find(name, "", today).token)
                break
            except InvalidInput:
                continue
    return found


def decision_in(texts: Iterable[str], today: date) -> dict[str, Any]:
    """Return number, day and issuer of the decision that texts name."""
    match = _DECISION.search(" ".join(texts))
    if match is None:
        return {}
    facts: dict[str, Any] = {"decision_number": match["number"].rstrip(".-")}
    try:
        if match["day"]:
            facts["decision_date"] = day_of(match["day"], today)
    except InvalidInput:
        pass
    if match["issuer"]:
        facts["issuer"] = match["issuer"].strip(" .,")
    return facts
