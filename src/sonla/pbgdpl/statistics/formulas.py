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
        known = [
            (sign, number)
            for sign, name in self.terms
            if (number := read(name)) is not None
        ]
        return sum(sign * number for sign, number in known) if known else None


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
        """Return whether it holds; a side of which nothing is known contradicts nothing."""
        left, right = self.left.value(read), self.right.value(read)
        if left is None or right is None:
            return True
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


def _refused(text: str) -> InvalidInput:
    return InvalidInput(
        _(
            "msg_formula_not_accepted",
            default="“${text}” is no formula. Write codes with + and -, and <=, >= or = between the sides of a check.",
            mapping={"text": str(text)},
        )
    )
