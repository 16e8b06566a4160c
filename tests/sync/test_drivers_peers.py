"""Servers that others wrote, read by our driver over the loopback interface."""

from datetime import datetime
from datetime import timedelta
from loopback_http import answer
from loopback_http import http_server
from lxml import etree
from oaipmh import common
from oaipmh import error
from oaipmh import metadata
from oaipmh import server
from sonla.pbgdpl.sync.drivers.base import Granularity
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.harvest.source_list import SourceList
from sonla.pbgdpl.sync.mapping.reading import read_mapping
from sonla.pbgdpl.sync.mapping.stored import OAI_DC
from sync_clients import client_of
from urllib.parse import unquote

import oai_repo
import pytest

START = datetime(2026, 2, 1)
DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
NAMES = [f"oai:btp.example:{number:03}" for number in range(25)]
DELETED = set(NAMES[::6])
STAMPS = {name: START + timedelta(hours=n) for n, name in enumerate(NAMES)}
TITLES = {name: f"Phổ biến pháp luật số {n}" for n, name in enumerate(NAMES)}


def chosen(since, until):
    return [
        name
        for name, stamp in STAMPS.items()
        if (since is None or since <= stamp) and (until is None or stamp <= until)
    ]


class Library(common.OAIPMH):
    """A repository for the server module of `oaipmh`."""

    def identify(self):
        return common.Identify(
            "Kho", "http://btp.example/oai", "2.0", ["a@btp.example"], START,
            "persistent", "YYYY-MM-DDThh:mm:ssZ", [],
        )  # fmt: skip

    def header(self, name):
        return common.Header(None, name, STAMPS[name], ["tin-tuc"], name in DELETED)

    def listRecords(self, metadataPrefix, from_=None, until=None, set=None):
        for name in chosen(from_, until):
            fields = common.Metadata(None, {"title": [TITLES[name]]})
            yield self.header(name), fields, None

    def listIdentifiers(self, metadataPrefix, from_=None, until=None, set=None):
        return [self.header(name) for name in chosen(from_, until)]

    def getRecord(self, metadataPrefix, identifier):
        for found in self.listRecords(metadataPrefix):
            if found[0].identifier() == identifier:
                return found
        raise error.IdDoesNotExistError(identifier)

    def listSets(self):
        return [("tin-tuc", "Tin tức", None)]


def library():
    formats = metadata.MetadataRegistry()
    formats.registerWriter("oai_dc", server.oai_dc_writer)
    found = server.Server(Library(), formats, resumption_batch_size=10)
    return lambda arguments: found.handleRequest(arguments)


class Repo(oai_repo.DataInterface):
    """A repository for `oai_repo`, which leaves the status of headers out."""

    limit = 10

    def get_identify(self):
        return oai_repo.Identify(
            repository_name="Kho",
            base_url="http://btp.example/oai",
            admin_email=["a@btp.example"],
            deleted_record="no",
            granularity="YYYY-MM-DDThh:mm:ssZ",
            earliest_datestamp="2026-02-01T00:00:00Z",
        )

    def is_valid_identifier(self, identifier):
        return identifier in STAMPS and identifier not in DELETED

    def get_metadata_formats(self, identifier=None):
        return [oai_repo.MetadataFormat("oai_dc", f"{DC}oai_dc.xsd", DC)]

    def get_record_header(self, identifier):
        return oai_repo.RecordHeader(identifier, STAMPS[identifier], ["tin-tuc"])

    def get_record_metadata(self, identifier, metadataprefix):
        root = etree.Element(f"{{{DC}}}dc", nsmap={"oai_dc": DC})
        title = etree.SubElement(root, "{http://purl.org/dc/elements/1.1/}title")
        title.text = TITLES[identifier]
        return root

    def get_record_abouts(self, identifier):
        return []

    def list_set_specs(self, identifier=None, cursor=0):
        return ["tin-tuc"], 1, None

    def get_set(self, setspec):
        return oai_repo.Set(setspec, "Tin tức", [])

    def list_identifiers(
        self, metadataprefix, filter_from=None, filter_until=None, filter_set=None,
        cursor=0,
    ):  # fmt: skip
        span = [
            moment.replace(tzinfo=None) if moment else None
            for moment in (filter_from, filter_until)
        ]
        found = [name for name in chosen(*span) if name not in DELETED]
        return found[cursor : cursor + self.limit], len(found), None


def repo():
    found = oai_repo.OAIRepository(Repo())
    return lambda arguments: bytes(found.process(arguments))


@pytest.fixture(params=[library, repo], ids=["oaipmh", "oai_repo"])
def peer(request):
    handle = request.param()

    def reply(connection, asked):
        arguments = {name: unquote(value) for name, value in asked.arguments.items()}
        connection.sendall(answer(handle(arguments)))

    with http_server(reply) as listening:
        client, mapping = client_of(listening), read_mapping(OAI_DC.text())
        driver = OaiPmhDriver(client, listening.url, mapping=mapping)
        driver.knows_deletions = request.param is library
        yield driver


def everything(driver, window=Window()):  # noqa: B008  frozen
    return [change for page in driver.pages(window) for change in page.changes]


def test_everything_arrives_once_and_in_unicode(peer):
    found = everything(peer)
    expected = NAMES if peer.knows_deletions else sorted(set(NAMES) - DELETED)
    assert [change.remote_id for change in found] == expected
    for change in found:
        assert change.datestamp.replace(tzinfo=None) == STAMPS[change.remote_id]
        assert change.sets == ("tin-tuc",)
        if change.state == "live":
            assert peer.parse(change)["title"] == TITLES[change.remote_id]


def test_deletions_arrive_where_the_server_knows_them(peer):
    found = {
        change.remote_id for change in everything(peer) if change.state == "deleted"
    }
    assert found == (DELETED if peer.knows_deletions else set())
    capabilities = peer.capabilities(peer.identify())
    assert capabilities.deletions is peer.knows_deletions


def test_the_inventory_shows_what_is_missing(peer):
    inventory, names = SourceList(), set()
    for page in peer.inventory():
        inventory.note_page("", page)
        names |= {one.remote_id for one in page.changes if one.state == "live"}
    assert set(NAMES) - names == DELETED
    # `oaipmh` neither marks the end nor counts: nothing may be withdrawn by that
    assert inventory.incomplete is peer.knows_deletions
    assert inventory.done


def test_a_window_is_what_was_asked_for(peer):
    first = peer.identify().earliest
    span = Window(first + timedelta(hours=1), first + timedelta(hours=5))
    assert [change.remote_id for change in everything(peer, span)] == NAMES[1:6]
    later = first + timedelta(days=9)
    (page,) = peer.pages(Window(later, later, Granularity.SECOND))
    assert (page.changes, page.closed) == ((), True)


def test_one_record_and_the_sets(peer):
    assert peer.get(NAMES[1]).remote_id == NAMES[1]
    assert peer.get("oai:btp.example:none") is None
    assert peer.sets() == {"tin-tuc": "Tin tức"}
