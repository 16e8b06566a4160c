"""Pages that were rendered once are what the server would have sent."""

from datetime import datetime
from datetime import UTC
from sickle import Sickle
from sickle.oaiexceptions import BadResumptionToken
from sickle.oaiexceptions import NoRecordsMatch
from sonla.referenceserver.recording import recorded
from sonla.referenceserver.recording import RecordedServer
from sonla.referenceserver.server import ReferenceServer
from sonla.referenceserver.settings import Settings

import pytest
import requests

SETTINGS = {"records": 57, "page_size": 20, "seed": 4}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("recorded")


@pytest.fixture
def server(folder):
    with RecordedServer(recorded(folder, Settings(**SETTINGS))) as running:
        yield running


def titles(server) -> list[str | None]:
    records = Sickle(server.oai_url).ListRecords(metadataPrefix="pbgdpl")
    return [
        None if record.deleted else record.xml.findtext(".//{*}title")
        for record in records
    ]


def test_same_records_as_from_the_server(server):
    with ReferenceServer(**SETTINGS) as live:
        assert titles(server) == titles(live)
    assert len(titles(server)) == 57


def test_addresses_are_its_own(server):
    assert Sickle(server.oai_url).Identify().baseURL == server.oai_url
    page = requests.get(f"{server.oai_url}?verb=ListRecords&metadataPrefix=pbgdpl").text
    assert "http://127.0.0.1:1/" not in page
    assert f"<url>{server.base_url}/tin/" in page
    assert requests.get(f"{server.base_url}/files/x-1.pdf").content.startswith(b"%PDF")


def test_its_date_is_todays(server):
    answer = Sickle(server.oai_url).Identify().xml.getroottree()
    date = answer.findtext(".//{*}responseDate")
    age = datetime.now(UTC) - datetime.fromisoformat(date)
    assert abs(age.total_seconds()) < 60


def test_identifiers_sets_and_formats(server):
    client = Sickle(server.oai_url)
    assert len(list(client.ListIdentifiers(metadataPrefix="pbgdpl"))) == 57
    assert len(list(client.ListSets())) == 4
    assert len(list(client.ListMetadataFormats())) == 2


def test_nothing_after_the_last_record(server):
    with pytest.raises(NoRecordsMatch):
        Sickle(server.oai_url).ListRecords(
            metadataPrefix="pbgdpl", **{"from": "2026-07-01T00:00:00Z"}
        )
    early = {"from": "2024-01-01"}
    assert Sickle(server.oai_url).ListRecords(metadataPrefix="pbgdpl", **early)


def test_tokens_of_others(server):
    with pytest.raises(BadResumptionToken):
        Sickle(server.oai_url).ListRecords(resumptionToken="x")


def test_what_was_not_recorded(server):
    for target in ("/oai?verb=GetRecord", "/atom", "/"):
        assert requests.get(f"{server.base_url}{target}").status_code == 404


def test_recorded_once_and_again_when_settings_change(folder, tmp_path):
    first = recorded(folder, Settings(**SETTINGS))
    mark = first.folder / first.pages["Identify"]
    mark.write_bytes(mark.read_bytes() + b"<!-- kept -->")
    recorded(folder, Settings(**SETTINGS))
    assert b"kept" in mark.read_bytes()
    other = recorded(tmp_path, Settings(records=3))
    assert len(other.pages) == 7
    again = recorded(tmp_path, Settings(records=25, page_size=10))
    assert len(again.pages) == 11
