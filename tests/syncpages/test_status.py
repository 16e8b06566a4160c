"""The status page: what an administrator reads there, and what the buttons do."""

from csv import reader
from desk_content import PASSWORD
from harvested_portal import set_record
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from sonla.pbgdpl.sync.breaker import Breaker
from sonla.pbgdpl.sync.store import Hold
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import Quarantined
from tick_works import last_transaction

import datetime
import io
import pytest
import re
import requests
import transaction

TOKEN = re.compile(r'name="_authenticator"[^>]*?value="(\w+)"')
MANAGER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
NOW = datetime.datetime.now(datetime.UTC)
HOUR = datetime.timedelta(hours=1)


class StatusPage:
    """Read the page and press its buttons over HTTP, as a test reads."""

    def __init__(self, portal, auth=MANAGER):
        self.url = f"{portal.absolute_url()}/@@btp-sync-status"
        self.session = requests.Session()
        self.session.auth = auth

    def get(self, query=""):
        return self.session.get(self.url + query, timeout=60)

    def press(self, button, value="1", **fields):
        token = TOKEN.search(self.get().text).group(1)
        fields |= {"_authenticator": token, button: value}
        answer = self.session.post(self.url, data=fields, timeout=120)
        transaction.begin()
        return answer


@pytest.fixture
def status(staffed):
    return StatusPage(staffed.portal)


def test_it_says_how_to_begin(functional_portal):
    text = StatusPage(functional_portal).get().text
    assert "Nothing is fetched or sent yet" in text
    assert "@@pbgdpl-settings?page=exchange" in text
    assert 'name="run"' not in text


def test_a_run_by_hand(staffed, status):
    assert "it seems that no clock is set up" in status.get().text
    before = last_transaction(staffed.portal)
    number = len(staffed.server.identifiers("news"))
    text = status.press("try").text
    assert "nothing of this was stored" in text
    assert f">{number}</td>" in text
    assert last_transaction(staffed.portal) == before
    answer = status.press("run")
    assert answer.history[0].status_code == 302
    assert f">{number}</td>" in answer.text
    assert "it seems that no clock is set up" not in answer.text
    assert "All is well" in answer.text
    assert len(staffed.items()) == number
    assert "There was nothing to do." in status.press("run").text
    journal = status.session.get(
        f"{staffed.portal.absolute_url()}/@@btp-sync-journal?run=1", timeout=60
    )
    for remote_id in staffed.server.identifiers("news"):
        assert remote_id in journal.text
    item = staffed.item(staffed.server.identifiers("news")[0])
    assert item.absolute_url() in journal.text


def test_what_waits_for_a_decision(staffed, status):
    staffed.ticks()
    uid = staffed.item(staffed.server.identifiers("news")[0]).UID()
    state = make_store(staffed.portal).source("btp")
    state.held = Hold("X", "50 of 60 <b>records</b> would be withdrawn", NOW)
    state.breaker = Breaker(5, 1, NOW + HOUR)
    store = make_store(staffed.portal)
    for remote_id in ("oai:x:1", "oai:x:2"):
        store.quarantine[("btp", remote_id)] = Quarantined(
            code="D", detail="title is missing", first_seen=NOW, attempts=10
        )
    delivery = store.outbox.delivery(uid)
    delivery.state, delivery.code, delivery.detail = "rejected", "N", "422 no title"
    transaction.commit()
    text = status.get().text
    for words in (
        "Held since",
        "50 of 60 &lt;b&gt;records&lt;/b&gt; would be withdrawn",
        "What the other side sent looks wrong",
        "oai:x:1",
        "title is missing",
        "Not tried any more",
        "422 no title",
        "Rejected",
    ):
        assert words in text
    status.press("release", "btp")
    state = staffed.store.sources["btp"]
    assert (state.held, state.breaker) == (None, Breaker())
    status.press("retry", "btp oai:x:1")
    assert staffed.store.quarantine[("btp", "oai:x:1")].attempts == 0
    status.press("dismiss", "btp oai:x:2")
    assert list(staffed.store.quarantine) == [("btp", "oai:x:1")]
    status.press("resend", uid)
    assert uid in staffed.store.outbox.dirty
    assert "It is not there any more" in status.press("dismiss", "btp oai:x:2").text


def test_conflicts_and_the_journal_as_files(staffed, status):
    staffed.ticks()
    name = staffed.server.identifiers("news")[0]
    staffed.edit(name, title='=HYPERLINK("http://x")', description="Của tỉnh")
    staffed.server.edit(name, description="Của Bộ")
    staffed.ticks()
    text = status.get().text
    assert f"{staffed.item(name).absolute_url()}/@@pbgdpl-conflict" in text
    run = make_store(staffed.portal).journal.latest()
    make_store(staffed.portal).journal.note(run, NOW, "pull/btp", "=cmd", detail="+1")
    transaction.commit()
    answer = status.session.get(
        f"{staffed.portal.absolute_url()}/@@btp-sync-journal.csv?run={run.number}",
        timeout=60,
    )
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][4] == name
    assert rows[2][3] == "'=cmd"
    assert rows[2][7] == "'+1"


def test_only_while_a_run_goes_on_the_page_loads_itself_again(staffed, status):
    assert "Refresh" not in status.get().headers
    store = make_store(staffed.portal)
    store.lease.take("may-chu:17:abc", NOW)
    store.journal.begin("may-chu:17:abc", "may", NOW).count("pull/btp", "seen", 40)
    transaction.commit()
    answer = status.get()
    assert answer.headers["Refresh"].startswith("10; url=")
    assert "may-chu:17" in answer.text
    assert ">40</td>" in answer.text
    assert "Refresh" not in status.get("?still=1").headers
    assert "Another run is going on" in status.press("run").text


def test_who_may(staffed, status):
    with api.env.adopt_roles(["Manager"]):
        api.group.add_user(groupname="pbgdpl-sync", username="nguoi-ngoai")
    make_store(staffed.portal).source("btp").held = Hold("X", "", NOW)
    transaction.commit()
    machine = StatusPage(staffed.portal, ("nguoi-ngoai", PASSWORD))
    text = machine.get().text
    assert 'name="run"' in text
    assert 'name="release"' not in text
    machine.press("release", "btp")
    assert staffed.store.sources["btp"].held is not None
    for auth in (None, ("bien-tap", PASSWORD)):
        stranger = StatusPage(staffed.portal, auth)
        assert 'id="pbgdpl-run"' not in stranger.get().text
    answer = status.session.post(status.url, data={"release": "btp"}, timeout=60)
    assert answer.status_code == 403
    assert staffed.store.sources["btp"].held is not None


def test_switched_off_nothing_runs(staffed, status):
    staffed.ticks()
    set_record("pull_enabled", False)
    transaction.commit()
    text = status.get().text
    assert 'name="run"' not in text
    assert "Switched off" in text
