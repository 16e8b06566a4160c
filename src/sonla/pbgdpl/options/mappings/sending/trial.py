"""Try how a mapping sends: what would go out of one record, and what an answer says; nothing is sent."""

from dataclasses import dataclass
from dataclasses import field
from itertools import islice
from plone import api
from plone.app.uuid.utils import uuidToObject
from sonla.pbgdpl import _
from sonla.pbgdpl.core.paths import path_in_portal
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.exchange.exporter import is_exportable
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.reconciling import now_in_seconds
from sonla.pbgdpl.exchange.reconciling import usable_record
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.jobs.context import classified
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import CHANGE
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import DELETION
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import MappedEndpoint
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import NEW
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import RecordReceipt
from sonla.pbgdpl.sync.deliveries import SentRecord
from sonla.pbgdpl.sync.mapping.definition import SendMapping
from typing import Any
from zope.i18nmessageid import Message

import json

CHOICES = 20
DAY = 24 * 60 * 60
"""Seconds: others hear of what was published just now a little later, we see it at once."""
SAMPLE_ID = "oai:mau.example:00000000000000000000000000000000"
SAMPLE = {
    "title": "Tiêu đề của bài mẫu",
    "description": "Tóm tắt của bài mẫu",
    "body": "<p>Nội dung của bài mẫu.</p>",
    "creator": "Sở Tư pháp",
    "language": "vi",
}
"""What is tried where nothing is public yet."""
OPERATIONS: dict[str, Message] = {
    NEW: _("send_new", default="A new record"),
    CHANGE: _("send_change", default="A record that was changed"),
    DELETION: _("send_deletion", default="A record that was taken back"),
}


@dataclass(frozen=True)
class TriedRequest:
    """One request as it would go out."""

    title: Message
    method: str = ""
    url: str = ""
    body: str = ""
    batch: int = 1
    failure: Failure | None = None


@dataclass
class SendingTrial:
    """What would go out, and what was read of an answer."""

    name: str
    requests: list[TriedRequest] = field(default_factory=list)
    key_header: str = ""
    receipts: list[tuple[str, RecordReceipt]] = field(default_factory=list)
    failure: Failure | None = None
    deletes: bool = True


class Nobody:
    """Stand for a client: nothing is asked."""

    def request(self, method: str, url: str, **unused: Any) -> Any:
        """Refuse."""
        raise AssertionError("nothing is sent in a trial")


def newest_records() -> list[tuple[str, str]]:
    """List UID and title of what became public last."""
    ledger = ledger_of(api.portal.get())
    found: dict[str, str] = {}
    for section in all_sections() if ledger is not None else ():
        assert ledger is not None
        place, tomorrow = path_in_portal(section), now_in_seconds() + DAY
        keys = ledger.newest(place, tomorrow, ledger.types)
        for key in islice(keys, CHOICES):
            item = uuidToObject(key.uid, unrestricted=True)
            if item is not None and is_exportable(item):
                found[key.uid] = item.Title()
    return list(found.items())[:CHOICES]


def record_for_trial(uid: str) -> Record:
    """Return the record of a public text, or a sample where none is chosen."""
    item = uuidToObject(uid, unrestricted=True) if uid else None
    if item is not None and is_exportable(item):
        record = usable_record(item)
        if record is not None:
            return record
    return build(SAMPLE_ID, "news", SAMPLE)


def try_sending(
    sending: SendMapping, base_url: str, record: Record, answer: str
) -> SendingTrial:
    """Write a record as it would go out, and read an answer that is at hand."""
    endpoint = MappedEndpoint(Nobody(), base_url, sending)
    trial = SendingTrial(
        record.identifier,
        key_header=sending.key_header,
        deletes=sending.deletion is not None,
    )
    wanted = {NEW: record, CHANGE: record, DELETION: None}
    if sending.change is sending.new:
        del wanted[CHANGE]
    if sending.deletion is None:
        del wanted[DELETION]
    for operation, what in wanted.items():
        trial.requests.append(tried(endpoint, operation, record.identifier, what))
    if answer.strip():
        read_answer(endpoint, trial, answer)
    return trial


def tried(
    endpoint: MappedEndpoint, operation: str, identifier: str, record: Record | None
) -> TriedRequest:
    """Return a request as it would go out, or why it would not."""
    title, request = OPERATIONS[operation], endpoint.request_of(operation)
    try:
        element = endpoint.element(operation, identifier, record, "{remote_id}")
    except Failure as failure:
        return TriedRequest(title, failure=failure)
    sent = endpoint.compose(operation, [(as_sent(identifier, record), element)])
    body = json.loads(sent.body) if sent.body else None
    return TriedRequest(
        title,
        sent.method,
        sent.url.replace("%7Bremote_id%7D", "{remote_id}"),
        json.dumps(body, ensure_ascii=False, indent=2) if body is not None else "",
        request.batch,
    )


def read_answer(endpoint: MappedEndpoint, trial: SendingTrial, answer: str) -> None:
    """Read the receipts of an answer, whatever records they are of."""
    try:
        trial.receipts = endpoint.all_receipts(answer.encode())
    except Exception as error:
        trial.failure = classified(error)


def as_sent(identifier: str, record: Record | None) -> SentRecord:
    """Return what a request needs to know of a record."""
    return SentRecord("", 0, identifier, "", "", record is None)
