"""The portal's own search: over our content at once, over all of it when turned on."""

from made_once import made_once
from plone import api
from Products.GenericSetup.interfaces import INode
from Products.GenericSetup.testing import DummySetupEnviron
from search_content import make
from search_content import make_section
from search_content import stock_search
from sonla.pbgdpl.search import folding_switch
from vietnamese_words import all_written
from vietnamese_words import table
from vietnamese_words import WORDS
from xml.dom.minidom import parseString
from zope.component import getMultiAdapter

import pytest

LEXICON_XML = """\
<object name="plone_lexicon" meta_type="ZCTextIndex Lexicon">
  <element group="Word Splitter" name="Unicode Whitespace splitter" />
  <element group="Case Normalizer" name="Unicode Ignoring Accents Case Normalizer" />
</object>"""

IDS = {written: f"x{number}" for number, written in enumerate(all_written())}


def fill(container, portal_type):
    for written, item_id in IDS.items():
        make(container, portal_type, id=item_id, description=f"abc {written} xyz")


class TestOurTypesFromInstallationOn:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def content(cls, portal_class):
        fill(make_section(portal_class), "LegalNews")

    @pytest.mark.parametrize(("written", "typed"), table())
    def test_found(self, written, typed):
        assert IDS[written] in stock_search(typed)


@pytest.mark.long
class TestStockTypesInASection:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def content(cls, portal_class):
        fill(make_section(portal_class), "Document")

    @pytest.mark.parametrize(("written", "typed"), table())
    def test_found(self, written, typed):
        assert IDS[written] in stock_search(typed)


@pytest.mark.parametrize(
    "portal_type",
    ["Document", "News Item", "Folder", "Link", "Event", "Collection", "File"],
)
def test_each_stock_type_in_a_section_is_found(portal, portal_type):
    section = make_section(portal)
    # Plone finds no Link without an address, whatever it says.
    address = {"remoteUrl": "https://a.example"} if portal_type == "Link" else {}
    item = make(section, portal_type, description="ấn phẩm", **address)
    assert stock_search("an pham") == [item.getId()]


class TestTheWholePortalWhenTurnedOn:
    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def content(cls, portal_class):
        fill(portal_class, "Document")
        setup = api.portal.get_tool("portal_setup")
        setup.runAllImportStepsFromProfile("profile-sonla.pbgdpl:search")

    @pytest.mark.parametrize(("written", "typed"), table())
    def test_found(self, written, typed):
        assert IDS[written] in stock_search(typed)

    def test_titles_too(self, portal_class):
        make(portal_class, "Document", id="t", title="Ứng dụng")
        catalog = api.portal.get_tool("portal_catalog")
        assert [brain.getId for brain in catalog(Title="ung")] == ["t"]

    def test_other_scripts_as_before(self, portal_class):
        make(portal_class, "Document", id="cjk", description="日本語")
        assert stock_search("日本") == ["cjk"]


def test_stock_content_outside_is_left_alone(portal):
    make(portal, "Document", description="ấn phẩm")
    assert stock_search("an pham") == []
    assert stock_search("ấn phẩm") != []


