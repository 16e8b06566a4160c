"""Dublin Core of a server that others wrote (`oai-repo`), and the texts that it leads to."""

from harvested_portal import HarvestedPortal
from library_repository import LibrarySource
from library_repository import Repo
from loopback_http import answer
from lxml import etree
from offset_token_source import serving
from public_content import make_section
from sonla.pbgdpl.editorial.states import state_of
from urllib.parse import urlsplit

import oai_repo
import pytest

DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
TERMS = "http://purl.org/dc/elements/1.1/"
NAMES = [f"oai:kho.example:{number}" for number in range(7)]
PAGE = (
    "<html><body><nav>Trang chủ</nav><main><p>Toàn văn <b>{name}</b></p>"
    "<script>alert(1)</script></main><footer>Bản quyền</footer></body></html>"
)


class DublinCore(Repo):
    """Write records as Dublin Core."""

    def get_metadata_formats(self, identifier=None):
        return [oai_repo.MetadataFormat("oai_dc", f"{DC}oai_dc.xsd", DC)]

    def get_record_metadata(self, identifier, metadataprefix):
        root = etree.Element(f"{{{DC}}}dc", nsmap={"oai_dc": DC, "dc": TERMS})
        facts = {
            "title": self.source.records[identifier][1],
            "description": "Tóm tắt",
            "creator": "Sở Tư pháp",
            "identifier": self.source.text_address(identifier),
        }
        for name, text in facts.items():
            etree.SubElement(root, f"{{{TERMS}}}{name}").text = text
        return root


class DublinCoreSource(LibrarySource):
    """Answer by the library below `/oai`, and with pages elsewhere."""

    library = DublinCore
    text_host = ""
    status = "200 OK"

    def text_address(self, name):
        return f"{self.text_host}/tin/{name.rpartition(':')[2]}"

    def reply(self, connection, request):
        path = urlsplit(request.target).path
        if path.startswith("/tin/"):
            page = PAGE.replace("{name}", path.rpartition("/")[2]).encode()
            kind = "text/html; charset=utf-8"
            connection.sendall(answer(page, self.status, kind))
            return
        super().reply(connection, request)


@pytest.fixture
def portal(functional_portal, monkeypatch):
    make_section(functional_portal)
    source = DublinCoreSource()
    source.add(*NAMES)
    with serving(source, monkeypatch):
        source.text_host = source.oai_url.removesuffix("/oai")
        portal = HarvestedPortal(functional_portal, source)
        portal.configure(metadata_prefix="oai_dc")
        yield portal


def texts(portal):
    return {
        name: item.text.raw if item.text else ""
        for name, item in portal.items().items()
        if state_of(item) != "withdrawn"
    }


WHOLE = {name: f"<p>Toàn văn <b>{name.rpartition(':')[2]}</b></p>" for name in NAMES}


def test_records_arrive_with_the_texts_that_they_lead_to(portal):
    portal.run_until_done()
    assert texts(portal) == WHOLE
    item = portal.item(NAMES[2])
    assert (item.title, item.description) == (NAMES[2], "Tóm tắt")
    portal.server.edit(NAMES[2], "Đã sửa")
    del portal.server.records[NAMES[4]]
    portal.server.advance(days=1)
    portal.run_until_done()
    assert portal.item(NAMES[2]).title == "Đã sửa"
    assert texts(portal).keys() == set(NAMES) - {NAMES[4]}


def test_without_the_host_among_the_allowed_ones_there_is_the_description_alone(portal):
    portal.server.text_host = "https://kia.example"
    portal.run_until_done()
    assert texts(portal) == dict.fromkeys(NAMES, "")
    assert not list(portal.store.quarantine)


def test_a_text_that_can_not_be_had_now_is_fetched_later(portal):
    portal.server.status = "500 Error"
    portal.run()
    assert texts(portal) == {}
    portal.server.status = "200 OK"
    portal.server.advance(days=1)
    portal.run_until_done()
    portal.server.advance(days=1)
    portal.run_until_done()
    assert texts(portal) == WHOLE


def test_a_text_that_is_not_there_any_more_stays_here(portal):
    portal.run_until_done()
    portal.server.status = "404 Not Found"
    portal.server.edit(NAMES[1], "Đã sửa")
    portal.run_until_done(states=("done", "idle", "partial"))
    assert texts(portal) == WHOLE
