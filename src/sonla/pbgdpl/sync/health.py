"""What monitoring learns of the exchange: one check a subject, none asks the network.

Somebody who switched nothing on has nothing to watch: every check then passes.
"""

from abc import abstractmethod
from collections.abc import Iterator
from datetime import datetime
from datetime import timedelta
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import translated
from sonla.pbgdpl.core.health import written
from sonla.pbgdpl.sync.condition import last_contact
from sonla.pbgdpl.sync.condition import latest
from sonla.pbgdpl.sync.condition import oldest_mark
from sonla.pbgdpl.sync.condition import overdue_after
from sonla.pbgdpl.sync.condition import SourceStatus
from sonla.pbgdpl.sync.condition import status_of
from sonla.pbgdpl.sync.deliveries import Delivery
from sonla.pbgdpl.sync.deliveries import REJECTED
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.settings import sends
from sonla.pbgdpl.sync.source_state import Peer
from sonla.pbgdpl.sync.source_state import SourceState
from sonla.pbgdpl.sync.sources import configured_sources
from sonla.pbgdpl.sync.store import store_of
from typing import Any
from zope.i18nmessageid import Message

MAX_QUARANTINED = 20
"""Single records go wrong; when so many do, somebody should look."""
DECIDED_WITHIN = timedelta(days=7)
"""An editor's decision may take so long before somebody should be reminded of it."""
PUSH = "push"


class SyncCheck(HealthCheck):
    """The base: `problems` gives a line for each thing that is wrong."""

    def __init__(self, site: Any) -> None:
        super().__init__(site)
        self.store = store_of(site)
        self.settings = get_sync_settings()
        self.now = utc_now()

    def __call__(self) -> Health:
        """Return what is wrong, in the order of the settings."""
        found = list(self.problems())
        return Health(
            not found,
            "; ".join(map(translated, found or self.notes())),
            **self.figures(),
        )

    def figures(self) -> dict[str, Any]:
        """Return the figures of the check, which monitoring can compare: see `Health`."""
        return {}

    @abstractmethod
    def problems(self) -> Iterator[Message]:
        """Yield what is wrong now, as whoever has to mend it reads it."""

    def notes(self) -> Iterator[Message]:
        """Yield what is not wrong and yet worth telling."""
        return iter(())

    def sources(self) -> Iterator[tuple[str, SourceState]]:
        """Yield the sources that are switched on."""
        for source in configured_sources():
            yield source.name, self.store.sources.get(source.name) or SourceState()

    def peers(self) -> Iterator[tuple[str, Peer]]:
        """Yield the partners of both directions that are switched on."""
        yield from self.sources()
        if sends():
            yield PUSH, self.store.push


class PullHealth(SyncCheck):
    """Check that each source was fetched from within three periods.

    The periods restart when it is switched on or the settings change.
    """

    def problems(self) -> Iterator[Message]:
        """Yield the sources that are late."""
        for name, state in self.sources():
            last = last_contact(state)
            due = latest(last, self.store.expected_since.get(name))
            if due is not None and self.now - due <= overdue_after(self.settings):
                continue
            yield fetched_last(name, last)

    def notes(self) -> Iterator[Message]:
        """Yield the sources that were never asked, and clocks that differ."""
        for name, state in self.sources():
            if last_contact(state) is None:
                yield _(
                    "health_sync_not_run",
                    default="${name}: not yet run",
                    mapping={"name": name},
                )
            if state.clock_skew_minutes:
                yield _(
                    "health_sync_clock",
                    default="${name}: its clock differs by ${minutes} minutes",
                    mapping={"name": name, "minutes": state.clock_skew_minutes},
                )


class PushHealth(SyncCheck):
    """Check that nothing waits in the outbox for longer than three periods."""

    def problems(self) -> Iterator[Message]:
        """Yield the age of what waits longest."""
        mark = oldest_mark(self.store.outbox) if sends() else None
        if mark is not None and self.now - mark > overdue_after(self.settings):
            yield _(
                "health_sync_outbox",
                default="${number} waiting, the oldest since ${since}",
                mapping={
                    "number": len(self.store.outbox.dirty),
                    "since": written(mark),
                },
            )


