"""Deliver the records that wait in the outbox, each with its own outcome."""

from dataclasses import dataclass
from functools import cached_property
from functools import partial
from plone import api
from plone.app.uuid.utils import uuidToObject
from sonla.pbgdpl.exchange.exporter import is_exportable
from sonla.pbgdpl.exchange.hashing import content_hash
from sonla.pbgdpl.exchange.reconciling import usable_record
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record_types import chosen_types
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.jobs.context import classified
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.failures import Bug
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.lease import LeaseLost
from sonla.pbgdpl.jobs.secrets import without_secrets
from sonla.pbgdpl.jobs.transactions import Unfinished
from sonla.pbgdpl.sync.bindings import CONFLICT
from sonla.pbgdpl.sync.bindings import WITHDRAWN
from sonla.pbgdpl.sync.deliveries import ACKNOWLEDGED
from sonla.pbgdpl.sync.deliveries import Delivery
from sonla.pbgdpl.sync.deliveries import IN_FLIGHT
from sonla.pbgdpl.sync.deliveries import Outbox
from sonla.pbgdpl.sync.deliveries import REJECTED
from sonla.pbgdpl.sync.deliveries import WAITING
from sonla.pbgdpl.sync.environment import read_environment
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import RECORD_FAULTS
from sonla.pbgdpl.sync.http.backoff import wait_after
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.http.client import request_deadline
from sonla.pbgdpl.sync.outbox.endpoint import Endpoint
from sonla.pbgdpl.sync.outbox.endpoint import Receipt
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.settings import push_address
from sonla.pbgdpl.sync.settings import push_authentication
from sonla.pbgdpl.sync.store import make_store

import logging
import uuid

logger = logging.getLogger(__name__)

PART = "deliver"
PUT = "PUT"
DELETE = "DELETE"
TEMPORARY_STATUSES = frozenset({409, 423, 425})
"""Conflict, Locked, Too Early (RFC 9110, 4918, 8470): what may be otherwise soon."""
MAX_TEMPORARY_REFUSALS = 3
MAX_FAILURES_IN_A_ROW = 3
"""So many records may fail one after another before the partner is left alone."""
LOCAL_FAULTS = (Bug, DataFailure)
"""Failures of a record that say nothing of the partner."""


@dataclass(frozen=True)
class PreparedDelivery:
    """What is to be sent of a record now; `record` is None if it is gone."""

    uid: str
    mark: int
    identifier: str
    record: Record | None
    content_hash: str = ""

    @property
    def operation(self) -> str:
        """The method of the request."""
        return PUT if self.record is not None else DELETE


