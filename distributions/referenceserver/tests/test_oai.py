"""The OAI-PMH face, read by clients that are not ours."""

from datetime import datetime
from datetime import timedelta
from lxml import etree
from oaipmh.client import Client
from oaipmh.metadata import MetadataRegistry
from oaipmh.metadata import oai_dc_reader
from sickle import Sickle
from sickle.oaiexceptions import BadResumptionToken
from sonla.referenceserver.clock import stamp

import pytest

OAI = {"oai": "http://www.openarchives.org/OAI/2.0/"}
RECORD = "{tag:sonla.gov.vn,2026:pbgdpl/1.0}record"


def sickle(server) -> Sickle:
    return Sickle(server.oai_url)


def oaipmh(server) -> Client:
    registry = MetadataRegistry()
    registry.registerReader("oai_dc", oai_dc_reader)
    return Client(server.oai_url, registry)


def error(answer: str) -> str:
    return etree.fromstring(answer.encode()).find("oai:error", OAI).get("code")


def token(answer: str):
    return etree.fromstring(answer.encode()).find(".//oai:resumptionToken", OAI)


def test_two_clients_read_the_same(server):
    by_sickle = {
        record.header.identifier: None if record.deleted else record.metadata["title"]
        for record in sickle(server).ListRecords(metadataPrefix="oai_dc")
    }
    by_oaipmh = {
        header.identifier(): None if header.isDeleted() else metadata["title"]
        for header, metadata, _about in oaipmh(server).listRecords(
            metadataPrefix="oai_dc"
        )
    }
    assert by_sickle == by_oaipmh
    assert len(by_sickle) == 23
    live = {name for name, titles in by_sickle.items() if titles}
    assert live == set(server.identifiers())
    name = min(live)
    assert by_sickle[name] == [server.record(name).fields["title"]]


def test_identify(server):
    by_sickle = sickle(server).Identify()
    assert by_sickle.repositoryIdentifier == "btp.example"
    assert by_sickle.deletedRecord == "persistent"
    by_oaipmh = oaipmh(server).identify()
    assert by_oaipmh.baseURL() == server.oai_url
    assert by_oaipmh.granularity() == "YYYY-MM-DDThh:mm:ssZ"
    earliest = by_oaipmh.earliestDatestamp().isoformat()
    assert stamp(server.catalogue.keys()[0][0]) == f"{earliest}Z"


def test_response_date_is_the_servers_clock(serve):
    server = serve(frozen=datetime.fromisoformat("2026-07-01T00:00:00+00:00"))
    server.advance(hours=1)
    assert "<responseDate>2026-07-01T01:00:00Z</responseDate>" in server.oai(
        verb="Identify"
    )


def test_both_formats_and_all_sets(server):
    formats = {one.metadataPrefix: one for one in sickle(server).ListMetadataFormats()}
    assert set(formats) == {"oai_dc", "pbgdpl"}
    schema = formats["pbgdpl"].schema.removeprefix(server.base_url)
    assert b"tag:sonla.gov.vn,2026:pbgdpl/1.0" in server.get(schema).content
    sets = {one.setSpec: one.setName for one in sickle(server).ListSets()}
    assert sets["type:news"] == "Tin, bài"
    assert len(sets) == 4


def test_records_of_the_profile(server):
    records = sickle(server).ListRecords(metadataPrefix="pbgdpl")
    live = [record for record in records if not record.deleted]
    written = [record.xml.find(f".//{RECORD}") for record in live]
    assert {one.get("type") for one in written} <= {
        "news",
        "introduction",
        "guidance",
        "material",
    }
    names = [one.findtext("{*}identifier") for one in written]
    assert names == server.identifiers()


def test_a_set_is_a_type(server):
    headers = list(
        sickle(server).ListIdentifiers(metadataPrefix="pbgdpl", set="type:news")
    )
    assert {header.setSpecs[0] for header in headers} == {"type:news"}
    wanted = server.identifiers("news") + server.identifiers("news", deleted=True)
    assert sorted(header.identifier for header in headers) == sorted(wanted)


def test_both_ends_of_a_window_are_inside(server):
    keys = server.catalogue.keys()
    window = {"from": stamp(keys[4][0]), "until": stamp(keys[12][0])}
    headers = sickle(server).ListIdentifiers(metadataPrefix="pbgdpl", **window)
    found = [header.identifier for header in headers]
    wanted = [name for moment, name in keys if keys[4][0] <= moment <= keys[12][0]]
    assert found == wanted


