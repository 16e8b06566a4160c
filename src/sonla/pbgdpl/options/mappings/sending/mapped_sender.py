"""Deliver records as a mapping says: alone or several in one request, a receipt for each.

A request is committed before it goes out, and stays until somebody has seen its answer. One
whose answer got lost is sent again as it was, under its key, before anything else is said of
its records; where the mapping can look records up, the partner is asked for them instead,
and what goes to the address of one record is sent as it is by then. So nothing is doubled,
whatever was edited in between. One that is refused when it is sent again stays, too: whatever becomes of
its records later begins with it.
"""

from collections import deque
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from functools import partial
from hashlib import sha256
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.jobs.secrets import without_secrets
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import CHANGE
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import DELETION
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import Element
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import MappedEndpoint
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import NEW
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import RecordReceipt
from sonla.pbgdpl.sync.deliveries import IN_FLIGHT
from sonla.pbgdpl.sync.deliveries import QUEUED
from sonla.pbgdpl.sync.deliveries import REJECTED
from sonla.pbgdpl.sync.deliveries import SentRecord
from sonla.pbgdpl.sync.deliveries import SentRequest
from sonla.pbgdpl.sync.failures import AuthorityFailure
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import RateLimited
from sonla.pbgdpl.sync.failures import SettingFailure
from sonla.pbgdpl.sync.mapping.definition import SendMapping
from sonla.pbgdpl.sync.mapping.stored import mapping_named
from sonla.pbgdpl.sync.messages import NO_DELETION
from sonla.pbgdpl.sync.messages import UNSURE
from sonla.pbgdpl.sync.outbox.endpoint import GONE
from sonla.pbgdpl.sync.outbox.endpoint import Receipt
from sonla.pbgdpl.sync.outbox.sending import is_needed
from sonla.pbgdpl.sync.outbox.sending import prepare
from sonla.pbgdpl.sync.outbox.sending import PreparedDelivery
from sonla.pbgdpl.sync.outbox.sending import SendingRun
from sonla.pbgdpl.sync.outbox.sending import Step
from sonla.pbgdpl.sync.settings import push_address
from sonla.pbgdpl.sync.settings import push_format
from zope.i18nmessageid import Message

Pairs = Sequence[tuple[PreparedDelivery, Element]]
CONCERN_ALL = frozenset({404, 405, 406, 410, 415})
"""Statuses that say of an address of many that nothing can be sent there like that."""
NO_REASON = _("detail_no_reason", default="The other side gave no reason.")
MAX_TRIES_TOGETHER = 3
"""After so many failures a record is sent alone, so that it holds up no other."""


def sending_named(name: str) -> SendMapping:
    """Return how a mapping sends; raise `SettingFailure` for one that does not."""
    sending = mapping_named(name).sending
    if sending is None:
        raise SettingFailure(
            _(
                "detail_mapping_sends_nothing",
                default="The mapping ${name}, which is chosen for sending, has no part [send]. Correct it on the page “Mappings”, or choose another one in the settings.",
                mapping={"name": name},
            )
        )
    return sending


