"""Apply what came from a source to content: create, update, withdraw, bring back.

Everything here runs inside a transaction and a savepoint of the caller's. It destroys
nothing: what a source takes back is withdrawn, what an editor wrote stays, and a text
that is public changes only with approval, unless its set is trusted.

Writing into an item is shared by fetching and by editors who choose the version of a
source. Nothing here asks who may; nothing is committed.
"""

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial.attachments import update_attachments
from sonla.pbgdpl.editorial.revisions import is_revisable
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.working_copies import maker_of
from sonla.pbgdpl.editorial.working_copies import note_machine
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from sonla.pbgdpl.exchange import importer
from sonla.pbgdpl.exchange.accessors import Fetched
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.fields import LOCAL_FIELDS
from sonla.pbgdpl.exchange.fields import SHARED_FIELDS
from sonla.pbgdpl.exchange.formats.jsonld import dump
from sonla.pbgdpl.exchange.hashing import field_hashes
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record_types import type_of
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.bindings import CONFLICT
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.bindings import DIVERGED
from sonla.pbgdpl.sync.bindings import IN_SYNC
from sonla.pbgdpl.sync.bindings import RecordConflict
from sonla.pbgdpl.sync.bindings import WITHDRAWN
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.harvest.deferred_indexing import became_public
from sonla.pbgdpl.sync.harvest.files import FILE_FIELDS
from sonla.pbgdpl.sync.harvest.merge import changed
from sonla.pbgdpl.sync.harvest.merge import Merge
from sonla.pbgdpl.sync.harvest.merge import merge
from sonla.pbgdpl.sync.harvest.merge import Versions
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.harvest.target import target_container
from sonla.pbgdpl.sync.sources import Source
from sonla.pbgdpl.sync.store import mark_harvested
from sonla.pbgdpl.sync.store import SyncStore
from typing import Any
from zope.i18nmessageid import Message


def published_fields(obj: Any) -> Any:
    """Return what an editor works on: the open revision of an item, else the item."""
    return working_copy_of(obj) or obj


def write_fields(
    obj: Any,
    record: Record,
    names: Collection[str],
    *,
    at_once: bool,
    because: str,
    by_a_person: bool = False,
    fetched: Fetched = importer.nothing,
) -> importer.UpdateResult:
    """Write fields of a record into an item, or into a revision that awaits approval.

    A public text gets a revision unless `at_once` says that approval is not needed; an
    open one is gone on with, and one that a person is writing stays where that person
    left it. `because` is the comment in its history. Unless a person
    decided it, nobody is the author of a revision that is opened: anybody may approve.
    """
    target = published_fields(obj)
    opened = target is obj
    if opened and is_revisable(obj) and not at_once:
        target = revise(obj)
        if not by_a_person:
            note_machine(target)
    written = importer.update(
        target, united(record, record_of(target), names), names, fetched
    )
    if target is not obj and (opened or maker_of(target) is None):
        put_into(target, "pending_approval", because)
    return written


def put_into(obj: Any, state: str, because: str) -> None:
    """Set the state of an item and of its files, without a transition.

    Nobody gets mail for it: what a source sends is told once a day.
    """
    workflow = api.portal.get_tool("portal_workflow")[EDITORIAL_WORKFLOW]
    set_state(obj, workflow, state, comment=because)
    update_attachments(obj)
    became_public(obj)


def united(theirs: Record, here: Record, names: Collection[str]) -> Record:
    """Add to the shared fields of a record what stands here: nobody's word is dropped."""
    values = dict(theirs.values)
    for name in SHARED_FIELDS.intersection(names):
        known = theirs.get(name) or ()
        added = tuple(value for value in here.get(name) or () if value not in known)
        values[name] = (*known, *added)
    return Record(theirs.identifier, theirs.type, values)


CREATED = "created"
UPDATED = "updated"
UNCHANGED = "unchanged"
WITHDRAWN_ITEM = "withdrawn"
RESTORED = "restored"
IN_CONFLICT = "conflict"
SKIPPED = "detached"
"""What became of a change: the first four are counts of the journal."""
NEVER_APPLIED = _(
    "detail_never_here",
    default="The source took the record back before it could be applied. It no longer waits.",
)


