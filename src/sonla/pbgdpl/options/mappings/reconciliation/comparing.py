"""Compare what they have with what is here, some records a transaction."""

from abc import ABC
from abc import abstractmethod
from collections.abc import Callable
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import islice
from plone import api
from sonla.pbgdpl.core.btrees import CountedTree
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.ledger import Ledger
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.ledger_entries import LedgerEntry
from sonla.pbgdpl.exchange.reconciling import public_item
from sonla.pbgdpl.exchange.reconciling import usable_record
from sonla.pbgdpl.exchange.record_types import chosen_types
from sonla.pbgdpl.exchange.settings import get_exchange_settings
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.exchange.settings import repository_id
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.options.mappings.reconciliation.listing import stored
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.deliveries import Delivery
from sonla.pbgdpl.sync.reconciliation.state import Difference
from sonla.pbgdpl.sync.reconciliation.state import DIFFERS
from sonla.pbgdpl.sync.reconciliation.state import DONE
from sonla.pbgdpl.sync.reconciliation.state import Listed
from sonla.pbgdpl.sync.reconciliation.state import ONLY_HERE
from sonla.pbgdpl.sync.reconciliation.state import ONLY_THERE
from sonla.pbgdpl.sync.reconciliation.state import OURS
from sonla.pbgdpl.sync.reconciliation.state import PENDING
from sonla.pbgdpl.sync.reconciliation.state import Reconciliation
from sonla.pbgdpl.sync.reconciliation.state import SAME
from sonla.pbgdpl.sync.reconciliation.state import same_digest
from sonla.pbgdpl.sync.reconciliation.state import SENDING
from sonla.pbgdpl.sync.reconciliation.state import source_of_key
from sonla.pbgdpl.sync.reconciliation.state import THEIRS
from sonla.pbgdpl.sync.reconciliation.state import WITHDRAWN_HERE
from sonla.pbgdpl.sync.reconciliation.state import WITHDRAWN_THERE
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.settings import push_address
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import SyncStore
from typing import Any

BATCH_SIZE = 100
Verdict = tuple[str, Difference | None] | None
"""How a record stands, with the difference if there is one; None if it is of no interest."""


class Comparison(ABC):
    """Compare with one partner, within one transaction."""

    def __init__(self, store: SyncStore, found: Reconciliation) -> None:
        self.store, self.found = store, found

    @abstractmethod
    def our_names(self, after: str) -> Iterator[str]:
        """Yield what names our records, in ascending order, behind one."""

    @abstractmethod
    def our_number(self) -> int:
        """Count them."""

    @abstractmethod
    def judge_ours(self, name: str) -> Verdict:
        """Compare one of our records with theirs."""

    @abstractmethod
    def judge_theirs(self, name: str, listed: Listed) -> Verdict:
        """Look whether a record of theirs is missing here."""

    def shown_name(self, name: str) -> str:
        """Return how the other side calls one of our records."""
        return name


class SendingComparison(Comparison):
    """Compare our public records with what somebody has of them."""

    def __init__(
        self, store: SyncStore, found: Reconciliation, ledger: Ledger, sends: bool
    ) -> None:
        super().__init__(store, found)
        self.ledger, self.sends = ledger, sends
        self.partner = push_address()
        self.kinds = chosen_types(
            get_sync_settings().push_types
            if sends
            else get_exchange_settings().exported_types
        )

    def our_names(self, after: str) -> Iterator[str]:
        return iter(self.ledger.entries.keys(after or None, None, bool(after)))

    def our_number(self) -> int:
        return len(self.ledger.entries)

    def shown_name(self, name: str) -> str:
        return identifier_of(name)

    def judge_ours(self, name: str) -> Verdict:
        listed = self.found.their_record(identifier_of(name))
        entry = self.ledger.entry(name)
        is_there = listed is not None and not listed.deleted
        if self.sends and not entry.deleted and entry.type not in self.kinds:
            return None  # what they have of a kind that is sent no more stays there
        if entry.deleted or entry.type not in self.kinds:
            return self._judge_gone(name, listed) if is_there else None
        if self._waits(name):
            return PENDING, None
        if listed is None or listed.deleted:
            return ONLY_HERE, Difference(name, entry.content_hash, "")
        return self._judge_content(name, entry, listed)

    def _waits(self, name: str) -> bool:
        return self.sends and name in self.store.outbox.dirty

    def _judge_gone(self, name: str, listed: Listed | None) -> Verdict:
        if self._waits(name):
            return PENDING, None
        return WITHDRAWN_HERE, Difference(name, "", listed.digest if listed else "")

    def _judge_content(self, name: str, entry: LedgerEntry, listed: Listed) -> Verdict:
        known = self.store.outbox.deliveries.get(name) if self.sends else None
        delivery = known or Delivery()
        if is_later(delivery.acknowledged, self.found.begun):
            return PENDING, None
        with api.env.adopt_roles(["Manager"]):
            item = public_item(name)
            record = usable_record(item) if item is not None else None
        if record is None:  # a date has passed, which the next run notices
            return PENDING, None
        ours = content_hash(record)
        sent: tuple[str, ...] = ()
        if delivery.content_hash == ours and delivery.partner == self.partner:
            sent = (delivery.body_digest, delivery.etag)
        if same_digest(listed.digest, ours, entry.content_hash, *sent):
            return SAME, None
        return DIFFERS, Difference(name, ours, listed.digest)

    def judge_theirs(self, name: str, listed: Listed) -> Verdict:
        own, uid = own_uid(name)
        if listed.deleted or (own and self.ledger.get(uid) is not None):
            return None
        return ONLY_THERE, Difference(uid if own else "", "", listed.digest)


