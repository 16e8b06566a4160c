"""Lay out the entries: which record of which type changed when."""

from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from random import Random
from sonla.referenceserver.records import Entry
from sonla.referenceserver.seeding.types import TYPES
from sonla.referenceserver.settings import Settings
from uuid import NAMESPACE_DNS
from uuid import uuid5

FIRST = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)
LAST = datetime(2026, 6, 30, 10, 0, tzinfo=UTC)
"""Between these the records of the seed changed last; whatever the clock says."""

SAME_SECOND = 0.08
"""Share of the records stamped as the one before, as an import of many does: pages
end amidst equal datestamps."""


def entries(settings: Settings) -> Iterator[Entry]:
    """Yield the entries of a seed by datestamp, each identifier for ever the same one."""
    random = Random(f"{settings.seed}/timeline")
    names, weights = list(TYPES), [kind.weight for kind in TYPES.values()]
    kinds = random.choices(names, weights, k=settings.records)
    step = (LAST - FIRST).total_seconds() / max(settings.records, 1)
    before = FIRST
    for number, kind in enumerate(kinds):
        stamp = FIRST + timedelta(seconds=int(step * (number + random.random())))
        if random.random() < SAME_SECOND:
            stamp = before
        before = stamp
        deleted = random.random() < settings.deleted_share
        yield Entry(identifier(settings, str(number)), kind, stamp, deleted)


def identifier(settings: Settings, name: str) -> str:
    """Make the identifier of a record, the same one for the same seed and name."""
    uuid = uuid5(NAMESPACE_DNS, f"{settings.repository_id}/{settings.seed}/{name}")
    return f"oai:{settings.repository_id}:{uuid}"
