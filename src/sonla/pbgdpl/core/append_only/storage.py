"""Where rows are stored that must not be lost: the attribute itself refuses.

A subscriber would come too late, when the old value is gone. Forms, REST and scripts are
thus refused alike; plone.restapi empties a field without validating it, and then gives the
answer of `core.errors.RefusedAnswer`.
"""

from AccessControl import getSecurityManager
from collections.abc import Callable
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from datetime import UTC
from sonla.pbgdpl.core.append_only.periods import ValidityPeriod
from sonla.pbgdpl.core.append_only.rule import AppendOnlyRule
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from typing import Any

CORRECTIONS = "_pbgdpl_corrections"
"""Attribute of an item: what was written over in rows that had begun."""


class StoredRows(list):
    """Rows as an item stores them.

    Somebody who assigns such a list has taken it out of an earlier version of the item:
    everybody else is given plain copies.
    """


class AppendOnlyRows:
    """Store rows and give copies of them, so that changing a copy changes nothing stored."""

    def __init__(
        self,
        name: str,
        rule: AppendOnlyRule,
        to_keep: Callable[[Any], Sequence[ValidityPeriod]],
    ) -> None:
        self.name = name
        self.rule = rule
        self.to_keep = to_keep
        """Return the rows of an item that must stay; none while it is a free draft."""

    def __get__(self, item: Any, owner: type | None = None) -> Any:
        """Return the rows, the descriptor itself as Python has it on the class."""
        if item is None:
            return self
        return [deepcopy(row) for row in stored_value(item, self.name) or ()]

    def __set__(self, item: Any, value: Any) -> None:
        """Store rows; raise `InvalidInput` if that would lose one that has begun.

        Going back to an earlier version loses none and is not refused: versions are
        also put in place for a moment, to be compared.
        """
        rows = [deepcopy(row) for row in value or ()]
        kept = self.to_keep(item)
        if isinstance(value, StoredRows):
            rows = self.rule.restore(kept, rows, today())
        elif kept:
            self.rule.refuse_lost(kept, rows, today())
            note_corrections(item, self.rule, kept, rows)
        vars(item)[self.name] = StoredRows(rows)
        item._p_changed = True


class CorrectionLog:
    """Store notes of corrections: they become more, whatever version is put in place."""

    def __get__(self, item: Any, owner: type | None = None) -> Any:
        """Return the notes, the oldest first."""
        return self if item is None else tuple(stored_value(item, CORRECTIONS) or ())

    def __set__(self, item: Any, value: Any) -> None:
        """Add what is new."""
        known = list(stored_value(item, CORRECTIONS) or ())
        vars(item)[CORRECTIONS] = [*known, *(n for n in value or () if n not in known)]
        item._p_changed = True


def note_corrections(
    item: Any,
    rule: AppendOnlyRule,
    before: Sequence[ValidityPeriod],
    after: Sequence[ValidityPeriod],
) -> None:
    """Keep with an item what was written over, when and by whom.

    A slip of the pen in a decision's number must be mended; what stood there is not
    lost by that.
    """
    noted = [
        {
            "time": datetime.now(UTC),
            "actor": getSecurityManager().getUser().getId(),
            "row": rule.name_of(row),
            "cell": cell,
            "before": old,
            "after": new,
        }
        for row, cell, old, new in rule.corrections(before, after)
    ]
    if noted:
        vars(item)[CORRECTIONS] = [*vars(item).get(CORRECTIONS, ()), *noted]
