"""Take in the changes of one source: make them ready, apply them, count and note them."""

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from functools import partial
from plone.app.uuid.utils import uuidToObject
from sonla.pbgdpl.exchange.settings import repository_id
from sonla.pbgdpl.jobs.context import classified
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.failures import Bug
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.jobs.transactions import Unfinished
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.drivers.base import Driver
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.failures import SINGLE
from sonla.pbgdpl.sync.failures import Suspicious
from sonla.pbgdpl.sync.harvest.deferred_indexing import defer_text
from sonla.pbgdpl.sync.harvest.deferred_indexing import words_now
from sonla.pbgdpl.sync.harvest.files import Held
from sonla.pbgdpl.sync.harvest.files import held_files
from sonla.pbgdpl.sync.harvest.files import names_files
from sonla.pbgdpl.sync.harvest.files import with_files
from sonla.pbgdpl.sync.harvest.importer import CREATED
from sonla.pbgdpl.sync.harvest.importer import ImportResult
from sonla.pbgdpl.sync.harvest.importer import published_fields
from sonla.pbgdpl.sync.harvest.importer import RecordImporter
from sonla.pbgdpl.sync.harvest.importer import UNCHANGED
from sonla.pbgdpl.sync.harvest.quarantine import is_full
from sonla.pbgdpl.sync.harvest.quarantine import is_new
from sonla.pbgdpl.sync.harvest.quarantine import put_aside
from sonla.pbgdpl.sync.harvest.quarantine import released
from sonla.pbgdpl.sync.harvest.staging import stage
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.harvest.staging import Stager
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.http.client import request_deadline
from sonla.pbgdpl.sync.running import LIMIT
from sonla.pbgdpl.sync.source_state import SourceState
from sonla.pbgdpl.sync.sources import is_within
from sonla.pbgdpl.sync.sources import open_client
from sonla.pbgdpl.sync.sources import open_driver
from sonla.pbgdpl.sync.sources import Source
from sonla.pbgdpl.sync.store import make_store
from typing import Any

import logging

logger = logging.getLogger(__name__)

FORGET_AFTER = 100
"""News after which what was loaded for them is dropped. With fewer, what the indexes need
for each batch would be loaded anew too often; with more, memory grows with the catalog."""


