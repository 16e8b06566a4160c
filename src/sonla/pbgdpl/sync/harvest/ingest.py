"""Ingest the changes of one source: stage, apply, count and log them."""

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from functools import partial
from plone.app.uuid.utils import uuidToObject
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.settings import repository_id
from sonla.pbgdpl.jobs.context import classified
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.failures import Bug
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.jobs.text_indexes import defer_text
from sonla.pbgdpl.jobs.transactions import Unfinished
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.drivers.base import Driver
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.failures import SINGLE
from sonla.pbgdpl.sync.failures import Suspicious
from sonla.pbgdpl.sync.harvest.deferred_indexing import index_now
from sonla.pbgdpl.sync.harvest.files import has_files
from sonla.pbgdpl.sync.harvest.files import IsStored
from sonla.pbgdpl.sync.harvest.files import stored_files
from sonla.pbgdpl.sync.harvest.files import with_files
from sonla.pbgdpl.sync.harvest.importer import CREATED
from sonla.pbgdpl.sync.harvest.importer import ImportResult
from sonla.pbgdpl.sync.harvest.importer import published_fields
from sonla.pbgdpl.sync.harvest.importer import RecordImporter
from sonla.pbgdpl.sync.harvest.importer import UNCHANGED
from sonla.pbgdpl.sync.harvest.linked_texts import goes_alone
from sonla.pbgdpl.sync.harvest.linked_texts import with_text
from sonla.pbgdpl.sync.harvest.quarantine import is_full
from sonla.pbgdpl.sync.harvest.quarantine import is_new
from sonla.pbgdpl.sync.harvest.quarantine import quarantine_record
from sonla.pbgdpl.sync.harvest.quarantine import release
from sonla.pbgdpl.sync.harvest.staging import stage
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.harvest.staging import StagedPage
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

