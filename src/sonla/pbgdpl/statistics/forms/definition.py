"""A form: rows and columns, where each cell's number comes from, checks and deadlines.

Forms are data. What a circular may change is read from them and stands in no code; the
shipped ones are drafts for an administrator to correct.
"""

from collections.abc import Container
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import cached_property
from graphlib import TopologicalSorter
from sonla.pbgdpl.statistics.forms.formulas import Formula
from sonla.pbgdpl.statistics.forms.parts import Basis
from sonla.pbgdpl.statistics.forms.parts import CrossCheck
from sonla.pbgdpl.statistics.forms.parts import Explanation
from sonla.pbgdpl.statistics.forms.parts import FormCheck
from sonla.pbgdpl.statistics.forms.parts import FormNote
from sonla.pbgdpl.statistics.forms.parts import FormPresentation
from sonla.pbgdpl.statistics.forms.parts import OpenQuestion
from sonla.pbgdpl.statistics.forms.parts import OrganisationGroup
from sonla.pbgdpl.statistics.forms.parts import Party
from sonla.pbgdpl.statistics.forms.parts import Stub
from sonla.pbgdpl.statistics.periods import PeriodKind
from typing import TypeAlias
from typing import TypeVar

CellKey: TypeAlias = tuple[str, str]
"""Row and column."""

Facts: TypeAlias = Mapping[str, tuple[str, ...]]
"""Name of a fact → values of which a record must have one."""

DRAFT, CHECKED = "draft", "checked"
STATUSES = (DRAFT, CHECKED)

FOUND, WEAK, RECALLED, OWN, UNKNOWN = "found", "weak", "mem", "design", "unknown"
EVIDENCE = (FOUND, WEAK, RECALLED, OWN, UNKNOWN)
"""How sure a part of a form is: read in the annex, at second hand, remembered, ours, not known."""

ITEM, TOTAL, REPEAT, FREE = "item", "total", "repeat", "free"
ROW_KINDS = (ITEM, TOTAL, REPEAT, FREE)
"""A row of its own, a sum, one for each organisation of a list, those that a report adds."""

INT, DECIMAL, MONEY, TEXT = "int", "decimal", "money", "text"
COLUMN_TYPES = (INT, DECIMAL, MONEY, TEXT)
STOCK, FLOW = "stock", "flow"
"""What there is on the last day; what came about in the period."""


PATH_SIGN = " › "
"""Stands between the heads of a column, from the uppermost down."""


@dataclass(frozen=True)
class FormLine:
    """A row or a column: a formula, or a source with what its records must be."""

    id: str
    title: str
    source: str = ""
    """`counter.measure`, such as `activities.attendees`; empty: typed by people."""
    where: Facts = field(default_factory=dict)
    formula: Formula[str] | None = None
    group: str = ""
    """Names what is sensitive together, such as `gender`; empty: public as it is."""
    code: str = ""
    """What is printed before a row or below the head of a column, such as `1.2` or `(3)`."""
    evidence: str = FOUND


@dataclass(frozen=True)
class FormRow(FormLine):
    """A row. What repeats becomes one row for each organisation (`row_trees`)."""

    kind: str = ITEM
    parent: str = ""
    over: str = ""
    """Name of the list of organisations (`IOrganisationList`) for which it repeats."""
    first: tuple[str, ...] = ()
    """Codes of the organisations that stand before all others."""
    printed: str = ""
    """`detail`: kept and exported; the sheet may leave it out."""
    key: str = ""
    """The organisation, or the added row, for which this row stands."""
    base: str = ""
    """The row that repeats, of which this is one."""
    places: frozenset[str] | None = None
    """UIDs of the places whose records count here; None: all."""
    is_added: bool = False
    """Whether a report added it: people type what stands in it."""

    @property
    def repeats(self) -> bool:
        """Whether it stands for rows that a report has yet to make of it."""
        return self.kind in (REPEAT, FREE)


@dataclass(frozen=True)
class FormColumn(FormLine):
    """A column; `title` has all heads above it."""

    path: tuple[str, ...] = ()
    """The heads from the uppermost to its own."""
    unit: str = ""
    type: str = INT
    flow: str = FLOW
    part_of: str = ""
    """The column of which it is a part (*trong đó*)."""
    additive: bool = True
    """Whether rows may be added up: a person who spoke for two bodies is one person."""


AnyLine = TypeVar("AnyLine", bound=FormLine)


def in_order(lines: tuple[AnyLine, ...]) -> list[AnyLine]:
    """Put lines whose formulas name others after those; raise `graphlib.CycleError` for a circle."""
    by_id = {line.id: line for line in lines}
    named = {line.id: line.formula.names if line.formula else () for line in lines}
    return [by_id[name] for name in TopologicalSorter(named).static_order()]


def parts_of(
    ordered: Iterable[FormLine], opened: Container[str] | None = None
) -> dict[str, dict[str, int]]:
    """Map lines to those without a formula that each is the sum of, with how often each is added.

    The lines are in the order in which they are worked out. Those that are not `opened` stay.
    """
    found: dict[str, dict[str, int]] = {}
    for line in ordered:
        parts = found[line.id] = {}
        if line.formula is None or (opened is not None and line.id not in opened):
            parts[line.id] = 1
            continue
        for sign, name in line.formula.terms:
            for part, times in found[name].items():
                parts[part] = parts.get(part, 0) + sign * times
    return found


