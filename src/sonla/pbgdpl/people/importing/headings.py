"""Find the headings of a table, in one line or two, and what each column is.

Lists of offices have “Quyết định công nhận” above “Số” and “Ngày”, or the birth date of
men and of women below one heading, as merged cells have them.
"""

from collections.abc import Iterator
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.table import Cell
from sonla.pbgdpl.core.tables.table import Table
from sonla.pbgdpl.core.tables.table import TableRow
from sonla.pbgdpl.core.vietnamese.folding import fold_words
from sonla.pbgdpl.people.importing.cells import tidy
from sonla.pbgdpl.people.importing.terms import headings
from sonla.pbgdpl.people.importing.terms import is_written_exactly
from sonla.pbgdpl.people.importing.terms import NOT_TAKEN

BETWEEN = " – "
"""Stands between the heading of a group and that of a column."""


def grouped(
    table: Table, upper: TableRow, lower: TableRow, names_at: int | None
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


def groups_of(table: Table, upper: TableRow, filled: set[int]) -> dict[int, int]:
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


def reach(table: Table, upper: TableRow, at: int, filled: set[int]) -> range:
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


def joined(upper: TableRow, lower: TableRow, groups: dict[int, int], at: int) -> str:
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
    except InvalidInput:
        return ""


def is_empty(cell: Cell) -> bool:
    """Return whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_word(cell: Cell) -> bool:
    """Return whether a text can be a heading: no number, day, formula or numbering."""
    return isinstance(cell, str) and any(char.isalpha() for char in cell)


NEARLY = 0.75
"""Share of the known headings that the first line of them has at least."""
MAX_LINES_ABOVE = 30
"""Lines that titles, offices and signatures may take above the headings."""


def heading_line(table: Table, number: int = 0) -> TableRow:
    """Return the line of a number, else the first one with nearly the most known headings.

    Not the one with most of all: a list that goes on to the next sheet of paper has its
    headings twice, and nobody above the second ones may be lost. The first line if none has
    any. Where two lines make the headings, groups above and columns below, it is one line
    with the words and the number of the lower one.
    """
    chosen = next((line for line in table.lines if line.number == number), None)
    if chosen is not None:
        return whole_headings(table, chosen)
    first = table.lines[:MAX_LINES_ABOVE]
    known = {line.number: known_headings(line) for line in first}
    most = max(known.values(), default=0)
    found = [
        whole_headings(table, line)
        for line in first
        if known[line.number] >= most * NEARLY
    ]
    counts = [len(match_columns(one)) for one in found]
    return found[next(at for at, n in enumerate(counts) if n >= max(counts) * NEARLY)]


def whole_headings(table: Table, best: TableRow) -> TableRow:
    """Return a line of headings together with its groups, or its columns, if it has any."""
    at = table.lines.index(best)
    above, below = table.lines[at - 1 : at], table.lines[at + 1 : at + 2]
    pairs = [(best, one) for one in below] + [(one, best) for one in above]
    for upper, lower in pairs:
        words = grouped(table, upper, lower, name_column(upper))
        both = TableRow(lower.number, words or ())
        if len(match_columns(both)) > len(match_columns(best)):
            return both
    return best


def name_column(line: TableRow) -> int | None:
    """Return the column that is headed as that of names, letter by letter."""
    return next(
        (
            at
            for at, cell in enumerate(line.cells)
            if headings().get(fold_words(words_of(cell))) == "full_name"
        ),
        None,
    )


def known_headings(line: TableRow) -> int:
    """Count the cells of a line that are headings letter by letter."""
    return sum(1 for cell in line.cells if fold_words(words_of(cell)) in headings())


def match_columns(line: TableRow) -> dict[int, str]:
    """Return the column that each heading means; each column once, the first takes it.

    Whole headings go before parts of them.
    """
    matched: dict[int, str] = {}
    for exact in (True, False):
        for at, cell in enumerate(line.cells):
            name = column_below(words_of(cell), exact) if at not in matched else ""
            if name and (name == NOT_TAKEN or name not in matched.values()):
                matched[at] = name
    return {at: name for at, name in sorted(matched.items()) if name != NOT_TAKEN}


def column_below(text: str, exact: bool) -> str:
    """Name the column of a heading that may have a group's before it.

    A group alone tells nothing: below “Dân tộc” crosses may stand, one column a people.
    """
    words = wordings(text) if exact else (parts_of(text)[1],)
    return next(filter(None, (column_of(one, exact) for one in words)), "")


def wordings(text: str) -> Iterator[str]:
    """Yield what a heading may mean: “Quyết định – Số” is “Số Quyết định” or “Số”."""
    group, own = parts_of(text)
    if group:
        yield f"{own} {group}"
        yield f"{group} {own}"
    yield own


def column_of(text: str, exact: bool) -> str:
    """Name the column of a heading; the longest known one in it, if it is none itself.

    One word alone is no heading: “Số” or “Cấp” stand in many.
    """
    folded = fold_words(text)
    if exact or not folded:
        found = headings().get(folded, "")
        return found if is_written_exactly(found, text) else ""
    inside = [
        known for known in headings() if " " in known and f" {known} " in f" {folded} "
    ]
    return headings()[max(inside, key=len)] if inside else ""


def is_left_on_purpose(text: str) -> bool:
    """Return whether a heading is known as one of a column that nobody takes."""
    return any(column_below(text, exact) == NOT_TAKEN for exact in (True, False))


def words_of(cell: Cell) -> str:
    """Return the text of a cell, whatever it is."""
    try:
        return tidy(str(cell)) if cell is not None else ""
    except InvalidInput:
        return ""
