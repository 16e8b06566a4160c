"""Every record gets a new datestamp, and stays what it is."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from public_content import make_section
from public_content import publish
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.exchange.ledger import HORIZON
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.restamp import BATCH_SIZE
from sonla.pbgdpl.exchange.restamp import restamp
from sonla.pbgdpl.exchange.restamp import summary_of
from sonla.pbgdpl.jobs.site import CannotAct
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import make_job_store

import pytest
import time
import transaction


@pytest.fixture
def offered(functional_portal):
    """Return a portal with three public texts and one that was withdrawn."""
    section = make_section(functional_portal)
    with api.env.adopt_roles(["Manager"]):
        for number in range(4):
            text = api.content.create(
                section, "LegalNews", id=f"tin-{number}", title="?"
            )
            publish(text)
        transaction.commit()
        workflow = api.portal.get_tool("portal_workflow")
        set_state(text, workflow["pbgdpl_editorial_workflow"], "withdrawn")
        transaction.commit()
    return functional_portal


def entries(portal):
    transaction.begin()
    return dict(ledger_of(portal).all_entries())


def test_each_record_is_listed_anew(offered):
    before = entries(offered)
    time.sleep(1.1)
    begun = int(time.time())
    result = restamp(offered)
    after = entries(offered)
    assert result.state == "done"
    assert summary_of(result)["records"] == len(before) == 4
    assert {e.datestamp for e in after.values()} & {
        e.datestamp for e in before.values()
    } == set()
    assert min(e.datestamp for e in after.values()) >= begun + HORIZON
    # Nothing else is said of any, neither of those that are gone.
    same = {uid: e._replace(datestamp=0) for uid, e in before.items()}
    assert {uid: e._replace(datestamp=0) for uid, e in after.items()} == same
    assert [e.deleted for e in after.values()].count(True) == 1
    until, ledger = 2**31, ledger_of(offered)
    listed = [uid for _stamp, uid in ledger.listed(begun + HORIZON, until, until)]
    assert sorted(listed) == sorted(before)


def test_it_stands_in_the_journal(offered):
    restamp(offered)
    transaction.begin()
    run = job_store_of(offered).journal.latest()
    assert (run.state, run.totals["updated"]) == ("done", 4)
    assert job_store_of(offered).lease.expires is None


def test_a_lease_of_the_backup_is_taken(offered):
    store = make_job_store(offered)
    token = store.lease.acquire("somebody", datetime.now(UTC), timedelta(hours=1))
    transaction.commit()
    assert restamp(offered).state == "done"
    transaction.begin()
    assert job_store_of(offered).lease.token > token


def test_many_go_in_several_transactions(offered, monkeypatch):
    monkeypatch.setattr("sonla.pbgdpl.exchange.restamp.BATCH_SIZE", 1)
    before = entries(offered)
    ledger, commits = ledger_of(offered), len(before)
    assert BATCH_SIZE > 1 and commits == 4 and ledger is not None
    assert summary_of(restamp(offered))["records"] == 4
    later = entries(offered)
    assert all(later[uid].datestamp >= before[uid].datestamp for uid in before)


def test_nothing_was_ever_offered(functional_portal):
    from sonla.pbgdpl.exchange.ledger import ANNOTATION
    from zope.annotation.interfaces import IAnnotations

    IAnnotations(functional_portal).pop(ANNOTATION, None)
    with pytest.raises(CannotAct):
        restamp(functional_portal)
