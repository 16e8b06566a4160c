"""The engine on a server that others wrote: `oai-repo`, which knows of no deletions."""

from harvested_portal import HarvestedPortal
from harvested_portal import shown
from library_repository import LibrarySource
from library_repository import Repo
from lxml import etree
from offset_token_source import serving
from offset_token_source import written
from public_content import make_section

import oai_repo
import pytest

NAMESPACE = "tag:sonla.gov.vn,2026:pbgdpl/1.0"
NAMES = [f"oai:dem.example:{number}" for number in range(9)]


class OwnFormat(Repo):
    """Write records in our own format."""

    def get_metadata_formats(self, identifier=None):
        return [oai_repo.MetadataFormat("pbgdpl", "http://127.0.0.1/p.xsd", NAMESPACE)]

    def get_record_metadata(self, identifier, metadataprefix):
        whole = etree.fromstring(written(identifier, *self.source.records[identifier]))
        return whole.find(f".//{{{NAMESPACE}}}record")


class RepoSource(LibrarySource):
    """Offer records in our own format."""

    library = OwnFormat


@pytest.fixture
def portal(functional_portal, monkeypatch):
    make_section(functional_portal)
    source = RepoSource()
    source.add(*NAMES)
    with serving(source, monkeypatch):
        portal = HarvestedPortal(functional_portal, source)
        portal.configure()
        yield portal


def offered(portal) -> dict[str, str]:
    return {name: title for name, (_at, title) in portal.server.records.items()}


def test_the_inventory_catches_up_with_what_the_server_does_not_tell(portal):
    source = portal.server
    portal.run_until_done()
    assert shown(portal) == offered(portal)
    for name in NAMES[2:5]:
        del source.records[name]
    source.edit(NAMES[7], "Đã sửa")
    portal.run_until_done()
    assert set(NAMES[2:5]) <= set(shown(portal))  # nobody told us
    source.advance(days=1)
    portal.run_until_done()
    assert shown(portal) == offered(portal)
    assert len(portal.items()) == len(NAMES)


def test_what_comes_back_is_shown_again(portal):
    source = portal.server
    portal.run_until_done()
    kept = source.records.pop(NAMES[4])
    source.advance(days=1)
    portal.run_until_done()
    assert NAMES[4] not in shown(portal)
    uid = portal.item(NAMES[4]).UID()
    source.records[NAMES[4]] = kept
    source.advance(days=1)
    portal.run_until_done()
    assert shown(portal) == offered(portal)
    assert portal.item(NAMES[4]).UID() == uid
