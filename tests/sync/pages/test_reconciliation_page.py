"""The page of the reconciliation: begin one, read what differs, repair it, take it along."""

from browser_fixtures import PHONE
from desk_content import PASSWORD
from harvested_portal import name_repository
from harvested_portal import set_record
from io import BytesIO
from openpyxl import load_workbook
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


def test_from_the_first_press_to_the_repair(sending, manager):
    text = manager.read(sending.url)
    assert "Not compared yet." in text
    assert "Bộ Tư pháp (mẫu)" in text
    assert "The comparison begins" in manager.press(sending.url, "compare", "send").text
    page = manager.press(sending.url, "run").text
    assert "Only here" in page
    opened = f"{sending.url}?of=send"
    page = manager.read(opened)
    name = identifier_of(sending.texts[0].UID())
    assert f'href="{sending.texts[0].absolute_url()}"' in page
    assert "Send it again" in page
    pressed = manager.press(sending.url, "repair", f"only_here {name}", of="send").text
    assert "The next run does it" in pressed
    sending.run_until_done()
    manager.press(sending.url, "compare", "send")
    page = manager.press(sending.url, "run").text
    assert "Nothing differs" in page
    assert "removed" in manager.press(sending.url, "discard", "send").text
    gone = manager.press(sending.url, "repair_all", "only_here", of="send").text
    assert "It is not there any more" in gone
    assert [act for _who, act in noted_acts()] == [
        "compare",
        "repair",
        "compare",
        "discard",
        "repair_all",
    ]


def test_a_list_of_theirs_and_the_report_as_a_workbook(sending, manager):
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
    book = manager.get(f"{sending.url}.xlsx?of=offer")
    assert book.headers["Cache-Control"] == "no-store, private"
    rows = list(load_workbook(BytesIO(book.content)).active.values)
    assert [row[0] for row in rows[4:]] == ["Different", "Only here", "Only here"]
    assert rows[4][2] == sending.texts[1].title
    assert "Different: 1" in rows[1][0]
    opened = f"{sending.url}?of=offer"
    assert "List all of them once more" in manager.read(opened)
    done = manager.press(sending.url, "repair_all", "only_here", of="offer").text
    assert "for 2 records" in done


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
    refused = editor.get(f"{empty.url}.xlsx?of=send").url
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
    found = []
    for query in ("", "?of=send", "?of=fetch/btp"):
        page.goto(sending.url + query)
        found += faults(page)
    assert found == []
