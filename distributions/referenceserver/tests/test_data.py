"""The data: Vietnamese, varied, and the same for the same seed."""

from collections import Counter
from hashlib import sha256
from lxml import etree
from sonla.referenceserver.formats import pbgdpl_xml
from sonla.referenceserver.seeding.files import content_of
from sonla.referenceserver.seeding.resources import load
from sonla.referenceserver.seeding.resources import text
from sonla.referenceserver.seeding.types import TYPES
from sonla.referenceserver.settings import Settings
from sonla.referenceserver.state import State

import os
import pytest
import subprocess
import sys
import unicodedata

PLACE = "http://127.0.0.1:1"


def records(**settings) -> list:
    state = State(Settings(**settings), PLACE)
    return [state.record(name) for name in state.identifiers()]


@pytest.fixture(scope="module")
def many():
    return records(records=257)


def digest_code(seed: int) -> str:
    return (
        "from hashlib import sha256\n"
        "from sonla.referenceserver.settings import Settings\n"
        "from sonla.referenceserver.state import State\n"
        f"state = State(Settings(records=40, seed={seed}), {PLACE!r})\n"
        "told = [repr(state.record(name)) for name in state.identifiers()]\n"
        "print(sha256('\\n'.join(told).encode()).hexdigest())"
    )


def test_same_seed_same_data_in_another_process():
    def digest(seed: int, hashing: str) -> str:
        environment = os.environ | {"PYTHONHASHSEED": hashing}
        command = [sys.executable, "-c", digest_code(seed)]
        return subprocess.check_output(command, env=environment, text=True)

    assert digest(5, "1") == digest(5, "2")
    assert digest(5, "1") != digest(6, "1")


def test_a_record_does_not_depend_on_how_many_there_are():
    few, more = records(records=20), records(records=20, body_bytes=3000)
    assert [one.identifier for one in few] == [one.identifier for one in more]
    assert [one.fields["title"] for one in few] == [one.fields["title"] for one in more]


def test_default_is_five_pages_and_a_rest():
    state = State(Settings(), PLACE)
    live, deleted = state.identifiers(), state.identifiers(deleted=True)
    assert len(live) + len(deleted) == len({*live, *deleted}) == 257
    assert 3 <= len(deleted) <= 25


def test_all_types_come(many):
    counts = Counter(record.type for record in many)
    assert set(counts) == set(TYPES) == set(load("terms")["types"])
    assert min(counts.values()) >= 20


def test_titles_are_vietnamese_and_varied(many):
    titles = {record.fields["title"] for record in many}
    assert len(titles) > 200
    vietnamese = [title for title in titles if any(ord(sign) > 0xFF for sign in title)]
    assert len(vietnamese) == len(titles)


def test_some_are_decomposed_the_others_composed(many):
    forms = Counter(
        unicodedata.is_normalized("NFC", record.fields["title"]) for record in many
    )
    assert 1 <= forms[False] <= 25
    assert forms[True] > 220


def test_nobody_speaks_of_laws_to_come(many):
    spoken = [
        (law["issuedOn"], record.datestamp.date().isoformat())
        for record in many
        for law in record.fields.get("legalDocument", ())
    ]
    assert spoken
    assert [(law, said) for law, said in spoken if law > said] == []


def test_some_share_a_second():
    state = State(Settings(), PLACE)
    stamps = Counter(entry.datestamp for entry in state.catalogue.entries())
    assert max(stamps.values()) > 1


@pytest.mark.parametrize("size", [2000, 6000])
def test_bodies_are_as_long_as_asked(size):
    lengths = [
        len(one.fields["body"].encode()) for one in records(body_bytes=size, records=30)
    ]
    assert min(lengths) >= size
    assert max(lengths) < size * 2


def test_records_are_valid_by_the_schema(many):
    schema = etree.XMLSchema(etree.fromstring(text("pbgdpl-1.0.xsd").encode()))
    for record in many:
        root = etree.Element("metadata")
        written = pbgdpl_xml.write(root, record)
        schema.assertValid(etree.fromstring(etree.tostring(written)))


def test_content_hash_is_of_what_a_version_says(many):
    state = State(Settings(), "http://127.0.0.1:2")
    here = pbgdpl_xml.content_hash(many[0])
    assert here == pbgdpl_xml.content_hash(state.record(many[0].identifier))
    assert here != pbgdpl_xml.content_hash(state.edit(many[0].identifier))


def test_files_are_what_records_say(many):
    files = [file for one in many for file in one.fields.get("attachment", ())]
    files += [one.fields["media"] for one in many if "media" in one.fields]
    magic = {"pdf": b"%PDF-", "png": b"\x89PNG", "mp3": b"\xff\xfb"}
    assert {file["name"].rpartition(".")[2] for file in files} == set(magic)
    for file in files:
        content = content_of(file["name"])
        assert content.startswith(magic[file["name"].rpartition(".")[2]])
        assert len(content) == file["size"]
        assert sha256(content).hexdigest() == file["sha256"]


def test_a_hundred_thousand_fit_and_are_made_when_read():
    state = State(Settings(records=100_000, body_bytes=6000), PLACE)
    assert len(state.catalogue) == 100_000
    last = state.record(state.identifiers("material")[-1])
    assert last.type == "material"
