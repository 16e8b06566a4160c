"""What goes by a mapping rests while the option is off: nothing is asked, sent, withdrawn or lost."""

from functools import partial
from harvested_portal import fetch_once
from harvested_portal import HarvestedPortal
from harvested_portal import name_repository
from harvested_portal import set_record
from harvested_portal import shown
from offset_token_source import PRESENT
from paged_list_source import PagedListSource
from public_content import make
from public_content import make_section
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.core.names import MAPPINGS
from sonla.pbgdpl.core.options import switch
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.jobs.site import CannotAct
from sonla.pbgdpl.options.mappings.shipped import PAGED_LIST
from sonla.pbgdpl.options.mappings.shipped import REST_BATCH
from sonla.pbgdpl.sync.cli import check_source
from sonla.pbgdpl.sync.condition import is_silent
from sonla.pbgdpl.sync.interfaces import IMappedSending
from sonla.pbgdpl.sync.mapping.stored import mapping_named
from sonla.pbgdpl.sync.mapping.stored import MappingsRest
from sonla.pbgdpl.sync.mapping.stored import OAI_DC
from sonla.pbgdpl.sync.outbox.jobs import lacking
from sonla.pbgdpl.sync.probe import probe_push
from sonla.pbgdpl.sync.reconciliation.state import begin
from sonla.pbgdpl.sync.reconciliation.state import key_of
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.settings import ISyncSettings
from sonla.pbgdpl.sync.source_probe import probe_source
from sonla.pbgdpl.sync.sources import all_sources
from sonla.pbgdpl.sync.sources import source_of
from sonla.pbgdpl.sync.sources import source_rests
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.vocabularies import known_formats
from sonla.pbgdpl.sync.vocabularies import send_formats
from sonla.pbgdpl.sync.vocabularies import source_drivers
from sonla.referenceserver.clock import Clock
from source_rows import source_row
from sync_pages import MANAGER
from sync_pages import Visitor
from zope.component import getGlobalSiteManager

import json
import pytest
import transaction

LIST = {"driver": "mapped-json", "metadata_prefix": "plqg-list"}
NEEDS = "detail_needs_mappings"
OWN = {"name": "cua-tinh", "text": REST_BATCH.text()}


def set_on(on):
    switch(MAPPINGS, on)
    transaction.commit()


set_off = partial(set_on, False)


@pytest.fixture
def source(source_address, monkeypatch):
    source = PagedListSource(size=5, clock=Clock(PRESENT))
    source.add(*range(1, 9))
    source.asked = 0
    reply = source.reply

    def counted(connection, request):
        source.asked += 1
        reply(connection, request)

    source.reply = counted
    source_address.serve(source, monkeypatch)
    return source


@pytest.fixture
def filled(functional_portal, source):
    """Return a portal that has everything of a list that a mapping reads."""
    make_section(functional_portal)
    portal = HarvestedPortal(functional_portal, source)
    fetch_once(portal, **LIST)
    return portal


def test_a_source_rests_with_its_texts_and_goes_on(filled, source):
    before = shown(filled)
    set_off()
    source.asked = 0
    source.edit(3, "Đã sửa")
    del source.rows["5"]
    for _day in range(3):
        source.advance(days=1)
        assert filled.run().state in ("done", "idle")
    assert (source.asked, shown(filled)) == (0, before)
    assert filled.store.sources["btp"].last_failure is None
    set_on(True)
    for _day in range(2):
        filled.run_until_done()
        source.advance(days=1)
    filled.run_until_done()
    assert shown(filled) == source.titles()


def test_it_says_why_wherever_somebody_asks(filled, source):
    set_off()
    with pytest.raises(CannotAct, match="mappings"):
        check_source("btp", dry_run=True)
    found = probe_source(all_sources()["btp"], source.clock.now)
    assert (found[-1].message, found[-1].detail) == (NEEDS, "")
    portal_url = filled.portal.absolute_url()
    page = Visitor(*MANAGER).read(f"{portal_url}/@@btp-sync-status")
    assert "switched off in this portal" in page
    assert "btp-sync-reconciliation" not in page
    settings = Visitor(*MANAGER).read(f"{portal_url}/@@pbgdpl-settings?page=exchange")
    assert "btp-sync-mappings" not in settings
    for name in ("mappings", "reconciliation", "reconciliation.csv"):
        assert (
            Visitor(*MANAGER).get(f"{portal_url}/@@btp-sync-{name}").status_code == 404
        )
    set_on(True)
    page = Visitor(*MANAGER).read(f"{portal_url}/@@btp-sync-status")
    assert "switched off in this portal" not in page
    assert "btp-sync-reconciliation" in page


def test_nothing_is_late_for_resting_nor_just_after(filled, source):
    set_off()
    make_store(filled.portal).expected_since["btp"] = PRESENT
    filled.store.sources["btp"].last_success = PRESENT
    for on in (False, True):
        set_on(on)
        health = dict(check_health(filled.portal))
        assert health["sync-pull"].ok
        assert not is_silent(filled.store, get_sync_settings(), source.clock.now())


def test_a_report_that_is_unfinished_waits(filled, source):
    begin(make_store(filled.portal), key_of("btp"), source.clock.now())
    transaction.commit()
    set_off()
    filled.run()
    assert filled.store.reconciliations[key_of("btp")].is_open
    set_on(True)
    filled.run_until_done()
    filled.run_until_done()
    assert not filled.store.reconciliations[key_of("btp")].is_open


