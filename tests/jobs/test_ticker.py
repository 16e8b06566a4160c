"""The clock: runs jobs in a server, and only there."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sonla.pbgdpl.jobs.lease import SKEW

import pytest
import requests
import signal
import time

POLL_SECONDS = """
import threading, time; time.sleep(4)
print("threads", [one.name for one in threading.enumerate()])
"""


def wait_for(found, seconds=60):
    """Return what is found as soon as it is; asked again and again."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if result := found():
            return result
        time.sleep(0.3)
    raise AssertionError("it did not happen")


def runs(instance, state="done"):
    with instance.opened() as (_site, store):
        found = [] if store is None else store.journal.newest_runs()
        return [run.number for run in found if run.state == state]


def test_a_server_runs_jobs_as_its_user_and_answers_meanwhile(instance):
    before = runs(instance)
    with instance.served(instance.clock_conf(), job="write") as (process, port, log):
        wait_for(lambda: len(runs(instance)) >= len(before) + 2)
        answer = requests.get(
            f"http://127.0.0.1:{port}/Plone/@@pbgdpl-health", timeout=60
        )
        assert answer.status_code in (200, 503)
        process.send_signal(signal.SIGINT)
        process.wait(60)
    with instance.opened() as (_site, store):
        run = store.journal.runs[runs(instance)[0]]
        (entry,) = store.journal.entries_of(run)
        assert run.user == entry.uid == "pbgdpl-runner"
        assert entry.identifier == "https://pbgdpl.example.gov.vn"
        assert store.lease.expires is None
    assert "[sonla.pbgdpl.jobs.ticker.pbgdpl]" in log.read_text()


@pytest.mark.long
def test_a_server_that_stops_lets_a_run_finish(instance):
    with instance.served(instance.clock_conf(), job="linger") as (process, _port, log):
        wait_for(lambda: "remote job has begun" in log.read_text())
        process.send_signal(signal.SIGINT)
        process.wait(60)
    assert "ConnectionStateError" not in log.read_text()
    with instance.opened() as (_site, store):
        assert store.journal.latest().state == "done"
        assert store.lease.expires is None


@pytest.mark.long
def test_a_server_that_was_killed_leaves_the_lease_to_expire(instance):
    with instance.served(instance.clock_conf(), job="sleep") as (process, _port, log):
        wait_for(lambda: "remote job has begun" in log.read_text())
        process.kill()
        process.wait(30)
    killed = datetime.now(UTC)
    with instance.opened() as (_site, store):
        lease, dead = store.lease, store.journal.latest()
        assert dead.state == "running"
        assert lease.acquire("next", lease.expires) is None
        later = lease.expires + SKEW + timedelta(seconds=1)
        assert later - killed < timedelta(minutes=1)
        lease.release(lease.acquire("next", later))
    before = runs(instance)
    with instance.served(instance.clock_conf(), job="write"):
        wait_for(lambda: len(runs(instance)) > len(before))
    with instance.opened() as (_site, store):
        assert store.journal.runs[dead.number].state == "interrupted"


@pytest.mark.long
def test_who_may_not_runs_nothing(instance):
    before = runs(instance)
    conf = instance.clock_conf(user="nobody")
    with instance.served(conf, job="write") as (_process, _port, log):
        wait_for(lambda: "nobody has not the permission" in log.read_text())
        time.sleep(3)
        refusals = log.read_text().count("nobody has not the permission")
    assert refusals == 1, "a section that is left over says so once"
    assert runs(instance) == before


@pytest.mark.long
def test_console_and_scripts_run_no_jobs(instance, tmp_path):
    """Whoever opens a console on the production database starts nothing by that."""
    conf = instance.clock_conf()
    before = runs(instance)
    script = tmp_path / "wait.py"
    script.write_text(POLL_SECONDS)
    done = instance.run("zconsole", "run", conf, script, job="write")
    assert done.returncode == 0, done.stderr
    assert "threads ['MainThread'" in done.stdout
    assert "sonla.pbgdpl.jobs.ticker" not in done.stdout
    debug = instance.run("zconsole", "debug", conf, job="write", typed=POLL_SECONDS)
    assert "threads ['MainThread'" in debug.stdout, debug.stderr
    assert "sonla.pbgdpl.jobs.ticker" not in debug.stdout
    assert runs(instance) == before


@pytest.mark.long
def test_command_with_the_same_configuration_runs_once(instance):
    before = runs(instance)
    done = instance.run("pbgdpl-sync", instance.clock_conf(), "/Plone", job="write")
    assert done.returncode == 0, done.stderr
    assert len(runs(instance)) == len(before) + 1
