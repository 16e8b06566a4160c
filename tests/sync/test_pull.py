"""Fetching: what the source has is here afterwards, once."""

from harvested_portal import approve
from harvested_portal import HarvestedPortal
from harvested_portal import reference_server
from hashlib import sha256
from plone import api
from plone.dexterity.content import ASSIGNABLE_CACHE_KEY
from plone.uuid.interfaces import IUUID
from Products.CMFCore.interfaces import IIndexQueueProcessor
from public_content import make_section
from sample_jobs import last_transaction
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.interfaces import IHarvestedSite
from sonla.pbgdpl.core.interfaces import IHarvestTarget
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.sync.harvest import ingest
from sonla.pbgdpl.sync.store import store_of
from sonla.referenceserver.seeding.files import file_values
from unicodedata import normalize
from zope.component import getGlobalSiteManager
from zope.globalrequest import getRequest

import pytest
import transaction


class Indexing:
    """Beside the catalog: count the rounds of indexing, and refuse one record."""

    def __init__(self, portal):
        self.portal = portal
        self.refused = ""
        self.rounds = []

    def index(self, obj, attributes=None):
        store = store_of(self.portal.portal)
        found = store.find_by_uid(IUUID(obj, None) or "")
        if found is not None and found[1] == self.refused:
            raise TypeError("a word that no index takes")

    def reindex(self, obj, attributes=None, update_metadata=1):
        self.index(obj)

    def unindex(self, obj):
        """Take no notice."""

    def begin(self):
        self.rounds.append(1)

    def commit(self):
        """Take no notice."""

    def abort(self):
        """Take no notice."""


@pytest.fixture
def pages(site, monkeypatch):
    """Yield a portal whose source has 22 texts on one page: several batches."""
    make_section(site)
    transaction.commit()
    source = {"records": 22, "page_size": 22, "files": False, "deleted_share": 0.0}
    with reference_server(monkeypatch, **source) as server:
        portal = HarvestedPortal(site, server)
        portal.configure()
        yield portal


@pytest.fixture
def indexing(pages):
    """Index beside the catalog for the time of a test."""
    processor = Indexing(pages)
    manager = getGlobalSiteManager()
    how = {"provided": IIndexQueueProcessor, "name": "beside"}
    manager.registerUtility(processor, **how)
    yield processor
    manager.unregisterUtility(processor, **how)


class TestBatches:
    @pytest.mark.long
    def test_a_page_of_several_batches_is_counted_once(self, pages):
        counts = pages.run_until_done().counts["harvest/btp"]
        assert counts["seen"] == 22
        assert counts["created"] == len(pages.items())

    def test_what_cannot_be_indexed_is_set_aside_alone(self, pages, indexing):
        broken, *others = sorted(pages.server.identifiers())
        indexing.refused = broken
        assert pages.run_until_done().state == "done"
        assert sorted(pages.items()) == others
        assert [key[1] for key in pages.store.quarantine] == [broken]
        found = api.content.find(object_provides=IHarvested)
        assert len(found) == len(others)

    def test_a_batch_is_indexed_at_once(self, pages, indexing):
        pages.run_until_done()
        assert len(indexing.rounds) < len(pages.items())


class TestArrived:
    def test_everything_arrives(self, filled):
        items = filled.items()
        assert sorted(items) == sorted(filled.server.identifiers())
        assert {state_of(item) for item in items.values()} == {"pending_approval"}
        assert not filled.store.quarantine

    def test_it_lands_in_a_unit_of_the_source(self, filled):
        folders = {item.aq_parent for item in filled.items().values()}
        assert [folder.Title() for folder in folders] == ["Bộ Tư pháp (mẫu)"]
        unit = folders.pop()
        assert section_of(unit) is not None
        found = api.content.find(object_provides=IHarvestTarget)
        assert [brain.UID for brain in found] == [unit.UID()]

    def test_the_portal_knows_that_something_came(self, filled):
        assert IHarvestedSite.providedBy(filled.portal)

    def test_it_is_marked_and_knows_its_origin(self, filled):
        item = next(iter(filled.items().values()))
        assert IHarvested.providedBy(item)
        assert record_of(item).get("origin") == "btp.example"

    def test_texts_say_what_the_source_said(self, filled):
        said = {
            name: normalize("NFC", filled.server.record(name).fields["title"])
            for name in filled.server.identifiers()
        }
        assert {name: item.title for name, item in filled.items().items()} == said


