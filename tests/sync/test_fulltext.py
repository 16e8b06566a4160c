"""The words of what waits for approval are indexed when nobody is disturbed by it."""

from harvested_portal import approve
from made_once import made_once
from plone import api
from Products.CMFCore.indexing import getQueue
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.jobs.runner import jobs
from sonla.pbgdpl.jobs.text_indexes import defer_text
from sonla.pbgdpl.jobs.transactions import BatchSizer
from sonla.pbgdpl.sync.harvest import deferred_indexing
from transaction import TransactionManager
from transaction.interfaces import TransientError
from zope.component import getGlobalSiteManager
from zope.lifecycleevent.interfaces import IObjectAddedEvent

import pytest
import transaction

TEXT_INDEXES = ("SearchableText", "Title", "Description")


@pytest.fixture
def disturbed(unfetched, monkeypatch):
    """Return a portal that has everything but the words: somebody saved each time."""

    def conflict(store, uids):
        raise TransientError

    def fetch(_portal):
        unfetched.configure()
        unfetched.run_until_done(states=("partial",))
        while unfetched.store.sources["btp"].all_progress()[("", "pbgdpl")].reading:
            unfetched.run()
        return unfetched.server.clock.offset

    with monkeypatch.context() as patch:
        patch.setattr(deferred_indexing, "index_words", conflict)
        patch.setattr(BatchSizer, "has_other_writers", True)
        unfetched.server.clock.offset = made_once(unfetched.portal, fetch)
    transaction.commit()
    return unfetched


@pytest.fixture
def colleague(harvested):
    """Let something else be indexed whenever an item arrives; give what arrived."""
    database, site_id = harvested.portal._p_jar.db(), harvested.portal.getId()
    arrived = []

    def save(item, event):
        manager = TransactionManager()
        connection = database.open(manager)
        catalog = connection.root()["Application"][site_id].portal_catalog
        catalog._increment_counter()  # what it does for each item that it indexes
        manager.commit()
        connection.close()
        arrived.append(item)

    components = getGlobalSiteManager()
    components.registerHandler(save, (IHarvested, IObjectAddedEvent))
    yield arrived
    components.unregisterHandler(save, (IHarvested, IObjectAddedEvent))


def words_of(item):
    """Return what each index of words knows of an item."""
    catalog = api.portal.get_tool("portal_catalog")
    rid = catalog.getrid("/".join(item.getPhysicalPath()))
    assert rid is not None
    return {
        name
        for name in TEXT_INDEXES
        if catalog._catalog.getIndex(name).getEntryForObject(rid, default=())
    }


def has_pictures(item):
    return "<img" in item.text.raw


def is_indexed_by_core(item, items):
    """Return whether core indexed all so far once an item had come, in its transaction.

    It looks by the catalog for what a text shows or links to. Identifiers of objects count up.
    """
    item._p_activate()
    return any(
        has_pictures(one) or "resolveuid" in one.text.raw
        for one in items
        if one._p_serial == item._p_serial and one._p_oid >= item._p_oid
    )


def first_item(portal):
    return next(item for item in portal.items().values() if not has_pictures(item))


@pytest.mark.long
def test_all_else_is_known_at_once(disturbed):
    items = list(disturbed.items().values())
    for item in items:
        [brain] = api.content.find(UID=item.UID())
        assert brain.Title == item.title and brain.review_state == "pending_approval"
    late = [item for item in items if not is_indexed_by_core(item, items)]
    assert late and [words_of(item) for item in late] == [set()] * len(late)
    assert len(disturbed.store.unindexed) == len(items) > 0


def test_words_come_at_once_while_nobody_else_saves(harvested):
    result = harvested.run_until_done()
    assert "index-text" not in {one.part for one in result.outcomes}
    assert not harvested.store.unindexed
    for item in harvested.items().values():
        assert words_of(item) >= {"SearchableText", "Title"}


@pytest.mark.long
def test_words_wait_from_when_somebody_else_saved(harvested, colleague):
    assert "index-text" not in {one.part for one in harvested.run().outcomes}
    assert colleague and harvested.store.unindexed
    parts = {one.part: one.state for one in harvested.run().outcomes}
    assert parts["index-text"] == "done"
    assert not harvested.store.unindexed


def test_words_come_after_all_else_that_a_run_does(harvested):
    names = [name for name, _work in jobs(harvested.portal)]
    assert names[-1] == "index-text"


def test_the_run_says_so_and_the_next_one_does_it(disturbed):
    part = {one.part: one for one in disturbed.run().outcomes}["index-text"]
    assert part.state == "done"
    assert not disturbed.store.unindexed
    for item in disturbed.items().values():
        assert words_of(item) >= {"SearchableText", "Title"}


@pytest.mark.long
def test_a_conflict_ends_it_until_the_next_run(disturbed, monkeypatch):
    monkeypatch.setattr(deferred_indexing, "BATCH_SIZE", 2)
    asked = []
    index_words = deferred_indexing.index_words

    def once_only(store, uids):
        asked.append(uids)
        if len(asked) > 1:
            raise TransientError
        index_words(store, uids)

    monkeypatch.setattr(deferred_indexing, "index_words", once_only)
    before = len(disturbed.store.unindexed)
    part = {one.part: one for one in disturbed.run().outcomes}["index-text"]
    assert part.state == "partial" and len(asked) == 2
    assert len(disturbed.store.unindexed) == before - 2


def test_whoever_approves_needs_not_wait(disturbed):
    item = first_item(disturbed)
    approve(item)
    assert words_of(item) >= {"SearchableText", "Title"}
    assert item.UID() not in disturbed.store.unindexed


@pytest.mark.long
def test_another_step_changes_nothing(disturbed):
    item = first_item(disturbed)
    deferred_indexing.became_public(item)
    assert item.UID() in disturbed.store.unindexed


@pytest.mark.long
def test_what_was_deleted_is_waited_for_no_more(disturbed):
    item = first_item(disturbed)
    uid = item.UID()
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(item, check_linkintegrity=False)
    transaction.commit()
    disturbed.run()
    assert uid not in disturbed.store.unindexed


def test_what_is_trusted_is_found_at_once(harvested):
    harvested.configure(trusted_sets="type:news", sets="type:news")
    harvested.run_until_done()
    for item in harvested.items().values():
        assert words_of(item) >= {"SearchableText", "Title"}


@pytest.mark.long
def test_a_dry_run_indexes_nothing(disturbed):
    before = set(disturbed.store.unindexed)
    disturbed.run(dry_run=True)
    assert set(disturbed.store.unindexed) == before


@pytest.mark.long
def test_only_what_asks_for_all_indexes_is_narrowed(disturbed):
    item = first_item(disturbed)
    item.reindexObject(idxs=["Title"])
    defer_text({item.UID()})
    [(_operation, _obj, names, _metadata)] = getQueue().getState()
    assert list(names) == ["Title"]
    getQueue().clear()
