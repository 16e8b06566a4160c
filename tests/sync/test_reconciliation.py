"""What both sides have is compared record by record."""

from datetime import datetime
from datetime import UTC
from harvested_portal import HarvestedPortal
from harvested_portal import name_repository
from harvested_portal import set_record
from itertools import count
from paged_list_source import PagedListSource
from paged_list_source import serving_list
from plone import api
from public_content import make
from public_content import make_section
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.exchange.exporter import record_of
from sonla.pbgdpl.exchange.formats import pbgdpl_xml
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.runner import RunScope
from sonla.pbgdpl.options.mappings.reconciliation import comparing
from sonla.pbgdpl.options.mappings.reconciliation import partner_list
from sonla.pbgdpl.options.mappings.reconciliation.uploaded import read_list
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.operations import detach
from sonla.pbgdpl.sync.operations import overwrite
from sonla.pbgdpl.sync.operations import resend_period
from sonla.pbgdpl.sync.reconciliation.state import begin
from sonla.pbgdpl.sync.reconciliation.state import begin_with_list
from sonla.pbgdpl.sync.reconciliation.state import DIFFERS
from sonla.pbgdpl.sync.reconciliation.state import DONE
from sonla.pbgdpl.sync.reconciliation.state import key_of
from sonla.pbgdpl.sync.reconciliation.state import KINDS
from sonla.pbgdpl.sync.reconciliation.state import Listed
from sonla.pbgdpl.sync.reconciliation.state import OFFERING
from sonla.pbgdpl.sync.reconciliation.state import ONLY_HERE
from sonla.pbgdpl.sync.reconciliation.state import ONLY_THERE
from sonla.pbgdpl.sync.reconciliation.state import PENDING
from sonla.pbgdpl.sync.reconciliation.state import Reconciliation
from sonla.pbgdpl.sync.reconciliation.state import SAME
from sonla.pbgdpl.sync.reconciliation.state import SENDING
from sonla.pbgdpl.sync.reconciliation.state import STOPPED
from sonla.pbgdpl.sync.reconciliation.state import WITHDRAWN_HERE
from sonla.pbgdpl.sync.reconciliation.state import WITHDRAWN_THERE
from sonla.pbgdpl.sync.store import make_store
from zope.event import notify
from zope.i18n import translate
from zope.lifecycleevent import ObjectModifiedEvent

import json
import pytest
import transaction

BTP = key_of("btp")
FOREIGN = "oai:elsewhere.example:1"


def compare(found, key):
    """Compare with a partner, without any other work of a run, and return the report."""
    begin(make_store(found.portal), key, found.server.clock.now())
    transaction.commit()
    comparing_alone(found)
    report = found.store.reconciliations[key]
    assert report.phase == DONE, report.detail
    return report


def comparing_alone(found):
    """Go on with comparing, and with nothing else that a run does."""
    scope = RunScope(names=("reconciliation",))
    run_jobs(found.portal, scope=scope, now=found.server.clock.now)
    transaction.begin()


def numbers(report):
    """Return what was found, without what is 0."""
    found = {kind: report.number(kind) for kind in (SAME, *KINDS, PENDING)}
    return {kind: number for kind, number in found.items() if number}


@pytest.fixture
def sending(harvested):
    """Return a portal that has sent five texts, and the texts."""
    set_record("pull_enabled", False)
    name_repository("sonla.example")
    set_record("push_enabled", True)
    set_record("push_url", harvested.server.push_url)
    transaction.commit()
    texts = [make(harvested.section, "LegalNews", f"Tin {one}") for one in range(5)]
    transaction.commit()
    harvested.run_until_done()
    harvested.texts = texts
    return harvested


def spoil(sending):
    """Let the partner lose one record, change one, keep one that is gone, know a foreign one."""
    here = sending.server.push.resources
    lost, changed, gone, *_same = [identifier_of(one.UID()) for one in sending.texts]
    kept = here[gone]
    with api.env.adopt_roles(["Manager"]):
        api.content.delete(sending.texts[2], check_linkintegrity=False)
    transaction.commit()
    sending.run_until_done()
    here[gone] = kept
    del here[lost]
    later = sending.server.push.resources[changed]
    here[changed] = type(later)(
        changed, later.revision + 1, later.body + b" ", later.document, later.received
    )
    foreign = type(later)(FOREIGN, 1, b"{}", {}, later.received)
    here[FOREIGN] = foreign
    return lost, changed, gone


