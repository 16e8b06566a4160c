"""Four harvesters that are not ours read the same, and all that they get is valid."""

from exchange_content import add_text
from kongin import OAIClient
from oaipmh.client import Client
from oaipmh.metadata import MetadataRegistry
from oaipmh.metadata import oai_dc_reader
from oaipmh_scythe import Scythe
from offered_portal import error_of
from public_content import make
from sickle import Sickle
from sonla.pbgdpl.exchange.pages import oai
from sonla.pbgdpl.exchange.pages.oai import OaiView
from sonla.pbgdpl.exchange.record_types import record_types

import pytest
import transaction

PAGE = 3
TEXTS = 8

Harvest = dict[str, str | None]
"""Identifier → title, None if it is deleted."""


def by_sickle(url: str) -> Harvest:
    return {
        one.header.identifier: None if one.deleted else one.metadata["title"][0]
        for one in Sickle(url).ListRecords(metadataPrefix="oai_dc")
    }


def by_sickle_posting(url: str) -> Harvest:
    return {
        one.header.identifier: None if one.deleted else one.metadata["title"][0]
        for one in Sickle(url, http_method="POST").ListRecords(metadataPrefix="oai_dc")
    }


def by_scythe(url: str) -> Harvest:
    with Scythe(url) as scythe:
        return {
            one.header.identifier: None if one.deleted else one.metadata["title"][0]
            for one in scythe.list_records(metadata_prefix="oai_dc")
        }


def by_oaipmh(url: str) -> Harvest:
    registry = MetadataRegistry()
    registry.registerReader("oai_dc", oai_dc_reader)
    return {
        header.identifier(): None
        if header.isDeleted()
        else metadata.getField("title")[0]
        for header, metadata, _about in Client(url, registry).listRecords(
            metadataPrefix="oai_dc"
        )
    }


def by_kongin(url: str) -> Harvest:
    return {
        one.identifier: None if one.deleted else one.title
        for one in OAIClient(url, max_retries=0).list_records("oai_dc")
    }


HARVESTERS = [by_sickle, by_sickle_posting, by_scythe, by_oaipmh, by_kongin]


def identifiers_by_each(url: str) -> list[dict[str, bool]]:
    """Return what each harvester lists by ListIdentifiers: identifier → deleted."""
    registry = MetadataRegistry()
    registry.registerReader("oai_dc", oai_dc_reader)
    with Scythe(url) as scythe:
        return [
            {
                one.identifier: one.deleted
                for one in Sickle(url).ListIdentifiers(metadataPrefix="oai_dc")
            },
            {
                one.identifier: one.deleted
                for one in scythe.list_identifiers(metadata_prefix="oai_dc")
            },
            {
                one.identifier(): bool(one.isDeleted())
                for one in Client(url, registry).listIdentifiers(
                    metadataPrefix="oai_dc"
                )
            },
            {
                one.identifier: one.deleted
                for one in OAIClient(url, max_retries=0).list_identifiers("oai_dc")
            },
        ]


@pytest.fixture
def sent(monkeypatch) -> list[bytes]:
    """Collect the documents that are sent."""
    documents: list[bytes] = []
    really = oai.send

    def send(request, body, *args, **kwargs):
        documents.append(body)
        return really(request, body, *args, **kwargs)

    monkeypatch.setattr(oai, "send", send)
    return documents


@pytest.fixture
def small_pages(monkeypatch) -> None:
    sizes = {"ListRecords": PAGE, "ListIdentifiers": PAGE}
    monkeypatch.setattr(OaiView, "page_sizes", sizes)


def add_texts(offered):
    """Make texts of every type, of which some are gone; return those that are there."""
    types = ("LegalNews", "LegalIntroduction", "Guidance", "EducationMaterial")
    texts = [
        add_text(offered.section, portal_type, title=f"Bài số {number}")
        for number, portal_type in enumerate(types)
    ]
    texts += [
        make(offered.section, types[number % len(types)], f"Bài số {number}")
        for number in range(len(types), TEXTS)
    ]
    transaction.commit()
    offered.delete(texts[1])
    offered.withdraw(texts[4])
    offered.edit(texts[6], title="Tiêu đề mới <b> & \u00e3")
    offered.advance()
    return texts[:1] + texts[2:]


@pytest.fixture
def harvestable(offered, small_pages):
    """Return a portal with such texts; None stands for that which is deleted."""
    first, *others = offered.once(add_texts)
    return offered, [first, None, *others]


