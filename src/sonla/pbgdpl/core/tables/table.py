"""What tables hold: as it was read of an uploaded one, and what can be written."""

from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import time
from datetime import timedelta
from sonla.pbgdpl.core.errors import InvalidInput
from typing import TypeAlias

import re

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA, ERROR = "formula", "error"
WINDOWS_EPOCH = date(1899, 12, 30)
"""Day from which most spreadsheets count days; old ones of Apple count from 1904."""

_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def without_unwritable(text: str) -> str:
    """Return a text without the signs that XML, and so no file of an office, can hold."""
    return _NOT_IN_XML.sub("", text)


@dataclass(frozen=True)
class CellWithoutValue:
    """A cell that has no value of its own: a formula, or an error of one."""

    kind: str
    text: str

    def __str__(self) -> str:
        return self.text


Cell: TypeAlias = (
    str | int | float | bool | date | time | timedelta | CellWithoutValue | None
)


class UnreadableTable(InvalidInput):
    """Raised with the reason why a whole file can't be read; nothing of it is used."""


@dataclass(frozen=True)
class TableRow:
    """One line that has anything in it; `number` is its own in the file, from 1."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, at: int) -> Cell:
        """Return a cell, the first being 0; nothing beyond the last one."""
        return self.cells[at] if at < len(self.cells) else None


@dataclass(frozen=True)
class Table:
    """The lines of one sheet.

    `merged` names the cells that share a box with others: line number → column numbers
    from 0, as half-open ranges. `epoch` is the day from which numbers that stand for days
    are counted.
    """

    lines: list[TableRow]
    sheet: str = ""
    other_sheets: tuple[str, ...] = ()
    merged: dict[int, list[range]] = field(default_factory=dict)
    epoch: date = WINDOWS_EPOCH

    @property
    def width(self) -> int:
        """The number of columns of the longest line."""
        return max((len(line.cells) for line in self.lines), default=0)

    def is_merged(self, number: int, at: int) -> bool:
        """Return whether a cell is merged with others."""
        return any(at in columns for columns in self.merged.get(number, ()))
