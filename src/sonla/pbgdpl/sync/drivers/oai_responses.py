"""Read the answers of OAI-PMH: envelopes, errors, records."""

from dataclasses import dataclass
from datetime import datetime
from lxml import etree
from sonla.pbgdpl.jobs.failures import plain
from sonla.pbgdpl.sync.drivers.base import digest_of
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.list_pages import PageParts
from sonla.pbgdpl.sync.drivers.xml import parse_xml
from sonla.pbgdpl.sync.drivers.xml import serialised
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import ResumptionTokenExpired
from sonla.pbgdpl.sync.messages import NO_OAI
from sonla.pbgdpl.sync.record_headers import identifier_of
from sonla.pbgdpl.sync.record_headers import moment_of

NS = "{http://www.openarchives.org/OAI/2.0/}"
TAG = {
    name: NS + name
    for name in (
        "OAI-PMH",
        "responseDate",
        "error",
        "record",
        "header",
        "identifier",
        "datestamp",
        "setSpec",
        "metadata",
        "resumptionToken",
    )
}


@dataclass(frozen=True)
class Envelope:
    """An answer: its element for the verb, and the source's clock."""

    element: etree._Element
    response_date: datetime


def envelope_of(verb: str, body: bytes) -> Envelope:
    """Return the element of a verb, or raise the error of the answer."""
    root = parse_xml(body)
    if root.tag != TAG["OAI-PMH"]:
        raise ProtocolFailure(NO_OAI)
    response_date = moment_of(root.findtext(TAG["responseDate"]))
    if response_date is None:
        raise ProtocolFailure(NO_OAI)
    errors = root.findall(TAG["error"])
    if errors:
        raise error_of(verb, errors, response_date)
    element = root.find(NS + verb)
    if element is None:
        raise ProtocolFailure(NO_OAI)
    return Envelope(element, response_date)


class NothingFound(ProtocolFailure):
    """Raised for `noRecordsMatch`: an empty list, and no failure outside of this module."""

    def __init__(self, response_date: datetime) -> None:
        super().__init__("noRecordsMatch")
        self.response_date = response_date


class UnknownIdentifier(ProtocolFailure):
    """Raised for `idDoesNotExist`."""


class NoSets(ProtocolFailure):
    """Raised for `noSetHierarchy`."""


def error_of(
    verb: str, errors: list[etree._Element], response_date: datetime
) -> ProtocolFailure:
    """Return the failure of the error elements of an answer (3.6)."""
    codes = [error.get("code", "") for error in errors]
    detail = f"{verb}: {plain(codes[0], 40)} {plain(errors[0].text or '')}"
    if "badResumptionToken" in codes:
        return ResumptionTokenExpired(detail)
    if codes == ["noRecordsMatch"]:
        return NothingFound(response_date)
    if codes == ["idDoesNotExist"]:
        return UnknownIdentifier(detail)
    if codes == ["noSetHierarchy"]:
        return NoSets(detail)
    return ProtocolFailure(detail)


def read_record(
    parts: PageParts,
    header: etree._Element | None,
    record: etree._Element | None,
    with_payload: bool = True,
) -> None:
    """Add what a header, and the record around it, says; one pass over its children."""
    if header is None:
        return parts.refuse("", "no_identifier")
    identifier, stamp = "", None
    sets: list[str] = []
    for child in header:
        if child.tag == TAG["identifier"]:
            identifier = identifier_of(child.text)
        elif child.tag == TAG["datestamp"]:
            stamp = moment_of(child.text)
        elif child.tag == TAG["setSpec"]:
            sets.append((child.text or "").strip())
    if not identifier or stamp is None:
        return parts.refuse(identifier, "bad_datestamp")
    deleted = header.get("status") == "deleted"
    payload = None
    if with_payload and not deleted:
        payload = payload_of(record) if record is not None else None
        if payload is None:
            return parts.refuse(identifier, "no_content")
    return parts.add(
        SourceChange(
            identifier,
            stamp,
            "deleted" if deleted else "live",
            payload,
            "application/xml",
            tuple(sets),
            digest_of(payload) if payload is not None else "",
        )
    )


def payload_of(record: etree._Element) -> bytes | None:
    """Return what is inside of `metadata`; None if there is nothing.

    As it was sent and not canonicalised, which would take most of the time: a source
    that writes the same record in another way merely has it parsed again.
    """
    metadata = record.find(TAG["metadata"])
    if metadata is None or len(metadata) == 0:
        return None
    return serialised(metadata[0])
