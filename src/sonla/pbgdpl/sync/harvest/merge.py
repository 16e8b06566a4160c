"""Decide field by field between what an editor changed here and what the source sent.

Local edits are never lost: where both sides changed a field differently, it stays as it
is here until an editor chooses.
"""

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

Hashes = Mapping[str, str]
"""Field name → hash of its value; a field without a value is missing."""


@dataclass(frozen=True)
class Versions:
    """The hashes of a record on both sides at one time.

    They differ even where nobody edited: images in a body are attachments here, an
    unknown code became a keyword.
    """

    here: Hashes = field(default_factory=dict)
    there: Hashes = field(default_factory=dict)


@dataclass(frozen=True)
class Merge:
    """The decision; the three sets have no field in common.

    Fields that neither side changed, or both to the same value, are in none.
    """

    take: frozenset[str] = frozenset()
    """Changed by the source alone, or shared: write what came."""
    keep: frozenset[str] = frozenset()
    """Changed here alone."""
    clash: frozenset[str] = frozenset()
    """Changed on both sides: an editor must choose."""


def merge(
    applied: Versions,
    now: Versions,
    local: Collection[str] = (),
    shared: Collection[str] = (),
) -> Merge:
    """Compare both sides with what they were when the last version was applied.

    `local` fields belong to the portal and are left out. `shared` ones never clash:
    the caller unites the values of both sides.
    """
    mine = changed(applied.here, now.here, local)
    theirs = changed(applied.there, now.there, local)
    differing = changed(now.here, now.there)
    united = theirs.intersection(shared)
    return Merge(
        take=((theirs - mine) | united) & differing,
        keep=mine - theirs,
        clash=(mine & theirs & differing) - united,
    )


def changed(
    before: Hashes, after: Hashes, local: Collection[str] = ()
) -> frozenset[str]:
    """Name the fields whose values differ, but for those that belong to the portal."""
    names = (before.keys() | after.keys()).difference(local)
    return frozenset(name for name in names if before.get(name) != after.get(name))