def test_all_of_them_get_the_same(harvestable, sent, answers_are_valid):
    offered, _texts = harvestable
    expected = {f"Bài số {number}" for number in range(TEXTS)}
    expected -= {"Bài số 1", "Bài số 4", "Bài số 6"}
    expected |= {"Tiêu đề mới <b> & ã"}
    harvests = [harvest(offered.oai_url) for harvest in HARVESTERS]
    for harvest, found in zip(HARVESTERS, harvests, strict=True):
        assert found == harvests[0], harvest.__name__
    assert len(harvests[0]) == TEXTS
    assert {title for title in harvests[0].values() if title} == expected
    lists = identifiers_by_each(offered.oai_url)
    gone = {name: title is None for name, title in harvests[0].items()}
    assert all(found == gone for found in lists)
    pages = -(-TEXTS // PAGE)
    assert len(sent) >= pages * (len(HARVESTERS) + len(lists))
    for document in sent:
        answers_are_valid(document)


def test_our_own_format_is_valid_for_each_type(harvestable, sent, answers_are_valid):
    offered, _texts = harvestable
    found = list(Sickle(offered.oai_url).ListRecords(metadataPrefix="pbgdpl"))
    assert len(found) == TEXTS
    assert sum(one.deleted for one in found) == 2
    types = {
        kind
        for document in sent
        for kind in answers_are_valid(document).xpath(
            "//*[local-name()='metadata']/*/@type"
        )
    }
    assert types == {"news", "introduction", "guidance", "material"}


def test_the_other_verbs_are_read_and_valid(harvestable, sent, answers_are_valid):
    offered, _texts = harvestable
    offered.set("repository_id", "pbgdpl.example.vn")
    sickle = Sickle(offered.oai_url)
    assert sickle.Identify().deletedRecord == "persistent"
    assert {one.metadataPrefix for one in sickle.ListMetadataFormats()} == {
        "oai_dc",
        "pbgdpl",
    }
    assert len(list(sickle.ListSets())) == len(list(record_types()))
    with Scythe(offered.oai_url) as scythe:
        assert scythe.identify().protocolVersion == "2.0"
    registry = MetadataRegistry()
    registry.registerReader("oai_dc", oai_dc_reader)
    client = Client(offered.oai_url, registry)
    assert client.identify().baseURL() == offered.oai_url
    assert len(list(client.listSets())) == len(list(record_types()))
    assert OAIClient(offered.oai_url).identify()["deleted_record"] == "persistent"
    assert b"<repositoryIdentifier>pbgdpl.example.vn<" in sent[0]
    for document in sent:
        answers_are_valid(document)


def test_who_harvests_again_gets_what_changed(harvestable):
    offered, texts = harvestable
    offered.advance(10)  # away from what was just listed: both borders are inclusive
    sickle = Sickle(offered.oai_url)
    answered = sickle.Identify().xml.getroottree()
    when = answered.findtext("{*}responseDate")
    offered.edit(texts[2], title="Sửa sau")
    offered.delete(texts[3])
    offered.advance()
    found = {
        one.header.identifier[-32:]: None if one.deleted else one.metadata["title"][0]
        for one in sickle.ListRecords(metadataPrefix="oai_dc", **{"from": when})
    }
    assert sorted(filter(None, found.values())) == ["Sửa sau"]
    assert len(found) == 2


@pytest.mark.long
def test_changes_between_pages_lose_and_repeat_nothing(harvestable):
    offered, texts = harvestable
    pages = iter(Sickle(offered.oai_url).ListIdentifiers(metadataPrefix="oai_dc"))
    got = [next(pages).identifier for _ in range(PAGE)]
    offered.edit(texts[5], title="Giữa chừng")
    offered.advance()
    offered.delete(texts[7])
    offered.publish("Mới")
    offered.advance()
    got += [one.identifier for one in pages]
    assert len(got) == len(set(got)) == TEXTS


def test_the_size_of_a_list_is_told_rightly(harvestable):
    offered, texts = harvestable
    offered.edit(texts[0], title="Chưa thấy")  # waits for the horizon
    given, asked = 0, {"metadataPrefix": "oai_dc"}
    while asked:
        root = offered.oai("ListIdentifiers", **asked)
        token = root.find(".//{*}resumptionToken")
        assert token.get("completeListSize") == str(TEXTS)
        assert token.get("cursor") == str(given)
        given += len(root.findall(".//{*}header"))
        asked = {"resumptionToken": token.text} if token.text else {}
    assert given == TEXTS


@pytest.mark.long
def test_tokens_are_ours_for_a_day_and_for_one_verb(harvestable):
    offered, _texts = harvestable
    root = offered.oai("ListIdentifiers", metadataPrefix="oai_dc")
    token = root.findtext(".//{*}resumptionToken")
    middle = len(token) // 2
    altered = (
        token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
    )

    def answer(value: str, verb: str = "ListIdentifiers") -> str:
        return error_of(offered.oai(verb, resumptionToken=value))

    assert answer(token) == ""
    assert answer(altered) == "badResumptionToken"
    assert answer(token, "ListRecords") == "badResumptionToken"
    offered.advance(24 * 3600 - 60)
    assert answer(token) == ""
    offered.advance(120)
    assert answer(token) == "badResumptionToken"
