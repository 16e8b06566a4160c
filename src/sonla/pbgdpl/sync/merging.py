"""Decide field by field between what an editor changed here and what the source sent.

Three versions are compared, each as a hash a field: the last one applied (the base),
the one that stands here and the one that came. Local edits are never lost: where both
sides changed a field differently, it stays as it is here until an editor chooses.
"""

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass

Hashes = Mapping[str, str]
"""Field name → hash of its value; a field without a value is missing."""


@dataclass(frozen=True)
class Merge:
    """Hold the decision; the three sets have no field in common.

    Fields that neither side changed, or both to the same value, are in none.
    """

    take: frozenset[str] = frozenset()
    """Changed by the source alone, or shared: write what came."""
    keep: frozenset[str] = frozenset()
    """Changed here alone."""
    clash: frozenset[str] = frozenset()
    """Changed on both sides: an editor must choose."""

    @property
    def diverged(self) -> bool:
        """Tell whether something here differs from the source after the merge."""
        return bool(self.keep or self.clash)


def merge(
    base: Hashes,
    here: Hashes,
    there: Hashes,
    local: Collection[str] = (),
    shared: Collection[str] = (),
) -> Merge:
    """Compare the three versions of a record.

    `local` fields belong to the portal and are left out. `shared` ones never clash:
    the caller unites the values of both sides.
    """
    take, keep, clash = set(), set(), set()
    for name in (base.keys() | here.keys() | there.keys()).difference(local):
        old, mine, theirs = base.get(name), here.get(name), there.get(name)
        if mine == theirs:
            continue
        if mine == old or (name in shared and theirs != old):
            take.add(name)
        elif theirs == old:
            keep.add(name)
        else:
            clash.add(name)
    return Merge(frozenset(take), frozenset(keep), frozenset(clash))


def edited(base: Hashes, here: Hashes, local: Collection[str] = ()) -> frozenset[str]:
    """Name the fields that were changed here since the last version was applied."""
    names = (base.keys() | here.keys()).difference(local)
    return frozenset(name for name in names if base.get(name) != here.get(name))
