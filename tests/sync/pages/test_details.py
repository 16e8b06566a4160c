"""Details of failures are told in words where they are known, and marked where not."""

from pathlib import Path
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.sync.pages.failure_details import detail_lines
from sonla.pbgdpl.sync.pages.failure_details import PROBLEMS
from sonla.pbgdpl.sync.pages.failure_details import WORDS
from sonla.pbgdpl.sync.pages.values import general_title
from zope.i18nmessageid import Message

import ast
import pytest
import re
import sonla.pbgdpl.sync

KNOWN = {
    "50 of 60 records would be withdrawn": "detail_withdrawn",
    "50 of 60 records would be changed": "detail_changed",
    "60 records would be new beside 50": "detail_created",
    "too many records are set aside": "detail_quarantine_full",
    "no such set: a, b; there are: c": "detail_unknown_sets",
    "records as oai_dc can't be read": "detail_format",
    "there is no mapping pbgdpl": "detail_mapping_unchosen",
    "there is no mapping rieng": "detail_mapping_gone",
    "the mapping rieng has a fault: list.size": "detail_mapping_fault",
    "the mapping of this source is not for JSON": "detail_mapping_other_protocol",
    "the mapping of this source has no sets": "detail_mapping_no_sets",
    "the source tells no time for since_parameter": "detail_mapping_no_clock",
    "the mapping finds no identifier in any record": "detail_mapping_no_identifier",
    "the mapping does not fit the answer: list.total: x": "detail_mapping_no_fit",
    "the answer has no list where the mapping says: list.records": "detail_mapping_not_found",
    "not JSON: Expecting value": "detail_no_json",
    "more than 500000 lists and tables": "detail_no_json",
    "the next page of the list is somewhere else": "detail_elsewhere",
    "the text is not at its address any more": "detail_text_gone",
    "the source changed its repository_id, base_url": "detail_identity",
    "the clock of the source is wrong by more than a day": "detail_clock",
    "a file could not be fetched": "detail_file_missing",
    "the record is listed but can't be had": "detail_not_had",
    "the source does not show it": "detail_not_shown",
    "the partner has another version": "detail_other_version",
    "the item was deleted here": "detail_deleted_here",
    "the record was news and is guidance now": "detail_kind",
    "taken back before it could be applied": "detail_never_here",
    "taken back there, edited here": "label_sync_taken_back",
    "no complete answer within 10 s": "detail_slow",
    "https://btp.example.vn:443 is not an allowed host": "detail_host",
    "https://btp.example.vn:443 leads to 10.0.0.1": "detail_network",
    "the source sent the same page again": "detail_circle",
    "the source sends one empty page after the other": "detail_endless",
    "the list has more than 1000000 records": "detail_endless",
    "what names the next page can't be sent": "detail_next_unusable",
    "the records of a page are too long together": "detail_too_long",
    "the document has far too many namespaces": "detail_too_long",
    "the document has 600000 elements": "detail_too_long",
    "the answer is longer than 16777216 bytes": "detail_too_long",
    "a page has more than 10000 records": "detail_too_long",
    "the feed has more than 10000 entries": "detail_too_long",
    "503": "detail_status",
    "missing options: pull-user-btp, pull-password-btp": "detail_option_missing",
    "no token was given (invalid_client)": "detail_no_token",
    "the answer with the token can't be read": "detail_token_unreadable",
    "401, invalid_token – wrong audience": "detail_refused_because",
    "403": "detail_refused",
    "certificate: certificate has expired": "detail_certificate_expired",
    "certificate: self-signed certificate": "detail_certificate",
    "our certificate was refused (certificate expired)": "detail_our_certificate",
    "text/html instead of application/json": "detail_html",
    "text/html as a receipt": "detail_html",
    "text/plain as a receipt": "detail_receipt_kind",
    "the answer has no receipts where the mapping says": "detail_no_receipts",
    "the answer has no receipt for this record": "detail_no_receipt",
    "the answer has two receipts for this record": "detail_two_receipts",
    "the receipt does not name the record": "detail_receipt_unnamed",
    "the receipt is of another record": "detail_receipt_other",
    "the mapping says no way to take a record back": "detail_no_deletion",
    "the mapping rieng sends nothing": "detail_mapping_sends_nothing",
    "refused when it was sent again: 422": "detail_unsure",
    "refused without a reason": "detail_no_reason",
    "429, wait 60 s": "detail_quota",
    "503, wait 60 s": "detail_away",
    "the answer is neither Atom nor RSS nor JSON Feed": "detail_no_feed",
    "Identify: the answer is no OAI-PMH": "detail_no_oai",
    "the source does not speak OAI-PMH 2.0": "detail_no_oai",
    "not XML: Start tag expected": "detail_no_xml",
    "the source sent another record than was asked for": "detail_other_record",
    "the mapping has no list of deletions any more": "detail_mapping_no_deletions",
    "a file differs from its checksum": "detail_checksum",
    "there is no section to put new items into": "detail_no_target",
    "the answer is no list of records": "detail_no_list",
    "gaierror Name or service not known": "detail_no_host",
    "https://a.example has no address": "detail_no_host",
    "ConnectionRefusedError Connection refused": "detail_nobody_there",
    "TimeoutError timed out": "detail_silent",
    "ConnectionResetError Connection reset by peer": "detail_broke_off",
    "SSLError": "detail_handshake",
    "301, redirected to https://b.example/": "detail_redirect",
    "application/json instead of application/xml": "detail_other_kind",
    "http://a.example:80 would be unencrypted": "detail_unencrypted",
    "the address can't be read": "detail_address",
    "the scheme ftp is not allowed": "detail_address",
    "127.1 is an odd way to write an address": "detail_address",
    "no answer by HTTP: BadStatusLine": "detail_no_http",
    "allowed hosts: x y is no host": "detail_allowed_entry",
    "no certificate with its key in /etc/x.pem": "detail_certificate_file",
    "pull-token-btp has characters that may not stand in a token": "detail_bad_secret",
    "pull-key-header-btp is no name of a header that may be set": "detail_bad_header",
    "there is no driver odata": "detail_not_installed",
    "title: is missing": "problem_missing",
    "title: has more than 1000 characters": "problem_long",
    "subjects: has more than 200 values": "problem_many",
    "audience: our list has no khong-co; kept as keyword": "problem_no_term",
    "attachments: has not got the file a.pdf": "problem_no_file",
    "attachments: refused the file a.exe (type)": "problem_file",
    "body: left out the image https://a.example/1.png": "problem_image",
    "external_url: is at a host that is not allowed: x": "problem_host",
    "issued: is not a moment with a zone": "problem_other",
}