class UndeliveredHealth(SyncCheck):
    """Check that the partner has taken every record that it was sent."""

    @cached_property
    def stuck(self) -> list[Delivery]:
        """The deliveries that wait for somebody."""
        return list(self.store.outbox.stuck.values()) if sends() else []

    def problems(self) -> Iterator[Message]:
        """Yield how many it refused, of how many it has another version, and since when."""
        if self.stuck:
            rejected = sum(one.state == REJECTED for one in self.stuck)
            yield _(
                "health_sync_undelivered",
                default="refused by the partner: ${refused}, in conflict: ${conflicts}, the oldest since ${since}",
                mapping={
                    "refused": rejected,
                    "conflicts": len(self.stuck) - rejected,
                    "since": written(self.oldest),
                },
            )

    def figures(self) -> dict[str, Any]:
        """Return their number and the age of the oldest."""
        return {"count": len(self.stuck), "oldest": self.oldest}

    @property
    def oldest(self) -> datetime | None:
        """When the first of them was sent."""
        return min((one.sent for one in self.stuck if one.sent), default=None)


class ConflictsHealth(SyncCheck):
    """Check that no record that changed on both sides waits for long."""

    def problems(self) -> Iterator[Message]:
        """Yield since when the oldest waits, if that is long."""
        if self.oldest is not None and self.now - self.oldest > DECIDED_WITHIN:
            yield self.words()

    def notes(self) -> Iterator[Message]:
        """Yield how many wait for a decision, none of them for long."""
        if self.oldest is not None:
            yield self.words()

    def words(self) -> Message:
        """Return how many wait, and since when."""
        return _(
            "health_sync_conflicts",
            default="changed on both sides: ${number}, the oldest since ${since}",
            mapping={
                "number": len(self.store.conflicts),
                "since": written(self.oldest),
            },
        )

    def figures(self) -> dict[str, Any]:
        """Return their number and the age of the oldest."""
        number = len(self.store.conflicts) if any(self.sources()) else 0
        return {"count": number, "oldest": self.oldest}

    @cached_property
    def oldest(self) -> datetime | None:
        """Since when the first of them waits."""
        found = self.store.conflicts.values() if any(self.sources()) else ()
        return min((one.since for one in found if one.since), default=None)


class HeldHealth(SyncCheck):
    """Check that nothing is held until somebody looks."""

    def figures(self) -> dict[str, Any]:
        """Return how many partners are held, and since when the first of them is."""
        held = [peer.held for _name, peer in self.peers() if peer.held is not None]
        oldest = min((one.since for one in held), default=None)
        return {"count": len(held), "oldest": oldest}

    def problems(self) -> Iterator[Message]:
        """Yield what is held."""
        for name, peer in self.peers():
            if peer.held is not None:
                yield _(
                    "health_sync_held",
                    default="${name}: held since ${since}",
                    mapping={"name": name, "since": written(peer.held.since)},
                )


class BreakerHealth(SyncCheck):
    """Check that no partner fails all the time."""

    def problems(self) -> Iterator[Message]:
        """Yield those whose breaker is open."""
        for name, peer in self.peers():
            status = status_of(peer, self.now)
            if status.condition is SourceStatus.BROKEN:
                yield _(
                    "health_sync_breaker",
                    default="${name}: not asked before ${until}",
                    mapping={"name": name, "until": written(status.until)},
                )


class QuarantineHealth(SyncCheck):
    """Check that not too many records are quarantined."""

    def figures(self) -> dict[str, Any]:
        return {"count": len(self.store.quarantine) if any(self.sources()) else 0}

    def problems(self) -> Iterator[Message]:
        """Yield their number."""
        number = len(self.store.quarantine) if any(self.sources()) else 0
        if number > MAX_QUARANTINED:
            yield _(
                "health_sync_quarantine",
                default="${number} records are set aside",
                mapping={"number": number},
            )


def fetched_last(name: str, last: datetime | None) -> Message:
    """Return when a source was fetched from last."""
    if last is None:
        return _(
            "health_sync_never",
            default="${name}: never fetched",
            mapping={"name": name},
        )
    return _(
        "health_sync_last",
        default="${name}: last fetched ${last}",
        mapping={"name": name, "last": written(last)},
    )