def test_each_difference_with_the_partner_is_found_and_goes_as_advised(
    sending, monkeypatch
):
    monkeypatch.setattr(partner_list, "SIZE", 2)
    monkeypatch.setattr(comparing, "BATCH_SIZE", 2)
    lost, changed, gone = spoil(sending)
    report = compare(sending, SENDING)
    assert numbers(report) == {
        SAME: 2,
        DIFFERS: 1,
        ONLY_HERE: 1,
        ONLY_THERE: 1,
        WITHDRAWN_HERE: 1,
    }
    names = {kind: list(report.found[kind]) for kind in KINDS}
    assert names[ONLY_HERE] == [lost]
    assert names[DIFFERS] == [changed]
    assert names[WITHDRAWN_HERE] == [gone]
    assert names[ONLY_THERE] == [FOREIGN]
    # What the words advise: to send the days again, then to replace theirs
    store, clock = make_store(sending.portal), sending.server.clock
    entries = ledger_of(sending.portal).all_entries()
    resend_period(store, entries, 0, int(clock.now().timestamp()) + 10**8)
    transaction.commit()
    sending.run_until_done()
    overwrite(make_store(sending.portal), sending.texts[1].UID(), clock.now())
    transaction.commit()
    sending.run_until_done()
    assert numbers(compare(sending, SENDING)) == {SAME: 4, ONLY_THERE: 1}


def test_what_waits_to_be_sent_is_no_difference(sending):
    text = sending.texts[0]
    text.title = "Đã sửa"
    notify(ObjectModifiedEvent(text))
    transaction.commit()
    assert text.UID() in sending.store.outbox.dirty
    report = begin_with_list(
        make_store(sending.portal), SENDING, {}.items(), sending.server.clock.now()
    )
    transaction.commit()
    comparing_alone(sending)
    assert numbers(report) == {ONLY_HERE: 4, PENDING: 1}


def test_a_partner_without_a_list_is_told_and_sending_goes_on(sending):
    sending.server.inject("status", path="/push/records", code=404, title="Not found")
    begin(make_store(sending.portal), SENDING, sending.server.clock.now())
    transaction.commit()
    sending.run()
    report = sending.store.reconciliations[SENDING]
    assert (report.phase, report.code) == (STOPPED, "N")
    make(sending.section, "LegalNews", "Tin mới")
    transaction.commit()
    sending.run_until_done()
    assert not sending.store.outbox.dirty


# Sources


@pytest.fixture
def fetched(filled):
    """Return a portal that has everything of its source."""
    return filled


def news(fetched):
    return fetched.server.identifiers("news")


def test_a_source_that_agrees(fetched):
    report = compare(fetched, BTP)
    assert set(numbers(report)) == {SAME}
    assert not report.incomplete
    assert numbers(report)[SAME] == len(fetched.server.identifiers())


def test_each_difference_with_a_source_is_found_and_goes_as_advised(fetched):
    lost, changed, gone, back, apart, same = news(fetched)[:6]
    server, store = fetched.server, make_store(fetched.portal)
    for name in (lost, changed):
        store.bindings["btp"][name].raw_digest = "other"
    store.by_uid.pop(store.bindings["btp"].pop(lost).uid)
    store.bindings["btp"][back].state = "withdrawn"
    detach(store, store.bindings["btp"][apart].uid)
    server.catalogue.put(server.catalogue.entry(gone).changed(OLD, deleted=True))
    server.purge(same)
    transaction.commit()
    report = compare(fetched, BTP)
    found = {kind: list(report.found[kind]) for kind in KINDS}
    assert found == {
        DIFFERS: [changed],
        ONLY_HERE: [same],
        ONLY_THERE: [lost],
        WITHDRAWN_HERE: [back],
        WITHDRAWN_THERE: [gone],
    }
    assert numbers(report)[PENDING] == 1
    # What the words advise: the next inventory, and to read the source again
    fetched.run(since=EARLY, source="btp")
    server.advance(days=8)
    fetched.run_until_done()
    for name in (gone, same):
        assert state_of(fetched.item(name)) == "withdrawn", name == gone
    assert set(numbers(compare(fetched, BTP))) == {SAME, PENDING}


EARLY = datetime(2000, 1, 1, tzinfo=UTC)
OLD = datetime(2024, 6, 1, tzinfo=UTC)


def test_a_comparison_goes_on_where_it_was_interrupted(fetched):
    fetched.server.inject("unavailable", path="/oai", verb="ListRecords", nth=2)
    begin(make_store(fetched.portal), BTP, fetched.server.clock.now())
    transaction.commit()
    comparing_alone(fetched)
    report = fetched.store.reconciliations[BTP]
    assert report.code == "T"
    assert len(report.theirs) == 6, "a page"
    asked = len(fetched.server.requests)
    fetched.server.heal()
    fetched.run_until_done()
    assert set(numbers(fetched.store.reconciliations[BTP])) == {SAME}
    lists = [one.target for one in list(fetched.server.requests)[asked:]]
    assert sum("resumptionToken" in one for one in lists) == 2


# Lists of others


def listed(found, data):
    """Compare with a list that somebody uploaded."""
    store, now = make_store(found.portal), found.server.clock.now()
    report = begin_with_list(store, OFFERING, read_list(data).items(), now)
    transaction.commit()
    comparing_alone(found)
    return report


