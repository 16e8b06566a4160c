"""Headings in two lines: groups above, as merged cells have them, columns below.

Lists of offices have “Quyết định công nhận” above “Số” and “Ngày”, or the birth date of
men and of women below one heading.
"""

from sonla.pbgdpl.core.errors import Refused
from sonla.pbgdpl.core.tables.table import Cell
from sonla.pbgdpl.core.tables.table import Line
from sonla.pbgdpl.core.tables.table import Table
from sonla.pbgdpl.register.importing.cells import tidy

BETWEEN = " – "
"""Stands between the heading of a group and that of a column."""


def grouped(
    table: Table, upper: Line, lower: Line, names_at: int | None
) -> tuple[str, ...] | None:
    """Return the headings that two lines make together; None where they make none.

    They do if the lower one has words alone, some of them below a group, and nothing
    below the heading of names: there the name of a person would stand.
    """
    words = {at: cell for at, cell in enumerate(lower.cells) if not is_empty(cell)}
    groups = groups_of(table, upper, set(words))
    below = set(words) & set(groups)
    if lower.number != upper.number + 1 or names_at in words or len(below) < 2:
        return None
    if not all(map(is_word, words.values())):
        return None
    width = max(len(upper.cells), len(lower.cells))
    return tuple(joined(upper, lower, groups, at) for at in range(width))


def groups_of(table: Table, upper: Line, filled: set[int]) -> dict[int, int]:
    """Map columns to that in which the heading of their group stands.

    A merged box says how far it reaches. Without one, as in CSV, it reaches over the
    columns to its right that have a heading below alone.
    """
    found: dict[int, int] = {}
    for at, cell in enumerate(upper.cells):
        if is_empty(cell):
            continue
        columns = reach(table, upper, at, filled)
        if len(columns) > 1:
            found.update(dict.fromkeys(columns, at))
    return found


def reach(table: Table, upper: Line, at: int, filled: set[int]) -> range:
    """Return the columns that the heading at a place stands above."""
    boxes = table.merged.get(upper.number, ())
    box = next((one for one in boxes if at in one), None)
    if box is not None:
        return box
    last = at
    if at in filled:
        while last + 1 in filled and is_empty(upper.cell(last + 1)):
            last += 1
    return range(at, last + 1)


def joined(upper: Line, lower: Line, groups: dict[int, int], at: int) -> str:
    """Write the heading of one column."""
    own = words_in(lower.cell(at))
    group = words_in(upper.cell(groups.get(at, at)))
    return BETWEEN.join(filter(None, (group, own)))


def parts_of(text: str) -> tuple[str, str]:
    """Take a heading apart: that of the group, or nothing, and that of the column."""
    group, _between, own = text.rpartition(BETWEEN)
    return group, own


def words_in(cell: Cell) -> str:
    """Return the words of a heading; nothing for what can't be read."""
    try:
        return tidy(cell) if isinstance(cell, str) else ""
    except Refused:
        return ""


def is_empty(cell: Cell) -> bool:
    """Return whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_word(cell: Cell) -> bool:
    """Return whether a text can be a heading: no number, day, formula or numbering."""
    return isinstance(cell, str) and any(char.isalpha() for char in cell)