def test_lists_say_how_long_they_are_and_when_they_end(server):
    first = token(server.oai(verb="ListRecords", metadataPrefix="pbgdpl"))
    assert (first.get("completeListSize"), first.get("cursor")) == ("23", "0")
    assert first.get("expirationDate")
    second = token(server.oai(verb="ListRecords", resumptionToken=first.text))
    assert second.get("cursor") == "10"
    last = token(server.oai(verb="ListRecords", resumptionToken=second.text))
    assert (last.text, last.get("cursor"), last.get("completeListSize")) == (
        None,
        "20",
        "23",
    )


def test_a_short_list_has_no_token(serve):
    assert (
        token(serve(records=10).oai(verb="ListRecords", metadataPrefix="pbgdpl"))
        is None
    )


def test_nothing_is_missed_when_records_change_between_pages(server):
    everything = {key[1] for key in server.catalogue.keys()}
    end = stamp(server.clock.now() - timedelta(hours=1))
    found, pages = set(), 0
    answer = server.oai(verb="ListIdentifiers", metadataPrefix="pbgdpl", until=end)
    while True:
        root, pages = etree.fromstring(answer.encode()), pages + 1
        found |= {name.text for name in root.iterfind(".//oai:identifier", OAI)}
        text = root.findtext(".//oai:resumptionToken", namespaces=OAI)
        if not text:
            break
        if pages == 1:
            changed = server.edit_some(5)
        answer = server.oai(verb="ListIdentifiers", resumptionToken=text)
    assert pages == 3
    assert found | set(changed) == everything


def test_tokens_end_with_their_time_and_belong_to_their_list(server):
    text = token(server.oai(verb="ListRecords", metadataPrefix="pbgdpl")).text
    other = server.oai(verb="ListIdentifiers", resumptionToken=text)
    assert error(other) == "badResumptionToken"
    server.advance(hours=25)
    with pytest.raises(BadResumptionToken):
        sickle(server).ListRecords(resumptionToken=text)


@pytest.mark.parametrize(
    "arguments,code",
    [
        ({}, "badVerb"),
        ({"verb": "Unknown"}, "badVerb"),
        ({"verb": "GetMetadata", "metadataPrefix": "pbgdpl"}, "badVerb"),
        ({"verb": "Identify", "set": "x"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "mods"}, "cannotDisseminateFormat"),
        (
            {"verb": "ListRecords", "metadataPrefix": "pbgdpl", "from": "\x01"},
            "badArgument",
        ),
        (
            {"verb": "ListRecords", "metadataPrefix": "pbgdpl", "set": "x"},
            "badArgument",
        ),
        (
            {
                "verb": "ListRecords",
                "metadataPrefix": "pbgdpl",
                "from": "2026-01-02",
                "until": "2026-01-01",
            },
            "badArgument",
        ),
        (
            {"verb": "ListRecords", "metadataPrefix": "pbgdpl", "from": "2030-01-01"},
            "noRecordsMatch",
        ),
        (
            {"verb": "ListRecords", "metadataPrefix": "pbgdpl", "set": "type:person"},
            "noRecordsMatch",
        ),
        ({"verb": "ListRecords", "resumptionToken": "%%%"}, "badResumptionToken"),
        (
            {"verb": "GetRecord", "metadataPrefix": "pbgdpl", "identifier": "oai:x:1"},
            "idDoesNotExist",
        ),
    ],
)
def test_errors_of_the_protocol(server, arguments, code):
    assert error(server.oai(**arguments)) == code


def test_an_argument_given_twice_is_refused(server):
    answer = server.get("/oai?verb=Identify&verb=Identify").content.decode()
    assert error(answer) == "badArgument"


def test_tombstones_are_plain(server):
    name = server.identifiers()[0]
    server.delete(name)
    record = sickle(server).GetRecord(metadataPrefix="pbgdpl", identifier=name)
    assert record.deleted
    assert record.xml.find(".//{*}metadata") is None


def test_without_tombstones_a_deletion_is_silence(serve):
    server = serve(deleted_record="no")
    name = server.identifiers()[0]
    server.delete(name)
    assert sickle(server).Identify().deletedRecord == "no"
    listed = sickle(server).ListIdentifiers(metadataPrefix="pbgdpl")
    assert [header.identifier for header in listed] == server.identifiers()
    one = server.oai(verb="GetRecord", metadataPrefix="pbgdpl", identifier=name)
    assert error(one) == "idDoesNotExist"


def test_posting_a_form_asks_the_same(server):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = server.fetch("POST", "/oai", "verb=Identify", **form)
    assert b"<Identify>" in answer.content


def test_harvesting_may_want_a_token(serve):
    server = serve(pull_token="bí-mật")
    for target in ("/oai?verb=Identify", "/atom", "/rss"):
        assert server.get(target).status == 401
    right = {"Authorization": "Bearer bí-mật".encode().decode("latin-1")}
    assert server.get("/oai?verb=Identify", **right).status == 200
    assert server.get("/files/a.pdf").status == 200
