"""Check of councils: names of members that are nearly the same."""

from collections.abc import Iterator
from collections.abc import Sequence
from itertools import combinations
from sonla.pbgdpl import _
from sonla.pbgdpl.core.append_only.periods import ValidityPeriod
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.councils.append_only import LISTS
from sonla.pbgdpl.councils.append_only import MEMBERSHIPS
from sonla.pbgdpl.councils.append_only import REVISED
from sonla.pbgdpl.councils.append_only import row_key
from sonla.pbgdpl.councils.append_only import similarity_key
from sonla.pbgdpl.editorial.checks import Check
from typing import Any


class NamesCheck(Check):
    """Point out names that differ by accents alone: they may be one person.

    Only people can tell; hence nothing is refused.
    """

    title = _("heading_check_member_names", default="Names of members nearly the same")
    order = 75
    portal_types = ("CoordinationCouncil",)

    def missing(self, text: Any) -> list[Any]:
        """Ask about pairs in each list, and about names that a revision changed."""
        found: list[Any] = []
        for name in LISTS:
            rows = stored_value(text, name) or []
            public = (stored_value(text, REVISED) or {}).get(name, [])
            found.extend(map(pair_result, similar_pairs(rows)))
            found.extend(map(change_result, renamed(public, rows)))
        return found


def similar_pairs(
    rows: Sequence[ValidityPeriod],
) -> Iterator[tuple[ValidityPeriod, ValidityPeriod]]:
    """Yield pairs of one role and first day whose names differ by accents alone.

    Somebody who ended on the first day never sat: that is how a slip leaves the list.
    """
    sat = [row for row in rows if row.get("valid_from") != row.get("ended_on")]
    for one, other in combinations(sat, 2):
        if similarity_key(one) == similarity_key(other):
            yield one, other


def renamed(
    before: Sequence[ValidityPeriod], after: Sequence[ValidityPeriod]
) -> Iterator[tuple[ValidityPeriod, ValidityPeriod]]:
    """Yield the rows in which a name became one with other accents: before, after."""
    for old, new in MEMBERSHIPS.paired(before, after):
        if new is not None and row_key(old) != row_key(new):
            yield old, new


def pair_result(pair: tuple[ValidityPeriod, ValidityPeriod]) -> Any:
    """Ask whether a pair is one person."""
    return _(
        "msg_check_members_alike",
        default="“${name}” and “${other}” differ by accents alone. If they are one person, remove the wrong row; if the council was public already, end that row on its first day.",
        mapping=names_of(pair),
    )


def change_result(pair: tuple[ValidityPeriod, ValidityPeriod]) -> Any:
    """Ask whether a name was mended or a person replaced."""
    return _(
        "msg_check_member_renamed",
        default="“${name}” became “${other}”. If that is another person, put the old name back, enter the last day there, and add a row for the new member.",
        mapping=names_of(pair),
    )


def names_of(pair: tuple[ValidityPeriod, ValidityPeriod]) -> dict[str, Any]:
    """Name both for a message."""
    one, other = pair
    return {"name": one.get("name"), "other": other.get("name")}
