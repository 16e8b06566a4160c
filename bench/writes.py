"""Find out what transactions have written, from the storage itself."""

from collections import Counter
from typing import Any


def foreign_writes(storage: Any, after: bytes, *roots: bytes) -> dict[str, int]:
    """Count by class what was written after a transaction and is below none of `roots`."""
    from ZODB.utils import get_pickle_metadata

    own = reachable(storage, *roots)
    found: Counter[str] = Counter()
    for transaction in storage.iterator(following(after)):
        for record in transaction:
            if record.oid not in own:
                found[".".join(get_pickle_metadata(record.data))] += 1
    return dict(found)


def reachable(storage: Any, *roots: bytes) -> set[bytes]:
    """Return the ids of all objects below some, themselves included."""
    from ZODB.serialize import referencesf
    from ZODB.utils import load_current

    seen: set[bytes] = set()
    waiting = [*roots]
    while waiting:
        oid = waiting.pop()
        if oid not in seen:
            seen.add(oid)
            waiting += referencesf(load_current(storage, oid)[0])
    return seen


def following(tid: bytes) -> bytes:
    """Return the id after one of a transaction."""
    return (int.from_bytes(tid, "big") + 1).to_bytes(8, "big")