@dataclass(frozen=True)
class ImportResult:
    """What became of a change, for the journal: why, and what is not as it was sent."""

    action: str
    uid: str = ""
    detail: str = ""
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class RecordImporter:
    """Apply the changes of one source, read in one of its sets, at one moment."""

    store: SyncStore
    source: Source
    asked_set: str
    now: datetime

    def apply(self, staged: StagedChange) -> ImportResult:
        """Apply one change."""
        known = self.store.find_by_remote_id(self.source.name, staged.remote_id)
        is_gone = staged.change.state == "deleted"
        if known is None:
            return (
                ImportResult(UNCHANGED, "", NEVER_APPLIED)
                if is_gone
                else self.create(staged)
            )
        if known.state == DETACHED:
            return ImportResult(UNCHANGED)
        obj = uuidToObject(known.uid, unrestricted=True)
        if obj is None:
            return self.leave(
                known, _("detail_deleted_here", default="The text was deleted here.")
            )
        if is_gone:
            return self.withdraw(staged, known, obj)
        return self.update(staged, known, obj)

    # New

    def create(self, staged: StagedChange) -> ImportResult:
        """Make an item in the state that its set says; nobody gets mail for it."""
        state = self.store.source(self.source.name)
        made = importer.create(
            staged.given, target_container(self.source, state), staged.files.get
        )
        obj = made.obj
        is_trusted = self.is_trusted(staged)
        self.put_into(obj, "published" if is_trusted else "pending_approval")
        binding = Binding(IUUID(obj))
        if not is_trusted:
            self.store.unindexed[binding.uid] = True
        self.store.bind(self.source.name, staged.remote_id, binding)
        mark_harvested(api.portal.get())
        self.remember(binding, staged, field_hashes(record_of(obj)))
        return ImportResult(CREATED, binding.uid, notes=made.notes)

    # Changed

    def update(self, staged: StagedChange, known: Binding, obj: Any) -> ImportResult:
        """Write the fields that the source changed and no editor touched."""
        check_kind(obj, staged.given)
        here = field_hashes(record_of(published_fields(obj)))
        applied = Versions(known.own_hashes, known.field_hashes)
        merged = merge(
            applied, Versions(here, staged.hashes), LOCAL_FIELDS, SHARED_FIELDS
        )
        mine = changed(applied.here, here, LOCAL_FIELDS)
        names = merged.take | (missing_files(known, staged) - mine)
        written = self.write(staged, obj, names)
        back = known.state == WITHDRAWN and self.restore(
            staged, obj, bool(written.names)
        )
        self.remember(known, staged, self.own_hashes(known, mine))
        self.note_conflict(known, staged, merged)
        action = RESTORED if back else UPDATED if written.names else UNCHANGED
        return ImportResult(
            IN_CONFLICT if merged.clash else action, known.uid, notes=written.notes
        )

    def write(
        self, staged: StagedChange, obj: Any, names: frozenset[str]
    ) -> importer.UpdateResult:
        """Write into the item, or into a working copy where approval has to come first."""
        if not names:
            return importer.UpdateResult()
        return write_fields(
            obj,
            staged.given,
            names,
            at_once=self.is_trusted(staged),
            because=self.source.title,
            fetched=staged.files.get,
        )

    def own_hashes(self, known: Binding, mine: frozenset[str]) -> Mapping[str, str]:
        """Return the hashes as they stand now; an editor's fields keep their old ones.

        So that they go on counting as edited here.
        """
        obj = uuidToObject(known.uid, unrestricted=True)
        now = dict(field_hashes(record_of(published_fields(obj))))
        for name in mine:
            now.pop(name, None)
            if name in known.own_hashes:
                now[name] = known.own_hashes[name]
        return now

    def note_conflict(
        self, known: Binding, staged: StagedChange, merged: Merge
    ) -> None:
        """Keep their version where both sides changed a field, for an editor to choose."""
        waiting = self.store.conflicts.get(known.uid)
        fields = merged.clash | set(waiting.fields if waiting else ())
        if fields:
            self.store.conflicts[known.uid] = RecordConflict(
                source=self.source.name,
                remote_id=staged.remote_id,
                fields=tuple(sorted(fields)),
                theirs=dump(staged.given),
                since=waiting.since if waiting else self.now,
            )
        elif waiting is not None:  # it was taken back, and came again as it was
            del self.store.conflicts[known.uid]
        known.state = CONFLICT if fields else DIVERGED if merged.keep else IN_SYNC

    # Gone and back

    def withdraw(self, staged: StagedChange, known: Binding, obj: Any) -> ImportResult:
        """Withdraw an item that its source took back, unless it was edited here."""
        known.datestamp, known.applied = staged.change.datestamp, self.now
        known.has_tombstone = not staged.inferred
        here = field_hashes(record_of(published_fields(obj)))
        if changed(known.own_hashes, here, LOCAL_FIELDS):
            return self.note_withdrawal_conflict(staged, known)
        known.state = WITHDRAWN
        if state_of(obj) != "withdrawn":
            self.put_into(obj, "withdrawn")
        return ImportResult(WITHDRAWN_ITEM, known.uid)

    def note_withdrawal_conflict(
        self, staged: StagedChange, known: Binding
    ) -> ImportResult:
        """Leave the item as it is for an editor to decide; told once, not at each look."""
        waiting = self.store.conflicts.get(known.uid)
        if waiting is not None and not waiting.fields:
            return ImportResult(UNCHANGED, known.uid)
        known.state, known.withdrawn_by_source = CONFLICT, True
        self.store.conflicts[known.uid] = RecordConflict(
            source=self.source.name, remote_id=staged.remote_id, since=self.now
        )
        return ImportResult(
            IN_CONFLICT,
            known.uid,
            _("label_sync_taken_back", default="Taken back there, edited here"),
        )

    def restore(self, staged: StagedChange, obj: Any, written: bool) -> bool:
        """Bring back an item that its source offers again.

        In the state that it had, for that much was approved; what is new in it is not.
        What somebody here withdrew stays withdrawn until somebody here reopens it.
        """
        lines = history_of(obj)
        if state_of(obj) != "withdrawn" or lines[-1]["action"]:
            return False
        before = lines[-2]["review_state"] if len(lines) > 1 else ""
        if self.is_trusted(staged):
            before = "published"
        elif written or before == "withdrawn":
            before = "pending_approval"
        self.put_into(obj, before or "pending_approval")
        return True

    def leave(self, known: Binding, detail: str) -> ImportResult:
        """Ignore a record from now on, until an editor takes it up again."""
        known.state = DETACHED
        return ImportResult(SKIPPED, known.uid, detail)

    # Parts of it

    def is_trusted(self, staged: StagedChange) -> bool:
        """Return whether an item may be public without approval."""
        return self.source.trusts(staged.change.sets, self.asked_set)

    def put_into(self, obj: Any, state: str) -> None:
        """Set the state; the history says that the source caused it."""
        put_into(obj, state, self.source.title)

    def remember(
        self, binding: Binding, staged: StagedChange, own: Mapping[str, str]
    ) -> None:
        """Write down what was applied.

        Fields whose files are missing count as not applied, so that the next try of
        what is quarantined writes them; the record itself counts as applied.
        """
        applied = dict(staged.hashes)
        if staged.missing:
            applied = without(applied, FILE_FIELDS)
        binding.state, binding.withdrawn_by_source = IN_SYNC, False
        binding.has_tombstone = False
        binding.datestamp = staged.change.datestamp
        binding.raw_digest = staged.change.raw_digest
        binding.content_hash = staged.content_hash
        binding.field_hashes = applied
        binding.own_hashes = own if own != applied else applied
        binding.applied = self.now
        binding.sets = tuple(sorted({*staged.change.sets, self.asked_set} - {""}))
        binding.attachments = "partial" if staged.missing else ""


def check_kind(obj: Any, record: Record) -> None:
    """Refuse a record of another kind than the item: half of it would be applied."""
    kind = type_of(obj)
    if kind is not None and kind.name != record.type:
        raise DataFailure(
            _(
                "detail_kind",
                default="The source made a record of another kind of it: ${now} instead of ${before}.",
                mapping={"before": kind.name, "now": record.type},
            )
        )


def missing_files(known: Binding, staged: StagedChange) -> frozenset[str]:
    """Name the fields whose files were missing when the record was applied.

    What the item tells of them is what was sent, so comparing finds no difference.
    """
    if not known.attachments:
        return frozenset()
    return changed(known.field_hashes, staged.hashes).intersection(FILE_FIELDS)


def without(hashes: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Leave some fields out."""
    return {name: value for name, value in hashes.items() if name not in names}
