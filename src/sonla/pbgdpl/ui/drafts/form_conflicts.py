"""Find what somebody else saved since a form of the control panel was opened.

The form carries digests of what it was opened with, piece by piece: a piece is a
setting, or a row of a controlled list. What only the other person changed is taken
over into the form; what both changed stays as typed and is shown beside what is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from sonla.pbgdpl.ui.drafts.digests import digest
from sonla.pbgdpl.ui.drafts.digests import FieldDigests
from typing import Any

Pieces = Mapping[str, Any]


@dataclass(frozen=True)
class Conflict:
    """A piece that somebody else changed; None on a side that has none."""

    key: str
    theirs: Any
    mine: Any
    auto_merged: bool
    """Whether only the other person changed it, so that theirs goes into the form."""


def stamp_of(pieces: Pieces) -> FieldDigests:
    """Take the digest of every piece."""
    return FieldDigests({key: digest(value) for key, value in pieces.items()})


def differences(opened: FieldDigests, stored: Pieces, sent: Pieces) -> list[Conflict]:
    """List the pieces that were changed meanwhile and are sent otherwise.

    A piece that the stamp does not know was not there, or empty.
    """
    found = []
    for key in dict.fromkeys((*stored, *sent)):
        theirs, mine = stored.get(key), sent.get(key)
        before = opened.get(key, digest(None))
        if digest(theirs) not in (before, digest(mine)):
            found.append(Conflict(key, theirs, mine, digest(mine) == before))
    return found
