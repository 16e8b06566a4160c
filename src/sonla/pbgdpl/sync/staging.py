"""Make the changes of a page ready, before any transaction that writes.

Reading, sanitising and comparing take time, in which nothing may be locked; what is
unchanged goes no further.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.hashing import field_hashes
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.sanitising import sanitise
from sonla.pbgdpl.sync.drivers.base import Change
from sonla.pbgdpl.sync.failures import classify
from sonla.pbgdpl.sync.failures import Failure
from sonla.pbgdpl.sync.store import DETACHED
from sonla.pbgdpl.sync.store import Identity

Known = Callable[[str], Identity | None]
"""Gives what a remote id is tied to."""


@dataclass(frozen=True)
class Arrival:
    """Hold a change that is ready to be applied, or the reason why it can't be."""

    change: Change
    record: Record | None = None
    content_hash: str = ""
    hashes: Mapping[str, str] = field(default_factory=dict)
    failure: Failure | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    """Addresses of files that could not be fetched."""

    @property
    def remote_id(self) -> str:
        """Give the identifier by which the source knows the record."""
        return self.change.remote_id


@dataclass(frozen=True)
class Stage:
    """Hold what is to be done for a page, and how much of it needs nothing."""

    arrivals: tuple[Arrival, ...]
    seen: int
    unchanged: int


def stage(
    changes: Iterable[Change],
    known: Known,
    parse: Callable[[Change], Record],
    repository: str,
) -> Stage:
    """Sort the changes of a page; `repository` is our own id, whose records are no news."""
    seen = 0
    arrivals = []
    for change in changes:
        seen += 1
        if is_news(change, known(change.remote_id), repository):
            arrivals.append(read(change, parse, repository))
    kept = tuple(arrival for arrival in arrivals if arrival is not None)
    return Stage(kept, seen, seen - len(kept))


def is_news(change: Change, known: Identity | None, repository: str) -> bool:
    """Tell whether there is anything to do for a change, without reading the record.

    An older datestamp than the one applied is a late delivery (exchange profile, 1.5).
    """
    if change.remote_id.startswith(f"oai:{repository}:"):
        return False
    if known is None:
        return change.state != "deleted"
    if known.state == DETACHED:
        return False
    if known.datestamp is not None and change.datestamp < known.datestamp:
        return False
    if change.state == "deleted":
        return not known.is_gone
    return known.is_gone or known.raw_digest != change.raw_digest


def read(
    change: Change, parse: Callable[[Change], Record], repository: str
) -> Arrival | None:
    """Read and sanitise one record; None for one that we gave away ourselves."""
    if change.state == "deleted":
        return Arrival(change)
    try:
        record = sanitise(parse(change))
        if record.get("origin") == repository:
            return None
        return Arrival(change, record, content_hash(record), field_hashes(record))
    except Exception as error:
        return Arrival(change, failure=classify(error))
