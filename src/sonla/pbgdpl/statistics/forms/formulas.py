"""The one language of formulas: sums and differences of names, `nam + nu`, and their comparisons.

Names are rows or columns of a form; where reports are compared they are cells. Nothing else is needed
by the state's forms, and what can't be written can't go wrong.
"""

from collections.abc import Callable
from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from typing import Generic
from typing import TypeAlias
from typing import TypeVar

import re

Amount: TypeAlias = int | Decimal
"""A number of a cell; columns of decimals alone have others than whole ones."""
Name = TypeVar("Name", bound=Hashable)

_NAME = "[a-z][a-z0-9_]{0,39}"
NAME = re.compile(_NAME)
CELL = re.compile(
    r"(?:(?P<form>[a-z0-9][a-z0-9.-]{0,39})?"
    rf"(?:@(?P<period>{_NAME})(?P<before>-1)?)?:)?"
    rf"(?P<row>{_NAME})/(?P<column>{_NAME})"
)
"""A cell of this report, or of another: `04a@so_bo_nam-1:tong/kp`, `units:tong/kp`."""
UNITS = "units"
"""Stands for the reports of all units, before the colon of a cell."""
_SIGNED_NAME, _SIGNED_CELL = (
    re.compile(rf"([+-])\s*(?:{one.pattern})\s*") for one in (NAME, CELL)
)
_RULE = re.compile(r"(.+?)(<=|>=|=)(.+)", re.DOTALL)
COMPARED: dict[str, Callable[[Amount, Amount], bool]] = {
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
    "=": lambda left, right: left == right,
}


class NoFormula(ValueError):
    """Refuse a text that is neither a sum nor a comparison."""


@dataclass(frozen=True)
class Formula(Generic[Name]):
    """A sum of names, each as often as its number says; a form writes 1 and -1 as signs."""

    terms: tuple[tuple[int, Name], ...] = ()

    @property
    def names(self) -> tuple[Name, ...]:
        return tuple(name for _times, name in self.terms)

    def value(self, read: Callable[[Name], Amount | None]) -> Amount | None:
        """Add up what is known; None when nothing is."""
        found: Amount | None = None
        for times, name in self.terms:
            number = read(name)
            if number is not None:
                found = (found or 0) + times * number
        return found


@dataclass(frozen=True)
class Rule(Generic[Name]):
    """A comparison of two formulas."""

    left: Formula[Name]
    sign: str
    right: Formula[Name]

    @property
    def names(self) -> tuple[Name, ...]:
        return (*self.left.names, *self.right.names)

    def is_satisfied(self, read: Callable[[Name], Amount | None]) -> bool:
        """Return whether it holds; what is not known contradicts nothing."""
        numbers = {name: read(name) for name in self.names}
        if None in numbers.values():
            return True
        left, right = self.left.value(numbers.get), self.right.value(numbers.get)
        return COMPARED[self.sign](left or 0, right or 0)


@dataclass(frozen=True)
class CellName:
    """A cell that a rule names."""

    words: str
    """As the rule writes it."""
    row: str
    column: str
    form: str
    """The form; empty: this one."""
    period: str
    """The kind of period; empty: this one."""
    years_before: int

    @property
    def is_own(self) -> bool:
        """Whether it is a cell of the report that is checked."""
        return not (self.form or self.period)


def read_formula(text: str) -> Formula[str]:
    """Read a sum of names; raise `NoFormula` for anything else."""
    return _read(text, _SIGNED_NAME, lambda found: str(found[0][1:]).strip())


def read_rule(text: str) -> Rule[str]:
    """Read a comparison of names; raise `NoFormula` for anything else."""
    return _read_rule(text, read_formula)


def read_cross_rule(text: str) -> Rule[CellName]:
    """Read a comparison of cells, which may stand in other reports; raise `NoFormula` for anything else."""
    return _read_rule(text, lambda side: _read(side, _SIGNED_CELL, _cell))


def _read(
    text: str, signed: re.Pattern[str], make: Callable[[re.Match[str]], Name]
) -> Formula[Name]:
    rest, at = text.strip(), 0
    rest = rest if rest.startswith(("+", "-")) else f"+{rest}"
    terms = []
    while at < len(rest):
        found = signed.match(rest, at)
        if found is None:
            raise NoFormula(text)
        terms.append((1 if found[1] == "+" else -1, make(found)))
        at = found.end()
    return Formula(tuple(terms))


def _read_rule(text: str, read: Callable[[str], Formula[Name]]) -> Rule[Name]:
    found = _RULE.fullmatch(text)
    if found is None:
        raise NoFormula(text)
    return Rule(read(found[1]), found[2], read(found[3]))


def _cell(found: re.Match[str]) -> CellName:
    named: dict[str, Any] = found.groupdict("")
    before = bool(named.pop("before"))
    return CellName(found[0][1:].strip(), **named, years_before=int(before))
