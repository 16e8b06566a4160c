"""What an import would do: every row of a list, and what becomes of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import cached_property
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.tables.reader import MOST_ROWS
from sonla.pbgdpl.core.tables.reader import MSG_TOO_MANY_ROWS
from sonla.pbgdpl.core.tables.table import Table
from sonla.pbgdpl.core.tables.table import TableRow
from sonla.pbgdpl.core.tables.table import UnreadableTable
from sonla.pbgdpl.people.importing.headings import heading_line
from sonla.pbgdpl.people.importing.headings import heading_words
from sonla.pbgdpl.people.importing.headings import lacking
from sonla.pbgdpl.people.importing.headings import match_columns
from sonla.pbgdpl.people.importing.matching import match
from sonla.pbgdpl.people.importing.rows import ImportRow
from sonla.pbgdpl.people.importing.rows import KNOWN
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.importing.rows import REFUSED
from sonla.pbgdpl.people.importing.rows import RowReader
from typing import Any


@dataclass(frozen=True)
class ImportOptions:
    """What the user who uploads a list says of it.

    `header`: number of the line of headings, 0: find it. `columns`: column of the file,
    from 0 → name of ours, None: by the headings. `defaults`: what holds for all rows
    without a value of their own.
    """

    portal_type: str
    header: int = 0
    columns: Mapping[int, str] | None = None
    defaults: Mapping[str, Any] = field(default_factory=dict)


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
        self.table = table
        self.choices = choices
        self.day = day or today()

    @cached_property
    def header(self) -> Any:
        """The line of headings."""
        return heading_line(self.table, self.choices.header)

    @cached_property
    def headings(self) -> list[str]:
        """Write the headings of all columns."""
        return heading_words(self.header, self.table.width)

    @cached_property
    def columns(self) -> dict[int, str]:
        """What each column of the file is."""
        chosen = self.choices.columns
        return match_columns(self.header) if chosen is None else dict(chosen)

    @property
    def readable(self) -> bool:
        """Whether the columns are enough to read people from."""
        return not lacking(self.columns)

    @cached_property
    def rows(self) -> list[ImportRow]:
        """Read and match every row below the headings.

        Raises `UnreadableTable` when there are more than one transaction should enter.
        """
        if not self.readable:
            return []
        lines = [
            line
            for line in self.table.lines
            if line.number > self.header.number and not is_numbering(line)
        ]
        if len(lines) > MOST_ROWS:
            raise UnreadableTable(MSG_TOO_MANY_ROWS)
        reader = RowReader(self.columns, self.choices.defaults, self.day)
        rows = [reader.read(self.table, line) for line in lines]
        place = section_of(self.container) or self.container
        match(rows, place, self.choices.portal_type)
        return rows

    @cached_property
    def counts(self) -> Counter[str]:
        """The number of rows by what becomes of them."""
        return Counter({NEW: 0, KNOWN: 0, REFUSED: 0}) + Counter(
            row.status for row in self.rows
        )

    def having(self, status: str) -> list[ImportRow]:
        """List the rows of which the same becomes."""
        return [row for row in self.rows if row.status == status]


def is_numbering(line: TableRow) -> bool:
    """Return whether a line only numbers the columns: 1, 2, 3 or (1), (2), (3)."""
    filled = [str(cell).strip(" ()") for cell in line.cells if cell not in (None, "")]
    if len(filled) < 3 or not filled[0].isdecimal():
        return False
    first = int(filled[0])
    return filled == [str(number) for number in range(first, first + len(filled))]
