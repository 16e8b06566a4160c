"""What an import would do: every row of a list, and what becomes of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from functools import cached_property
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.tables.reader import MAX_ROWS
from sonla.pbgdpl.core.tables.reader import MSG_TOO_MANY_ROWS
from sonla.pbgdpl.core.tables.table import Table
from sonla.pbgdpl.core.tables.table import TableRow
from sonla.pbgdpl.core.tables.table import UnreadableTable
from sonla.pbgdpl.people.importing.headings import heading_line
from sonla.pbgdpl.people.importing.headings import is_left_on_purpose
from sonla.pbgdpl.people.importing.headings import match_columns
from sonla.pbgdpl.people.importing.headings import words_of
from sonla.pbgdpl.people.importing.matching import match
from sonla.pbgdpl.people.importing.parts import DROPPED
from sonla.pbgdpl.people.importing.parts import PartReader
from sonla.pbgdpl.people.importing.parts import SkippedLine
from sonla.pbgdpl.people.importing.parts import words_in
from sonla.pbgdpl.people.importing.rows import ImportRow
from sonla.pbgdpl.people.importing.rows import KNOWN
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.importing.rows import note_swapped_days
from sonla.pbgdpl.people.importing.rows import REFUSED
from sonla.pbgdpl.people.importing.rows import RowReader
from typing import Any


@dataclass(frozen=True)
class ImportOptions:
    """What the user who uploads a list says of it.

    `header`: number of the line of headings, 0: find it. `columns`: column of the file,
    from 0 → name of ours, None: by the headings. `defaults`: what holds for all rows
    without a value of their own. `corrections`: row and column of the file → what was
    typed in its place. `left_out`: rows that aren't people. `meanings`: name of a column →
    words, folded → value.
    """

    portal_type: str
    header: int = 0
    columns: Mapping[int, str] | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)
    corrections: Mapping[tuple[int, int], str] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    meanings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class Plan:
    """Every row of a list with what will become of it; nothing is written."""

    def __init__(
        self,
        container: Any,
        table: Table,
        choices: ImportOptions,
        day: date | None = None,
    ) -> None:
        self.container = container
        self.table = corrected(table, choices.corrections)
        self.choices = choices
        self.day = day or today()

    @cached_property
    def header(self) -> Any:
        """The line of headings."""
        return heading_line(self.table, self.choices.header)

    @cached_property
    def headings(self) -> list[str]:
        """The headings of all columns."""
        return [words_of(self.header.cell(at)) for at in range(self.table.width)]

    @cached_property
    def columns(self) -> dict[int, str]:
        """What each column of the file is."""
        chosen = self.choices.columns
        return match_columns(self.header) if chosen is None else dict(chosen)

    def left_columns(self) -> list[int]:
        """List the columns in which something stands of people, and that are not taken."""
        lines = [self.lines_by_number[row.number] for row in self.rows]
        return [
            at
            for at, heading in enumerate(self.headings)
            if at not in self.columns and not is_left_on_purpose(heading)
            if any(line.cell(at) not in (None, "") for line in lines)
        ]

    @property
    def readable(self) -> bool:
        """Whether the columns are enough to read people from: nobody is without a name."""
        return "full_name" in self.columns.values()

    @cached_property
    def rows(self) -> list[ImportRow]:
        """Every row below the headings, read and matched.

        Raises `UnreadableTable` when there are more than one transaction should enter.
        """
        if not self.readable:
            return []
        if len(self.lines) > MAX_ROWS:
            raise UnreadableTable(MSG_TOO_MANY_ROWS)
        options = self.choices
        reader = RowReader(
            self.columns,
            options.defaults,
            self.day,
            options.meanings,
            self.table.epoch,
        )
        self.parts = PartReader(self.header, reader.places)
        lines = (line for line in self.lines if line.number not in options.left_out)
        rows = [
            reader.read(self.table, line, part)
            for line, part in self.parts.people(lines)
        ]
        note_swapped_days(rows, self.lines_by_number, self.columns)
        match(rows, self.container, self.choices.portal_type)
        return rows

    @cached_property
    def lines(self) -> list[TableRow]:
        """The lines below the headings, but for one that numbers the columns."""
        return [
            line
            for line in self.table.lines
            if line.number > self.header.number and not is_numbering(line)
        ]

    def skipped(self) -> list[SkippedLine]:
        """List the lines that are nobody, as far as they say anything."""
        found = list(self.parts.skipped) if self.rows or self.readable else []
        found += [
            SkippedLine(line.number, " – ".join(words_in(line)), DROPPED)
            for line in self.lines
            if line.number in self.choices.left_out
        ]
        return sorted(found, key=lambda one: one.number)

    def unknown(self) -> Counter[tuple[str, str]]:
        """Count what can't be read for want of a meaning, by column and words."""
        return Counter(
            (problem.column, problem.said)
            for row in self.having(REFUSED)
            for problem in row.problems
            if problem.said
        )

    @cached_property
    def counts(self) -> Counter[str]:
        """The number of rows by what becomes of them."""
        return Counter({NEW: 0, KNOWN: 0, REFUSED: 0}) + Counter(
            row.status for row in self.rows
        )

    def line(self, number: int) -> TableRow:
        """Return the line of a number, with what was typed in its place."""
        return self.lines_by_number[number]

    @cached_property
    def lines_by_number(self) -> dict[int, TableRow]:
        """Mapping of numbers to lines."""
        return {line.number: line for line in self.lines}

    def having(self, status: str) -> list[ImportRow]:
        """List the rows of which the same becomes."""
        return [row for row in self.rows if row.status == status]


def corrected(table: Table, corrections: Mapping[tuple[int, int], str]) -> Table:
    """Return a table with what was typed in place of cells; such a cell is its row's own."""
    if not corrections:
        return table
    rows: dict[int, dict[int, str]] = {}
    for (number, at), text in corrections.items():
        rows.setdefault(number, {})[at] = text
    merged = {
        number: [
            box for box in boxes if not any(at in box for at in rows.get(number, ()))
        ]
        for number, boxes in table.merged.items()
    }
    lines = [with_cells(line, rows.get(line.number, {})) for line in table.lines]
    return replace(table, lines=lines, merged=merged)


def with_cells(line: TableRow, typed: Mapping[int, str]) -> TableRow:
    """Return a line with other cells."""
    width = max([len(line.cells), *(at + 1 for at in typed)])
    cells = tuple(typed.get(at, line.cell(at)) or None for at in range(width))
    return TableRow(line.number, cells) if typed else line


def is_numbering(line: TableRow) -> bool:
    """Return whether a line only numbers the columns: 1, 2, 3 or (1), (2), (3)."""
    filled = [str(cell).strip(" ()") for cell in line.cells if cell not in (None, "")]
    if len(filled) < 3 or not filled[0].isdecimal():
        return False
    first = int(filled[0])
    return filled == [str(number) for number in range(first, first + len(filled))]