def test_the_settings_can_be_saved_and_lose_nothing(filled):
    set_record("mappings", [OWN])
    set_record("push_format", OWN["name"])
    set_off()
    settings = get_sync_settings()
    for name in ("sources", "mappings", "push_format"):
        ISyncSettings[name].bind(filled.portal).validate(getattr(settings, name))
    page = Visitor(*MANAGER)
    url = f"{filled.portal.absolute_url()}/@controlpanels/pbgdpl-exchange"
    page.session.headers["Accept"] = "application/json"
    shown = page.get(url).json()
    assert "mappings" not in json.dumps(shown), "neither a field nor its words"
    sent = {name: shown["data"][name] for name in ("sources", "push_format")}
    sent["mappings"] = []
    assert page.session.patch(url, json=sent, timeout=120).status_code == 204
    transaction.begin()
    assert page.get(url).json() == shown
    assert get_sync_settings().mappings == [OWN]


@pytest.mark.usefixtures("portal")
def test_nothing_of_it_is_offered_where_nothing_uses_it():
    set_record("mappings", [OWN])
    offered = {"mapped-json"}, {"plqg-list", "plone-rest"}, {"rest-batch", "cua-tinh"}

    def choices():
        return dict(source_drivers()), known_formats(), send_formats()

    assert all(a <= b.keys() for a, b in zip(offered, choices(), strict=True))
    switch(MAPPINGS, on=False)
    assert not any(a & b.keys() for a, b in zip(offered, choices(), strict=True))
    assert "oai_dc" in known_formats()


@pytest.mark.parametrize(
    "row, rests",
    [
        ({}, False),
        ({"metadata_prefix": "oai_dc"}, False),
        ({"metadata_prefix": "cua-tinh"}, True),
        ({"metadata_prefix": "no-longer-there"}, False),
        ({"driver": "feed", "metadata_prefix": "plqg-list"}, False),
        ({"driver": "no-longer-there"}, False),
        (LIST, True),
    ],
    ids=str,
)
@pytest.mark.usefixtures("portal")
def test_what_needs_no_mapping_of_the_option_goes_on(row, rests):
    set_record("mappings", [OWN])
    source = source_of(source_row(**row))
    assert not source_rests(source)
    switch(MAPPINGS, on=False)
    assert source_rests(source) == rests


@pytest.mark.usefixtures("portal")
def test_shipped_mappings_say_to_which_they_belong():
    switch(MAPPINGS, on=False)
    assert mapping_named("oai_dc").reads == "xml"
    assert not OAI_DC.belongs_to
    assert PAGED_LIST.belongs_to == REST_BATCH.belongs_to == MAPPINGS
    with pytest.raises(MappingsRest, match="switched off in this portal"):
        mapping_named("plqg-list")


# Sending


@pytest.fixture
def sending(harvested):
    """Return a portal that sends and fetches nothing."""
    set_record("pull_enabled", False)
    name_repository("sonla.example")
    set_record("push_enabled", True)
    set_record("push_url", harvested.server.inbound_url)
    transaction.commit()
    return harvested


def there(sending):
    found = sending.server.push.resources.values()
    return sorted(one.document["tieu_de"] for one in found if not one.deleted)


def write(sending, *titles):
    texts = [make(sending.section, "LegalNews", title) for title in titles]
    transaction.commit()
    return texts


def test_what_is_sent_by_a_mapping_waits_and_goes_out_later(sending):
    set_record("push_format", "rest-batch")
    transaction.commit()
    write(sending, "Một")
    sending.run()
    assert there(sending) == ["Một"]
    sent = len(sending.server.requests)
    ledger = dict(ledger_of(sending.portal).all_entries())
    set_off()
    (two,) = write(sending, "Hai")
    sending.server.advance(days=3)
    assert sending.run().state in ("done", "idle")
    outbox = sending.store.outbox
    assert len(sending.server.requests) == sent
    assert two.UID() in outbox.dirty and len(outbox.deliveries) == 1
    assert ledger.items() <= dict(ledger_of(sending.portal).all_entries()).items()
    health = dict(check_health(sending.portal))
    assert all(one.ok for name, one in health.items() if name.startswith("sync-"))
    page = Visitor(*MANAGER).read(f"{sending.portal.absolute_url()}/@@btp-sync-status")
    assert "switched off in this portal" in page
    assert probe_push(sending.server.inbound_url)[-1].message == NEEDS
    set_on(True)
    sending.run()
    assert there(sending) == ["Hai", "Một"]
    written = [one for one in sending.server.requests if one.method != "GET"]
    assert len(written) == 2, "what was there already was sent once more"


def test_without_the_code_of_the_option_sending_rests_too(sending):
    set_record("push_format", "rest-batch")
    write(sending, "Một")
    manager = getGlobalSiteManager()
    code = manager.getUtility(IMappedSending)
    manager.unregisterUtility(provided=IMappedSending)
    try:
        assert lacking() == NEEDS
        assert sending.run().state in ("done", "idle")
        assert probe_push(sending.server.inbound_url)[-1].message == NEEDS
    finally:
        manager.registerUtility(code, IMappedSending)
    assert len(sending.store.outbox.dirty) == 1
    sending.run()
    assert there(sending) == ["Một"]


def test_what_is_sent_as_agreed_goes_on(sending):
    set_record("push_url", sending.server.push_url)
    set_off()
    write(sending, "Một")
    assert sending.run().state == "done"
    assert len(sending.server.push.resources) == 1
