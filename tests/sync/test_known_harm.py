"""Fourteen ways in which other packages that synchronise Plone sites destroy content.

Each was read in their source. Here is one test each that they don't happen to us; what
takes more to prove has modules of its own.
"""

from contextlib import contextmanager
from DateTime import DateTime
from harvested_portal import approve
from harvested_portal import name_repository
from harvested_portal import set_record
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from public_content import make
from push_schedules import Killed
from sample_jobs import elsewhere
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.jobs.failures import in_english
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.outbox.sender import Sender
from sonla.pbgdpl.sync.sources import open_driver
from sonla.pbgdpl.sync.sources import Source
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.store import SyncStore
from sonla.pbgdpl.sync.vocabularies import source_drivers
from sync_clients import client_of
from sync_pages import MANAGER
from sync_pages import Visitor
from types import SimpleNamespace
from ZODB.POSException import ConflictError
from zope.component import getGlobalSiteManager
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent

import json
import pytest
import transaction

SECTION = "pho-bien-giao-duc-phap-luat"
SECRET = "bi-mat-cua-may-chu-0123456789"


@contextmanager
def faulty(event, title):
    """Let a subscriber of somebody's product fail at items of a title."""

    def fail(item, _event):
        if item.title == title:
            raise ValueError("a product of somebody else")

    manager = getGlobalSiteManager()
    required = (IDexterityContent, event)
    manager.registerHandler(fail, required)
    try:
        yield
    finally:
        manager.unregisterHandler(fail, required)


def states(portal):
    return {state_of(item) for item in portal.items().values()}


def told(portal):
    """Return all that is told of the last run: codes of failures, of parts and records."""
    journal = portal.jobs.journal
    entries = journal.entries_of(journal.latest())
    return {entry.code for entry in entries} - {""}


def fetched(portal):
    """Count what came from elsewhere, whatever is known of it."""
    catalog = api.portal.get_tool("portal_catalog")
    found = catalog.unrestrictedSearchResults(object_provides=IHarvested.__identifier__)
    return len([one for one in found if one.portal_type not in ("File", "Image")])


def send(portal):
    """Switch sending on."""
    name_repository("tinh.example")
    set_record("push_enabled", True)
    set_record("push_url", portal.server.push_url)
    transaction.commit()


def is_unwritten(text, portal):
    """Return whether a text is in nothing that was written into the database."""
    written = [
        record.data
        for one in portal.portal._p_jar.db().storage.changes.iterator()
        for record in one
    ]
    assert written
    return not any(text.encode() in data for data in written)


def edit_later(text, **fields):
    """Edit as a form does, and leave the commit to the caller."""
    for name, value in fields.items():
        setattr(text, name, value)
    notify(ObjectModifiedEvent(text))
    make_store(api.portal.get()).outbox.mark(text.UID())


def edit(text, **fields):
    edit_later(text, **fields)
    transaction.commit()


