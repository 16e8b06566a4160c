"""What a printed report says: heads, rows, marks and notes, whichever file it is written to."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from decimal import Decimal
from decimal import ROUND_HALF_UP
from itertools import groupby
from sonla.pbgdpl.core.numbers import group_number
from sonla.pbgdpl.core.tables.table import without_unwritable
from sonla.pbgdpl.core.typed_text import normalized
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.formulas import Amount
from typing import Any

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
INCOMPLETE = "*"
"""Stands behind a total of which a part is unknown; a line below the table says which."""


MAX_TEXT = 200
"""Letters of a cell that are printed; of more the whole is in a note."""


def printable(text: str) -> str:
    """Return a text as files can hold it and letters can be drawn: composed, no control signs."""
    return normalized(without_unwritable(text).replace("\x7f", ""))


@dataclass(frozen=True)
class Signer:
    """One place for a signature."""

    capacity: str
    hint: str
    name: str = ""


@dataclass(frozen=True)
class Presentation:
    """What stands around the table, as Decree 30/2020/NĐ-CP asks."""

    superior: str
    issuer: str
    number: str
    place_and_day: str
    reporter: str
    receiver: str
    signers: tuple[Signer, ...]


@dataclass(frozen=True)
class SheetColumn:
    """A column of numbers: its heads from the top down, and the code below them."""

    id: str
    code: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class SheetCell:
    """A number in the unit of its column, words, or None where nobody knows it."""

    value: Amount | str | None = None
    terms: tuple[tuple[int, CellKey], ...] = ()
    """Signs and cells of which it is the sum; empty for a number of its own."""
    is_incomplete: bool = False
    decimals: int = 3
    """Digits behind the comma that are printed at most."""

    @property
    def text(self) -> str:
        """The cell as it is printed: a number rounded half up, words as far as they have room."""
        if self.value is None:
            return ""
        if isinstance(self.value, str):
            long = len(self.value) > MAX_TEXT
            return f"{self.value[: MAX_TEXT - 1].rstrip()}…" if long else self.value
        step = Decimal(1).scaleb(-self.decimals)
        rounded = Decimal(self.value).quantize(step, ROUND_HALF_UP)
        return group_number(rounded) + (INCOMPLETE if self.is_incomplete else "")

    @property
    def is_text(self) -> bool:
        """Whether it holds words, which may be broken into lines."""
        return isinstance(self.value, str) and len(self.value) > 1

    @property
    def is_rounded(self) -> bool:
        """Whether less is printed than is known."""
        if not isinstance(self.value, Decimal):
            return False
        return self.value != round(self.value, self.decimals)


@dataclass(frozen=True)
class SheetRow:
    """A row: its own code and title, how deep it stands, and its cells."""

    id: str
    code: str
    title: str
    cells: tuple[SheetCell, ...]
    depth: int = 0
    is_total: bool = False


@dataclass(frozen=True)
class HeadCell:
    """A head over one or more columns, and over the rows of heads that it takes."""

    title: str
    first: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Sheet:
    """A printed report."""

    presentation: Presentation
    labels: Mapping[str, str]
    """The words around the table, by name, in the language of the document."""
    form_lines: tuple[str, ...]
    """Code of the form, and on what it rests."""
    title: str
    period_lines: tuple[str, ...]
    stub: tuple[tuple[str, str], ...]
    """Codes and titles of the columns that name the rows."""
    columns: tuple[SheetColumn, ...]
    rows: tuple[SheetRow, ...]
    estimates: tuple[SheetRow, ...] = ()
    """The estimated part of the rows that have one."""
    notes: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What a program that reads the workbook has to know."""
    orientation: str = ""
    """How the paper lies, `portrait` or `landscape`; empty: as the table fits best."""

    @property
    def depth(self) -> int:
        """How many rows of heads there are above the codes."""
        return max(len(column.path) for column in self.columns)

    def heads(self) -> list[list[HeadCell]]:
        """Return the rows of heads, those of the stub reaching down to the codes."""
        at = len(self.stub)
        levels: list[list[HeadCell]] = [[] for _ in range(self.depth)]
        levels[0] = [
            HeadCell(title, place, rows=self.depth)
            for place, (_code, title) in enumerate(self.stub)
        ]
        for level, cells in enumerate(levels):
            cells.extend(heads_at(self.columns, level, at, self.depth))
        return levels

    @property
    def codes(self) -> list[str]:
        """The row of codes, by which a file is read again."""
        return [
            *(code for code, _title in self.stub),
            *(column.code for column in self.columns),
        ]


def heads_at(
    columns: Sequence[SheetColumn], level: int, at: int, depth: int
) -> list[HeadCell]:
    """Return the heads of one level; neighbours with the same way from the top share one."""
    cells = []
    numbered = list(enumerate(columns, start=at))
    # A leaf is told by its column, so that two of one title stay two.
    by_way = groupby(
        numbered,
        key=lambda one: (
            one[1].path[: level + 1],
            one[1].id if level == len(one[1].path) - 1 else "",
        ),
    )
    for (way, leaf), found in by_way:
        places = [place for place, _column in found]
        if len(way) > level:
            rows = depth - level if leaf else 1
            cells.append(HeadCell(way[level], places[0], len(places), rows))
    return cells