class Sender:
    """Send within one run."""

    def __init__(self, context: JobContext) -> None:
        self.context = context

    @property
    def outbox(self) -> Outbox:
        """The outbox; not to be kept from one step to the next."""
        return make_store(self.context.site).outbox

    @cached_property
    def endpoint(self) -> Endpoint:
        """The partner's endpoint."""
        client = OutboundClient.for_push(
            read_environment(),
            self.partner,
            push_authentication(),
            deadline=request_deadline(self.context.left()),
            now=self.context.now,
        )
        return Endpoint(client, self.partner)

    @cached_property
    def partner(self) -> str:
        """The partner's address."""
        return push_address()

    def run(self) -> None:
        """Send each record that waits; a failure of one is no reason to stop.

        Several failures in a row are a fault of the partner: then the
        last failure is raised. But not where the fault is ours, which is no partner's:
        each of those waits for itself, however many there are.
        """
        failure, in_a_row, delivered = None, 0, 0
        for uid in self.outbox.waiting():
            if self.outbox.is_postponed(uid, self.context.now()):
                continue
            try:
                self.process(uid)
            except (LeaseLost, Unfinished):
                raise
            except Exception as error:
                failure = failure_of_record(uid, error)
                in_a_row += not isinstance(failure, LOCAL_FAULTS)
                self.context.transact(partial(self._postpone, uid, failure))
                if in_a_row == MAX_FAILURES_IN_A_ROW:
                    raise
            else:
                in_a_row, delivered = 0, delivered + 1
        if failure is not None and not delivered:
            raise failure

    def process(self, uid: str, again: bool = False) -> None:
        """Send a record that waits, or remove it from the outbox if that is not needed.

        `again` says that the partner refused it a moment ago.
        """
        self.context.keep_lease()
        self.context.check_budget()
        self.endpoint.client.deadline = request_deadline(self.context.left())
        prepared = prepare(self.outbox, uid)
        if not is_needed(prepared, self.delivery(uid), self.partner):
            self.context.transact(partial(self._dequeue, prepared))
        elif self.context.dry_run:
            self.context.transact(lambda: self._note(prepared, "would send"))
        else:
            self.send(prepared, again)

    def send(self, prepared: PreparedDelivery, again: bool) -> None:
        """Send one record: note that it goes out, send it, note what was said."""
        self.context.transact(partial(self._mark_sent, prepared))
        try:
            receipt = self.deliver(prepared)
        except PeerRefusal as refusal:
            if refusal.status == 412:
                self.resolve_mismatch(prepared, again)
            elif self.is_temporary(prepared, refusal):
                self.context.transact(
                    partial(self._postpone_refused, prepared, refusal)
                )
            else:
                self.context.transact(partial(self._mark_rejected, prepared, refusal))
        else:
            self.context.transact(partial(self._mark_acknowledged, prepared, receipt))

    def is_temporary(self, prepared: PreparedDelivery, refusal: PeerRefusal) -> bool:
        """Return whether a refusal may be one of the moment, such as that of a locked record.

        Then the record is sent again, unchanged, until it was refused so some times.
        """
        tries = self.delivery(prepared.uid).refusals + 1
        return refusal.status in TEMPORARY_STATUSES and tries < MAX_TEMPORARY_REFUSALS

    def delivery(self, uid: str) -> Delivery:
        """Return the delivery of a record, for reading."""
        return self.outbox.deliveries.get(uid) or Delivery()

    def deliver(self, prepared: PreparedDelivery) -> Receipt:
        """Make the request for a prepared delivery, on the condition that we know what it replaces.

        Where no tag is known, as after *replace theirs*, the partner is asked first: an
        earlier request may have arrived whose answer was lost.
        """
        now = self.delivery(prepared.uid)
        etag, known = now.etag, now.acknowledged is not None
        if prepared.record is None:
            return self.endpoint.delete(prepared.identifier, etag)
        if known and not etag:
            remote = self.endpoint.look_up(prepared.identifier)
            if remote.content_hash == prepared.content_hash:
                return remote
            etag, known = remote.etag, bool(remote.content_hash)
        return self.endpoint.put(prepared.identifier, prepared.record, etag, known)

    def resolve_mismatch(self, prepared: PreparedDelivery, again: bool) -> None:
        """Look what the partner has, since it is not what we thought.

        If it is a version of ours, a request had arrived after all; what was edited
        since is sent at once, now that we know what it replaces.
        """
        remote = self.endpoint.look_up(prepared.identifier)
        if remote.content_hash == prepared.content_hash:
            self.context.transact(partial(self._mark_acknowledged, prepared, remote))
        elif remote.content_hash in self.delivery(prepared.uid).may_have and not again:
            self.context.transact(partial(self._mark_known_remotely, prepared, remote))
            self.process(prepared.uid, again=True)
        else:
            self.context.transact(partial(self._mark_conflict, prepared))

    # Steps, each in a transaction

    def _dequeue(self, prepared: PreparedDelivery) -> None:
        """Remove a record from the outbox; one that was refused and is gone is forgotten."""
        known = self.outbox.deliveries.get(prepared.uid)
        if prepared.record is None and known is not None and known.state == REJECTED:
            del self.outbox.deliveries[prepared.uid]
        self.outbox.mark_done(prepared.uid, prepared.mark)

    def _mark_sent(self, prepared: PreparedDelivery) -> None:
        delivery = self.outbox.delivery(prepared.uid)
        if delivery.partner != self.partner:
            delivery.partner = self.partner
            delivery.etag, delivery.acknowledged = "", None
        delivery.state = IN_FLIGHT
        delivery.not_before, delivery.reported = None, False
        delivery.identifier = prepared.identifier
        delivery.operation = prepared.operation
        delivery.content_hash = prepared.content_hash
        delivery.allow(prepared.content_hash)
        if delivery.acknowledged is None:
            delivery.allow("")
        delivery.attempt = uuid.uuid4().hex
        delivery.attempts += 1
        delivery.sent = self.context.now()

    def _mark_acknowledged(self, prepared: PreparedDelivery, receipt: Receipt) -> None:
        delivery = self.outbox.delivery(prepared.uid)
        gone = prepared.record is None
        delivery.state = WITHDRAWN if gone else ACKNOWLEDGED
        delivery.etag = "" if gone else receipt.etag
        delivery.content_hash = prepared.content_hash
        delivery.acknowledged = None if gone else self.context.now()
        delivery.may_have = (prepared.content_hash,)
        delivery.attempts = delivery.refusals = 0
        delivery.code = delivery.detail = ""
        self.outbox.mark_done(prepared.uid, prepared.mark)
        self._note(prepared, "withdrawn" if gone else "sent")

    def _mark_known_remotely(self, prepared: PreparedDelivery, remote: Receipt) -> None:
        """Store what the partner has: the record stays in the outbox."""
        delivery = self.outbox.delivery(prepared.uid)
        gone = not remote.content_hash
        delivery.state = WITHDRAWN if gone else ACKNOWLEDGED
        delivery.acknowledged = None if gone else self.context.now()
        delivery.etag, delivery.content_hash = remote.etag, remote.content_hash

    def _postpone(self, uid: str, failure: Failure) -> None:
        delivery = self.outbox.delivery(uid)
        now = self.context.now()
        if delivery.state != IN_FLIGHT:  # it came to no request, which counts as well
            delivery.attempts += 1
        delivery.state = WAITING
        delivery.not_before = wait_after(failure, delivery.attempts, now)
        delivery.code, delivery.detail = failure.code, without_secrets(failure.detail)

    def _postpone_refused(
        self, prepared: PreparedDelivery, refusal: PeerRefusal
    ) -> None:
        self.outbox.delivery(prepared.uid).refusals += 1
        self._postpone(prepared.uid, refusal)

    def _mark_rejected(self, prepared: PreparedDelivery, refusal: PeerRefusal) -> None:
        delivery = self.outbox.delivery(prepared.uid)
        delivery.state, delivery.refusals = REJECTED, 0
        delivery.code, delivery.detail = refusal.code, without_secrets(refusal.detail)
        self.outbox.mark_done(prepared.uid, prepared.mark)
        self._note(prepared, "failed", refusal.code, refusal.detail)

    def _mark_conflict(self, prepared: PreparedDelivery) -> None:
        delivery = self.outbox.delivery(prepared.uid)
        delivery.state = CONFLICT
        delivery.code, delivery.detail = "N", "the partner has another version"
        self.outbox.mark_done(prepared.uid, prepared.mark)
        self._note(prepared, "failed", "N", delivery.detail)

    def _note(
        self, prepared: PreparedDelivery, action: str, code: str = "", detail: str = ""
    ) -> None:
        self.context.count(PART, action)
        self.context.note(
            PART,
            action,
            identifier=prepared.identifier,
            uid=prepared.uid,
            code=code,
            detail=detail,
        )


