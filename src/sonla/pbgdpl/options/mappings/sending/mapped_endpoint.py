"""An endpoint that a mapping describes: requests with one record or several, and receipts.

A request is made once. Until it has an answer it is sent again as it was, under the same
key, so that a partner that had it already says the same again.
"""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.jobs.failures import classify
from sonla.pbgdpl.jobs.failures import plain
from sonla.pbgdpl.options.mappings.sending.written import element_of
from sonla.pbgdpl.options.mappings.sending.written import own_id
from sonla.pbgdpl.options.mappings.sending.written import row_of
from sonla.pbgdpl.sync.answers import found_by
from sonla.pbgdpl.sync.answers import json_of
from sonla.pbgdpl.sync.deliveries import SentRecord
from sonla.pbgdpl.sync.deliveries import SentRequest
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.http.responses import Answer
from sonla.pbgdpl.sync.mapping.definition import SendMapping
from sonla.pbgdpl.sync.mapping.definition import SendRequest
from sonla.pbgdpl.sync.mapping.values import identifier
from sonla.pbgdpl.sync.mapping.values import is_true
from sonla.pbgdpl.sync.mapping.values import search
from sonla.pbgdpl.sync.mapping.values import WrongShape
from sonla.pbgdpl.sync.messages import NO_FIT
from sonla.pbgdpl.sync.messages import NO_RECEIPT
from sonla.pbgdpl.sync.messages import NO_REMOTE_ID
from sonla.pbgdpl.sync.messages import TWO_RECEIPTS
from sonla.pbgdpl.sync.outbox.endpoint import check_receipt
from sonla.pbgdpl.sync.outbox.endpoint import GONE
from sonla.pbgdpl.sync.outbox.sending import Named
from typing import Any
from typing import Protocol
from urllib.parse import quote
from zope.i18nmessageid import Message

import json
import uuid

JSON_TYPE = "application/json"
NEW, CHANGE, DELETION = "new", "change", "deletion"
MAX_TEXT = 500


@dataclass(frozen=True)
class RecordReceipt:
    """What a partner says became of one record."""

    accepted: bool
    remote_id: str = ""
    code: str = ""
    message: str = ""
    problem: str = ""
    """What is wrong with the receipt itself, or the refusal where it says nothing."""

    @property
    def words(self) -> str:
        """Code and message in one line."""
        return " – ".join(one for one in (self.code, self.message) if one)