ALL_ASKED_FOR = _(
    "unfinished_limit", default="As many records were taken as somebody asked for."
)
MAX_NOTES = 10
"""Lines of the journal that tell what of one record is not as it was sent."""
FORGET_AFTER = 100
"""News after which what was loaded for them is dropped. With fewer, what the indexes
need for each batch would be loaded anew too often; with more, memory grows with the
catalog."""


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

    @property
    def bindings(self) -> Mapping[str, Binding]:
        """What records are bound to; not to be kept from one step to the next."""
        return make_store(self.context.site).bindings.get(self.source.name, {})

    def known(self, remote_id: str) -> Binding | None:
        """Find what a record is bound to."""
        return self.bindings.get(remote_id)

    def is_quarantined(self, remote_id: str) -> bool:
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
            raise Unfinished(ALL_ASKED_FOR)

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

    def stage_page(
        self, changes: Iterable[SourceChange], forced: datetime | None = None
    ) -> StagedPage:
        """Sort changes and read those that are new; ends any transaction that is open.

        See `staging.stage`.
        """
        staged_page = self.stage_again(changes, forced)
        self.pending["seen"] += staged_page.unchanged
        self.pending["unchanged"] += staged_page.unchanged
        self.taken += staged_page.unchanged
        return staged_page

    def stage_again(
        self, changes: Iterable[SourceChange], forced: datetime | None = None
    ) -> StagedPage:
        """Do the same for what pages may have shown: what is not new was counted then."""
        staged_page = stage(
            changes,
            self.bindings.get,
            self.driver.parse,
            self.repository,
            forced,
            self.is_quarantined,
        )
        self.pending["seen"] += len(staged_page.staged_changes)
        self.taken += len(staged_page.staged_changes)
        self._loaded += len(staged_page.staged_changes)
        return staged_page

    def restamp(self, changes: Iterable[SourceChange]) -> None:
        """Write down under which datestamps versions are known; inside a transaction.

        A bad version in quarantine is the source's no more.
        """
        store, source = make_store(self.context.site), self.source.name
        for change in changes:
            known = self.known(change.remote_id)
            if known is not None:
                known.datestamp = change.datestamp
                known.has_tombstone = change.state == "deleted"
            if is_new(store, source, change):
                release(store, source, change.remote_id)

    # Applied

    def apply(
        self,
        set_spec: str | None,
        staged_changes: Sequence[StagedChange],
        close: Callable[[], None] = lambda: None,
    ) -> None:
        """Apply staged changes in their order; `close` runs in the transaction of the last one.

        `set_spec` is the set that was asked for, None for records asked for by name.
        Records with files go alone: their files are fetched just before, so that no
        more than those of one record are held at a time.
        """
        groups = list(grouped(staged_changes))
        for group in groups:
            if group is not groups[0]:
                self.context.check_budget()
            done = close if group is groups[-1] else lambda: None
            self._apply_group(set_spec, [self._filled(one) for one in group], done)

    def _filled(self, staged: StagedChange) -> StagedChange:
        if staged.record is None:
            return staged
        known = self.known(staged.remote_id)
        if staged.record.linked_text is not None:
            self.pause()
            had_text = known is not None and "body" in known.field_hashes
            staged = with_text(staged, self.client, had_text)
        if staged.failure is not None or not has_files(staged.given):
            return staged
        self.pause()
        before = known.field_hashes if known is not None else {}
        return with_files(
            staged,
            self.client,
            lambda name: before.get(name) != staged.hashes.get(name),
            self._is_stored(known),
            self.pause,
        )

    def _is_stored(self, known: Binding | None) -> IsStored:
        """Return what needn't be fetched: files that came with an earlier try.

        Its address alone identifies an image of a body, so it is fetched again when
        the body changed.
        """
        if known is None or not known.attachments:
            return lambda *args: False
        obj = uuidToObject(known.uid, unrestricted=True)
        return (
            stored_files(published_fields(obj))
            if obj is not None
            else lambda *args: False
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
            others.begin_transaction()
            made.clear()

        def apply(staged: StagedChange) -> None:
            """Apply one change, and note what was made for the index of words."""
            applied = self._apply_one(set_spec, staged)
            if applied.action == CREATED:
                made.append(applied.uid)

        def finish(items: Sequence[StagedChange], last: bool) -> None:
            """End a batch in its own transaction."""
            if last:  # once, not with each batch of them
                self.write_counts()
                close()
            others.end_transaction()

        def index_words() -> None:
            """Index the words of what was made, later if others are saving."""
            if self.context.batch_sizer.has_other_writers:
                defer_text(make_store(self.context.site).unindexed)
            else:
                index_now(make_store(self.context.site).unindexed, made)

        batches = self.context.batches(
            apply,
            partial(self._quarantine_failed, set_spec),
            finish,
            index_words,
            begin,
        )
        batches.run(group)
        self.pending.clear()

    def _apply_one(self, set_spec: str | None, staged: StagedChange) -> ImportResult:
        if staged.failure is not None:
            raise staged.failure
        asked = self.found_in(staged.change) if set_spec is None else set_spec
        inbound = RecordImporter(
            make_store(self.context.site), self.source, asked, self.context.now()
        )
        applied = inbound.apply(staged)
        release(make_store(self.context.site), self.source.name, staged.remote_id)
        if staged.missing:
            failure = TransientFailure(
                _("detail_file_missing", default="A file could not be fetched.")
            )
            self._quarantine(asked, staged, failure)
        self._note(staged, applied)
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

    def _note(self, staged: StagedChange, applied: ImportResult) -> None:
        self.context.count(self.source.part, applied.action)
        note = partial(
            self.context.note,
            self.source.part,
            identifier=staged.remote_id,
            uid=applied.uid,
        )
        if applied.action != UNCHANGED or applied.detail:
            note(applied.action, detail=applied.detail)
        sent = () if applied.action == UNCHANGED else staged.notes
        for words in (*sent, *applied.notes)[:MAX_NOTES]:
            note("noticed", detail=words)

    def _quarantine_failed(
        self, set_spec: str | None, staged: StagedChange, error: Exception
    ) -> None:
        """Put a record that can't be applied into quarantine; only a lack of ours ends the run."""
        failure = classified(error)
        if isinstance(failure, LocalFailure):
            raise failure
        if isinstance(failure, Bug):
            logger.error("%s set aside", staged.remote_id, exc_info=error)
        asked = self.found_in(staged.change) if set_spec is None else set_spec
        self._quarantine(asked, staged, failure)
        self.context.count(self.source.part, "quarantined")
        self.context.note(
            self.source.part,
            "quarantined",
            identifier=staged.remote_id,
            code=failure.code,
            detail=failure.detail,
        )

    def _quarantine(self, asked: str, staged: StagedChange, failure: Failure) -> None:
        """Write a record down as quarantined; raises `Suspicious` at one too many."""
        store, source = make_store(self.context.site), self.source.name
        if (source, staged.remote_id) not in store.quarantine:
            if is_full(store, source) and not self.state.released:
                raise Suspicious(
                    _(
                        "detail_quarantine_full",
                        default="Too many records of this source are set aside.",
                    ),
                    about=SINGLE,
                )
        quarantine_record(store, source, staged, failure, self.context.now(), asked)


def grouped(staged_changes: Sequence[StagedChange]) -> Iterator[list[StagedChange]]:
    """Split staged changes into groups without files, and single ones with files."""
    group: list[StagedChange] = []
    for staged in staged_changes:
        if staged.record is not None and goes_alone(staged.record):
            if group:
                yield group
            yield [staged]
            group = []
        else:
            group.append(staged)
    if group:
        yield group
