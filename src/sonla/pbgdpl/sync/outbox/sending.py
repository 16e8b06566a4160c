"""What sending has in common, whatever the format: which records go out, and what is noted."""

from abc import ABC
from abc import abstractmethod
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from functools import partial
from plone import api
from plone.app.uuid.utils import uuidToObject
from sonla.pbgdpl.exchange.exporter import is_exportable
from sonla.pbgdpl.exchange.exporter import is_version_held
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
from sonla.pbgdpl.sync.bindings import WITHDRAWN
from sonla.pbgdpl.sync.deliveries import ACKNOWLEDGED
from sonla.pbgdpl.sync.deliveries import Delivery
from sonla.pbgdpl.sync.deliveries import IN_FLIGHT
from sonla.pbgdpl.sync.deliveries import Outbox
from sonla.pbgdpl.sync.deliveries import REJECTED
from sonla.pbgdpl.sync.deliveries import SentRecord
from sonla.pbgdpl.sync.deliveries import WAITING
from sonla.pbgdpl.sync.environment import read_environment
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import RECORD_FAULTS
from sonla.pbgdpl.sync.http.backoff import wait_after
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.http.client import request_deadline
from sonla.pbgdpl.sync.outbox.endpoint import Receipt
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.settings import push_address
from sonla.pbgdpl.sync.settings import push_authentication
from sonla.pbgdpl.sync.settings import push_partner
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
FORGET_AFTER = 100
"""Steps after which what was loaded for them is dropped, or memory would grow with the number
of records."""
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
    def gone(self) -> bool:
        """Whether the partner is to have it no more."""
        return self.record is None

    @property
    def operation(self) -> str:
        """The method of the request."""
        return DELETE if self.gone else PUT


Named = PreparedDelivery | SentRecord
"""A record that is about to be sent, or was."""
Step = tuple[tuple[str, ...], Callable[[], bool]]
"""Records that a step is about, and what it does; it returns whether the partner was heard."""


class SendingRun(ABC):
    """What sends within one run, in whatever format."""

    def __init__(self, context: JobContext) -> None:
        self.context = context
        self._begun = 0

    @abstractmethod
    def steps(self) -> Iterator[Step]:
        """Yield what is to be done, one after the other."""

    @property
    def outbox(self) -> Outbox:
        """The outbox; not to be kept from one step to the next."""
        return make_store(self.context.site).outbox

    @cached_property
    def client(self) -> OutboundClient:
        """What asks the partner."""
        return OutboundClient.for_push(
            read_environment(),
            push_address(),
            push_authentication(),
            deadline=request_deadline(self.context.left()),
            now=self.context.now,
        )

    @cached_property
    def partner(self) -> str:
        """The partner, as deliveries name it."""
        return push_partner()

    def run(self) -> None:
        """Send what waits; a failure of one record is no reason to stop.

        Several failures in a row are a fault of the partner: then the
        last failure is raised. But not where the fault is ours, which is no partner's:
        each of those waits for itself, however many there are.
        """
        failure, in_a_row, delivered = None, 0, 0
        for uids, step in self.steps():
            try:
                heard = step()
            except (LeaseLost, Unfinished):
                raise
            except Exception as error:
                failure = failure_of_record(" ".join(uids), error)
                in_a_row += not isinstance(failure, LOCAL_FAULTS)
                self.context.transact(partial(self._postpone_all, uids, failure))
                if in_a_row == MAX_FAILURES_IN_A_ROW:
                    raise
                continue
            if heard:
                in_a_row, delivered = 0, delivered + 1
        if failure is not None and not delivered:
            raise failure

    def prepare_client(self) -> None:
        """Make sure that there is time left for one more request, and we may ask."""
        self.context.keep_lease()
        self.context.check_budget()
        self._begun += 1
        if self._begun % FORGET_AFTER == 0:
            self.context.forget()
        self.client.deadline = request_deadline(self.context.left())

    def ready(self) -> Iterator[str]:
        """Yield the records that wait for nothing but us, the longest waiting first."""
        yield from filter(self.is_ready, self.outbox.waiting())

    def is_ready(self, uid: str) -> bool:
        """Return whether a record waits, and for nothing but us: no moment, and nobody's look."""
        outbox = self.outbox
        if uid not in outbox.dirty or outbox.is_postponed(uid, self.context.now()):
            return False
        with api.env.adopt_roles(["Manager"]):
            obj = uuidToObject(uid, unrestricted=True)
            return obj is None or not is_version_held(obj)

    def is_temporary(self, prepared: Named, refusal: PeerRefusal) -> bool:
        """Return whether a refusal may be one of the moment, such as that of a locked record.

        Then the record is sent again, unchanged, until it was refused so some times.
        """
        tries = self.delivery(prepared.uid).refusals + 1
        return refusal.status in TEMPORARY_STATUSES and tries < MAX_TEMPORARY_REFUSALS

    def delivery(self, uid: str) -> Delivery:
        """Return the delivery of a record, for reading."""
        return self.outbox.deliveries.get(uid) or Delivery()

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
            delivery.remote_id = delivery.receipt_code = delivery.receipt_message = ""
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

    def _mark_acknowledged(self, prepared: Named, receipt: Receipt) -> None:
        delivery = self.outbox.delivery(prepared.uid)
        gone = prepared.gone
        delivery.state = WITHDRAWN if gone else ACKNOWLEDGED
        delivery.etag = "" if gone else receipt.etag
        delivery.body_digest = "" if gone else receipt.body_digest
        delivery.content_hash = prepared.content_hash
        delivery.acknowledged = None if gone else self.context.now()
        delivery.may_have = (prepared.content_hash,)
        delivery.attempts = delivery.refusals = 0
        delivery.code = delivery.detail = ""
        self.outbox.mark_done(prepared.uid, prepared.mark)
        self._note(prepared, "withdrawn" if gone else "sent")

    def _postpone(self, uid: str, failure: Failure) -> None:
        delivery = self.outbox.delivery(uid)
        now = self.context.now()
        if delivery.state != IN_FLIGHT:  # it came to no request, which counts as well
            delivery.attempts += 1
        delivery.state = WAITING
        delivery.not_before = wait_after(failure, delivery.attempts, now)
        delivery.code, delivery.detail = failure.code, without_secrets(failure.detail)

    def _postpone_all(self, uids: Iterable[str], failure: Failure) -> None:
        for uid in uids:
            if uid in self.outbox.dirty:
                self._postpone(uid, failure)

    def _postpone_refused(self, prepared: Named, refusal: PeerRefusal) -> None:
        self.outbox.delivery(prepared.uid).refusals += 1
        self._postpone(prepared.uid, refusal)

    def _mark_rejected(self, prepared: Named, refusal: PeerRefusal) -> None:
        delivery = self.outbox.delivery(prepared.uid)
        delivery.state, delivery.refusals = REJECTED, 0
        delivery.code, delivery.detail = refusal.code, without_secrets(refusal.detail)
        self.outbox.mark_done(prepared.uid, prepared.mark)
        self._note(prepared, "failed", refusal.code, refusal.detail)

    def _note(
        self, prepared: Named, action: str, code: str = "", detail: str = ""
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
