"""What a record takes, normalises and refuses."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import LegalDocument
from sonla.pbgdpl.exchange.record import Term

import pytest
import unicodedata

NAME = "oai:a.vn:1"


def one(**values):
    return build(NAME, "news", {"title": "Tên", **values})


@pytest.mark.parametrize(
    "given,kept",
    [
        ("  Luật \t Đất\nđai ", "Luật Đất đai"),
        (unicodedata.normalize("NFD", "Phổ biến"), "Phổ biến"),
        ("a\x00b\x0bc\u200b\u202ed", "abcd"),
        ("\ud800Luật", "Luật"),
    ],
)
def test_a_line_is_normalised(given, kept):
    assert one(title=given)["title"] == kept


def test_line_ends_of_longer_text_are_one_character():
    assert one(description=" a\r\n b\rc\n")["description"] == "a\n b\nc"


def test_what_is_empty_is_missing():
    record = one(description="  ", keywords=(" ",), subjects=(), legal_documents=None)
    assert list(record.values) == ["title"]


def test_words_stand_once():
    assert one(keywords=["a", "b", " a"])["keywords"] == ("a", "b")


def test_moments_are_whole_seconds_of_one_zone():
    hanoi = timezone(timedelta(hours=7))
    moment = one(issued=datetime(2026, 1, 31, 10, 0, 0, 5, hanoi))["issued"]
    assert moment.isoformat() == "2026-01-31T03:00:00+00:00"


@pytest.mark.parametrize(
    "field,value",
    [
        ("title", "x" * 1001),
        ("title", 5),
        ("keywords", tuple(str(n) for n in range(201))),
        ("issued", datetime(2026, 1, 31)),
        ("issued", date(2026, 1, 31)),
        ("issued", "2026-01-31"),
        ("issued", "2026-02-30T00:00:00Z"),
        ("issued", "0001-01-01T00:00:00+14:00"),
        ("issued_on", datetime(2026, 1, 31)),
        ("issued_on", "31/01/2026"),
        ("issued_on", "2026-13-01"),
        ("external_url", "javascript:alert(1)"),
        ("external_url", "https://user:word@example.vn/"),
        ("external_url", "https://example.vn/a b"),
        ("external_url", "https://[::1/"),
        ("external_url", "//example.vn/"),
        ("year", "2024"),
        ("year", True),
        ("year", 0),
        ("media", FileReference("a.pdf")),
        ("media", FileReference("a.pdf", sha256="00", url="https://example.vn/a")),
        ("media", FileReference("a.pdf", size=-1, url="https://example.vn/a")),
        ("kind", "video"),
        ("legal_documents", (LegalDocument(url="ftp://example.vn/"),)),
        ("legal_documents", ({"number": "1"},)),
    ],
)
def test_bad_values_are_refused_by_field(field, value):
    with pytest.raises(InvalidRecord) as refused:
        one(**{field: value})
    assert refused.value.field == field
    assert refused.value.words


@pytest.mark.parametrize(
    "identifier,kind,values,field",
    [
        ("", "news", {"title": "a"}, "identifier"),
        ("oai:a b", "news", {"title": "a"}, "identifier"),
        (None, "news", {"title": "a"}, "identifier"),
        (NAME, "", {"title": "a"}, "type"),
        (NAME, "<news>", {"title": "a"}, "type"),
        (NAME, "news", {}, "title"),
        (NAME, "news", {"title": " "}, "title"),
    ],
)
def test_what_every_record_needs(identifier, kind, values, field):
    with pytest.raises(InvalidRecord) as refused:
        build(identifier, kind, values)
    assert refused.value.field == field


def test_a_code_may_have_no_title_and_a_title_no_code():
    record = one(subjects=(Term("x"), Term("", "Đất đai"), Term("", "")))
    assert record["subjects"] == (Term("x"), Term("", "Đất đai"))


def test_parts_of_legal_documents_are_normalised_too():
    found = one(legal_documents=(LegalDocument(number=" 31 / 2024 "), LegalDocument()))
    assert found["legal_documents"] == (LegalDocument(number="31 / 2024"),)


def test_a_record_can_not_be_changed_but_another_be_made():
    record = one(description="x")
    with pytest.raises(TypeError):
        record.values["title"] = "y"
    other = record.changed(description=None, revision=2)
    assert dict(other.values) == {"title": "Tên", "revision": 2}
    assert record["description"] == "x"
