"""Weigh what arrived, and hold a source that would do too much at once."""

from collections.abc import Iterable
from sonla.pbgdpl.controlpanel.sync_settings import get_sync_settings
from sonla.pbgdpl.sync.caps import Caps
from sonla.pbgdpl.sync.failures import Suspicious
from sonla.pbgdpl.sync.intake import Intake
from sonla.pbgdpl.sync.staging import Arrival
from sonla.pbgdpl.sync.store import make_store
from typing import NamedTuple


class Weight(NamedTuple):
    """Count withdrawals, updates and new records."""

    withdrawn: int = 0
    changed: int = 0
    created: int = 0


def weigh(intake: Intake, arrivals: Iterable[Arrival]) -> Weight:
    """Count what applying these would do."""
    withdrawn = changed = created = 0
    for arrival in arrivals:
        known = intake.known(arrival.remote_id)
        if arrival.change.state == "deleted":
            withdrawn += known is not None and not known.is_gone
        elif known is not None:
            changed += 1
        elif arrival.failure is None:
            created += 1
    return Weight(withdrawn, changed, created)


def check_caps(
    intake: Intake, done: Weight, more: Weight, about: str, first: bool = False
) -> None:
    """Raise `Suspicious` when so much, with what was done before, needs a look.

    At the `first` reading everything is new.
    """
    settings = get_sync_settings()
    caps = Caps(settings.cap_count, settings.cap_percent, settings.cap_changed_percent)
    known = len(make_store(intake.context.site).identities.get(intake.source.name, ()))
    withdrawn, changed = done.withdrawn + more.withdrawn, done.changed + more.changed
    created, before = done.created + more.created, known - done.created
    if caps.too_many_withdrawn(known, withdrawn):
        raise Suspicious(
            f"{withdrawn} of {known} records would be withdrawn", about=about
        )
    if caps.too_many_changed(known, changed):
        raise Suspicious(f"{changed} of {known} records would be changed", about=about)
    if more.created and caps.too_many_created(before, created, first):
        raise Suspicious(f"{created} records would be new beside {before}", about=about)
