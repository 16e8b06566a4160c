"""Documents that are made to break whoever reads them."""

from hypothesis import given
from hypothesis import strategies
from oai_documents import envelope
from oai_documents import listed
from oai_documents import record
from oai_documents import Script
from oai_documents import URL
from pathlib import Path
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.feed import FeedDriver
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.drivers.xml import parse_xml
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.record_headers import moment_of

import pytest
import resource

LAUGHS = "".join(
    f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10)
)
BILLION = f'<!DOCTYPE OAI-PMH [<!ENTITY l0 "lol">{LAUGHS}]>'
SECRET = "pbgdpl-secret-of-a-file"


def refused(body: bytes) -> ProtocolFailure:
    """Read a document by both drivers; both must refuse it."""
    for kind in (OaiPmhDriver, FeedDriver):
        with pytest.raises(ProtocolFailure) as caught:
            list(kind(Script([body]), URL).pages(Window()))
    return caught.value


def megabytes_in_use() -> float:
    """The most that this process ever used; libxml2's memory is not Python's."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@pytest.mark.parametrize(
    "inner",
    ["<ListRecords>&l9;</ListRecords>", '<ListRecords a="&l9;"/>', "<ListRecords/>"],
    ids=["in text", "in an attribute", "not used"],
)
def test_a_billion_laughs_are_refused_and_take_no_memory(inner):
    before = megabytes_in_use()
    refused(envelope(inner, doctype=BILLION))
    assert megabytes_in_use() - before < 100


def test_quadratic_blow_up_is_refused():
    doctype = f'<!DOCTYPE OAI-PMH [<!ENTITY a "{"a" * 50_000}">]>'
    before = megabytes_in_use()
    refused(envelope(f"<ListRecords>{'&a;' * 50_000}</ListRecords>", doctype=doctype))
    assert megabytes_in_use() - before < 100


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE OAI-PMH [<!ENTITY x SYSTEM "{}">]>',
        '<!DOCTYPE OAI-PMH SYSTEM "{}">',
        '<!DOCTYPE OAI-PMH PUBLIC "-//W3C//DTD XHTML 1.0//EN" "{}">',
        '<!DOCTYPE OAI-PMH [<!ENTITY % x SYSTEM "{}"> %x;]>',
        "<!DOCTYPE OAI-PMH>",
    ],
)
def test_no_document_type_is_accepted_and_no_file_read(doctype, tmp_path: Path):
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    uses = "&x;" if "ENTITY x" in doctype else ""
    failure = refused(
        envelope(
            f"<ListRecords>{uses}</ListRecords>", doctype=doctype.format(file.as_uri())
        )
    )
    assert SECRET not in str(failure)


def test_includes_are_not_followed(tmp_path: Path):
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    include = (
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" '
        f'href="{file.as_uri()}"/>'
    )
    whole = record("oai:b:1").replace("<title>", f"{include}<title>")
    (page,) = OaiPmhDriver(Script([listed(whole)]), URL).pages(Window())
    assert SECRET not in page.changes[0].payload.decode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"{}",
        b"<!doctype html><html><form action='/login'></form></html>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
        b"\xff\xfe\x00",
        b"<?xml version='1.0' encoding='no-such'?><a/>",
        listed(record("oai:b:1"))[:-40],
        listed(record("oai:b:1", title="Phổ biến")).replace("ổ".encode(), b"\xe1\xbb"),
        b"<a>" * 300 + b"</a>" * 300,
    ],
)
def test_what_is_not_the_protocol_is_refused(body):
    refused(body)


def test_too_many_elements_are_refused():
    with pytest.raises(ProtocolFailure, match="more than 11 parts"):
        parse_xml(b"<a>" + b"<b/>" * 11 + b"</a>", max_elements=11)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "windows-1258"])
def test_other_encodings_are_read_by_what_the_document_says(encoding):
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    body = listed(record("oai:b:1", title="Luat Dat dai")).decode()
    body = body.replace('encoding="UTF-8"', f'encoding="{name}"')
    (page,) = OaiPmhDriver(Script([body.encode(encoding)]), URL).pages(Window())
    assert b"Luat Dat dai" in page.changes[0].payload


@given(strategies.binary(max_size=300))
def test_no_bytes_raise_anything_but_failures(body):
    for kind in (OaiPmhDriver, FeedDriver):
        try:
            list(kind(Script([body]), URL).pages(Window()))
        except Failure:
            pass


@given(strategies.text(max_size=40) | strategies.datetimes().map(str))
def test_a_time_is_utc_in_whole_seconds_or_none(text):
    moment = moment_of(text)
    if moment is not None:
        assert moment.utcoffset().total_seconds() == 0
        assert moment.microsecond == 0