class TestFirst:
    def test_a_trusted_set_is_public_at_once(self, harvested):
        harvested.configure(sets="type:news\ntype:guidance", trusted_sets="type:news")
        harvested.run_until_done()
        states = {
            (item.portal_type == "LegalNews", state_of(item))
            for item in harvested.items().values()
        }
        assert states == {(True, "published"), (False, "pending_approval")}

    def test_only_the_sets_asked_for(self, harvested):
        harvested.configure(sets="type:guidance")
        harvested.run_until_done()
        kinds = {item.portal_type for item in harvested.items().values()}
        assert kinds == {"Guidance"}

    @pytest.mark.long
    def test_the_image_of_a_text(self, harvested):
        name = harvested.server.identifiers("news")[0]
        image = file_values(harvested.server.base_url, "anh-bia.png", "")
        harvested.server.edit(name, image=image, imageText="Người đọc báo")
        harvested.run_until_done()
        item = harvested.item(name)
        assert sha256(item.image.data).hexdigest() == image["sha256"]
        assert item.image_caption == "Người đọc báo"
        record = record_of(item)
        assert record["image"].sha256 == image["sha256"]
        assert record["image_text"] == "Người đọc báo"

    @pytest.mark.long
    def test_a_tombstone_of_what_we_never_had(self, harvested):
        name = harvested.server.identifiers()[0]
        harvested.server.delete(name)
        assert harvested.run_until_done().state == "done"
        assert harvested.item(name) is None


class TestAgain:
    def test_equal_data_touch_no_content(self, filled):
        before = {
            remote_id: (item._p_serial, item.modified())
            for remote_id, item in filled.items().items()
        }
        catalog = api.portal.get_tool("portal_catalog")
        counter = catalog.getCounter()
        assert filled.run().state == "done"
        totals = filled.jobs.journal.latest().totals
        assert totals["created"] == totals["updated"] == totals["withdrawn"] == 0
        assert catalog.getCounter() == counter
        assert before == {
            remote_id: (item._p_serial, item.modified())
            for remote_id, item in filled.items().items()
        }

    def test_nothing_due_writes_nothing(self, filled):
        before = last_transaction(filled.portal)
        filled.server.advance(seconds=-7200)
        assert filled.run().state == "idle"
        assert last_transaction(filled.portal) == before

    def test_a_change_arrives(self, filled):
        name = filled.server.identifiers()[0]
        filled.server.edit(name, title="Tiêu đề mới của Bộ")
        filled.run_until_done()
        assert filled.item(name).title == "Tiêu đề mới của Bộ"
        assert filled.jobs.journal.latest().totals["updated"] == 1

    def test_a_new_record_arrives_once(self, filled):
        added = filled.server.add("news", title="Tin vừa đăng").identifier
        filled.run_until_done()
        filled.run_until_done()
        catalog = api.portal.get_tool("portal_catalog")
        assert len(catalog.unrestrictedSearchResults(Title="Tin vừa đăng")) == 1
        assert filled.item(added).title == "Tin vừa đăng"

    def test_a_public_text_changes_by_approval_only(self, filled):
        name = filled.server.identifiers("news")[0]
        item = filled.item(name)
        approve(item)
        title = item.title
        filled.server.edit(name, title="Tiêu đề sửa đổi")
        filled.run_until_done()
        item = filled.item(name)
        copy = working_copy_of(item)
        assert (item.title, state_of(item)) == (title, "published")
        assert (copy.title, state_of(copy)) == ("Tiêu đề sửa đổi", "pending_approval")
        approve(copy)
        assert filled.item(name).title == "Tiêu đề sửa đổi"
        filled.server.edit(name, title="Lần thứ ba")
        filled.run_until_done()
        assert working_copy_of(filled.item(name)).title == "Lần thứ ba"

    def test_a_trusted_public_text_changes_at_once(self, filled):
        filled.configure(trusted_sets="type:news")
        name = filled.server.identifiers("news")[0]
        approve(filled.item(name))
        filled.server.edit(name, title="Tiêu đề sửa đổi")
        filled.run_until_done()
        item = filled.item(name)
        assert (item.title, state_of(item)) == ("Tiêu đề sửa đổi", "published")


