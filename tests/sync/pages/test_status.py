"""The status page: what an administrator reads there, and what the buttons do."""

from csv import reader
from desk_content import PASSWORD
from harvested_portal import keep_waiting
from harvested_portal import name_repository
from harvested_portal import set_record
from plone import api
from public_content import make
from sample_jobs import last_transaction
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.exchange.record import MISSING
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.bindings import QuarantinedRecord
from sonla.pbgdpl.sync.bindings import RecordConflict
from sonla.pbgdpl.sync.circuit_breaker import Breaker
from sonla.pbgdpl.sync.source_state import Hold
from sonla.pbgdpl.sync.source_state import LastFailure
from sonla.pbgdpl.sync.store import make_store
from sync_pages import answered
from sync_pages import MANAGER
from sync_pages import noted_acts
from sync_pages import Visitor
from zope.i18nmessageid import Message
from zope.interface import alsoProvides

import datetime
import io
import pytest
import re
import transaction

pytestmark = pytest.mark.usefixtures("served_alone")

NOW = datetime.datetime.now(datetime.UTC)
HOUR = datetime.timedelta(hours=1)


class StatusPage(Visitor):
    """Read the page and press its buttons."""

    def __init__(self, portal, name=MANAGER[0], password=MANAGER[1]):
        super().__init__(name, password)
        self.portal_url = portal.absolute_url()
        self.url = f"{self.portal_url}/@@btp-sync-status"

    def open(self, query=""):
        return self.get(self.url + query)

    def push(self, button, value="1"):
        return self.press(self.url, button, value)


@pytest.fixture
def status(prepared):
    return StatusPage(prepared.portal)


def sends(staffed):
    """Let the portal send, and fetch nothing."""
    name_repository("sonla.example")
    set_record("pull_enabled", False)
    set_record("push_enabled", True)
    set_record("push_url", staffed.server.push_url)
    transaction.commit()


def test_it_says_how_to_begin(functional_portal):
    text = StatusPage(functional_portal).open().text
    assert "Nothing is fetched or sent yet" in text
    assert "@@pbgdpl-settings?page=exchange" in text
    assert 'name="run"' not in text


def test_a_run_by_hand(staffed, status):
    text = status.open().text
    assert "it seems that no clock is set up" not in text, "it was just switched on"
    assert "Nothing has run yet." in text
    keep_waiting(staffed)
    assert "it seems that no clock is set up" in status.open().text
    before = last_transaction(staffed.portal)
    number = len(staffed.server.identifiers("news"))
    text = status.push("try").text
    assert "nothing of this was stored" in text
    assert f">{number}</td>" in text
    assert last_transaction(staffed.portal) == before
    answer = status.push("run")
    assert answer.history[0].status_code == 302
    assert f">{number}</td>" in answer.text
    assert "it seems that no clock is set up" not in answer.text
    assert "All is well" in answer.text
    assert len(staffed.items()) == number
    idle = status.push("run").text
    assert "Nothing is due" in idle
    assert "Fetch from it now" in idle
    journal = status.get(f"{status.portal_url}/@@btp-sync-journal?run=1")
    for remote_id in staffed.server.identifiers("news"):
        assert remote_id in journal.text
    item = staffed.item(staffed.server.identifiers("news")[0])
    assert item.absolute_url() in journal.text


def test_a_dry_run_comes_before_fetching_is_switched_on(staffed, status):
    set_record("pull_enabled", False)
    transaction.commit()
    text = status.open().text
    assert 'name="try"' in text and 'name="run"' not in text
    assert "Fetching is off. A dry run asks" in text
    before = last_transaction(staffed.portal)
    number = len(staffed.server.identifiers("news"))
    assert f">{number}</td>" in status.push("try").text
    status.push("run")
    assert last_transaction(staffed.portal) == before
    assert not staffed.items()


@pytest.mark.parametrize("why", ["not_before", "breaker"])
def test_a_source_that_rests_is_not_asked_and_the_page_says_until_when(
    staffed, status, why
):
    until = NOW + HOUR
    rest = {"not_before": until, "breaker": Breaker(5, 1, until)}[why]
    setattr(make_store(staffed.portal).source("btp"), why, rest)
    transaction.commit()
    asked = len(staffed.server.requests)
    text = status.press(status.url, "run", "1", source="btp").text
    assert f"is not asked before {format_moment(until)}" in text
    assert len(staffed.server.requests) == asked