class SendingClient(Protocol):
    """What sends a request, see `http.client.OutboundClient`."""

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Return the answer, or raise a `Failure`."""


@dataclass(frozen=True)
class Element:
    """What is sent of a record, and how the partner calls it."""

    name: str
    remote_id: str
    body: Any


class MappedEndpoint:
    """Speak to one partner; every method raises the failures of `sync.failures`."""

    def __init__(
        self, client: SendingClient, base_url: str, sending: SendMapping
    ) -> None:
        self.client = client
        self.base_url = base_url.rstrip("/")
        self.sending = sending

    def request_of(self, operation: str) -> SendRequest:
        """Return how an operation is asked for; raise KeyError where it can't be."""
        found = {
            NEW: self.sending.new,
            CHANGE: self.sending.change,
            DELETION: self.sending.deletion,
        }[operation]
        if found is None:
            raise KeyError(operation)
        return found

    def names_one(self, request: SentRequest) -> bool:
        """Return whether a request went to the address of one record."""
        found = {CHANGE: self.sending.change, DELETION: self.sending.deletion}.get(
            request.operation, self.sending.new
        )
        return found is not None and found.is_of_one

    def may_be_renewed(self, request: SentRequest) -> bool:
        """Return whether its records can be sent as they are now, and nothing is doubled.

        A request that names the record makes no second one. But a new record whose
        name there only its receipt tells could not be taken back without it.
        """
        needs_receipt = request.operation == NEW and self.sending.needs_remote_id
        return self.names_one(request) and not needs_receipt

    def element(
        self, operation: str, name: str, record: Record | None, remote_id: str
    ) -> Element:
        """Write a record in the partner's words; raise `DataFailure` if it does not fit."""
        request = self.request_of(operation)
        row = row_of(name, record, self.sending, remote_id)
        try:
            body = element_of(request.fields, row, empty=request.method == "PATCH")
            return Element(own_id(self.sending, row), remote_id, body)
        except InvalidRecord as error:
            raise classify(error) from error

    def compose(
        self,
        operation: str,
        elements: Sequence[tuple[Named, Element]],
        partner: str = "",
    ) -> SentRequest:
        """Return a request for records; several where the mapping has lists."""
        request = self.request_of(operation)
        first = elements[0][1]
        return SentRequest(
            key=uuid.uuid4().hex,
            partner=partner,
            operation=operation,
            method=request.method,
            url=self.address(request.path, first.name, first.remote_id),
            body=body_of(request, [element.body for _one, element in elements]),
            is_list=request.is_list,
            records=tuple(
                SentRecord(
                    uid=one.uid,
                    mark=one.mark,
                    identifier=one.identifier,
                    name=element.name,
                    content_hash=one.content_hash,
                    gone=one.gone,
                )
                for one, element in elements
            ),
        )

    def address(self, path: str, name: str, remote_id: str = "") -> str:
        """Return an address below that of the partner."""
        for placeholder, value in (("{id}", name), ("{remote_id}", remote_id)):
            path = path.replace(placeholder, quote(value, safe=""))
        slash = "" if path.startswith("?") else "/"
        return f"{self.base_url}{slash}{path}" if path else self.base_url

    def send(self, request: SentRequest) -> dict[str, RecordReceipt]:
        """Send a request; return a receipt for each of its records, by name."""
        headers = {"Accept": JSON_TYPE, self.sending.key_header: request.key}
        if request.body:
            headers["Content-Type"] = JSON_TYPE
        answer = self.client.request(
            request.method, request.url, headers=headers, body=request.body or None
        )
        check_receipt(answer)
        return self.receipts(request, answer.body)

    def receipts(self, request: SentRequest, body: bytes) -> dict[str, RecordReceipt]:
        """Read the receipts of an answer whose status is good."""
        found = answer_of(body)
        if request.is_list:
            return self._listed(request, found)
        name = request.records[0].name
        row = self._row(found)
        said = self._name(row)
        if said and said != name:
            raise ProtocolFailure(
                _(
                    "detail_receipt_other",
                    default="The receipt is of another record than was sent.",
                )
            )
        receipt = self._receipt(row, request.operation)
        if receipt.accepted and self._lacks_name(receipt, request.operation):
            raise ProtocolFailure(NO_REMOTE_ID)
        return {name: receipt}

    def refused(self, request: SentRequest, refusal: PeerRefusal) -> RecordReceipt:
        """Return what a refusal says of a record that was sent alone."""
        try:
            row = self._row(answer_of(refusal.body))
            found = self._receipt(row, request.operation)
        except ProtocolFailure:
            found = RecordReceipt(False)
        accepted = refusal.status in self.sending.receipt.already
        if accepted and self._lacks_name(found, request.operation):
            return RecordReceipt(False, problem=NO_REMOTE_ID)
        problem = "" if accepted or found.words else refusal.detail
        return replace(found, accepted=accepted, problem=problem)

    def all_receipts(self, body: bytes) -> list[tuple[str, RecordReceipt]]:
        """Read what an answer says of whatever records; empty where it says nothing."""
        found = answer_of(body)
        if not self.sending.new.is_list:
            found = [self._row(found)]
        else:
            found = self._records(found)
        rows = found if is_list(found) else []
        return [(self._name(row), self._receipt(row, NEW)) for row in rows]

    def look_up(self, name: str) -> RecordReceipt | None:
        """Ask for a record; None if the partner has none, or can't be asked.

        That an address is not there (404) says so only where it is that of the record: of
        a search it says that the mapping is wrong.
        """
        lookup = self.sending.lookup
        if lookup is None:
            return None
        try:
            answer = self.client.request(
                "GET", self.address(lookup.path, name), headers={"Accept": JSON_TYPE}
            )
        except PeerRefusal as refusal:
            if refusal.status in GONE and "?" not in lookup.path:
                return None
            raise ProtocolFailure(refusal.detail, status=refusal.status) from None
        check_receipt(answer)
        row = answer_of(answer.body)
        if lookup.record is not None:
            row = found_by(lookup.record, row, "send.lookup.record")
        if not row:
            return None
        receipt = self._receipt(row, CHANGE)
        if self._lacks_name(receipt, NEW):
            raise ProtocolFailure(NO_REMOTE_ID)
        return RecordReceipt(True, receipt.remote_id)

    # What answers say

    def _listed(self, request: SentRequest, found: Any) -> dict[str, RecordReceipt]:
        rows = self._records(found)
        rows = [rows] if isinstance(rows, Mapping) else rows
        named = [(self._name(row), row) for row in rows] if is_list(rows) else []
        wanted = {one.name for one in request.records}
        named = [(name, row) for name, row in named if name in wanted]
        if not named:
            raise ProtocolFailure(
                _(
                    "detail_no_receipts",
                    default="The answer has no receipts where the mapping says. It may be a message of an error with a good status. The same request is sent again under its key; correct [send.receipt] if that does not help.",
                )
            )
        operation = request.operation
        receipts = {(name, self._receipt(row, operation)) for name, row in named}
        often = Counter(name for name, _receipt in receipts)
        result = {name: RecordReceipt(False, problem=NO_RECEIPT) for name in wanted}
        for name, receipt in receipts:
            if often[name] > 1:
                receipt = RecordReceipt(False, problem=TWO_RECEIPTS)
            elif receipt.accepted and self._lacks_name(receipt, operation):
                receipt = RecordReceipt(False, problem=NO_REMOTE_ID)
            result[name] = receipt
        return result

    def _records(self, found: Any) -> Any:
        """Return the receipts in an answer; all of it where the mapping names no place."""
        records, place = self.sending.receipt.records, "send.receipt.records"
        return found if records is None else found_by(records, found, place)

    def _row(self, found: Any) -> Any:
        """Return the receipt in an answer to one record; that of a refusal may be all of it."""
        inner = self._records(found) if found is not None else None
        found = found if inner is None else inner
        return found[0] if isinstance(found, list) and found else found

    def _name(self, row: Any) -> str:
        expression = self.sending.receipt.identifier
        return identifier(expression, row) if expression is not None else ""

    def _receipt(self, row: Any, operation: str) -> RecordReceipt:
        receipt = self.sending.receipt
        accepted = receipt.accepted is None or row is None
        try:
            accepted = accepted or is_true(receipt.accepted, row)
            code, message = (
                text_of(search(one, row, "receipt")) if one is not None else ""
                for one in (receipt.code, receipt.message)
            )
        except WrongShape:
            raise ProtocolFailure(
                Message(NO_FIT, mapping={"place": "send.receipt"})
            ) from None
        remote_id = (
            identifier(receipt.remote_id, row) if receipt.remote_id is not None else ""
        )
        return RecordReceipt(accepted, remote_id, code, message)

    def _lacks_name(self, receipt: RecordReceipt, operation: str) -> bool:
        """Return whether a new record could be neither changed nor deleted later."""
        return (
            operation == NEW and self.sending.needs_remote_id and not receipt.remote_id
        )


def body_of(request: SendRequest, elements: Sequence[Any]) -> bytes:
    """Return the body of a request; empty where nothing of a record is sent."""
    if not request.fields:
        return b""
    found: Any = list(elements) if request.is_list else elements[0]
    if request.records:
        found = {request.records: found}
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")


def answer_of(body: bytes) -> Any:
    """Read an answer; None for an empty one; raise `ProtocolFailure` for no JSON."""
    if not body.strip():
        return None
    return json_of(body)


def is_list(found: Any) -> bool:
    """Return whether something is a list of tables."""
    return isinstance(found, list) and all(isinstance(one, Mapping) for one in found)


def text_of(found: Any) -> str:
    """Return a code or message as short plain text."""
    if found is None or isinstance(found, bool):
        return ""
    if isinstance(found, str | int | float):
        return plain(str(found), MAX_TEXT)
    return plain(json.dumps(found, ensure_ascii=False), MAX_TEXT)