class TestTheWayBack:
    def results(self):
        queries = [*WORDS, *WORDS.values(), "日本", "abc", "x1"]
        return {query: sorted(stock_search(query)) for query in queries}

    def pipelines(self, portal):
        return {
            name: [type(element) for element in lexicon._pipeline]
            for name, lexicon in portal.portal_catalog.objectItems(
                folding_switch.LEXICON_TYPE
            )
        }

    @pytest.fixture
    def before(self, portal):
        fill(portal, "Document")
        fill(make_section(portal), "LegalNews")
        return self.results(), self.pipelines(portal)

    @pytest.mark.long
    def test_turning_off_restores_pipelines_and_results(self, portal, before):
        folding_switch.enable()
        assert self.results() != before[0]
        assert self.pipelines(portal) != before[1]
        folding_switch.disable()
        assert (self.results(), self.pipelines(portal)) == before
        assert folding_switch.status() == folding_switch.Status(False, False, 0, 0)

    @pytest.mark.long
    def test_uninstalling_restores_them(self, portal, before, installer):
        folding_switch.enable()
        installer.uninstall_product("sonla.pbgdpl")
        assert self.pipelines(portal)["plone_lexicon"] == before[1]["plone_lexicon"]
        assert "pbgdpl_lexicon" not in portal.portal_catalog.objectIds()
        assert "pbgdpl_text" not in portal.portal_catalog.indexes()

    def test_installing_again_fills_our_indexes(self, portal, installer):
        section = make_section(portal)
        make(section, "Guidance", id="g", description="ấn phẩm", number="218/QĐ-UBND")
        installer.uninstall_product("sonla.pbgdpl")
        installer.install_product("sonla.pbgdpl")
        catalog = portal.portal_catalog
        assert [b.getId for b in catalog(pbgdpl_number="218QD")] == ["g"]
        assert catalog.Indexes["pbgdpl_text"].indexSize() > 0


def import_lexicon(lexicon):
    """Do what a profile does whose catalog.xml has Plone's lexicon."""
    node = parseString(LEXICON_XML).documentElement
    getMultiAdapter((lexicon, DummySetupEnviron()), INode).node = node


def make_items(portal):
    return [
        make(portal, "Document", description=f"ấn phẩm {number}") for number in range(7)
    ]


class TestBatches:
    @pytest.fixture
    def items(self, portal):
        return made_once(portal, make_items)

    def test_progress_is_stored_and_goes_on(self, portal, items):
        total = len(portal.portal_catalog)
        state = folding_switch.start(on=True)
        assert (state.on, state.running, state.done, state.total) == (
            True,
            True,
            0,
            total,
        )
        state = folding_switch.run_batch(3)
        assert (state.running, state.done) == (True, 3)
        assert folding_switch.status() == state
        assert 0 < state.percent < 100
        while folding_switch.run_batch(3).running:
            pass
        assert folding_switch.status() == folding_switch.Status(True, False, 0, 0)
        assert len(stock_search("an pham")) == 7

    def test_what_was_found_stays_found_meanwhile(self, portal, items):
        plain = make(portal, "Document", description="pháp luật")
        folding_switch.start(on=True)
        folding_switch.run_batch(2)
        assert stock_search("phap luat") == [plain.getId()]

    def test_what_is_indexed_meanwhile_is_folded(self, portal, items):
        folding_switch.start(on=True)
        folding_switch.run_batch(1)
        new = make(portal, "Document", id="new", description="ủy ban")
        assert stock_search("uy ban") == [new.getId()]

    def test_turning_off_half_way_restores(self, portal, items):
        folding_switch.start(on=True)
        folding_switch.run_batch(3)
        folding_switch.disable()
        assert stock_search("an pham") == []
        assert len(stock_search("ấn phẩm")) == 7
        assert folding_switch.stock_lexicons() == ["plone_lexicon"]

    def test_starting_twice_keeps_the_progress(self, portal, items):
        folding_switch.start(on=True)
        folding_switch.run_batch(3)
        assert folding_switch.start(on=True).done == 3

    def test_an_object_that_is_gone_does_not_stop_it(self, portal, items):
        portal._delObject(items[0].getId(), suppress_events=True)
        assert folding_switch.enable().running is False
        assert {item.getId() for item in items[1:]} <= set(stock_search("an pham"))

    def test_another_profile_undoing_it_is_mended(self, portal, items):
        folding_switch.enable()
        import_lexicon(portal.portal_catalog.plone_lexicon)
        assert folding_switch.is_overridden()
        folding_switch.enable()
        assert not folding_switch.is_overridden()
        assert len(stock_search("an pham")) == 7

    def test_a_rebuilt_catalog_stays_folded(self, portal, items):
        folding_switch.enable()
        portal.portal_catalog.clearFindAndRebuild()
        assert len(stock_search("an pham")) == 7
