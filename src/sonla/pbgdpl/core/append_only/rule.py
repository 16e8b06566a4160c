"""What may still change in rows that have begun, whatever they tell of.

A row that has begun may get an end, and slips of the pen are mended; it can't be removed,
nor become another row.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from sonla.pbgdpl.core.append_only.periods import has_begun
from sonla.pbgdpl.core.append_only.periods import has_ended
from sonla.pbgdpl.core.append_only.periods import ValidityPeriod
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import InvalidInput
from typing import Any
from zope.i18nmessageid import Message


@dataclass(frozen=True)
class AppendOnlyRule:
    """The rule for rows of one kind."""

    key_of_row: Callable[[ValidityPeriod], tuple[Any, ...]]
    """What makes a row this one and no other."""
    similarity_key: Callable[[ValidityPeriod], tuple[Any, ...]]
    """What is left of the identity when a slip of the pen in it is mended."""
    corrected: tuple[str, ...]
    """Cells that may be corrected; what was written before is noted."""
    name_of: Callable[[ValidityPeriod], str]
    """Names a row for people."""
    lost: Callable[[str], Message]
    """Says to people that the row of a name can't go."""
    revived: Callable[[str, str], Message]
    """Says that the row of a name, which ended on a day, can't be opened again."""

    def refuse_lost(
        self,
        before: Sequence[ValidityPeriod],
        after: Sequence[ValidityPeriod],
        day: date,
    ) -> None:
        """Raise `InvalidInput` when a row that has begun is not in `after` as it was.

        An end that has come stays, too: what begins again gets a new row.
        """
        for old, new in self.paired(before, after):
            if not has_begun(old, day):
                continue
            if new is None:
                raise InvalidInput(self.lost(self.name_of(old)))
            if has_ended(old, day) and not has_ended(new, day):
                ended_on = format_day(old["ended_on"])
                raise InvalidInput(self.revived(self.name_of(old), ended_on))

    def corrections(
        self, before: Sequence[ValidityPeriod], after: Sequence[ValidityPeriod]
    ) -> Iterator[tuple[ValidityPeriod, str, Any, Any]]:
        """Yield what was written over in rows that stay: row, cell, old, new."""
        for old, new in self.paired(before, after):
            if new is None:
                continue
            for name in self.corrected:
                if old.get(name) and old.get(name) != new.get(name):
                    yield old, name, old.get(name), new.get(name)

    def restore(
        self,
        before: Sequence[ValidityPeriod],
        version: Sequence[ValidityPeriod],
        day: date,
    ) -> list[ValidityPeriod]:
        """Return the rows of an earlier version without losing what has begun since.

        What has begun stays as it is now, in its order; what was still to come is what
        the version says.
        """
        begun = [one for one in before if has_begun(one, day)]
        known = {id(row) for _old, row in self.paired(begun, version)}
        return [*begun, *(one for one in version if id(one) not in known)]

    def paired(
        self, before: Sequence[ValidityPeriod], after: Sequence[ValidityPeriod]
    ) -> list[tuple[ValidityPeriod, ValidityPeriod | None]]:
        """Return each row of before with what became of it, None where it is gone.

        Whatever is the same finds itself first. Only of what is left is one row the
        mended other: two people whose names are alike never stand for one another.
        """
        left, became = list(after), dict[int, ValidityPeriod]()
        for key in (self.key_of_row, self.similarity_key):
            for at, old in enumerate(before):
                if at in became:
                    continue
                same = (n for n, new in enumerate(left) if key(new) == key(old))
                found = next(same, None)
                if found is not None:
                    became[at] = left.pop(found)
        return [(old, became.get(at)) for at, old in enumerate(before)]
