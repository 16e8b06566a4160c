"""A run that lives keeps its lease however long a step takes; one that died loses it soon."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sample_jobs import elsewhere
from sample_jobs import stored
from sonla.pbgdpl.jobs import lease
from sonla.pbgdpl.jobs.lease import DURATION
from sonla.pbgdpl.jobs.lease import SKEW
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.store import job_store_of

import pytest
import signal
import time

MINUTE = timedelta(minutes=1)


def test_who_was_killed_is_replaced_within_a_minute():
    """The last sign of life comes at the moment of the death at the latest."""
    assert DURATION + SKEW < MINUTE
    assert lease.INTERVAL * 2 < DURATION.total_seconds()


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(lease, "INTERVAL", 0.1)


def test_a_long_step_keeps_the_lease(site, add_job, quick):
    """A step that commits nothing for long: others see by the heartbeat that it lives."""
    begun = datetime.now(UTC)
    clock = {"ahead": timedelta(0)}
    seen = []

    def long_step(context):
        clock["ahead"] = 10 * MINUTE  # as if the step took so long
        end = time.monotonic() + 30
        while not seen and time.monotonic() < end:
            time.sleep(0.1)
            with elsewhere(site, commit=False) as other:
                lease = job_store_of(other).lease
                beaten = lease.heartbeat.at
                if beaten is not None and beaten - begun > 9 * MINUTE:
                    seen.append((lease.expires, lease.acquire("another", beaten)))
        context.transact(lambda: setattr(site, "title", "nobody was in between"))

    add_job("a", long_step)
    result = run_jobs(site, now=lambda: datetime.now(UTC) + clock["ahead"], budget=60)
    assert result.state == "done"
    ((expired, taken),) = seen
    assert expired - begun < MINUTE and taken is None
    assert site.title == "nobody was in between"
    assert stored(site)[0] is None


def test_a_step_that_hangs_keeps_it_for_an_hour_at_most(site, add_job, quick):
    clock = {"ahead": timedelta(0)}
    beats = []

    def hang(context):
        clock["ahead"] = timedelta(hours=2)
        time.sleep(1)
        with elsewhere(site, commit=False) as other:
            lease = job_store_of(other).lease
            beats.append(lease.heartbeat.at)
            later = datetime.now(UTC) + clock["ahead"]
            assert not lease.is_held(later)

    add_job("a", hang)
    run_jobs(site, now=lambda: datetime.now(UTC) + clock["ahead"], budget=60)
    assert beats and (beats[0] is None or beats[0] < datetime.now(UTC) + MINUTE)


def test_a_short_run_writes_no_beat(site, add_job):
    add_job("a", lambda context: context.transact(lambda: None))
    run_jobs(site)
    assert job_store_of(site).lease.heartbeat.at is None


@pytest.mark.endurance
def test_a_killed_process_is_taken_over_within_a_minute(instance):
    """Killed in a step that has lasted longer than the lease: the next run goes on soon.

    And what it left undone is known as due since it began, though it wrote no result.
    """
    command = ("pbgdpl-run", instance.conf(), "/Plone")
    with instance.opened() as (_site, store):
        visit = store.run_times.last
    begun = datetime.now(UTC)
    with (instance.folder / "killed.log").open("w") as log:
        process = instance.start(*command, job="sleep", stdout=log, stderr=log)
        lasted = (DURATION + SKEW).total_seconds() + 20
        time.sleep(lasted)
        busy = instance.run(*command, job="write")
        assert busy.returncode == 3, "who works for long keeps the lease"
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    killed, code, attempt = datetime.now(UTC), 3, timedelta(0)
    with instance.opened() as (_site, store):
        assert store.lease.is_held(killed)
        assert not store.lease.is_held(killed + MINUTE)
        assert begun <= store.due_since["remote"] < killed - timedelta(seconds=30)
        assert store.run_times.last == visit, "nothing was done"
    while code == 3 and datetime.now(UTC) - killed < 3 * MINUTE:
        started = datetime.now(UTC)
        code = instance.run(*command, job="write").returncode
        attempt = max(attempt, datetime.now(UTC) - started)
    assert code == 0
    with instance.opened() as (_site, store):
        next_run, dead = list(store.journal.newest_runs())[:2]
        assert dead.state == "interrupted"
        assert next_run.started - killed < MINUTE + attempt
        assert "remote" not in store.due_since
        assert store.run_times.last is not None
