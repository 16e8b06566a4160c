"""What every mapping that sends must do with its partner, as tests, without a network.

A test module subclasses `SendingConformance`, has the text of the mapping, and says how the
partner would answer. The rules: each record is there once and as it was sent, with a receipt;
whatever befalls a request, the same one again comes to the same end.
"""

from abc import ABC
from abc import abstractmethod
from collections.abc import Iterable
from collections.abc import Mapping
from random import Random
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import CHANGE
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import DELETION
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import MappedEndpoint
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import NEW
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import RecordReceipt
from sonla.pbgdpl.sync.deliveries import SentRecord
from sonla.pbgdpl.sync.drivers.conformance import Fault
from sonla.pbgdpl.sync.drivers.conformance import FAULTS
from sonla.pbgdpl.sync.drivers.conformance import NOW
from sonla.pbgdpl.sync.drivers.conformance import Reply
from sonla.pbgdpl.sync.drivers.conformance import SCHEDULES
from sonla.pbgdpl.sync.http.responses import Answer
from sonla.pbgdpl.sync.http.responses import failure_of
from sonla.pbgdpl.sync.http.responses import refusal
from sonla.pbgdpl.sync.mapping.definition import SendMapping
from sonla.pbgdpl.sync.mapping.reading import read_mapping
from typing import Any
from typing import NamedTuple
from typing import Protocol

URL = "https://partner.example/records"
NUMBER = 5
"""Records of each test."""
MAX_TRIES = 40


class Partner(Protocol):
    """What the other side does, and what it has in the end."""

    def answer(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> Reply:
        """Answer a request."""

    def titles(self) -> list[str]:
        """List the titles of all that is there, doubles included."""


class RequestOutcome(NamedTuple):
    """Whether a request arrives, and how its answer is changed on the way."""

    arrives: bool
    fault: Fault | None


class PartnerClient:
    """Ask a partner as `OutboundClient` does; `outcomes` say how requests go, by default well."""

    def __init__(
        self, partner: Partner, outcomes: Iterable[RequestOutcome] = ()
    ) -> None:
        self.partner = partner
        self.outcomes = iter(outcomes)
        self.before: Reply | None = None
        self.asked = 0

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        **unused: Any,
    ) -> Answer:
        """Return the answer or raise the failure that the client would make of it."""
        self.asked += 1
        outcome = next(self.outcomes, RequestOutcome(True, None))
        if not outcome.arrives:
            raise TransientFailure("the connection broke off")
        reply = self.partner.answer(method, url, dict(headers or {}), body or b"")
        found = outcome.fault(reply, self.before) if outcome.fault else reply
        self.before = reply
        said = {"content-type": found.media_type}
        failure = failure_of(found.status, said, (), NOW)
        if failure is not None:
            raise failure
        if found.status >= 400:
            raise refusal(found.status, said, found.body)
        return Answer(found.status, url, said, found.body)


KEPT_BACK = ("no such address",)
"""A partner that says of an address that it is not there is believed."""
LOST = {name: fault for name, fault in FAULTS.items() if name not in KEPT_BACK}


class SendingConformance(ABC):
    """Test one mapping; subclasses are collected by pytest when their name begins so."""

    mapping: str
    """The text of the mapping."""

    @abstractmethod
    def partner(self) -> Partner:
        """Return the other side, which has nothing yet."""

    # Helpers

    @property
    def sending(self) -> SendMapping:
        """How records go out."""
        found = read_mapping(self.mapping).sending
        assert found is not None
        return found

    def records(self, version: str = "") -> list[Record]:
        """Return records that differ in name and title."""
        return [
            build(
                f"oai:mau.example:{number}",
                "news",
                {"title": f"Tin số {number}{version}", "body": "<p>Nội dung</p>"},
            )
            for number in range(1, NUMBER + 1)
        ]

    def deliver(
        self,
        endpoint: MappedEndpoint,
        operation: str,
        records: list[Record],
        remote_ids: Mapping[str, str] | None = None,
    ) -> dict[str, RecordReceipt]:
        """Send records as the engine does: each request as it was, until it is answered."""
        found: dict[str, RecordReceipt] = {}
        size = endpoint.request_of(operation).batch
        for start in range(0, len(records), size):
            pairs = []
            for record in records[start : start + size]:
                gone = operation == DELETION
                remote_id = (remote_ids or {}).get(record.identifier, "")
                element = endpoint.element(
                    operation, record.identifier, None if gone else record, remote_id
                )
                one = SentRecord("", 0, record.identifier, element.name, "", gone)
                pairs.append((one, element))
            request = endpoint.compose(operation, pairs)
            receipts = self.answered(endpoint, request)
            for one in request.records:
                found[one.identifier] = receipts[one.name]
        return found

    def answered(self, endpoint: MappedEndpoint, request: Any) -> Any:
        """Send a request until it is answered."""
        for _number in range(MAX_TRIES):
            try:
                return endpoint.send(request)
            except Failure:
                continue
        raise AssertionError(f"not answered in {MAX_TRIES} tries")

    def whole(self, outcomes: Iterable[RequestOutcome] = ()) -> tuple[Partner, int]:
        """Send, change and take back records; return the partner and the requests."""
        partner = self.partner()
        client = PartnerClient(partner, outcomes)
        endpoint = MappedEndpoint(client, URL, self.sending)
        receipts = self.deliver(endpoint, NEW, self.records())
        assert all(one.accepted for one in receipts.values())
        ids = {name: one.remote_id for name, one in receipts.items()}
        changed = self.records(" (sửa)")[:2]
        self.deliver(endpoint, CHANGE, changed, ids)
        if self.sending.deletion is not None:
            self.deliver(endpoint, DELETION, self.records()[-1:], ids)
        return partner, client.asked

    @property
    def expected(self) -> list[str]:
        """The titles that the partner has in the end."""
        found = [record["title"] for record in self.records()]
        found[:2] = [record["title"] for record in self.records(" (sửa)")[:2]]
        return sorted(found if self.sending.deletion is None else found[:-1])

    # What holds

    def test_each_record_is_there_once_as_it_was_sent(self) -> None:
        """With a receipt, and a name by which it can be changed and taken back."""
        partner, _asked = self.whole()
        assert sorted(partner.titles()) == self.expected

    def test_a_request_that_is_repeated_doubles_nothing(self) -> None:
        """Whatever became of its answer, or if it never arrived."""
        _partner, asked = self.whole()
        for name, fault in LOST.items():
            for place in range(asked):
                for outcome in (
                    RequestOutcome(True, fault),
                    RequestOutcome(False, None),
                ):
                    outcomes = [*([RequestOutcome(True, None)] * place), outcome]
                    partner, _asked = self.whole(outcomes)
                    assert sorted(partner.titles()) == self.expected, (name, place)

    def test_all_arrives_under_any_schedule_of_faults(self) -> None:
        """Nothing is lost, nothing is doubled."""
        names = list(LOST)
        for seed in range(SCHEDULES):
            chance = Random(seed)
            outcomes = [
                RequestOutcome(
                    chance.random() < 0.7,
                    LOST[chance.choice(names)] if chance.random() < 0.5 else None,
                )
                for _number in range(MAX_TRIES // 2)
            ]
            partner, _asked = self.whole(outcomes)
            assert sorted(partner.titles()) == self.expected, f"schedule {seed}"