class Ingest:
    """Work for one source within one run."""

    def __init__(self, context: JobContext, source: Source) -> None:
        self.context = context
        self.source = source
        self.pending: Counter[str] = Counter()
        """Counts to be written with the next step: what is unchanged asks for none."""
        self.taken = 0
        self._loaded = 0

    @cached_property
    def client(self) -> OutboundClient:
        """The client, whose requests end within what is left of the run."""
        return open_client(self.source, self.context.left(), self.context.now)

    @cached_property
    def driver(self) -> Driver:
        return open_driver(self.source, self.client)

    @cached_property
    def repository(self) -> str:
        """The id of our own repository, whose records come back to us."""
        return repository_id()

    @property
    def state(self) -> SourceState:
        """What is stored of the source; not to be kept from one step to the next."""
        return make_store(self.context.site).source(self.source.name)

    def known(self, remote_id: str) -> Binding | None:
        """Find what a record is tied to."""
        return make_store(self.context.site).identity(self.source.name, remote_id)

    def is_set_aside(self, remote_id: str) -> bool:
        """Return whether some version of a record is in quarantine."""
        return (self.source.name, remote_id) in make_store(self.context.site).quarantine

    def pause(self) -> None:
        """Prove between two requests that there is time, and that the lease is held."""
        self.context.keep_lease()
        self.context.check_budget()
        if self._loaded >= FORGET_AFTER:
            self._loaded = 0
            self.context.forget()
        self.client.deadline = request_deadline(self.context.left())

    def check_limit(self) -> None:
        """Prove that not everything was taken that somebody asked for."""
        limit = self.context.options.get(LIMIT)
        if limit is not None and self.taken >= limit:
            raise Unfinished("limit")

    def step(self, step: Callable[[], Any]) -> None:
        """Run a step in one transaction, and write the counts that are pending with it."""

        def work() -> None:
            """Do the step and write the counts, together or not at all."""
            step()
            self.write_counts()

        self.context.transact(work)
        self.pending.clear()

    def write_counts(self) -> None:
        """Add what is pending to the run, inside of a transaction."""
        for action, number in self.pending.items():
            if number:
                self.context.count(self.source.part, action, number)

    # Ready

    def ready(
        self, changes: Iterable[SourceChange], forced: datetime | None = None
    ) -> Stager:
        """Sort changes and read those that are news; ends any transaction that is open.

        See `staging.stage`.
        """
        staged = self.ready_again(changes, forced)
        self.pending["seen"] += staged.unchanged
        self.pending["unchanged"] += staged.unchanged
        self.taken += staged.unchanged
        return staged

    def ready_again(
        self, changes: Iterable[SourceChange], forced: datetime | None = None
    ) -> Stager:
        """Do the same for what pages may have shown: what is not new was counted then."""
        staged = stage(
            changes,
            self.known,
            self.driver.parse,
            self.repository,
            forced,
            self.is_set_aside,
        )
        self.pending["seen"] += len(staged.arrivals)
        self.taken += len(staged.arrivals)
        self._loaded += len(staged.arrivals)
        return staged

    def restamp(self, changes: Iterable[SourceChange]) -> None:
        """Write down under which datestamps versions are known; inside a transaction.

        A bad version that was set aside is the source's no more.
        """
        store, source = make_store(self.context.site), self.source.name
        for change in changes:
            known = self.known(change.remote_id)
            if known is not None:
                known.datestamp = change.datestamp
                known.buried = change.state == "deleted"
            if is_new(store, source, change):
                released(store, source, change.remote_id)

    # Applied

    def apply(
        self,
        set_spec: str | None,
        arrivals: Sequence[StagedChange],
        close: Callable[[], None] = lambda: None,
    ) -> None:
        """Apply arrivals in their order; `close` runs in the transaction of the last one.

        `set_spec` is the set that was asked for, None for records asked for by name.
        Records with files go alone: their files are fetched just before, so that no
        more than those of one record are held at a time.
        """
        groups = list(grouped(arrivals))
        for group in groups:
            if group is not groups[0]:
                self.context.check_budget()
            done = close if group is groups[-1] else lambda: None
            self._apply_group(set_spec, [self._filled(one) for one in group], done)

    def _filled(self, arrival: StagedChange) -> StagedChange:
        if arrival.record is None or not names_files(arrival.record):
            return arrival
        self.pause()
        known = self.known(arrival.remote_id)
        before = known.field_hashes if known is not None else {}
        return with_files(
            arrival,
            self.client,
            lambda name: before.get(name) != arrival.hashes.get(name),
            self._held(known),
            self.pause,
        )

    def _held(self, known: Binding | None) -> Held:
        """Return what needn't be fetched: files that came with an earlier try.

        An image of a body is told by its address alone, so it is fetched again when
        the body changed.
        """
        if known is None or not known.attachments:
            return lambda *told: False
        obj = uuidToObject(known.uid, unrestricted=True)
        return (
            held_files(published_fields(obj))
            if obj is not None
            else lambda *told: False
        )

    def _apply_group(
        self,
        set_spec: str | None,
        group: Sequence[StagedChange],
        close: Callable[[], None],
    ) -> None:
        others = self.context.contention
        made: list[str] = []

        def begin() -> None:
            """Begin a batch anew: what an attempt before it made is undone."""
            others.arrive()
            made.clear()

        def apply(arrival: StagedChange) -> None:
            """Apply one change, and note what was made for the index of words."""
            applied = self._apply_one(set_spec, arrival)
            if applied.action == CREATED:
                made.append(applied.uid)

        def finish(items: Sequence[StagedChange], last: bool) -> None:
            """End a batch in its own transaction."""
            if last:  # once, not with each batch of them
                self.write_counts()
                close()
            others.leave()

        def index_words() -> None:
            """Index the words of what was made, later if others are saving."""
            if self.context.pace.others_save:
                defer_text(make_store(self.context.site).unindexed)
            else:
                words_now(make_store(self.context.site).unindexed, made)

        batches = self.context.batches(
            apply, partial(self._put_aside, set_spec), finish, index_words, begin
        )
        batches.run(group)
        self.pending.clear()

    def _apply_one(self, set_spec: str | None, arrival: StagedChange) -> ImportResult:
        if arrival.failure is not None:
            raise arrival.failure
        asked = self.found_in(arrival.change) if set_spec is None else set_spec
        inbound = RecordImporter(
            make_store(self.context.site), self.source, asked, self.context.now()
        )
        applied = inbound.apply(arrival)
        released(make_store(self.context.site), self.source.name, arrival.remote_id)
        if arrival.missing:
            failure = TransientFailure("a file could not be fetched")
            self._set_aside(asked, arrival, failure)
        self._note(arrival, applied)
        return applied

    def found_in(self, change: SourceChange) -> str:
        """Return the set in which a record was found that is asked for by its name now.

        A source needn't name the sets of a record, so what was asked for is remembered.
        What it does name counts more for a record that was applied: it may have moved.
        """
        entry = make_store(self.context.site).quarantine.get(
            (self.source.name, change.remote_id)
        )
        if entry is not None and entry.asked_set in self.source.sets:
            return entry.asked_set
        known = self.known(change.remote_id)
        if known is None:
            return ""
        for asked in self.source.sets:
            moved = change.sets and not is_within(change.sets, asked)
            if asked in known.sets and not moved:
                return asked
        return ""

    def _note(self, arrival: StagedChange, applied: ImportResult) -> None:
        self.context.count(self.source.part, applied.action)
        if applied.action != UNCHANGED or applied.detail:
            self.context.note(
                self.source.part,
                applied.action,
                identifier=arrival.remote_id,
                uid=applied.uid,
                detail=applied.detail,
            )

    def _put_aside(
        self, set_spec: str | None, arrival: StagedChange, error: Exception
    ) -> None:
        """Set a record aside that can't be applied; only a lack of ours ends the run."""
        failure = classified(error)
        if isinstance(failure, LocalFailure):
            raise failure
        if isinstance(failure, Bug):
            logger.error("%s set aside", arrival.remote_id, exc_info=error)
        asked = self.found_in(arrival.change) if set_spec is None else set_spec
        self._set_aside(asked, arrival, failure)
        self.context.count(self.source.part, "quarantined")
        self.context.note(
            self.source.part,
            "quarantined",
            identifier=arrival.remote_id,
            code=failure.code,
            detail=failure.detail,
        )

    def _set_aside(self, asked: str, arrival: StagedChange, failure: Failure) -> None:
        """Write a record down as set aside; raises `Suspicious` at one too many."""
        store, source = make_store(self.context.site), self.source.name
        if (source, arrival.remote_id) not in store.quarantine:
            if is_full(store, source) and not self.state.released:
                raise Suspicious("too many records are set aside", about=SINGLE)
        put_aside(store, source, arrival, failure, self.context.now(), asked)


def grouped(arrivals: Sequence[StagedChange]) -> Iterator[list[StagedChange]]:
    """Split arrivals into runs that need no files, and single ones that do."""
    group: list[StagedChange] = []
    for arrival in arrivals:
        if arrival.record is not None and names_files(arrival.record):
            if group:
                yield group
            yield [arrival]
            group = []
        else:
            group.append(arrival)
    if group:
        yield group