class TestGone:
    def test_a_tombstone_withdraws_and_a_newer_record_brings_back(self, filled):
        name = filled.server.identifiers("news")[0]
        uid = filled.item(name).UID()
        approve(filled.item(name))
        filled.server.delete(name)
        filled.run_until_done()
        assert state_of(filled.item(name)) == "withdrawn"
        filled.server.restore(name)
        filled.run_until_done()
        item = filled.item(name)
        assert (item.UID(), state_of(item)) == (uid, "published")

    def test_a_tombstone_withdraws_what_waits_in_a_revision_too(self, filled):
        name = filled.server.identifiers("news")[0]
        approve(filled.item(name))
        filled.server.edit(name, title="Tiêu đề sửa đổi")
        filled.run_until_done()
        assert working_copy_of(filled.item(name)) is not None
        filled.server.delete(name)
        filled.run_until_done()
        assert state_of(filled.item(name)) == "withdrawn"
        assert not filled.store.conflicts

    def test_what_comes_back_changed_needs_approval(self, filled):
        name = filled.server.identifiers("news")[0]
        approve(filled.item(name))
        filled.server.delete(name)
        filled.run_until_done()
        filled.server.restore(name)
        filled.server.edit(name, title="Bản mới")
        filled.run_until_done()
        item = filled.item(name)
        assert (item.title, state_of(item)) == ("Bản mới", "pending_approval")

    def test_what_was_deleted_here_does_not_come_again(self, filled):
        name = filled.server.identifiers("news")[0]
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(filled.item(name), check_linkintegrity=False)
        transaction.commit()
        filled.server.edit(name)
        filled.run_until_done()
        assert filled.item(name) is None
        assert filled.store.find_by_remote_id("btp", name).state == "detached"


class TestParts:
    def test_what_the_budget_cuts_off_goes_on_next_time(self, harvested):
        states = []
        for _ in range(40):
            result = harvested.run(budget=1.5)
            states.append(result.state)
            if result.state == "done":
                break
        assert states[-1] == "done"
        assert sorted(harvested.items()) == sorted(harvested.server.identifiers())

    @pytest.mark.long
    def test_a_window_left_over_is_followed_by_what_is_new(self, harvested):
        assert harvested.run(limit=10).state == "partial"
        added = harvested.server.add("news", title="Tin vừa đăng").identifier
        assert harvested.run().state == "done"
        assert harvested.item(added).title == "Tin vừa đăng"

    @pytest.mark.long
    def test_what_was_loaded_does_not_pile_up(self, harvested, monkeypatch):
        monkeypatch.setattr(ingest, "FORGET_AFTER", 10)
        harvested.run_until_done()
        kept = set(getattr(getRequest(), ASSIGNABLE_CACHE_KEY))
        items = {item._p_oid for item in harvested.items().values()}
        assert len(items) > 12
        assert len(kept & items) <= 12  # of the two last pages at most

    def test_a_limit(self, harvested):
        assert harvested.run(limit=10).state == "partial"
        assert len(harvested.items()) == 12, "two pages of six"

    @pytest.mark.long
    def test_a_dry_run_tells_and_commits_nothing(self, harvested):
        before = last_transaction(harvested.portal)
        result = harvested.run(dry_run=True)
        assert result.state == "done", "it meets nobody, least of all itself"
        number = len(harvested.server.identifiers())
        assert result.counts["harvest/btp"]["created"] == number
        assert last_transaction(harvested.portal) == before

    def test_switched_off(self, harvested):
        harvested.configure(enabled=False)
        assert "harvest" not in {one.part for one in harvested.run().outcomes}
        assert not harvested.server.requests

    def test_our_own_records_do_not_come_back(self, harvested):
        api.portal.set_registry_record(
            "sonla.pbgdpl.exchange.repository_id", "btp.example"
        )
        transaction.commit()
        harvested.run_until_done()
        assert harvested.items() == {}