def test_a_quick_clock_hides_no_run_that_changed_something(functional_portal):
    journal = make_job_store(functional_portal).journal
    for number in range(1, 16):
        run = journal.begin("may-chu:17:abc", "may", NOW)
        run.count("harvest/btp", "updated" if number == 2 else "unchanged", 3)
        run.state, run.finished = "failed" if number == 3 else "done", NOW
    transaction.commit()
    text = StatusPage(functional_portal).open().text
    shown = re.findall(r"@@btp-sync-journal\?run=(\d+)", text)
    assert list(dict.fromkeys(shown)) == ["15", "3", "2"]


MISSING_TITLE = Message(MISSING, mapping={"field": "title"})


def test_what_waits_for_a_decision(stocked, status):
    uid = stocked.item(stocked.server.identifiers("news")[0]).UID()
    state = make_store(stocked.portal).source("btp")
    state.held = Hold("X", "50 of 60 <b>records</b> would be withdrawn", NOW)
    state.breaker = Breaker(5, 1, NOW + HOUR)
    state.last_failure = LastFailure("X", "50 of 60 would be withdrawn", NOW)
    store = make_store(stocked.portal)
    for remote_id in ("oai:x:1", "oai:x:2"):
        store.quarantine[("btp", remote_id)] = QuarantinedRecord(
            code="D", detail=MISSING_TITLE, first_seen=NOW, attempts=10
        )
    answered(store.outbox, uid, state="rejected", code="N", detail="422 no title")
    transaction.commit()
    text = status.open().text
    for words in (
        "Held since",
        "50 of 60 &lt;b&gt;records&lt;/b&gt; would be withdrawn",
        "What the other side sent looks wrong",
        "oai:x:1",
        "“Title” is missing.",
        "Not tried any more",
        "422 no title",
        "Rejected",
    ):
        assert words in text
    status.push("release", "btp")
    state = stocked.store.sources["btp"]
    assert (state.held, state.breaker) == (None, Breaker())
    assert "would be withdrawn" not in status.open().text
    status.push("retry", "btp oai:x:1")
    assert stocked.store.quarantine[("btp", "oai:x:1")].attempts == 0
    status.push("dismiss", "btp oai:x:2")
    assert list(stocked.store.quarantine) == [("btp", "oai:x:1")]
    status.push("resend", uid)
    assert uid in stocked.store.outbox.dirty
    assert "It is not there any more" in status.push("dismiss", "btp oai:x:2").text
    assert noted_acts() == [
        (MANAGER[0], act)
        for act in ("release", "retry", "dismiss", "resend", "dismiss")
    ]


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("", "2026-03-31", "enter both days"),
        ("2026-03-01", "31/03/2026", "enter both days"),
        ("2026-03-31", "2026-03-01", "later than the last"),
        ("2026-03-01", "9999-12-31", "enter both days"),
        ("1999-01-01", "1999-12-31", "nothing to send"),
    ],
)
def test_a_period_that_is_none_is_told(staffed, status, since, until, words):
    sends(staffed)
    days = {"since": since, "until": until}
    answer = status.press(status.url, "resend_period", **days)
    assert words in answer.text
    assert not staffed.store.outbox.dirty


def test_a_period_is_sent_again(staffed, status):
    sends(staffed)
    text = make(staffed.section, "LegalNews", "Tin")
    transaction.commit()
    staffed.run()
    tomorrow = (NOW + 48 * HOUR).date().isoformat()
    days = {"since": "2026-01-01", "until": tomorrow}
    answer = status.press(status.url, "resend_period", **days)
    assert "send again what changed in these days: 1" in answer.text
    assert text.UID() in staffed.store.outbox.dirty
    assert noted_acts()[-1][1] == "resend_period"


def test_long_lists_part_by_part(staffed, status):
    store = make_store(staffed.portal)
    for number in range(45):
        store.quarantine[("btp", f"oai:x:{number:02}")] = QuarantinedRecord(code="D")
    transaction.commit()
    first, last = status.open().text, status.open("?quarantine=99").text
    assert "oai:x:19" in first
    assert "oai:x:20" not in first
    assert "?quarantine=20#pbgdpl-quarantine" in first
    assert "oai:x:39" not in last
    assert "oai:x:44" in last
    assert "?quarantine=20#pbgdpl-quarantine" in last
    status.push("retry_all")
    assert {entry.next_try is None for entry in staffed.store.quarantine.values()} == {
        False
    }


def set_aside_and_send(store, numbers):
    """Fill every list of the page."""
    sent, sets = store.outbox, store.source("btp")
    for number in numbers:
        name = f"oai:x:{number:04}"
        store.quarantine[("btp", name)] = QuarantinedRecord(code="D")
        store.conflicts[name] = RecordConflict(source="btp", remote_id=name, since=NOW)
        store.bind("btp", name, Binding(name))
        sets.progress(f"{number % 25}", "pbgdpl").cursor = NOW
        for uid, state in ((name, "rejected"), (f"{name}-there", "acknowledged")):
            answered(sent, uid, state=state, identifier=uid)
    transaction.commit()


