"""The page of the reconciliation: begin one, read what differs, take it along."""

from browser_fixtures import PHONE
from desk_content import PASSWORD
from harvested_portal import name_repository
from harvested_portal import set_record
from page_checks import faults
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from public_content import make
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.sync.reconciliation.state import begin
from sonla.pbgdpl.sync.reconciliation.state import key_of
from sonla.pbgdpl.sync.store import make_store
from sync_pages import MANAGER
from sync_pages import noted_acts
from sync_pages import Visitor

import csv
import pytest
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")


@pytest.fixture
def empty(staffed):
    """Return a portal that is to send, and has nothing to send yet."""
    name_repository("sonla.example")
    set_record("push_enabled", True)
    set_record("push_url", staffed.server.push_url)
    transaction.commit()
    staffed.url = f"{staffed.portal.absolute_url()}/@@btp-sync-reconciliation"
    return staffed


@pytest.fixture
def sending(empty):
    """Return one that has sent three texts, one of which the partner has lost."""
    texts = [make(empty.section, "LegalNews", f"Tin {one}") for one in range(3)]
    transaction.commit()
    empty.run_until_done()
    del empty.server.push.resources[identifier_of(texts[0].UID())]
    empty.texts = texts
    return empty


@pytest.fixture
def manager():
    return Visitor(*MANAGER)


def test_from_the_first_press_to_the_result(sending, manager):
    text = manager.read(sending.url)
    assert "Not compared yet." in text
    assert "Bộ Tư pháp (mẫu)" in text
    assert "The comparison begins" in manager.press(sending.url, "compare", "send").text
    page = manager.press(sending.url, "run").text
    assert "Only here" in page
    assert "send the days again" in page
    assert "removed" in manager.press(sending.url, "discard", "send").text
    gone = manager.press(sending.url, "discard", "send").text
    assert "It is not there any more" in gone
    assert [act for _who, act in noted_acts()] == ["compare", "discard", "discard"]


def test_a_list_of_theirs_and_the_differences_as_a_file(sending, manager):
    data = "id;digest\n" + f"{identifier_of(sending.texts[1].UID())};00\n"
    files = {"list": ("theirs.csv", data.encode())}
    answer = manager.session.post(
        sending.url,
        data={**manager.hidden(sending.url), "upload": "offer"},
        files=files,
        timeout=120,
    )
    assert "The list has 1 records." in answer.text
    manager.press(sending.url, "run")
    found = manager.get(f"{sending.url}.csv?of=offer")
    assert found.headers["Cache-Control"] == "no-store, private"
    rows = list(
        csv.reader(found.content.decode("utf-8-sig").splitlines(), delimiter=";")
    )
    kinds = [row[0] for row in rows[1:]]
    assert kinds == ["Different", "Only here", "Only here"]
    assert rows[1][2] == sending.texts[1].title
    assert {row[5] for row in rows[1:]} == {
        "Ask the other side to read this portal once more from the beginning."
    }


def test_a_list_that_is_no_use_is_told_beside_the_form(empty, manager):
    for content, words in ((b"", "Choose the list"), (b"{", "read as a list")):
        answer = manager.session.post(
            empty.url,
            data={**manager.hidden(empty.url), "upload": "offer"},
            files={"list": ("theirs.json", content)},
            timeout=120,
        )
        assert words in answer.text
    assert not empty.store.reconciliations


def test_who_may(empty):
    begin(make_store(empty.portal), "send", empty.server.clock.now())
    transaction.commit()
    editor = Visitor("bien-tap", PASSWORD)
    assert "pbgdpl-report-send" not in editor.read(empty.url)
    refused = editor.get(f"{empty.url}.csv?of=send").url
    assert refused.endswith("insufficient-privileges")
    answer = Visitor(*MANAGER).session.post(
        empty.url, data={"discard": "send"}, timeout=60
    )
    assert answer.status_code == 403
    assert "send" in empty.store.reconciliations


@pytest.mark.long
def test_on_a_phone(sending, browser_context, log_in):
    begin(make_store(sending.portal), "send", sending.server.clock.now())
    begin(make_store(sending.portal), key_of("btp"), sending.server.clock.now())
    transaction.commit()
    sending.run_until_done()
    page = browser_context.new_page()
    log_in(page, SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    page.set_viewport_size(PHONE)
    page.goto(sending.url)
    assert faults(page) == []
