"""Find the line of headings in a table, and what each column is."""

from collections.abc import Mapping
from sonla.pbgdpl.refusals import Refused
from sonla.pbgdpl.register.importing.cells import tidy
from sonla.pbgdpl.register.importing.wordings import fold
from sonla.pbgdpl.register.importing.wordings import headings
from sonla.pbgdpl.register.importing.wordings import NOT_TAKEN
from sonla.pbgdpl.spreadsheets.table import Cell
from sonla.pbgdpl.spreadsheets.table import Line
from sonla.pbgdpl.spreadsheets.table import Table

MOST_ABOVE = 30
"""Lines that titles, offices and signatures may take above the headings."""


def heading_line(table: Table) -> Line:
    """Give the line with the most known headings; the first line if none has any."""
    first = table.lines[:MOST_ABOVE]
    return max(first, key=lambda line: (known_headings(line), -line.number))


def known_headings(line: Line) -> int:
    """Count the cells of a line that are headings letter by letter."""
    return sum(1 for cell in line.cells if fold(words_of(cell)) in headings())


def match_columns(line: Line) -> dict[int, str]:
    """Give the column that each heading means; each column once, the first takes it."""
    matched: dict[int, str] = {}
    for exact in (True, False):
        for at, cell in enumerate(line.cells):
            name = column_of(words_of(cell), exact) if at not in matched else ""
            if name and (name == NOT_TAKEN or name not in matched.values()):
                matched[at] = name
    return {at: name for at, name in sorted(matched.items()) if name != NOT_TAKEN}


def column_of(text: str, exact: bool) -> str:
    """Name the column of a heading; the longest known one in it, if it is none itself.

    One word alone is no heading: “Số” or “Cấp” stand in many.
    """
    folded = fold(text)
    if exact or not folded:
        return headings().get(folded, "")
    inside = [
        known for known in headings() if " " in known and f" {known} " in f" {folded} "
    ]
    return headings()[max(inside, key=len)] if inside else ""


def heading_words(line: Line, width: int) -> list[str]:
    """Write the headings of all columns; those without one have an empty text."""
    return [words_of(line.cell(at)) for at in range(width)]


def words_of(cell: Cell) -> str:
    """Give the text of a cell, whatever it is."""
    try:
        return tidy(str(cell)) if cell is not None else ""
    except Refused:
        return ""


def lacking(columns: Mapping[int, str]) -> bool:
    """Tell whether the columns can't make a person: nobody is without a name."""
    return "full_name" not in columns.values()