class TestKnownHarm:
    def test_01_a_failed_fetch_is_no_empty_list(self, filled):
        for fault in ("unavailable", "login_page", "truncated_xml", "truncated_body"):
            filled.server.advance(days=8)
            filled.server.inject(fault, verb="ListIdentifiers")
            filled.run()
            filled.server.heal()
            assert states(filled) == {"pending_approval"}, fault
        assert any("ListIdentifiers" in one.target for one in filled.server.requests)

    def test_02_a_part_of_the_pages_deletes_nothing(self, filled):
        """The second page says that there is nothing more, which is a lie."""
        filled.server.advance(days=8)
        filled.server.inject("no_records_match", verb="ListIdentifiers", nth=2)
        assert filled.run_until_done().state == "done"
        assert filled.server.faults.log
        assert states(filled) == {"pending_approval"}

    def test_03_an_update_that_fails_leaves_the_item(self, filled):
        name = filled.server.identifiers("news")[0]
        item = filled.item(name)
        before = (item.UID(), item.title, state_of(item))
        filled.server.edit(name, title="Hỏng")
        with faulty(IObjectModifiedEvent, "Hỏng"):
            assert filled.run().state == "done"
        item = filled.item(name)
        assert (item.UID(), item.title, state_of(item)) == before
        filled.run_until_done()
        assert filled.item(name).title == "Hỏng"

    def test_04_nothing_half_written_is_kept(self, filled):
        """Of the same batch one record fails, after its fields were set."""
        names = filled.server.identifiers("news")[:3]
        for number, name in enumerate(names):
            title = "Hỏng" if number == 1 else "Tốt"
            filled.server.edit(name, title=title, description="Mô tả mới")
        before = filled.item(names[1]).description
        with faulty(IObjectModifiedEvent, "Hỏng"):
            filled.run()
        descriptions = [filled.item(name).description for name in names]
        assert descriptions == ["Mô tả mới", before, "Mô tả mới"]
        catalog = api.portal.get_tool("portal_catalog")
        assert not catalog.unrestrictedSearchResults(Title="Hỏng")

    def test_05_made_and_bound_is_one_step(self, filled, monkeypatch):
        """The process dies between making an item and noting whose it is."""
        name = filled.server.add("news", title="Tin vừa đăng").identifier
        number = fetched(filled)

        def die(self, *args):
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(SyncStore, "bind", die)
            with pytest.raises(Killed):
                filled.run()
        assert fetched(filled) == number
        filled.server.advance(hours=1)  # the lease of the dead expires
        filled.run_until_done()
        assert fetched(filled) == number + 1
        assert filled.item(name).title == "Tin vừa đăng"

    def test_06_editors_and_the_runner_do_not_meet_in_a_queue(self, filled):
        """While one text is noted as sent, another one is saved elsewhere."""
        send(filled)
        section = filled.portal[SECTION]
        sent, saved, waits = (make(section, "LegalNews", f"Tin {n}") for n in range(3))
        transaction.commit()
        assert filled.run().state == "done"
        for text in (sent, waits):
            make_store(filled.portal).outbox.mark(text.UID())
        transaction.commit()
        edit_later(saved, title="Đã sửa")
        with elsewhere(filled.portal) as other:
            outbox = store_of(other).outbox
            outbox.mark_done(sent.UID(), outbox.dirty[sent.UID()])
        transaction.commit()  # no conflict
        assert set(filled.store.outbox.dirty) == {saved.UID(), waits.UID()}

    def test_06_a_text_that_was_renamed_is_the_same_record(self, filled):
        send(filled)
        text = make(filled.portal[SECTION], "LegalNews", "Tin")
        transaction.commit()
        filled.run()
        with api.env.adopt_roles(["Manager"]):
            api.content.rename(text, new_id="ten-khac")
        edit(text, title="Tin sửa")
        filled.run()
        assert {one.identifier for one in filled.server.received if one.stored} == {
            identifier_of(text.UID())
        }
        (kept,) = filled.server.push.resources.values()
        assert kept.title == "Tin sửa"

    def test_07_our_own_fault_is_not_called_that_of_the_other_side(self, filled):
        name = filled.server.identifiers("news")[0]
        filled.server.edit(name, title="Hỏng")
        with faulty(IObjectModifiedEvent, "Hỏng"):
            filled.run()
        assert told(filled) == {"B"}
        assert filled.store.quarantine[(filled.source, name)].code == "B"
        assert filled.store.source(filled.source).last_failure is None

    def test_08_what_visitors_may_not_see_is_found_nevertheless(self, filled):
        """Not public, expired, and moved away."""
        name = filled.server.identifiers("news")[0]
        item, number = filled.item(name), fetched(filled)
        with api.env.adopt_roles(["Manager"]):
            item.expiration_date = DateTime() - 900
            moved = api.content.move(item, filled.portal[SECTION], id="noi-khac")
            moved.reindexObject()
        transaction.commit()
        filled.server.edit(name, title="Tiêu đề mới")
        filled.run_until_done()
        assert fetched(filled) == number
        assert filled.item(name).title == "Tiêu đề mới"
        assert filled.item(name).getId() == "noi-khac"
        assert state_of(filled.item(name)) == "pending_approval"

    def test_09_another_process_keeps_us_out(self, filled):
        with elsewhere(filled.portal) as other:
            now = filled.server.clock.now()
            filled.server.advance(hours=2)
            make_job_store(other).lease.acquire("another:1", filled.server.clock.now())
        filled.server.clock.offset -= filled.server.clock.now() - now
        asked = len(filled.server.requests)
        assert filled.run().state == "busy"
        assert len(filled.server.requests) == asked

    def test_10_each_driver_does_what_the_engine_asks_for(self, filled):
        server = filled.server
        addresses = {"oaipmh": server.oai_url, "feed": server.atom_url}
        by_mapping = {"mapped-json"}  # tests/sync/test_drivers_mapped_json.py
        assert addresses.keys() == dict(source_drivers()).keys() - by_mapping
        where = SimpleNamespace(host=server.base_url[7:], url=server.base_url)
        for name, url in addresses.items():
            driver = open_driver(Source("btp", "B", name, url), client_of(where))
            can = driver.capabilities(driver.identify())
            assert can.content
            first = next(iter(driver.pages(Window()))).changes[0]
            assert driver.parse(first)["title"]
            listed = next(iter(driver.inventory()))
            had = {one.remote_id: one for one in listed.changes}
            assert first.remote_id in had
            if can.by_name:
                had[first.remote_id] = driver.get(first.remote_id)
            assert had[first.remote_id] == first

    def test_11_the_log_is_text(self, filled):
        """What the other side wrote stands on our pages as it was written."""
        filled.server.inject("redirect", location="http://127.0.0.1/<img src=x id=hai>")
        filled.run()
        journal = filled.jobs.journal
        details = [in_english(one["detail"]) for one in journal.latest().outcomes]
        assert any("<img src=x" in detail for detail in details)
        visitor = Visitor(*MANAGER)
        for page in ("@@btp-sync-status", "@@btp-sync-journal"):
            text = visitor.read(f"{filled.portal.absolute_url()}/{page}")
            assert "<img src=x" not in text, page
        assert "&lt;img src=x" in visitor.read(
            f"{filled.portal.absolute_url()}/@@btp-sync-status"
        )

    def test_12_credentials_are_nowhere_in_the_database(self, filled, monkeypatch):
        monkeypatch.setenv("PBGDPL_PULL_TOKEN_BTP", SECRET)
        monkeypatch.setenv("PBGDPL_PUSH_TOKEN", SECRET)
        send(filled)
        make(filled.portal[SECTION], "LegalNews", "Tin")
        transaction.commit()
        filled.server.inject("unauthorised")
        assert filled.run().state == "failed"
        assert is_unwritten(SECRET, filled)

    def test_12_credentials_are_in_no_log_and_on_no_page(
        self, filled, monkeypatch, caplog
    ):
        """Not even when the other side sends them back."""
        caplog.set_level("DEBUG")
        monkeypatch.setenv("PBGDPL_PULL_TOKEN_BTP", SECRET)
        monkeypatch.setenv("PBGDPL_PUSH_TOKEN", SECRET)
        send(filled)
        make(filled.portal[SECTION], "LegalNews", "Tin")
        transaction.commit()
        server = filled.server
        server.inject("redirect", path="/oai", location=f"http://127.0.0.1/{SECRET}")
        server.inject(
            "status", method="PUT", code=422, as_problem=True, detail=f"no {SECRET}"
        )
        result = filled.run()
        assert result.state == "failed"
        assert "detail_redirect" in [one.detail for one in result.outcomes]
        assert [one.detail for one in filled.store.outbox.deliveries.values()] == [
            "422 no ***"
        ]
        number = filled.jobs.journal.latest().number
        visitor = Visitor(*MANAGER)
        outputs = {
            "result": f"{result} {json.dumps(result.as_json())}",
            "log": caplog.text,
        }
        for page in (
            "@@btp-sync-status",
            f"@@btp-sync-journal?run={number}",
            f"@@btp-sync-journal.csv?run={number}",
            "@@btp-sync-journal.csv",
            "@@pbgdpl-health",
            "@@pbgdpl-settings?page=exchange",
        ):
            outputs[page] = visitor.read(f"{filled.portal.absolute_url()}/{page}")
        assert [place for place, text in outputs.items() if SECRET in text] == []
        assert is_unwritten(SECRET, filled)

    def test_12_no_record_takes_the_place_of_an_item_of_ours(self, filled):
        """Its identifier ends in the UID of one."""
        ours = make(filled.portal[SECTION], "LegalNews", "Của tỉnh")
        transaction.commit()
        name = f"oai:btp.example:{ours.UID()}"
        filled.server.add("news", identifier=name, title="Của người khác")
        filled.run_until_done()
        assert api.content.get(UID=ours.UID()).title == "Của tỉnh"
        assert filled.item(name).title == "Của người khác"
        assert filled.item(name).UID() != ours.UID()

    def test_13_a_conflict_sends_nothing_twice(self, filled, monkeypatch):
        """Noting that it arrived meets somebody else's change, and is done again."""
        send(filled)
        text = make(filled.portal[SECTION], "LegalNews", "Tin")
        transaction.commit()
        arrived, conflicts = Sender._mark_acknowledged, iter(range(3))

        def conflict(self, *args):
            arrived(self, *args)
            if next(conflicts, None) is not None:
                raise ConflictError

        monkeypatch.setattr(Sender, "_mark_acknowledged", conflict)
        assert filled.run().state == "done"
        assert next(conflicts, None) is None
        receipts = filled.server.received_of(identifier_of(text.UID()))
        assert [one.method for one in receipts] == ["PUT"]

    def test_14_what_came_from_there_does_not_go_back(self, filled):
        filled.configure(trusted_sets="type:news")
        send(filled)
        name = filled.server.identifiers("news")[0]
        approve(filled.item(name))
        filled.server.edit(name, title="Của Bộ")
        filled.run_until_done()
        assert filled.item(name).title == "Của Bộ"
        filled.edit(name, description="Của tỉnh")
        ours = make(filled.portal[SECTION], "LegalNews", "Tin của tỉnh")
        transaction.commit()
        filled.run_until_done()
        assert not filled.store.outbox.dirty
        receipts = [one.identifier for one in filled.server.received]
        assert receipts == [identifier_of(ours.UID())]
        ledger = ledger_of(filled.portal)
        assert [uid for uid, _entry in ledger.all_entries()] == [ours.UID()]

    def test_14_what_came_from_us_does_not_come_back(self, filled):
        """Under a name of theirs, and saying that it is ours."""
        name_repository("tinh.example")
        transaction.commit()
        number = fetched(filled)
        filled.server.add("news", title="Của tỉnh", origin="tinh.example")
        filled.server.add("news", title="Của huyện", origin="huyen.example")
        filled.run_until_done()
        filled.server.advance(days=8)
        filled.run_until_done()
        assert fetched(filled) == number + 1
        assert "Của tỉnh" not in {item.title for item in filled.items().values()}


def test_adding_fails_and_nothing_is_left(filled):
    """The fourth kind of harm, for a record that is new."""
    before = fetched(filled)
    name, *others = (
        filled.server.add("news", title=title).identifier
        for title in ("Hỏng", "Tốt", "Cũng tốt")
    )
    with faulty(IObjectAddedEvent, "Hỏng"):
        filled.run()
    assert filled.item(name) is None
    assert all(filled.item(other) is not None for other in others)
    assert fetched(filled) == len(filled.items()) == before + 2
    filled.run_until_done()
    assert filled.item(name).title == "Hỏng"
