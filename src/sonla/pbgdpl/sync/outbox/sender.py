"""Deliver records as JSON-LD, each to an address of its own (`endpoint`)."""

from collections.abc import Iterator
from functools import cached_property
from functools import partial
from sonla.pbgdpl import _
from sonla.pbgdpl.sync.bindings import CONFLICT
from sonla.pbgdpl.sync.bindings import WITHDRAWN
from sonla.pbgdpl.sync.deliveries import ACKNOWLEDGED
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.outbox.endpoint import Endpoint
from sonla.pbgdpl.sync.outbox.endpoint import Receipt
from sonla.pbgdpl.sync.outbox.sending import is_needed
from sonla.pbgdpl.sync.outbox.sending import prepare
from sonla.pbgdpl.sync.outbox.sending import PreparedDelivery
from sonla.pbgdpl.sync.outbox.sending import SendingRun
from sonla.pbgdpl.sync.outbox.sending import Step
from sonla.pbgdpl.sync.settings import push_address


class Sender(SendingRun):
    """Send each record as JSON-LD to an address of its own."""

    @cached_property
    def endpoint(self) -> Endpoint:
        """The partner's endpoint."""
        return Endpoint(self.client, push_address())

    def steps(self) -> Iterator[Step]:
        """Yield a step for each record."""
        for uid in self.ready():
            yield (uid,), partial(self.process, uid)

    def process(self, uid: str, again: bool = False) -> bool:
        """Send a record that waits, or remove it from the outbox if that is not needed.

        `again` says that the partner refused it a moment ago.
        """
        self.prepare_client()
        prepared = prepare(self.outbox, uid)
        if not is_needed(prepared, self.delivery(uid), self.partner):
            self.context.transact(partial(self._dequeue, prepared))
        elif self.context.dry_run:
            self.context.transact(lambda: self._note(prepared, "would send"))
        else:
            self.send(prepared, again)
        return True

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
            elif (arrived := self.look_for(prepared)) is not None:
                self.context.transact(
                    partial(self._mark_acknowledged, prepared, arrived)
                )
            else:
                self.context.transact(partial(self._mark_rejected, prepared, refusal))
        else:
            self.context.transact(partial(self._mark_acknowledged, prepared, receipt))

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

    def look_for(self, prepared: PreparedDelivery) -> Receipt | None:
        """Look once whether an earlier request had arrived before a later one counts as refused."""
        if self.delivery(prepared.uid).attempts == 1:
            return None
        try:
            remote = self.endpoint.look_up(prepared.identifier)
        except PeerRefusal:  # it can't be asked, so what it said stands
            return None
        return remote if remote.content_hash == prepared.content_hash else None

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

    def _mark_known_remotely(self, prepared: PreparedDelivery, remote: Receipt) -> None:
        """Store what the partner has: the record stays in the outbox."""
        delivery = self.outbox.delivery(prepared.uid)
        gone = not remote.content_hash
        delivery.state = WITHDRAWN if gone else ACKNOWLEDGED
        delivery.acknowledged = None if gone else self.context.now()
        delivery.etag, delivery.content_hash = remote.etag, remote.content_hash

    def _mark_conflict(self, prepared: PreparedDelivery) -> None:
        delivery = self.outbox.delivery(prepared.uid)
        delivery.state = CONFLICT
        delivery.code, delivery.detail = (
            "N",
            _("detail_other_version", default="The partner has another version."),
        )
        self.outbox.mark_done(prepared.uid, prepared.mark)
        self._note(prepared, "failed", "N", delivery.detail)
