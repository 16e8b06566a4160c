"""Stop a run that would change or withdraw suspiciously much at once.

A source that is broken or in wrong hands may answer correctly and say that everything
is gone. An administrator looks before that happens.
"""

from dataclasses import dataclass

FEW = 5
"""So many withdrawals are not too large a part, however small the source is."""
FEW_CHANGES = 50
FEW_NEW = 1_000
"""So many new records are never suspicious, however small the source was."""
MOST_AT_FIRST = 200_000
"""Records of a source that is read for the first time."""


@dataclass(frozen=True)
class Caps:
    """Hold how much one run may do before somebody must look.

    `count` limits withdrawals absolutely, `percent` relative to the records known from
    the source; of updates only the part counts, since a large source may well edit
    hundreds a day.
    """

    count: int = 50
    percent: int = 20
    changed_percent: int = 50

    def too_many_withdrawn(self, known: int, withdrawn: int) -> bool:
        """Return whether so many withdrawals out of so many known records need a look."""
        if withdrawn > self.count:
            return True
        return withdrawn > FEW and withdrawn * 100 > self.percent * known

    def too_many_changed(self, known: int, changed: int) -> bool:
        """Return whether so many updates out of so many known records need a look."""
        return changed > FEW_CHANGES and changed * 100 > self.changed_percent * known

    def too_many_created(self, known: int, created: int, first: bool) -> bool:
        """Return whether so many new records beside those known before need a look.

        A source that is read for the first time brings everything it has, and one that
        has doubled since is another one. No setting: nobody wants to fill the database.
        """
        if first:
            return known + created > MOST_AT_FIRST
        return created > max(FEW_NEW, known)
