"""What was fetched is known again after an uninstallation and another installation."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from foreign_portal import install
from foreign_portal import SECTION
from foreign_portal import uninstall
from harvested_portal import set_record
from plone.uuid.interfaces import IUUID
from section_snapshot import reload
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.interfaces import IHarvestedSite
from sonla.pbgdpl.jobs.lease import LeaseLost
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import KEY as JOBS_KEY
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.condition import is_silent
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.store import KEY
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import mark_harvested
from sonla.pbgdpl.sync.store import store_of
from source_rows import source_row
from zope.annotation.interfaces import IAnnotations

import pytest
import transaction

pytestmark = pytest.mark.long

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def synchronised(demo):
    """The demonstration with a record that was fetched, and a run that goes on."""
    store = make_store(demo)
    item = demo[SECTION]["tin-tuc"]
    store.bind("btp", "oai:btp:1", Binding(IUUID(item), content_hash="sha-256:1"))
    mark_harvested(demo)
    store.source("btp").progress("", "pbgdpl").cursor = NOW
    jobs = make_job_store(demo)
    jobs.journal.begin("a", "may", NOW).state = "done"
    jobs.lease.acquire("a", NOW)
    jobs.run_times.note(NOW)
    transaction.commit()
    return demo


def test_all_of_it_comes_back_with_time_for_its_first_run(synchronised, manager):
    """While the add-on was away nothing could run, so nobody blames the clock."""
    uid = IUUID(synchronised[SECTION]["tin-tuc"])
    switch_on(synchronised)
    lease = job_store_of(synchronised).lease
    token = lease.token
    uninstall(manager, synchronised)
    transaction.begin()
    with pytest.raises(LeaseLost):
        lease.renew(token, NOW)
    reload(synchronised)
    assert not {KEY, JOBS_KEY} & set(IAnnotations(synchronised))
    assert not IHarvestedSite.providedBy(synchronised)
    install(manager, synchronised)
    reload(synchronised)
    assert IHarvestedSite.providedBy(synchronised)
    store = store_of(synchronised)
    source, remote_id, identity = store.find_by_uid(uid)
    assert (source, remote_id) == ("btp", "oai:btp:1")
    assert identity.content_hash == "sha-256:1"
    assert store.source("btp").progress("", "pbgdpl").cursor == NOW
    assert store.source("btp").last_attempt == NOW
    assert not is_silent(store, get_sync_settings(), utc_now())
    jobs = job_store_of(synchronised)
    assert len(jobs.journal.runs) == 1
    assert jobs.lease.holder(NOW) is None
    assert jobs.run_times.last is None
    assert utc_now() - jobs.run_times.since < timedelta(minutes=5)


def switch_on(portal):
    """Switch a source on that has been silent for long."""
    set_record("sources", [source_row(title="BTP")])
    set_record("pull_enabled", True)
    store = store_of(portal)
    store.source("btp").last_attempt = store.expected_since["btp"] = NOW
    transaction.commit()
    assert is_silent(store, get_sync_settings(), utc_now())


@pytest.mark.long
def test_a_portal_that_never_ran_it_gets_nothing(demo, manager):
    uninstall(manager, demo)
    install(manager, demo)
    reload(demo)
    assert KEY not in IAnnotations(demo)