def prepare(outbox: Outbox, uid: str) -> PreparedDelivery:
    """Read a record as it is now; its kind may be one that is sent no more."""
    mark, identifier = outbox.dirty[uid], identifier_of(uid)
    with api.env.adopt_roles(["Manager"]):
        obj = uuidToObject(uid, unrestricted=True)
        if obj is None or not is_exportable(obj):
            return PreparedDelivery(uid, mark, identifier, None)
        record = usable_record(obj)
    if record is None:
        return PreparedDelivery(uid, mark, identifier, None)
    return PreparedDelivery(uid, mark, identifier, record, content_hash(record))


def failure_of_record(uid: str, error: Exception) -> Failure:
    """Return the failure of one record, or raise what is none of it alone.

    Access that is refused, a partner that asks to wait and a server of
    ours that lacks something concern every record.
    """
    failure = classified(error)
    if not isinstance(failure, (*RECORD_FAULTS, Bug)):
        raise error
    if isinstance(failure, Bug):
        logger.error("%s postponed", uid, exc_info=error)
    return failure


def is_needed(prepared: PreparedDelivery, delivery: Delivery, partner: str) -> bool:
    """Return whether a partner needs to hear of a record.

    Not if it has this very version, nor of the end of one that it can't have.
    """
    if prepared.record is None:
        return any(delivery.may_have)
    kinds = chosen_types(get_sync_settings().push_types)
    same = delivery.content_hash == prepared.content_hash
    has_it = same and delivery.state == ACKNOWLEDGED and delivery.partner == partner
    return prepared.record.type in kinds and not has_it