class FetchingComparison(Comparison):
    """Compare what a source has with what we have of it."""

    def __init__(self, store: SyncStore, found: Reconciliation, source: str) -> None:
        super().__init__(store, found)
        self.source = source
        self.bindings = store.bindings.get(source)

    def our_names(self, after: str) -> Iterator[str]:
        if self.bindings is None:
            return iter(())
        return iter(self.bindings.keys(after or None, None, bool(after)))

    def our_number(self) -> int:
        return len(self.bindings) if self.bindings is not None else 0

    def judge_ours(self, name: str) -> Verdict:
        known: Binding = self.bindings[name]
        listed = self.found.their_record(name)
        if self._is_pending(name, known):
            return PENDING, None
        difference = Difference(
            known.uid, known.raw_digest, listed.digest if listed is not None else ""
        )
        if listed is None:
            if known.is_gone:
                return None
            return (PENDING, None) if self.found.incomplete else (ONLY_HERE, difference)
        if listed.deleted:
            return None if known.is_gone else (WITHDRAWN_THERE, difference)
        if known.is_gone:
            return WITHDRAWN_HERE, difference
        if same_digest(listed.digest, known.raw_digest, known.content_hash):
            return SAME, None
        return DIFFERS, difference

    def _is_pending(self, name: str, known: Binding) -> bool:
        return (
            known.state == DETACHED
            or (self.source, name) in self.store.quarantine
            or is_later(known.applied, self.found.begun)
        )

    def judge_theirs(self, name: str, listed: Listed) -> Verdict:
        if listed.deleted or (self.bindings is not None and name in self.bindings):
            return None
        own, _uid = own_uid(name)
        if own or (self.source, name) in self.store.quarantine:
            return PENDING, None
        return ONLY_THERE, Difference("", "", listed.digest)


def own_uid(name: str) -> tuple[bool, str]:
    """Return whether an identifier is one of ours, and the UID in it."""
    prefix = f"oai:{repository_id()}:"
    return name.startswith(prefix), name.removeprefix(prefix)


def is_later(moment: datetime | None, begun: datetime) -> bool:
    """Return whether something happened after a reconciliation began."""
    return moment is not None and moment > begun


def comparison_of(site: Any, store: SyncStore, key: str) -> Comparison:
    """Return what compares with the partner that a key names."""
    found, source = store.reconciliations[key], source_of_key(key)
    if source:
        return FetchingComparison(store, found, source)
    ledger = ledger_of(site)
    assert ledger is not None  # as long as the add-on is installed
    return SendingComparison(store, found, ledger, key == SENDING)


def compare(context: JobContext, key: str) -> None:
    """Compare all that is left, as long as there is time."""
    steps: dict[str, Callable[[JobContext, str], None]] = {
        OURS: _compare_ours,
        THEIRS: _compare_theirs,
    }
    while (phase := stored(context, key).phase) in steps:
        context.transact(partial(steps[phase], context, key))
        context.keep_lease()
        context.forget()
        context.check_budget()


def _compare_ours(context: JobContext, key: str) -> None:
    comparison = comparison_of(context.site, make_store(context.site), key)
    found = comparison.found
    if not found.place:
        found.total = comparison.our_number()
    names = list(islice(comparison.our_names(found.place), BATCH_SIZE))
    for name in names:
        _note(found, comparison.shown_name(name), comparison.judge_ours(name))
    _note_place(found, names)
    if len(names) < BATCH_SIZE:
        found.begin_phase(THEIRS, len(found.theirs))


def _compare_theirs(context: JobContext, key: str) -> None:
    comparison = comparison_of(context.site, make_store(context.site), key)
    found = comparison.found
    after = found.place
    names = list(
        islice(found.theirs.keys(after or None, None, bool(after)), BATCH_SIZE * 10)
    )
    for name in names:
        listed = Listed(*found.theirs[name])
        _note(found, name, comparison.judge_theirs(name, listed))
    _note_place(found, names)
    if len(names) < BATCH_SIZE * 10:
        found.begin_phase(DONE)
        found.finished = context.now()
        found.code = found.detail = ""
        found.theirs = CountedTree()


def _note(found: Reconciliation, name: str, verdict: Verdict) -> None:
    if verdict is not None:
        found.note(verdict[0], name, verdict[1])


def _note_place(found: Reconciliation, names: list[str]) -> None:
    if names:
        found.place = names[-1]
        found.looked_at += len(names)
