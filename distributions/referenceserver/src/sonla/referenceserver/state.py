"""All that a server holds, and all that may be done to it from within the process."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from sonla.referenceserver.catalogue import Catalogue
from sonla.referenceserver.catalogue import with_deletions
from sonla.referenceserver.clock import Clock
from sonla.referenceserver.faults.rules import FaultBook
from sonla.referenceserver.faults.rules import Match
from sonla.referenceserver.faults.rules import Rule
from sonla.referenceserver.gateway import Gateway
from sonla.referenceserver.inbound import InboundEndpoint
from sonla.referenceserver.keeping import PushFile
from sonla.referenceserver.listing import PATH as LIST_PATH
from sonla.referenceserver.push import PushEndpoint
from sonla.referenceserver.push import Receipt
from sonla.referenceserver.records import Entry
from sonla.referenceserver.records import Identity
from sonla.referenceserver.records import Record
from sonla.referenceserver.seeding.resources import load
from sonla.referenceserver.seeding.source import revised
from sonla.referenceserver.seeding.source import Source
from sonla.referenceserver.seeding.timeline import entries
from sonla.referenceserver.seeding.timeline import identifier
from sonla.referenceserver.seeding.types import TYPES
from sonla.referenceserver.settings import Settings
from threading import RLock
from typing import Any

REMEMBERED_REQUESTS = 100_000


@dataclass(frozen=True)
class Seen:
    """One request that was answered; secrets are not kept."""

    number: int
    at: datetime
    method: str
    target: str
    status: int
    faults: tuple[str, ...]


class State:
    """The records, the clock, the faults and what was received.

    Each method may be called while the server runs. Those that name a record raise
    KeyError when there is none.
    """

    def __init__(
        self,
        settings: Settings,
        base_url: str,
        frozen: datetime | None = None,
        push_file: Path | None = None,
    ) -> None:
        """Make the state that a seed says; `frozen` stops the clock at a moment.

        What is received is kept in `push_file`, and what was received before is there.
        """
        self.settings = settings
        self.base_url = base_url
        self.clock = Clock(frozen)
        self.lock = RLock()
        self._push_file = PushFile(push_file) if push_file is not None else None
        self._begin()

    def reset(self) -> None:
        """Go back to the start: records, clock, faults and all that was received."""
        with self.lock:
            if self._push_file is not None:
                self._push_file.clear()
            self._begin()

    def _begin(self) -> None:
        with self.lock:
            self.clock.reset()
            self.catalogue = Catalogue(
                Identity(
                    self.settings.repository_id,
                    load("phrases")["repository_name"],
                    self.settings.deleted_record,
                    f"{self.base_url}/oai",
                ),
                entries(self.settings),
                Source(self.settings, self.base_url),
            )
            self.list_catalogue = self._list_catalogue()
            self.faults = FaultBook(self.settings.seed, self.clock)
            self.gateway = Gateway(self.settings, self.clock)
            self.push = PushEndpoint(
                self.clock,
                self.settings.push_token,
                self.settings.repository_id,
                self._push_file,
            )
            self.inbound = InboundEndpoint(self.push)
            self.requests: deque[Seen] = deque(maxlen=REMEMBERED_REQUESTS)
            self._answered = 0
            self._added = 0
            self._shown: tuple[int, Catalogue] | None = None

    def _list_catalogue(self) -> Catalogue:
        """Return what the list over REST has: what all others have, or its own records."""
        seed = self.settings.list_seed
        if not seed:
            return self.catalogue
        own = replace(
            self.settings, seed=seed, repository_id=f"so.{self.settings.repository_id}"
        )
        identity = Identity(
            own.repository_id,
            self.catalogue.identity.name,
            "no",
            f"{self.base_url}{LIST_PATH}",
        )
        return Catalogue(identity, entries(own), Source(own, self.base_url))

    # ---- records

    def identifiers(self, kind: str = "", deleted: bool = False) -> list[str]:
        """List the identifiers of live (or deleted) records by datestamp."""
        with self.lock:
            found = self.catalogue.entries(kind)
            return [entry.identifier for entry in found if entry.deleted is deleted]

    def record(self, identifier: str) -> Record:
        """Return a record as it is now."""
        with self.lock:
            return self.catalogue.record(self.catalogue.entry(identifier))

    def edit(self, identifier: str, **fields: Any) -> Record:
        """Change fields of a record, None to take one away; without any, its text."""
        with self.lock:
            entry = self.catalogue.entry(identifier)
            changes = fields or revised(self.catalogue.record(entry))
            return self._put(entry, changes={**entry.changes, **changes})

    def edit_some(self, count: int, kind: str = "") -> list[str]:
        """Change the text of so many live records, the oldest first; name them."""
        with self.lock:
            names = self.identifiers(kind)[:count]
            for name in names:
                self.edit(name)
            return names

    def delete(self, identifier: str) -> None:
        """Leave a tombstone of a record."""
        with self.lock:
            self._put(self.catalogue.entry(identifier), deleted=True)

    def restore(self, identifier: str) -> Record:
        """Bring a deleted record back."""
        with self.lock:
            return self._put(self.catalogue.entry(identifier), deleted=False)

    def purge(self, identifier: str) -> None:
        """Remove a record or its tombstone without a trace."""
        with self.lock:
            self.catalogue.entry(identifier)
            self.catalogue.forget(identifier)

    def add(self, kind: str = "news", identifier: str = "", **fields: Any) -> Record:
        """Add a record; what isn't given is made up, the identifier included.

        Raises KeyError for an unknown type, ValueError for an identifier that is taken.
        """
        TYPES[kind]
        with self.lock:
            name = identifier or self._new_identifier()
            if name in self.catalogue:
                raise ValueError(f"{name} is there already")
            entry = Entry(name, kind, self.clock.now(), changes=fields)
            self.catalogue.put(entry)
            return self.catalogue.record(entry)

    def _put(self, entry: Entry, **values: Any) -> Record:
        later = entry.changed(self.clock.now(), **values)
        self.catalogue.put(later)
        return self.catalogue.record(later)

    def _new_identifier(self) -> str:
        self._added += 1
        return identifier(self.settings, f"added/{self._added}")

    def shown(self) -> Catalogue:
        """Return the catalogue as the policy for deletions lets it be seen."""
        if self.settings.deleted_record != "no":
            return self.catalogue
        if self._shown is None or self._shown[0] != self.catalogue.version:
            view = with_deletions(self.catalogue, "no", kept=False)
            self._shown = self.catalogue.version, view
        return self._shown[1]

    # ---- faults

    def inject(
        self,
        fault: str,
        *,
        method: str = "",
        path: str = "",
        verb: str = "",
        nth: int | Sequence[int] = (),
        probability: float = 1.0,
        times: int | None = None,
        **parameters: Any,
    ) -> Rule:
        """Let a fault happen to requests that match; raises UnknownFault.

        `nth` counts the requests that match otherwise, from when the rule was made;
        `times` limits how often it happens. See `faults.table` for names, and the
        classes there for parameters.
        """
        numbers = (nth,) if isinstance(nth, int) else tuple(nth)
        match = Match(method, path, verb, numbers, probability)
        with self.lock:
            return self.faults.inject(fault, match, times, parameters)

    def heal(self, number: int | None = None) -> None:
        """Take back one rule, or all of them."""
        with self.lock:
            self.faults.heal(number)

    # ---- the other side

    def advance(self, seconds: float = 0, **more: float) -> datetime:
        """Let time pass on the server: seconds, or what `timedelta` takes."""
        return self.clock.advance(seconds, **more)

    @property
    def received(self) -> list[Receipt]:
        """All push requests in the order in which they came."""
        return self.push.receipts

    def received_of(self, identifier: str) -> list[Receipt]:
        """List the push requests for one record."""
        return [one for one in self.push.receipts if one.identifier == identifier]

    def note(self, method: str, target: str, status: int, faults: list[str]) -> None:
        """Remember a request."""
        self._answered += 1
        self.requests.append(
            Seen(
                self._answered, self.clock.now(), method, target, status, tuple(faults)
            )
        )
