"""The record as linked data, as processors that are not ours understand it."""

from pyld import jsonld as processor
from sonla.pbgdpl.exchange.composite_types import LEGAL_DOCUMENT
from sonla.pbgdpl.exchange.fields import build
from sonla.pbgdpl.exchange.fields import FIELDS
from sonla.pbgdpl.exchange.formats import jsonld
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Term

import json
import pytest

SCHEMA_ORG = "https://schema.org/"
OURS = "tag:sonla.gov.vn,2026:pbgdpl/1.0#"
LEAST = {"identifier": "oai:a.vn:1", "pbgdpl:type": "news", "name": "Tin"}


@pytest.fixture(autouse=True)
def no_network():
    """Fail when a context has to be fetched."""

    def refuse(url, options):
        raise AssertionError(f"fetched {url}")

    before = processor.get_document_loader()
    processor.set_document_loader(refuse)
    yield
    processor.set_document_loader(before)


def test_words_mean_what_they_say_without_the_network(record):
    (found,) = processor.expand(jsonld.dump(record))
    assert found["@id"] == record.identifier
    assert found[f"{SCHEMA_ORG}name"] == [{"@value": record["title"]}]
    assert found[f"{OURS}type"] == [{"@value": "news"}]
    (published,) = found[f"{SCHEMA_ORG}datePublished"]
    assert published["@type"] == "http://www.w3.org/2001/XMLSchema#dateTime"
    (address,) = found[f"{SCHEMA_ORG}url"]
    assert address == {"@id": record["url"]}
    kinds = [thing["@type"] for thing in found[f"{SCHEMA_ORG}about"]]
    assert kinds == [[f"{SCHEMA_ORG}DefinedTerm"], [f"{SCHEMA_ORG}Legislation"]]


def test_every_key_has_a_meaning(record):
    full = record.changed(
        source="Báo mẫu", is_version_of="x", kind=Term("video", "Video"), year=2024
    )
    data = jsonld.dump(full)
    (found,) = processor.expand(data)
    keys = {key for key in data if not key.startswith("@")}
    assert len(found) == len(keys) + len({"@id", "@type"})
    assert processor.normalize(
        data, {"algorithm": "URDNA2015", "format": "application/n-quads"}
    )


def test_the_schema_describes_every_key(schema_text):
    described = schema_text["properties"]
    for field in FIELDS:
        key, _slash, part = field.json.partition("/")
        assert part in described[key]["properties"] if part else key in described
    assert [part.json for part in LEGAL_DOCUMENT] == list(
        schema_text["$defs"]["Legislation"]["properties"]
    )[1:]


def test_unknown_keys_are_ignored():
    found = jsonld.load({**LEAST, "new": 1, "@context": {"name": "urn:other"}})
    assert dict(found.values) == {"title": "Tin"}


@pytest.mark.parametrize(
    "data,name,value",
    [
        ({"author": "Sở Tư pháp"}, "creator", "Sở Tư pháp"),
        ({"author": [{"name": "Một"}, {"name": "Hai"}]}, "creator", "Một"),
        ({"keywords": "đất đai"}, "keywords", ("đất đai",)),
        ({"about": ["Đất đai"]}, "subjects", (Term("", "Đất đai"),)),
        ({"about": {"name": "Đất đai"}}, "subjects", (Term("", "Đất đai"),)),
        ({"contributor": ["Một", {"name": "Hai"}]}, "contributors", ("Một", "Hai")),
    ],
)
def test_looser_forms_are_read(data, name, value):
    assert jsonld.load({**LEAST, **data})[name] == value


@pytest.mark.parametrize(
    "data,field",
    [
        ([], ""),
        ("text", ""),
        ({**LEAST, "name": 5}, "title"),
        ({**LEAST, "name": None}, "title"),
        ({**LEAST, "identifier": 5}, "identifier"),
        ({**LEAST, "version": "3"}, "revision"),
        ({**LEAST, "datePublished": 2026}, "issued"),
        ({**LEAST, "author": {"name": ["x"]}}, "creator"),
        ({**LEAST, "keywords": [5]}, "keywords"),
        ({**LEAST, "pbgdpl:kind": [1]}, "kind"),
        ({**LEAST, "audience": [{"identifier": 5}]}, "audiences"),
        ({**LEAST, "about": [{"@type": "Legislation", "url": 5}]}, "legal_documents"),
        ({**LEAST, "associatedMedia": ["a.pdf"]}, "attachments"),
        (
            {
                **LEAST,
                "associatedMedia": [
                    {"contentUrl": "https://a.vn/", "contentSize": 1.5}
                ],
            },
            "attachments",
        ),
        (
            {**LEAST, "encoding": {"contentUrl": "https://a.vn/", "sha256": "x"}},
            "media",
        ),
    ],
)
def test_other_types_of_values_are_refused(data, field):
    with pytest.raises(InvalidRecord) as refused:
        jsonld.loads(json.dumps(data))
    assert refused.value.field == field


def test_context_and_text_say_what_they_are():
    record = build("oai:a.vn:1", "news", {"title": "a", "body": "<p>b</p>"})
    data = jsonld.dump(record)
    assert data["encodingFormat"] == "text/html"
    assert "encodingFormat" not in jsonld.dump(record.changed(body=None))