class MappedSender(SendingRun):
    """Send by the mapping of the settings."""

    def __init__(self, context: JobContext) -> None:
        super().__init__(context)
        self.together: dict[str, list[tuple[PreparedDelivery, Element]]] = {}
        self.requests: deque[tuple[str, Pairs]] = deque()
        self.renewed: deque[str] = deque()

    @cached_property
    def sending(self) -> SendMapping:
        """How records go out."""
        return sending_named(push_format())

    @cached_property
    def endpoint(self) -> MappedEndpoint:
        """The partner's endpoint."""
        return MappedEndpoint(self.client, push_address(), self.sending)

    def steps(self) -> Iterator[Step]:
        """Yield what has no answer yet, then each record that waits, then its requests."""
        for key in list(self.outbox.unanswered):
            uids = tuple(one.uid for one in self.outbox.unanswered[key].records)
            if any(map(self.is_ready, uids)):
                yield uids, partial(self.repeat, key)
        for uid in self.ready():
            if not self.outbox.is_unanswered(uid):
                yield (uid,), partial(self.collect, uid)
                yield from self.composed()
        for operation in list(self.together):
            self.requests.append((operation, self.together.pop(operation)))
        yield from self.composed()

    def composed(self) -> Iterator[Step]:
        """Yield the requests that are whole, and what has to be looked at once more."""
        while self.requests or self.renewed:
            if self.renewed:
                uid = self.renewed.popleft()
                yield (uid,), partial(self.collect, uid)
                continue
            operation, pairs = self.requests.popleft()
            uids = tuple(one.uid for one, _element in pairs)
            yield uids, partial(self.deliver, operation, pairs)

    # What is sent

    def collect(self, uid: str) -> bool:
        """Put a record among those that go out next, if the partner needs to hear of it."""
        self.prepare_client()
        prepared = self.prepared(uid)
        if not is_needed(prepared, self.delivery(uid), self.partner):
            self.context.transact(partial(self._dequeue, prepared))
        elif self.context.dry_run:
            self.context.transact(lambda: self._note(prepared, "would send"))
        else:
            self.add(prepared)
        return False

    def prepared(self, uid: str) -> PreparedDelivery:
        """Read a record as it is now; another way to write it makes another version."""
        found = prepare(self.outbox, uid)
        if found.record is None:
            return found
        version = f"{found.content_hash} {self.sending.digest}"
        return replace(found, content_hash=sha256(version.encode()).hexdigest())

    def add(self, prepared: PreparedDelivery) -> None:
        """Write a record for the request that it goes out with."""
        delivery, sending = self.delivery(prepared.uid), self.sending
        known = delivery.partner == self.partner
        remote_id = delivery.remote_id if known else ""
        operation = NEW
        if prepared.record is None:
            operation = DELETION
            if sending.deletion is None:
                return self.context.transact(partial(self._mark_undeletable, prepared))
            lacks_name = "{remote_id}" in sending.deletion.path and not remote_id
            if lacks_name and delivery.state == REJECTED:
                return self.context.transact(partial(self._mark_undeletable, prepared))
            if lacks_name:
                return self.context.transact(
                    partial(self._mark_acknowledged, prepared, Receipt())
                )
        elif known and delivery.acknowledged and sending.change is not sending.new:
            lacks_name = "{remote_id}" in sending.change.path and not remote_id
            operation = NEW if lacks_name else CHANGE
        request = self.endpoint.request_of(operation)
        pair = (
            prepared,
            self.endpoint.element(
                operation, prepared.identifier, prepared.record, remote_id
            ),
        )
        if delivery.attempts >= MAX_TRIES_TOGETHER or request.batch == 1:
            return self.requests.append((operation, [pair]))
        together = self.together.setdefault(operation, [])
        together.append(pair)
        if len(together) >= request.batch:
            self.requests.append((operation, self.together.pop(operation)))
        return None

    def deliver(self, operation: str, pairs: Pairs) -> bool:
        """Send records in one request: note that it goes out, send it, note what was said."""
        self.prepare_client()
        request = self.endpoint.compose(operation, pairs, self.partner)
        self.context.transact(
            partial(self._store_request, request, [one for one, _element in pairs])
        )
        return self.ask(request, pairs)

    def repeat(self, key: str) -> bool:
        """Find out what became of a request whose answer nobody has seen."""
        self.prepare_client()
        request = self.outbox.unanswered[key]
        if self.context.dry_run:
            return False
        self.context.transact(partial(self._take_up, request))
        if request.partner != self.partner or self.endpoint.may_be_renewed(request):
            self.context.transact(partial(self._forget_request, request))
            return False
        if self.sending.lookup is None:
            self.context.transact(partial(self._mark_repeated, request))
            return self.ask(request)
        for one in request.records:
            self.prepare_client()
            found = None
            if request.operation == NEW:
                found = self.endpoint.look_up(one.name)
            self.context.transact(partial(self._resolve, key, one, found))
        return True

    def ask(self, request: SentRequest, pairs: Pairs = ()) -> bool:
        """Send a request; without `pairs` it was sent before, and may have arrived."""
        try:
            receipts = self.endpoint.send(request)
        except PeerRefusal as refusal:
            self.take_refusal(request, refusal, pairs)
        except (AuthorityFailure, RateLimited, ConfigurationFailure) as failure:
            if pairs and failure.status != 503:  # it was not let in
                self.context.transact(partial(self._forget_request, request))
            raise
        else:
            self.context.transact(partial(self._settle, request, receipts))
        return True

    def take_refusal(
        self, request: SentRequest, refusal: PeerRefusal, pairs: Pairs
    ) -> None:
        """Do what follows from a refusal of a whole request: nothing of it was stored."""
        first = request.records[0]
        of_one = self.endpoint.names_one(request)
        if not pairs:
            return self.take_refused_repetition(request, refusal)
        forget = partial(self._forget_request, request)
        if of_one and refusal.status in GONE and request.operation != NEW:
            if request.operation == DELETION:
                receipts = {first.name: RecordReceipt(True)}
                self.context.transact(partial(self._settle, request, receipts))
            else:
                self.context.transact(partial(self._mark_lost, request))
                self.renewed.append(first.uid)
        elif not of_one and refusal.status in CONCERN_ALL:
            self.context.transact(forget)
            raise ProtocolFailure(refusal.detail, status=refusal.status)
        elif len(request.records) > 1:
            self.context.transact(forget)
            half = len(pairs) // 2
            parts = [part for part in (pairs[half:], pairs[:half]) if part]
            self.requests.extendleft((request.operation, part) for part in parts)
        elif self.is_temporary(first, refusal):
            self.context.transact(partial(self._postpone_and_forget, request, refusal))
        else:
            found = self.look_for(request)
            receipt = found or self.endpoint.refused(request, refusal)
            self.context.transact(partial(self._settle, request, {first.name: receipt}))
        return None

    def look_for(self, request: SentRequest) -> RecordReceipt | None:
        """Look once whether a new record is there that was sent before, as it may have come late."""
        first = request.records[0]
        if request.operation != NEW or self.delivery(first.uid).attempts == 1:
            return None
        return self.endpoint.look_up(first.name)

    def take_refused_repetition(
        self, request: SentRequest, refusal: PeerRefusal
    ) -> None:
        """Do what follows where a request was refused that had been sent before.

        It may be under way there still (409), or the address be wrong just now: then it
        is repeated. Else nobody knows whether it had arrived, and somebody has to decide.
        """
        first = request.records[0]
        if not request.is_list and refusal.status in self.sending.receipt.already:
            receipts = {first.name: self.endpoint.refused(request, refusal)}
            self.context.transact(partial(self._settle, request, receipts))
        elif refusal.status in CONCERN_ALL:
            raise ProtocolFailure(refusal.detail, status=refusal.status)
        elif self.is_temporary(first, refusal):
            self.context.transact(partial(self._count_refusal, first))
            raise refusal
        else:
            self.context.transact(partial(self._mark_unsure, request, refusal))

    # Steps, each in a transaction

    def _store_request(
        self, request: SentRequest, prepared: Sequence[PreparedDelivery]
    ) -> None:
        self.outbox.unanswered[request.key] = request
        for one in prepared:
            self._mark_sent(one)
            delivery = self.outbox.delivery(one.uid)
            delivery.attempt, delivery.operation = request.key, request.method

    def _take_up(self, request: SentRequest) -> None:
        """Let all records of a request wait again, of which somebody released some."""
        for one in request.records:
            if one.uid not in self.outbox.dirty:
                self.outbox.mark(one.uid)

    def _mark_repeated(self, request: SentRequest) -> None:
        for one in request.records:
            delivery = self.outbox.delivery(one.uid)
            delivery.state, delivery.sent = IN_FLIGHT, self.context.now()
            delivery.not_before = None
            delivery.attempts += 1

    def _forget_request(self, request: SentRequest) -> None:
        """Let records be sent anew: that request was not done, or nobody can know."""
        self.outbox.unanswered.pop(request.key, None)
        for one in request.records:
            self._queue(one)

    def _queue(self, one: SentRecord) -> None:
        delivery = self.outbox.delivery(one.uid)
        delivery.state, delivery.attempt = QUEUED, ""

    def _postpone_and_forget(self, request: SentRequest, refusal: PeerRefusal) -> None:
        self._forget_request(request)
        self._postpone_refused(request.records[0], refusal)

    def _count_refusal(self, one: SentRecord) -> None:
        self.outbox.delivery(one.uid).refusals += 1

    def _settle(self, request: SentRequest, receipts: dict[str, RecordReceipt]) -> None:
        """Note the receipt of each record."""
        self.outbox.unanswered.pop(request.key, None)
        for one in request.records:
            self._note_receipt(one, receipts[one.name])

    def _resolve(self, key: str, one: SentRecord, found: RecordReceipt | None) -> None:
        """Note what was found of one record of a request without an answer."""
        request = self.outbox.unanswered[key]
        rest = tuple(other for other in request.records if other.uid != one.uid)
        if rest:
            self.outbox.unanswered[key] = replace(request, records=rest)
        else:
            del self.outbox.unanswered[key]
        if found is not None:
            self._note_receipt(one, found)
        else:
            self._queue(one)

    def _note_receipt(self, one: SentRecord, receipt: RecordReceipt) -> None:
        delivery = self.outbox.delivery(one.uid)
        delivery.attempt = ""
        delivery.receipt_code = without_secrets(receipt.code)
        delivery.receipt_message = without_secrets(receipt.message)
        if receipt.accepted:
            delivery.remote_id = (
                "" if one.gone else receipt.remote_id or delivery.remote_id
            )
            self._mark_acknowledged(one, Receipt())
            return
        had_one = delivery.acknowledged is not None
        kept = tuple(have for have in delivery.may_have if have != one.content_hash)
        delivery.may_have = (kept or (one.content_hash,)) if had_one else ()
        detail = receipt.problem or receipt.words or NO_REASON
        self._mark_rejected(one, PeerRefusal(detail, status=200))

    def _mark_unsure(self, request: SentRequest, refusal: PeerRefusal) -> None:
        """Leave it to somebody whether the request is sent again, or its records as new ones."""
        words = Message(UNSURE, mapping={"said": refusal.detail})
        unsure = PeerRefusal(words, status=refusal.status or 400)
        for one in request.records:
            self._mark_rejected(replace(one, mark=self.outbox.dirty[one.uid]), unsure)

    def _mark_lost(self, request: SentRequest) -> None:
        """Note that the partner has a record no more that it had: it is sent as a new one."""
        self._forget_request(request)
        delivery = self.outbox.delivery(request.records[0].uid)
        delivery.remote_id, delivery.acknowledged = "", None
        delivery.allow("")

    def _mark_undeletable(self, prepared: PreparedDelivery) -> None:
        """Leave it to somebody to tell the partner; sent again, it is forgotten."""
        delivery = self.outbox.delivery(prepared.uid)
        delivery.may_have, delivery.acknowledged = (), None
        self._mark_rejected(prepared, PeerRefusal(NO_DELETION, status=200))
