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
from sonla.pbgdpl.sync.failures import FAULTS_OF_ONE
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.http.backoff import wait_after
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.http.client import request_deadline
from sonla.pbgdpl.sync.outbox.endpoint import Endpoint
from sonla.pbgdpl.sync.outbox.endpoint import Receipt
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.settings import push_address
from sonla.pbgdpl.sync.store import make_store

import logging
import uuid

logger = logging.getLogger(__name__)

PART = "deliver"
PUT = "PUT"
DELETE = "DELETE"
OF_THE_MOMENT = frozenset({409, 423, 425})
"""Conflict, Locked, Too Early (RFC 9110, 4918, 8470): what may be otherwise soon."""
TRIES_OF_THE_MOMENT = 3
PATIENCE = 3
"""So many records may fail one after another before the partner is left alone."""
OURS = (Bug, DataFailure)
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
            deadline=request_deadline(self.context.left()),
            now=self.context.now,
        )
        return Endpoint(client, self.partner)

    @cached_property
    def partner(self) -> str:
        """The partner's address."""
        return push_address()

    def run(self) -> None:
        """Send each record that waits; trouble with one is no reason to stop.

        Trouble with several, one after another, is trouble with the partner: then the
        last failure is raised. But not where the fault is ours, which is no partner's:
        each of those waits for itself, however many there are.
        """
        failure, in_a_row, well = None, 0, 0
        for uid in self.outbox.waiting():
            if self.outbox.is_postponed(uid, self.context.now()):
                continue
            try:
                self.treat(uid)
            except (LeaseLost, Unfinished):
                raise
            except Exception as error:
                failure = fault_of_one(uid, error)
                in_a_row += not isinstance(failure, OURS)
                self.context.transact(partial(self._postpone, uid, failure))
                if in_a_row == PATIENCE:
                    raise
            else:
                in_a_row, well = 0, well + 1
        if failure is not None and not well:
            raise failure

    def treat(self, uid: str, again: bool = False) -> None:
        """Send a record that waits, or take it off the list if nobody needs it.

        `again` says that the partner refused it a moment ago.
        """
        self.context.keep_lease()
        self.context.check_budget()
        self.endpoint.client.deadline = request_deadline(self.context.left())
        parcel = prepare(self.outbox, uid)
        if not is_needed(parcel, self.delivery(uid), self.partner):
            self.context.transact(partial(self._drop, parcel))
        elif self.context.dry_run:
            self.context.transact(lambda: self._note(parcel, "would send"))
        else:
            self.send(parcel, again)

    def send(self, parcel: PreparedDelivery, again: bool) -> None:
        """Send one record: note that it goes out, send it, note what was said."""
        self.context.transact(partial(self._depart, parcel))
        try:
            receipt = self.deliver(parcel)
        except PeerRefusal as refusal:
            if refusal.status == 412:
                self.compare(parcel, again)
            elif self.may_pass(parcel, refusal):
                self.context.transact(partial(self._put_off, parcel, refusal))
            else:
                self.context.transact(partial(self._refused, parcel, refusal))
        else:
            self.context.transact(partial(self._arrived, parcel, receipt))

    def may_pass(self, parcel: PreparedDelivery, refusal: PeerRefusal) -> bool:
        """Return whether a refusal may be one of the moment, such as that of a locked record.

        Then the record is sent again, unchanged, until it was refused so some times.
        """
        tries = self.delivery(parcel.uid).refusals + 1
        return refusal.status in OF_THE_MOMENT and tries < TRIES_OF_THE_MOMENT

    def delivery(self, uid: str) -> Delivery:
        """Return how it stands with a record, for reading."""
        return self.outbox.deliveries.get(uid) or Delivery()

    def deliver(self, parcel: PreparedDelivery) -> Receipt:
        """Make the request for a parcel, on the condition that we know what it replaces.

        Where no tag is known, as after *replace theirs*, the partner is asked first: an
        earlier request may have arrived whose answer was lost.
        """
        now = self.delivery(parcel.uid)
        etag, known = now.etag, now.acknowledged is not None
        if parcel.record is None:
            return self.endpoint.delete(parcel.identifier, etag)
        if known and not etag:
            theirs = self.endpoint.look_up(parcel.identifier)
            if theirs.content_hash == parcel.content_hash:
                return theirs
            etag, known = theirs.etag, bool(theirs.content_hash)
        return self.endpoint.put(parcel.identifier, parcel.record, etag, known)

    def compare(self, parcel: PreparedDelivery, again: bool) -> None:
        """Look what the partner has, since it is not what we thought.

        If it is a version of ours, a request had arrived after all; what was edited
        since is sent at once, now that we know what it replaces.
        """
        theirs = self.endpoint.look_up(parcel.identifier)
        if theirs.content_hash == parcel.content_hash:
            self.context.transact(partial(self._arrived, parcel, theirs))
        elif theirs.content_hash in self.delivery(parcel.uid).may_have and not again:
            self.context.transact(partial(self._known_there, parcel, theirs))
            self.treat(parcel.uid, again=True)
        else:
            self.context.transact(partial(self._disputed, parcel))

    # Steps, each in a transaction

    def _drop(self, parcel: PreparedDelivery) -> None:
        """Take a record off the list; one that was refused and is gone is forgotten."""
        known = self.outbox.deliveries.get(parcel.uid)
        if parcel.record is None and known is not None and known.state == REJECTED:
            del self.outbox.deliveries[parcel.uid]
        self.outbox.settle(parcel.uid, parcel.mark)

    def _depart(self, parcel: PreparedDelivery) -> None:
        delivery = self.outbox.delivery(parcel.uid)
        if delivery.partner != self.partner:
            delivery.partner = self.partner
            delivery.etag, delivery.acknowledged = "", None
        delivery.state = IN_FLIGHT
        delivery.not_before, delivery.told = None, False
        delivery.identifier = parcel.identifier
        delivery.operation = parcel.operation
        delivery.content_hash = parcel.content_hash
        delivery.allow(parcel.content_hash)
        if delivery.acknowledged is None:
            delivery.allow("")
        delivery.attempt = uuid.uuid4().hex
        delivery.attempts += 1
        delivery.sent = self.context.now()

    def _arrived(self, parcel: PreparedDelivery, receipt: Receipt) -> None:
        delivery = self.outbox.delivery(parcel.uid)
        gone = parcel.record is None
        delivery.state = WITHDRAWN if gone else ACKNOWLEDGED
        delivery.etag = "" if gone else receipt.etag
        delivery.content_hash = parcel.content_hash
        delivery.acknowledged = None if gone else self.context.now()
        delivery.may_have = (parcel.content_hash,)
        delivery.attempts = delivery.refusals = 0
        delivery.code = delivery.detail = ""
        self.outbox.settle(parcel.uid, parcel.mark)
        self._note(parcel, "withdrawn" if gone else "sent")

    def _known_there(self, parcel: PreparedDelivery, theirs: Receipt) -> None:
        """Take over what the partner has: the record stays on the list."""
        delivery = self.outbox.delivery(parcel.uid)
        gone = not theirs.content_hash
        delivery.state = WITHDRAWN if gone else ACKNOWLEDGED
        delivery.acknowledged = None if gone else self.context.now()
        delivery.etag, delivery.content_hash = theirs.etag, theirs.content_hash

    def _postpone(self, uid: str, failure: Failure) -> None:
        delivery = self.outbox.delivery(uid)
        now = self.context.now()
        if delivery.state != IN_FLIGHT:  # it came to no request, which counts as well
            delivery.attempts += 1
        delivery.state = WAITING
        delivery.not_before = wait_after(failure, delivery.attempts, now)
        delivery.code, delivery.detail = failure.code, without_secrets(failure.detail)

    def _put_off(self, parcel: PreparedDelivery, refusal: PeerRefusal) -> None:
        self.outbox.delivery(parcel.uid).refusals += 1
        self._postpone(parcel.uid, refusal)

    def _refused(self, parcel: PreparedDelivery, refusal: PeerRefusal) -> None:
        delivery = self.outbox.delivery(parcel.uid)
        delivery.state, delivery.refusals = REJECTED, 0
        delivery.code, delivery.detail = refusal.code, without_secrets(refusal.detail)
        self.outbox.settle(parcel.uid, parcel.mark)
        self._note(parcel, "failed", refusal.code, refusal.detail)

    def _disputed(self, parcel: PreparedDelivery) -> None:
        delivery = self.outbox.delivery(parcel.uid)
        delivery.state = CONFLICT
        delivery.code, delivery.detail = "N", "the partner has another version"
        self.outbox.settle(parcel.uid, parcel.mark)
        self._note(parcel, "failed", "N", delivery.detail)

    def _note(
        self, parcel: PreparedDelivery, action: str, code: str = "", detail: str = ""
    ) -> None:
        self.context.count(PART, action)
        self.context.note(
            PART,
            action,
            identifier=parcel.identifier,
            uid=parcel.uid,
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


def fault_of_one(uid: str, error: Exception) -> Failure:
    """Return the failure of one record, or raise what is none of it alone.

    Access that is refused, a partner that wants to be left in peace and a server of
    ours that lacks something concern every record.
    """
    failure = classified(error)
    if not isinstance(failure, (*FAULTS_OF_ONE, Bug)):
        raise error
    if isinstance(failure, Bug):
        logger.error("%s postponed", uid, exc_info=error)
    return failure


def is_needed(parcel: PreparedDelivery, delivery: Delivery, partner: str) -> bool:
    """Return whether a partner needs to hear of a record.

    Not if it has this very version, nor of the end of one that it can't have.
    """
    if parcel.record is None:
        return any(delivery.may_have)
    kinds = chosen_types(get_sync_settings().push_types)
    same = delivery.content_hash == parcel.content_hash
    has_it = same and delivery.state == ACKNOWLEDGED and delivery.partner == partner
    return parcel.record.type in kinds and not has_it
