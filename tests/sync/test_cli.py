"""The command: one run in a process of its own, told by its exit code."""

from contextlib import contextmanager
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sonla.pbgdpl.sync.circuit_breaker import Breaker
from sonla.pbgdpl.sync.cli import make_parser
from sonla.pbgdpl.sync.cli import run
from sonla.pbgdpl.sync.settings import PREFIX
from sonla.pbgdpl.sync.source_state import Hold
from sonla.pbgdpl.sync.store import KEY
from sonla.pbgdpl.sync.store import SyncStore
from source_rows import source_row
from zope_instance import BIN

import json
import pytest
import signal
import subprocess
import sys

SYNC = "pbgdpl-sync"
SOURCE = source_row()


@pytest.fixture
def sync(instance):
    def run(*words, job="", site="/Plone"):
        return instance.run(SYNC, instance.conf(), site, *words, job=job)

    return run


def latest(instance):
    with instance.opened() as (_site, store):
        run = store and store.journal.latest()
        return run and (run.number, run.state, run.user)


def let_a_day_pass(instance):
    """Let all runs be of the day before."""
    with instance.opened() as (_site, store):
        for run in store.journal.runs.values() if store else ():
            run.started -= timedelta(days=1)


@contextmanager
def switched_on(instance, settings, hold):
    """Let sending be on, and held, for a while."""
    before = set_records(instance, settings, hold)
    yield
    set_records(instance, before, None)


def sync_store(site):
    """Return what the exchange remembers, of a portal that no component hears of."""
    return site.__annotations__.setdefault(KEY, SyncStore())


def set_records(instance, settings, hold):
    """Set records of the settings, which no part of the portal hears of."""
    with instance.opened() as (site, _store):
        values = site.portal_registry.records._values
        before = {name: values[name] for name in settings}
        values.update(settings)
        sync_store(site).push.held = hold
    return before


@pytest.mark.long
def test_done(instance, sync):
    since = ("--since", "2026-01-31", "--limit", "5")
    done = sync(*since, "--url", "https://pbgdpl.example.vn", job="write")
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert summary["state"] == "done"
    assert summary["counts"] == {"remote": {"created": 1}}
    with instance.opened() as (site, store):
        run = store.journal.latest()
        assert (run.number, run.state) == (summary["run"], "done")
        (entry,) = store.journal.entries_of(run)
        assert entry.identifier == "https://pbgdpl.example.vn"
        assert entry.uid == run.user == "pbgdpl-runner"
        assert entry.detail == "2026-01-31 00:00:00+00:00 5"
        assert site.description == "written"
        assert store.lease.expires is None


@pytest.mark.long
def test_nothing_due_writes_nothing(instance, sync):
    before = latest(instance)
    for words in ((), ("--dry-run",)):
        done = sync(*words)
        summary = json.loads(done.stdout)
        assert (done.returncode, summary["state"]) == (0, "idle")
        assert summary["dry_run"] is bool(words)
        assert done.stderr == ""
    assert latest(instance) == before


@pytest.mark.long
def test_dry_run_writes_nothing(instance, sync):
    with instance.opened() as (site, _store):
        site.description = "as it was"
    before = latest(instance)
    done = sync("--dry-run", job="write")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["counts"] == {"remote": {"created": 1}}
    assert latest(instance) == before
    with instance.opened() as (site, _store):
        assert site.description == "as it was"


@pytest.mark.long
@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("job", "code", "state", "words"),
    [
        ("fail", 1, "failed", "T connection refused"),
        ("hold", 2, "held", "X everything is gone"),
    ],
)
def test_what_needs_somebody(instance, sync, job, code, state, words):
    let_a_day_pass(instance)
    done = sync(job=job)
    summary = json.loads(done.stdout)
    assert (done.returncode, summary["state"]) == (code, state)
    first, second, *log = done.stderr.splitlines()
    assert first == f"remote: {summary['parts']['remote']['message']}"
    assert second == f"  {words}"
    assert ("WARNING No audit log file specified" in log) is (code == 1)
    assert latest(instance)[1] == state


@pytest.mark.long
def test_a_job_that_fails_in_each_run_is_told_once_a_day(instance, sync):
    """What happened stands behind what is to be done, and the log behind both."""
    let_a_day_pass(instance)
    done = [sync(job="stumble") for _number in range(2)]
    assert [one.returncode for one in done] == [1, 1]
    told, again = (one.stderr for one in done)
    assert told.startswith("remote: ") and again == ""
    assert told.index("B KeyError") < told.index("Traceback")
    let_a_day_pass(instance)
    assert "B KeyError" in sync(job="stumble").stderr


@pytest.mark.long
def test_what_packages_log_at_each_start_mails_nobody(instance, sync):
    for job in ("", "write"):
        done = sync(job=job)
        assert (done.returncode, done.stderr) == (0, ""), (
            "remote_job warns at its start"
        )


@pytest.mark.long
def test_sending_that_is_held(instance, sync):
    """It was found out by an earlier run; it is told as long as it lasts."""
    settings = {
        "plone.default_language": "vi",
        f"{PREFIX}.push_enabled": True,
        f"{PREFIX}.push_url": "https://btp.example/push",
        "sonla.pbgdpl.exchange.repository_id": "pbgdpl.example.vn",
    }
    hold = Hold("X", "the partner is another", datetime.now(UTC))
    with switched_on(instance, settings, hold):
        done = sync("--url", "https://pbgdpl.example.vn")
    assert done.returncode == 2, done.stderr
    summary = json.loads(done.stdout)
    assert summary["state"] == "idle"
    part = summary["parts"]["deliver"]
    assert (part["state"], part["code"]) == ("held", "X")
    assert "X the partner is another" in done.stderr
    assert "Hãy xem lý do" in done.stderr


