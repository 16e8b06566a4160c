"""Who sits in a council on a day, in what order, and what changed when.

A membership is a row: a person in an office, with a role from a day on and maybe until
another. Nothing here asks Plone.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from sonla.pbgdpl.core.append_only.periods import change_dates
from sonla.pbgdpl.core.append_only.periods import is_in_force
from sonla.pbgdpl.core.append_only.periods import ValidityPeriod

LAST = 10**6
"""Stands for the number of a row that has none."""


@dataclass(frozen=True)
class CompositionChange:
    """What changed on a day: who came, who went, and how many there were then."""

    day: date
    added: tuple[ValidityPeriod, ...]
    removed: tuple[ValidityPeriod, ...]
    count: int


def composition(
    rows: Iterable[ValidityPeriod], day: date, roles: Sequence[str]
) -> list[ValidityPeriod]:
    """List the memberships in force on a day: by the order of roles, then by number.

    Roles that the order lacks come last; rows of one number keep their order.
    """
    return in_order((row for row in rows if is_in_force(row, day)), roles)


def in_order(
    rows: Iterable[ValidityPeriod], roles: Sequence[str]
) -> list[ValidityPeriod]:
    """Sort memberships as a decision lists them."""
    ranks: dict[str | None, int] = {role: rank for rank, role in enumerate(roles)}

    def place(row: ValidityPeriod) -> tuple[int, int]:
        """Return the key to sort by: the role, then the number in the decision."""
        number = row.get("order")
        return ranks.get(row.get("role"), LAST), LAST if number is None else number

    return sorted(rows, key=place)


def changes(
    rows: Sequence[ValidityPeriod], roles: Sequence[str]
) -> list[CompositionChange]:
    """List the days on which the composition changed, the latest first."""
    return [change_on(rows, day, roles) for day in reversed(change_dates(rows))]


def change_on(
    rows: Sequence[ValidityPeriod], day: date, roles: Sequence[str]
) -> CompositionChange:
    """Return who came and who went on a day.

    Somebody who begins and ends on the same day was never a member, and is not listed.
    """
    lasting = [row for row in rows if row.get("valid_from") != row.get("ended_on")]
    return CompositionChange(
        day,
        tuple(in_order((r for r in lasting if r.get("valid_from") == day), roles)),
        tuple(in_order((r for r in lasting if r.get("ended_on") == day), roles)),
        sum(is_in_force(row, day) for row in rows),
    )
