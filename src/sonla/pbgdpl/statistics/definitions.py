"""A form: rows and columns, where each cell's number comes from, checks and deadlines.

Forms are data. What a circular may change is read from them and stands in no code; the
shipped ones are drafts for an administrator to correct.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import cached_property
from graphlib import TopologicalSorter
from sonla.pbgdpl.statistics.formulas import Formula
from sonla.pbgdpl.statistics.formulas import Rule
from sonla.pbgdpl.statistics.periods import PeriodKind
from typing import TypeAlias

CellKey: TypeAlias = tuple[str, str]
"""Row and column."""

Facts: TypeAlias = Mapping[str, tuple[str, ...]]
"""Name of a fact → values of which a record must have one."""

DRAFT, CHECKED = "draft", "checked"
STATUSES = (DRAFT, CHECKED)


@dataclass(frozen=True)
class FormLine:
    """A row or a column: a formula, or a source with what its records must be."""

    id: str
    title: str
    source: str = ""
    """`counter.measure`, such as `activities.attendees`; empty: typed by people."""
    where: Facts = field(default_factory=dict)
    formula: Formula | None = None
    group: str = ""
    """Names what is sensitive together, such as `gender`; empty: public as it is."""


def in_order(lines: tuple[FormLine, ...]) -> list[FormLine]:
    """Put lines whose formulas name others after those; raise `graphlib.CycleError` for a circle."""
    by_id = {line.id: line for line in lines}
    named = {line.id: line.formula.names if line.formula else () for line in lines}
    return [by_id[name] for name in TopologicalSorter(named).static_order()]


def typed_lines(by_id: Mapping[str, FormLine], name: str) -> list[str]:
    """List the lines without a formula that a line is made of, itself if it has none."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        line = by_id[waiting.pop()]
        if line.formula is None:
            found[line.id] = None
        else:
            waiting.extend(reversed(line.formula.names))
    return list(found)


@dataclass(frozen=True)
class FormCheck:
    """A comparison between columns, in each row, or between rows, in each column."""

    id: str
    title: str
    rule: Rule
    axis: str = "columns"


@dataclass(frozen=True)
class Form:
    """One version of a form.

    Its words: ``docs/glossary.rst``, *Statistics*.
    """

    code: str
    version: str
    title: str
    status: str
    valid_from: date
    valid_to: date | None
    basis: str
    periods: dict[str, PeriodKind]
    rows: tuple[FormLine, ...]
    columns: tuple[FormLine, ...]
    checks: tuple[FormCheck, ...] = ()

    @property
    def key(self) -> str:
        """The version for ever."""
        return f"{self.code}@{self.version}"

    @cached_property
    def row_by_id(self) -> dict[str, FormLine]:
        return {row.id: row for row in self.rows}

    @cached_property
    def column_by_id(self) -> dict[str, FormLine]:
        return {column.id: column for column in self.columns}

    @cached_property
    def ordered_rows(self) -> list[FormLine]:
        """The rows, each after those that its formula names."""
        return in_order(self.rows)

    @cached_property
    def ordered_columns(self) -> list[FormLine]:
        """The columns, each after those that its formula names."""
        return in_order(self.columns)

    def cells(self) -> Iterator[CellKey]:
        """Yield each cell, row by row."""
        return ((row.id, column.id) for row in self.rows for column in self.columns)

    def formula(self, key: CellKey) -> bool:
        """Return whether a cell is worked out of others, and typed by nobody."""
        row, column = self.row_by_id[key[0]], self.column_by_id[key[1]]
        return row.formula is not None or column.formula is not None

    def typed_cells(self) -> list[CellKey]:
        """List the cells that hold a number of their own."""
        return [key for key in self.cells() if not self.formula(key)]

    def source(self, key: CellKey) -> tuple[str, Facts]:
        """Return where a cell's number comes from, and which records count."""
        row, column = self.row_by_id[key[0]], self.column_by_id[key[1]]
        return column.source or row.source, {**row.where, **column.where}

    @property
    def sensitive(self) -> tuple[FormLine, ...]:
        """The columns whose small numbers would tell of single people."""
        return tuple(column for column in self.columns if column.group)