@pytest.mark.parametrize("detail", KNOWN)
def test_what_is_known_is_told_in_words(detail):
    (line,) = detail_lines(detail)
    assert (line["text"], line["lang"]) == (KNOWN[detail], None)


def test_each_of_the_words_is_used():
    words = {str(message) for _pattern, message in (*WORDS, *PROBLEMS)}
    assert words == set(KNOWN.values())


FOR_LOGS = {
    "a feed gives no single records",
    "the source gives no single records",
    "the mapping does not fit the answer: 1",
    "the mapping does not fit the answer: 1: 1",
}
"""What our own code would have to do wrong, or has its words by what stands in the place of the 1."""


def raised():
    """Yield the details that the exchange raises failures with; 1 stands for what varies."""
    for path in Path(sonla.pbgdpl.sync.__file__).parent.rglob("*.py"):
        if path.name == "conformance.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", "")
            if not name.endswith(("Failure", "TargetRefused", "PeerRefusal")):
                continue
            parts = getattr(node.args[0], "values", [node.args[0]])
            if all(isinstance(one, ast.Constant | ast.FormattedValue) for one in parts):
                text = "".join(
                    str(getattr(one, "value", 1))
                    if isinstance(one, ast.Constant)
                    else "1"
                    for one in parts
                )
                if re.search("[a-z]{2}", text) and not text.startswith("1, "):
                    yield text


def test_whatever_is_raised_has_words():
    found = set(raised())
    assert len(found) > 50
    unknown = {text for text in found if detail_lines(text)[0]["lang"] == "en"}
    assert unknown == FOR_LOGS


def test_values_stand_in_the_words():
    (line,) = detail_lines("title: has more than 1000 characters")
    assert line["text"].mapping == {"field": "title", "most": "1000"}


def test_notes_of_one_record_come_in_lines():
    detail = (
        "audience: our list has no x; kept as keyword; body: left out the image a.png"
    )
    assert [line["text"] for line in detail_lines(detail)] == [
        "problem_no_term",
        "problem_image",
    ]


@pytest.mark.parametrize("detail", ["ListRecords: badArgument <b>x</b>", "MemoryError"])
def test_what_is_not_known_stays_and_is_marked(detail):
    assert detail_lines(detail) == [{"text": detail, "lang": "en"}]


def test_nothing_is_nothing():
    assert detail_lines("") == []


def test_each_field_of_a_record_is_called_by_a_word(functional_portal):
    titles = {name: general_title(name) for name in BY_NAME}
    assert [one for one in titles if not isinstance(titles[one], Message)] == []