@pytest.mark.long
def test_something_waits_that_nobody_would_know_as_ours(instance, sync):
    """The rest is done, and the exit code tells it."""
    settings = {
        f"{PREFIX}.push_enabled": True,
        f"{PREFIX}.push_url": "https://btp.example/push",
        "sonla.pbgdpl.exchange.repository_id": "pbgdpl.example.vn",
        "sonla.pbgdpl.public_address": "",
    }
    with switched_on(instance, settings, None):
        with instance.opened() as (site, _store):
            sync_store(site).outbox.mark("0" * 32)
        done = sync(job="write")
        with instance.opened() as (site, _store):
            del sync_store(site).outbox.dirty["0" * 32]
    assert done.returncode == 2, done.stderr
    summary = json.loads(done.stdout)
    assert (summary["state"], summary["counts"]) == ("done", {"remote": {"created": 1}})
    assert summary["parts"]["deliver"] == {
        "state": "held",
        "code": "K",
        "message": summary["parts"]["deliver"]["message"],
    }
    assert "the public address of this portal is not set" in done.stderr


@pytest.mark.long
def test_busy(instance, sync):
    with instance.opened() as (_site, store):
        token = store.lease.acquire("another", datetime.now(UTC))
    before = latest(instance)
    done = sync(job="write")
    with instance.opened() as (_site, store):
        store.lease.release(token)
    assert (done.returncode, json.loads(done.stdout)["state"]) == (3, "busy")
    assert latest(instance) == before


@pytest.mark.long
def test_who_may_not_runs_nothing(instance, sync):
    before = latest(instance)
    done = sync("--user", "nobody", job="write")
    assert done.returncode == 1
    assert "nobody has not the permission" in done.stderr
    assert latest(instance) == before


@pytest.mark.long
def test_a_source_that_is_not_there(instance, sync):
    before = latest(instance)
    done = sync("--source", "khong-co", job="write")
    assert done.returncode == 1
    assert "There is no source khong-co in the settings" in done.stderr
    assert latest(instance) == before


@pytest.mark.long
@pytest.mark.parametrize("why", ["not_before", "breaker"])
def test_a_source_that_rests_says_until_when(instance, sync, why):
    """It had asked for a pause, or failed too often: nothing is asked, and it is told."""
    until = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=3)
    rest = {"not_before": until, "breaker": Breaker(5, 1, until)}[why]
    settings = {
        "plone.default_language": "vi",
        f"{PREFIX}.pull_enabled": True,
        f"{PREFIX}.sources": [SOURCE],
    }
    with switched_on(instance, settings, None), resting(instance, why, rest):
        done = sync("--source", "btp")
    summary = json.loads(done.stdout)
    assert (done.returncode, summary["state"]) == (0, "idle")
    assert summary["not_before"] == f"{until:%Y-%m-%dT%H:%M:%SZ}"
    assert SOURCE["title"] in summary["message"]
    assert f"{until:%Y}" in summary["message"] and "trước" in summary["message"]


@contextmanager
def resting(instance, name, value):
    """Let the source rest for a while, for the reason that is named."""
    with instance.opened() as (site, _store):
        setattr(sync_store(site).source("btp"), name, value)
    yield
    with instance.opened() as (site, _store):
        del sync_store(site).sources["btp"]


@pytest.mark.long
def test_a_signal_ends_it_and_frees_the_lease(instance):
    process = instance.start(
        SYNC, instance.conf(), "/Plone", job="sleep", stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == "remote job has begun\n"
    with instance.opened() as (_site, store):
        assert store.lease.expires is not None
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM
    with instance.opened() as (_site, store):
        assert store.lease.expires is None
        assert store.journal.latest().state == "interrupted"


def test_a_run_succeeds_and_what_is_printed_is_json(site, add_job):
    """In the process of the test; how Zope starts for the command, those with an instance hold."""

    def write(context):
        context.transact(lambda: setattr(context.site, "description", "written"))

    add_job("sample", write)
    result, data = run(site, make_parser().parse_args(["zope.conf", "/plone"]))
    assert (result.state, result.exit_code) == ("done", 0)
    told = json.loads(json.dumps(data))
    assert told["state"] == told["parts"]["sample"]["state"] == "done"
    assert told["run"] == result.run and not told["dry_run"]
    assert site.description == "written"
    _result, data = run(
        site, make_parser().parse_args(["z.conf", "/plone", "--dry-run"])
    )
    assert data["dry_run"]


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["/khong/co.conf", "/Plone"], 1, "There is no file /khong/co.conf"),
        (["zope.conf"], 64, "site"),
        (["zope.conf", "/Plone", "--since", "hom-nay"], 64, "--since"),
        (["zope.conf", "/Plone", "--limit", "0"], 64, "--limit"),
        (["zope.conf", "/Plone", "--force"], 64, "--force"),
    ],
)
def test_wrongly_called(words, code, said):
    done = subprocess.run(
        [sys.executable, BIN / SYNC, *words], capture_output=True, text=True
    )
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
        ("2026-01-31T10:00:00", datetime(2026, 1, 31, 10, tzinfo=UTC)),
        ("2026-01-31T10:00:00+07:00", datetime(2026, 1, 31, 3, tzinfo=UTC)),
    ],
)
def test_since(text, read):
    options = make_parser().parse_args(["zope.conf", "/Plone", "--since", text])
    assert options.since == read
