"""The pages of the exchange on a phone: nothing sticks out, nobody is shut out."""

from browser_fixtures import PHONE
from desk_content import PASSWORD
from harvested_portal import name_repository
from harvested_portal import set_record
from page_checks import faults
from playwright.sync_api import expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sonla.pbgdpl.exchange.field_types import TOO_LONG
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.settings.getters import PREFIX
from sonla.pbgdpl.sync.bindings import QuarantinedRecord
from sonla.pbgdpl.sync.circuit_breaker import Breaker
from sonla.pbgdpl.sync.messages import UNSURE
from sonla.pbgdpl.sync.pages import exchange_page
from sonla.pbgdpl.sync.source_state import Hold
from sonla.pbgdpl.sync.store import make_store
from sync_pages import answered
from zope.i18nmessageid import Message

import datetime
import pytest
import transaction

NOW = datetime.datetime.now(datetime.UTC)


@pytest.fixture
def busy(staffed):
    """Return a portal with something in each list."""
    staffed.run_until_done()
    both, gone, stuck = staffed.server.identifiers("news")[:3]
    for name in (both, gone):
        staffed.edit(name, title="Tiêu đề của tỉnh", description="Của tỉnh")
    staffed.server.edit(both, title="Tiêu đề của Bộ", description="Của Bộ")
    staffed.server.delete(gone)
    staffed.run_until_done()
    uid = staffed.item(stuck).UID()
    store = make_store(staffed.portal)
    store.source("btp").held = Hold("X", "50 of 60 records would be withdrawn", NOW)
    store.quarantine[("btp", "oai:x:1")] = QuarantinedRecord(
        code="D",
        detail=Message(TOO_LONG, mapping={"field": "title", "most": 1000}),
        first_seen=NOW,
    )
    answered(store.outbox, uid, state="conflict", code="N")
    transaction.commit()
    return staffed


def faults_at(page, address):
    """Open a page and say what is wrong with it."""
    page.set_viewport_size(PHONE)
    page.goto(address)
    return faults(page)


def test_a_run_is_followed_without_scripts(staffed, chromium, log_in, monkeypatch):
    """The page loads itself again while a run goes on, shows its counts, then stops."""
    monkeypatch.setattr(exchange_page, "REFRESH", 1)
    store, now = make_job_store(staffed.portal), datetime.datetime.now(datetime.UTC)
    token = store.lease.acquire("may-chu:17:abc", now)
    run = store.journal.begin("may-chu:17:abc", "may", now)
    run.count("harvest/btp", "seen", 40)
    transaction.commit()
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    log_in(page, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    page.goto(f"{staffed.portal.absolute_url()}/@@btp-sync-status")
    shown = page.locator("#pbgdpl-run")
    expect(shown).to_contain_text("A run goes on")
    cells = shown.locator("tbody td").filter(visible=True)
    expect(cells).to_have_text(["40"])
    run.count("harvest/btp", "seen", 5)
    run.count("harvest/btp", "created", 3)
    transaction.commit()
    expect(cells).to_have_text(["45", "3"])
    run.state, run.finished = "done", now
    store.lease.release(token)
    transaction.commit()
    expect(shown).to_contain_text("Last run")
    expect(cells).to_have_text(["45", "3"])
    page.wait_for_timeout(1500)
    with pytest.raises(PlaywrightTimeout), page.expect_navigation(timeout=2500):
        pass
    context.close()


@pytest.mark.long
def test_on_a_phone(busy, browser_context, log_in):
    root = busy.portal.absolute_url()
    both, gone, other = (
        busy.item(name).absolute_url() for name in busy.server.identifiers("news")[:3]
    )
    manager = browser_context.new_page()
    log_in(manager, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    found = [
        *faults_at(manager, f"{root}/@@btp-sync-status"),
        *faults_at(manager, f"{root}/@@btp-sync-journal"),
        *faults_at(manager, f"{root}/@@btp-sync-journal?run=1"),
        *faults_at(manager, f"{root}/@@pbgdpl-settings?page=exchange"),
    ]
    with manager.expect_navigation():
        manager.locator("#pbgdpl-partners button").first.click()
    assert manager.locator("#pbgdpl-findings li").count() > 3
    found += faults(manager)
    browser_context.clear_cookies()
    approver = browser_context.new_page()
    log_in(approver, "phe-duyet", PASSWORD)
    for address in (
        f"{root}/@@pbgdpl-review?tab=synced",
        f"{root}/@@pbgdpl-review?tab=synced&source=btp&set=type:news",
        f"{both}/@@pbgdpl-conflict",
        f"{gone}/@@pbgdpl-conflict",
        both,
        other,
    ):
        found += faults_at(approver, address)
    assert found == []


def test_a_source_that_rests_says_until_when(staffed, browser_context, log_in):
    """What stands beside its name is a sentence, and longer than a phone is wide."""
    until = NOW + datetime.timedelta(hours=1)
    make_store(staffed.portal).source("btp").breaker = Breaker(5, 1, until)
    transaction.commit()
    page = browser_context.new_page()
    log_in(page, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    assert faults_at(page, f"{staffed.portal.absolute_url()}/@@btp-sync-status") == []
    assert page.locator("#pbgdpl-sources .text-bg-danger").count() == 1


def test_what_may_have_arrived_and_why_nothing_is_sent(
    staffed, browser_context, log_in, monkeypatch
):
    """A new record is made there behind a sentence that says what follows."""
    monkeypatch.delenv("PBGDPL_URL", raising=False)
    staffed.run_until_done()
    set_record("push_enabled", True)
    set_record("push_url", staffed.server.push_url)
    name_repository("sonla.example")
    api.portal.set_registry_record(f"{PREFIX}.public_address", "")
    transaction.commit()
    names = staffed.server.identifiers("news")[:2]
    uids = {name: staffed.item(name).UID() for name in names}
    outbox = make_store(staffed.portal).outbox
    for name, uid in uids.items():
        said = Message(UNSURE, mapping={"said": "413"})
        answered(outbox, uid, state="rejected", code="N", identifier=name, detail=said)
    transaction.commit()
    page = browser_context.new_page()
    log_in(page, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    assert faults_at(page, f"{staffed.portal.absolute_url()}/@@btp-sync-status") == []
    box = page.locator("#pbgdpl-push")
    expect(box.locator(".alert")).to_contain_text("public address")
    expect(box.locator("h2 .badge")).to_have_text("Switched off")
    button = page.locator("#pbgdpl-stuck").get_by_role("button", name="Send as new")
    expect(button.first).to_be_visible()
    assert faults(page) == []