def test_long_lists_cost_no_more_than_short_ones(functional_portal):
    store = make_store(functional_portal)
    set_aside_and_send(store, range(100))
    few, _text = loaded(functional_portal)
    set_aside_and_send(store, range(100, 1000))
    many, text = loaded(functional_portal)
    assert many - few < 50, "objects of the database that are read for the page"
    for words in (
        "Records set aside 1000",
        "Changed on both sides 1000",
        "Received 1000",
        "Rejected 1000",
        "of 1000.",
        "and 5 more",
    ):
        assert words in text
    assert text.count("oai:x:0019") >= 3, "set aside, disputed, refused"
    assert "oai:x:0020" not in text


def loaded(portal):
    """Show the page from an empty cache: what is loaded for it, and its words."""
    request = portal.REQUEST.clone()
    alsoProvides(request, IBrowserLayer)
    portal._p_jar.cacheMinimize()
    before = portal._p_jar.getTransferCounts()[0]
    with api.env.adopt_roles(["Manager"]):
        text = api.content.get_view("btp-sync-status", portal, request)()
    number = portal._p_jar.getTransferCounts()[0] - before
    return number, " ".join(re.sub(r"<[^>]*>", " ", text).split())


def test_a_clock_that_differs_is_told(staffed, status):
    assert "Its clock differs" not in status.open().text
    make_store(staffed.portal).source("btp").clock_skew_minutes = 7
    transaction.commit()
    assert "Its clock differs from ours by 7 minutes." in status.open().text


def test_conflicts_and_the_journal_as_files(stocked, status):
    name = stocked.server.identifiers("news")[0]
    stocked.edit(name, title='=HYPERLINK("http://x")', description="Của tỉnh")
    stocked.server.edit(name, description="Của Bộ")
    stocked.run_until_done()
    text = status.open().text
    assert f"{stocked.item(name).absolute_url()}/@@pbgdpl-conflict" in text
    run = make_job_store(stocked.portal).journal.latest()
    note = make_job_store(stocked.portal).journal.note
    note(run, NOW, "harvest/btp", "=cmd", detail="+1")
    note(run, NOW, "harvest/btp", "noticed", detail="ours")
    note(run, NOW, "harvest/btp", "quarantined", code="D", detail=MISSING_TITLE)
    transaction.commit()
    answer = status.get(f"{status.portal_url}/@@btp-sync-journal.csv?run={run.number}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][4] == name
    assert rows[2][3] == "'=cmd"
    assert rows[2][7] == "'+1"
    assert rows[3][3] == "Noticed"
    assert "one of ours that came back" in rows[3][7]
    assert (rows[4][6], rows[4][7]) == ("D", "“Title” is missing.")


def test_only_while_a_run_goes_on_the_page_loads_itself_again(staffed, status):
    assert "Refresh" not in status.open().headers
    store = make_job_store(staffed.portal)
    # Not NOW: a lease lasts some minutes, and the tests before this one may last longer.
    now = datetime.datetime.now(datetime.UTC)
    store.lease.acquire("may-chu:17:abc", now)
    store.journal.begin("may-chu:17:abc", "may", now).count("harvest/btp", "seen", 40)
    transaction.commit()
    answer = status.open()
    assert answer.headers["Refresh"].startswith("10; url=")
    assert "may-chu:17" in answer.text
    assert ">40</td>" in answer.text
    assert "Refresh" not in status.open("?still=1").headers
    assert "Another run is going on" in status.push("run").text


def test_who_may(staffed, status):
    with api.env.adopt_roles(["Manager"]):
        api.group.add_user(groupname="pbgdpl-sync", username="nguoi-ngoai")
    make_store(staffed.portal).source("btp").held = Hold("X", "", NOW)
    transaction.commit()
    machine = StatusPage(staffed.portal, "nguoi-ngoai", PASSWORD)
    text = machine.open().text
    assert 'name="run"' in text
    assert 'name="release"' not in text
    machine.push("release", "btp")
    assert staffed.store.sources["btp"].held is not None
    for name in ("", "bien-tap"):
        stranger = StatusPage(staffed.portal, name, PASSWORD)
        assert 'id="pbgdpl-run"' not in stranger.open().text
    answer = status.session.post(status.url, data={"release": "btp"}, timeout=60)
    assert answer.status_code == 403
    assert staffed.store.sources["btp"].held is not None
    assert noted_acts() == []


def test_switched_off_nothing_runs(stocked, status):
    set_record("pull_enabled", False)
    transaction.commit()
    text = status.open().text
    assert 'name="run"' not in text
    assert "Switched off" in text