def test_a_list_in_each_form(sending):
    hashes = wire_hashes(sending)
    names = list(hashes)
    rows = [(name, hashes[name], "") for name in names[:3]]
    rows.append((names[3], "sha-256:00", ""))
    as_csv = "\n".join(["id;digest;deleted", *(";".join(row) for row in rows)])
    as_json = [{"identifier": name, "hash": digest} for name, digest, _no in rows]
    by_name = {name: digest for name, digest, _no in rows}
    expected = {SAME: 3, DIFFERS: 1, ONLY_HERE: 1}
    for data in (
        as_csv.encode(),
        b"\xef\xbb\xbf" + as_csv.replace(";", ",").encode(),
        json.dumps(as_json).encode(),
        json.dumps({"records": as_json}).encode(),
        json.dumps(by_name).encode(),
    ):
        assert numbers(listed(sending, data)) == expected
    bare = "\n".join(name.rpartition(":")[2] for name in names).encode()
    assert numbers(listed(sending, bare)) == {SAME: 5}


def wire_hashes(found):
    """Return the hash of each of our records as OAI-PMH gives it out."""
    with api.env.adopt_roles(["Manager"]):
        records = [record_of(text) for text in found.texts]
    return {one.identifier: pbgdpl_xml.dump(one).get("hash") for one in records}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Choose the list"),
        (b"{", "can't be read"),
        (b"[1, 2]", "can't be read"),
        (b'[{"name": "x"}]', "has an identifier"),
        (b'{"records": 3}', "can't be read"),
        (b"id;digest\noai:elsewhere.example:1;00\n", "is ours"),
        (b"id;digest\n;00\n", "has an identifier"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"%PDF-1.7", ""),
        (b"x" * (11 * 1024 * 1024), "larger than"),
    ],
)
def test_a_list_that_is_no_use_is_told(harvested, data, words):
    name_repository("sonla.example")
    with pytest.raises(InvalidInput) as refused:
        read_list(data)
    assert words in translated(refused.value.message)


def test_what_can_not_be_written_is_left_out_of_a_list(harvested):
    name_repository("sonla.example")
    row = "oai:sonla.example:0123456789abcdef0123456789abcdef"
    rows = [
        {"id": row, "digest": "00\ud800"},
        {"id": "oai:x:\ud800\x00\x1b1", "digest": "=1+1" * 1000},
        {"id": "x" * 5000},
    ]
    found = read_list(json.dumps(rows).encode())
    assert set(found) == {row, "oai:x:1"}
    assert found[row].digest == "00"
    assert len(found["oai:x:1"].digest) <= 200


def test_a_list_without_end_is_left(monkeypatch):
    monkeypatch.setattr("sonla.pbgdpl.sync.reconciliation.state.MAX_LISTED", 10)
    found = Reconciliation(datetime(2026, 3, 1, tzinfo=UTC))
    with pytest.raises(ProtocolFailure, match="does not end"):
        found.note_listed((str(n), Listed(False, "")) for n in range(11))


def test_a_record_with_two_digests_is_nobody_s_guess(harvested):
    name_repository("sonla.example")
    row = "oai:sonla.example:0123456789abcdef0123456789abcdef"
    with pytest.raises(InvalidInput) as refused:
        read_list(f"id;digest\n{row};00\n{row};01\n".encode())
    assert "twice" in translated(refused.value.message)
    assert len(read_list(f"id;digest\n{row};00\n{row};00\n".encode())) == 1


def translated(message):
    return translate(message, target_language="en")


@pytest.mark.long
def test_ten_thousand_records_in_many_short_runs(functional_portal, monkeypatch):
    """Some steps a run: each goes on where the one before had to stop."""
    source = PagedListSource(size=100)
    source.add(*range(10_000))
    make_section(functional_portal)
    with serving_list(source, monkeypatch):
        found = HarvestedPortal(functional_portal, source)
        found.configure(
            driver="mapped-json", base_url=source.oai_url, metadata_prefix="plqg-list"
        )
        report, runs = compared_by_short_runs(found)
        assert numbers(report) == {ONLY_THERE: 10_000}
        assert runs > 2
        store = make_store(functional_portal)
        for name, difference in report.differences(ONLY_THERE):
            binding = Binding(f"uid-{name}", raw_digest=difference.theirs)
            store.bind("btp", name, binding)
        transaction.commit()
        source.edit(7, "Đã sửa")
        del source.rows["8"]
        report, _runs = compared_by_short_runs(found)
    assert numbers(report) == {SAME: 9_998, DIFFERS: 1, ONLY_HERE: 1}


def compared_by_short_runs(found):
    """Compare by runs that are short; return the report, and the number of runs."""
    begin(make_store(found.portal), BTP, found.server.clock.now())
    transaction.commit()
    scope = RunScope(names=("reconciliation",))
    for number in range(1, 200):
        run_jobs(found.portal, scope=scope, budget=100.0, clock=count().__next__)
        if found.store.reconciliations[BTP].phase == DONE:
            return found.store.reconciliations[BTP], number
    raise AssertionError("not done after 200 runs")
