"""Sums and differences of cells, as forms write them: `nam + nu`, `tong - khac`.

Nothing else is needed by the state's forms, and what can't be written can't go wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from typing import TypeAlias

import re

Amount: TypeAlias = int | Decimal
"""A number of a cell; columns of decimals alone have others than whole ones."""

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SUM = re.compile(r"\s*([+-])\s*([a-z][a-z0-9_]{0,39})\s*")
_RULE = re.compile(r"(.+?)(<=|>=|=)(.+)", re.DOTALL)
COMPARED: dict[str, Callable[[Amount, Amount], bool]] = {
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
    "=": lambda left, right: left == right,
}


@dataclass(frozen=True)
class Formula:
    """A sum of signed names, in the order in which they are written."""

    terms: tuple[tuple[int, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for _sign, name in self.terms)

    def value(self, read: Callable[[str], Amount | None]) -> Amount | None:
        """Add up what is known; None when nothing is."""
        found: Amount | None = None
        for sign, name in self.terms:
            number = read(name)
            if number is not None:
                found = (found or 0) + sign * number
        return found


@dataclass(frozen=True)
class Rule:
    """A comparison of two formulas."""

    left: Formula
    sign: str
    right: Formula

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.left.names, *self.right.names)

    def is_satisfied(self, read: Callable[[str], Amount | None]) -> bool:
        """Return whether it holds; what is not known contradicts nothing."""
        if any(read(name) is None for name in self.names):
            return True
        left, right = self.left.value(read), self.right.value(read)
        assert left is not None and right is not None
        return COMPARED[self.sign](left, right)


def read_formula(text: str) -> Formula:
    """Read a sum; raises `InvalidInput` for anything else."""
    rest = text.strip()
    rest = rest if rest[:1] in "+-" and rest else f"+{rest}"
    terms = []
    at = 0
    while at < len(rest):
        found = _SUM.match(rest, at)
        if found is None:
            raise _refused(text)
        terms.append((1 if found[1] == "+" else -1, found[2]))
        at = found.end()
    if not terms:
        raise _refused(text)
    return Formula(tuple(terms))


def read_rule(text: str) -> Rule:
    """Read a comparison; raises `InvalidInput` for anything else."""
    found = _RULE.fullmatch(text)
    if found is None:
        raise _refused(text)
    return Rule(read_formula(found[1]), found[2], read_formula(found[3]))


UNITS = "units"
"""Stands for the reports of all units, before the colon of a cell."""
_CELL = re.compile(
    r"(?:(?P<form>[a-z0-9][a-z0-9.-]*)?(?:@(?P<period>[a-z][a-z0-9_]*)(?P<before>-1)?)?:)?"
    r"(?P<row>[a-z][a-z0-9_]*)/(?P<column>[a-z][a-z0-9_]*)"
)


@dataclass(frozen=True)
class CellTerm:
    """A cell of this report, or of another: `04a@so_bo_nam-1:tong/kp`, `units:tong/kp`."""

    sign: int
    row: str
    column: str
    form: str = ""
    """The form; empty: this one."""
    period: str = ""
    """The kind of period; empty: this one."""
    years_before: int = 0

    @property
    def is_own(self) -> bool:
        """Whether it is a cell of the report that is checked."""
        return not (self.form or self.period)

    @property
    def words(self) -> str:
        """The cell as rules write it."""
        period = f"@{self.period}" if self.period else ""
        before = f"-{self.years_before}" if self.years_before else ""
        other = "" if self.is_own else f"{self.form}{period}{before}:"
        return f"{other}{self.row}/{self.column}"


@dataclass(frozen=True)
class CrossRule:
    """A comparison of sums of cells, which may stand in other reports."""

    left: tuple[CellTerm, ...]
    sign: str
    right: tuple[CellTerm, ...]

    @property
    def terms(self) -> tuple[CellTerm, ...]:
        return (*self.left, *self.right)

    def is_satisfied(self, read: Callable[[CellTerm], Amount | None]) -> bool:
        """Return whether it holds; what is not known contradicts nothing."""
        numbers = {term: read(term) for term in self.terms}
        if None in numbers.values():
            return True
        left, right = (
            sum(term.sign * (numbers[term] or 0) for term in side)
            for side in (self.left, self.right)
        )
        return COMPARED[self.sign](left, right)


def read_cross_rule(text: str) -> CrossRule:
    """Read a comparison of cells, with blanks around + and -; raises `InvalidInput` for anything else."""
    found = _RULE.fullmatch(text)
    if found is None:
        raise _refused(text)
    return CrossRule(_cells(found[1], text), found[2], _cells(found[3], text))


def _cells(side: str, text: str) -> tuple[CellTerm, ...]:
    words = side.split()
    signs = ["+", *words[1::2]]
    cells = words[::2]
    if len(signs) != len(cells) or not set(signs) <= {"+", "-"}:
        raise _refused(text)
    return tuple(
        _cell(word, 1 if sign == "+" else -1, text)
        for word, sign in zip(cells, signs, strict=True)
    )


def _cell(word: str, sign: int, text: str) -> CellTerm:
    found = _CELL.fullmatch(word)
    if found is None:
        raise _refused(text)
    return CellTerm(
        sign,
        found["row"],
        found["column"],
        found["form"] or "",
        found["period"] or "",
        1 if found["before"] else 0,
    )


def _refused(text: str) -> InvalidInput:
    return InvalidInput(
        _(
            "msg_formula_not_accepted",
            default="“${text}” is no formula. Write codes with + and -, and <=, >= or = between the sides of a check.",
            mapping={"text": str(text)},
        )
    )