@dataclass(frozen=True)
class Form:
    """One version of a form.

    Its words: ``docs/glossary.rst``, *Statistics*.
    """

    code: str
    """The same for all versions; files call it `slug`."""
    version: str
    title: str
    status: str
    valid_from: date
    valid_to: date | None
    periods: dict[str, PeriodKind]
    rows: tuple[FormRow, ...]
    columns: tuple[FormColumn, ...]
    checks: tuple[FormCheck, ...] = ()
    cross_checks: tuple[CrossCheck, ...] = ()
    number: str = ""
    """What is printed above the sheet, such as `04a/TP/PBGDPL`; files call it `code`."""
    family: str = ""
    """Joins forms that followed each other into one series."""
    offered: bool = True
    """Whether people are asked to report by it."""
    evidence: str = FOUND
    supersedes: tuple[str, ...] = ()
    bases: tuple[Basis, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    parties: tuple[Party, ...] = ()
    stubs: tuple[Stub, ...] = ()
    groups: tuple[OrganisationGroup, ...] = ()
    notes: tuple[FormNote, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    checked_by: str = ""
    """Who has compared it with its annex."""
    checked_on: date | None = None
    free_rows: tuple[FormRow, ...] = ()
    """The rows in whose place a report adds its own, once these are written out."""
    presentation: FormPresentation = field(default_factory=FormPresentation)
    """How the sheet is printed."""

    @property
    def key(self) -> str:
        """The version for ever."""
        return f"{self.code}@{self.version}"

    @property
    def basis(self) -> str:
        """The documents by which it is asked for, as people name them."""
        return "; ".join(one.words for one in self.bases)

    @property
    def is_unknown(self) -> bool:
        """Whether a part of it is not known yet, so that nobody may call it checked."""
        lines = (*self.rows, *self.columns)
        return bool(self.questions) or any(line.evidence == UNKNOWN for line in lines)

    @cached_property
    def row_by_id(self) -> dict[str, FormRow]:
        return {row.id: row for row in self.rows}

    @cached_property
    def column_by_id(self) -> dict[str, FormColumn]:
        return {column.id: column for column in self.columns}

    @cached_property
    def ordered_rows(self) -> list[FormRow]:
        """The rows, each after those that its formula names."""
        return in_order(self.rows)

    @cached_property
    def ordered_columns(self) -> list[FormColumn]:
        """The columns, each after those that its formula names."""
        return in_order(self.columns)

    @cached_property
    def row_parts(self) -> dict[str, dict[str, int]]:
        """The typed rows of which each row is the sum."""
        return parts_of(self.ordered_rows)

    @cached_property
    def column_parts(self) -> dict[str, dict[str, int]]:
        """The typed columns of which each column is the sum."""
        return parts_of(self.ordered_columns)

    @cached_property
    def apart_parts(self) -> dict[str, dict[str, int]]:
        """The columns of which each column is the sum, opened where rows can't be added up."""
        return parts_of(self.ordered_columns, self.not_added)

    @property
    def total_row(self) -> FormRow:
        """The row that says most: the uppermost of a tree, else the last one."""
        return self.rows[0 if any(row.parent for row in self.rows) else -1]

    @property
    def has_row_tree(self) -> bool:
        """Whether rows are still to be made, for organisations or by a report."""
        return any(row.repeats for row in self.rows)

    def path(self, row: str) -> tuple[str, ...]:
        """Return the ids from the uppermost row to this one: that is what a row is known by."""
        found = [row]
        while parent := self.row_by_id[found[-1]].parent:
            found.append(parent)
        return tuple(reversed(found))

    def depth(self, row: str) -> int:
        """Return how many rows stand above one."""
        return len(self.path(row)) - 1

    @cached_property
    def not_added(self) -> frozenset[str]:
        """The columns whose rows can't be added up: text, people, what is made of those."""
        found: set[str] = set()
        for column in self.ordered_columns:
            names = column.formula.names if column.formula else ()
            if column.type == TEXT or not column.additive or found.intersection(names):
                found.add(column.id)
        return frozenset(found)

    @cached_property
    def texts(self) -> frozenset[str]:
        """The columns that hold words."""
        return frozenset(one.id for one in self.columns if one.type == TEXT)

    def cells(self) -> Iterator[CellKey]:
        """Yield each cell, row by row."""
        return (
            (row.id, column.id)
            for row in self.rows
            if not row.repeats
            for column in self.columns
        )

    def formula(self, key: CellKey) -> bool:
        """Return whether a cell is worked out of others, and typed by nobody."""
        row, column = self.row_by_id[key[0]], self.column_by_id[key[1]]
        if column.formula is not None:
            return True
        return row.formula is not None and column.id not in self.not_added

    @cached_property
    def typed_cells(self) -> tuple[CellKey, ...]:
        """The cells that hold a number, or words, of their own."""
        return tuple(key for key in self.cells() if not self.formula(key))

    @cached_property
    def upper_bounds(self) -> tuple[CellKey, ...]:
        """The cells of sums that are counted or typed, as the sum of the rows is too much."""
        return tuple(
            key
            for key in self.typed_cells
            if self.row_by_id[key[0]].formula is not None and key[1] not in self.texts
        )

    def source(self, key: CellKey) -> tuple[str, Facts]:
        """Return where a cell's number comes from, and which records count."""
        row, column = self.row_by_id[key[0]], self.column_by_id[key[1]]
        if row.is_added:
            return "", {}
        where = {} if row.base or row.repeats else row.where
        return column.source or row.source, {**where, **column.where}

    @property
    def sensitive(self) -> tuple[FormColumn, ...]:
        """The columns whose small numbers would tell of single people."""
        return tuple(column for column in self.columns if column.group)
