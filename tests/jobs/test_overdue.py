"""Clock never set up, clock stopped, clock at work: who looks learns which it is."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from public_content import make_section
from questions_content import ask
from questions_content import put
from sample_jobs import raises
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.health import check_health
from sonla.pbgdpl.core.health import missing_parts
from sonla.pbgdpl.core.health import repair
from sonla.pbgdpl.jobs import health
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.jobs.health import clock_state
from sonla.pbgdpl.jobs.health import ClockState
from sonla.pbgdpl.jobs.health import SET_UP
from sonla.pbgdpl.jobs.runner import jobs
from sonla.pbgdpl.jobs.runner import reading_context
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.jobs.transactions import NO_TIME_LEFT
from sonla.pbgdpl.jobs.transactions import Unfinished
from sonla.pbgdpl.settings.getters import PREFIX

import pytest
import transaction

HOUR = timedelta(hours=1)
START = datetime.now(UTC)


@pytest.fixture
def later(monkeypatch, site):
    """Look at the portal, or run its jobs, so many hours after its installation."""
    make_job_store(site).run_times.expect(START)
    transaction.commit()

    class Later:
        def look(self, hours):
            monkeypatch.setattr(health, "utc_now", lambda: START + hours * HOUR)
            transaction.begin()
            return dict(check_health(site))["jobs"]

        def run(self, hours):
            return run_jobs(site, now=lambda: START + hours * HOUR, budget=60)

    return Later()


def test_installation_expects_runs_at_once(site):
    since = job_store_of(site).run_times.since
    assert abs(datetime.now(UTC) - since) < HOUR
    assert dict(check_health(site))["jobs"].ok


def test_a_clock_that_was_never_set_up(later):
    first = later.look(1)
    assert first.ok and "not set up yet" in first.detail
    assert later.look(24).ok
    red = later.look(25)
    assert not red.ok and "have never run since" in red.detail
    assert red.remedy.endswith("/@@pbgdpl-jobs") and red.oldest == START


def test_monitoring_is_led_to_the_public_address(later):
    """What it is told goes out in alarms; the host that it asked is this machine's own."""
    api.portal.set_registry_record(f"{PREFIX}.public_address", "https://cong.example")
    transaction.commit()
    assert later.look(25).remedy == "https://cong.example/@@pbgdpl-jobs"


def test_a_clock_that_has_stopped(later):
    later.run(1)
    assert later.look(24) == health.Health(True, "", count=0)
    red = later.look(26)
    assert not red.ok and "The clock has stopped" in red.detail
    later.run(26)
    assert later.look(27).ok


def test_the_last_run_is_that_of_its_jobs(later, site, add_job):
    """A visit soon after another is not noted; what the jobs did in it is."""
    add_job("a", lambda context: None)
    minute = 1 / 60
    later.run(1)
    later.run(1 + minute)
    transaction.begin()
    state = clock_state(site, START + 2 * HOUR)
    assert state == ClockState(SET_UP, START + (1 + minute) * HOUR)


def test_a_run_of_the_exchange_alone_is_no_clock(later, site):
    from sonla.pbgdpl.sync.running import run_exchange

    run_exchange(site, now=lambda: START + HOUR)
    assert not later.look(25).ok


def test_a_job_that_fails_each_time(later, add_job):
    add_job("a", raises(TransientFailure("no line")))
    later.run(1)
    once = later.look(2)
    assert once.ok and "fails since" in once.detail, "told at once, and no alarm"
    later.run(26)
    overdue = later.look(27)
    assert not overdue.ok and overdue.count == 1 and "fails since" in overdue.detail


def test_a_job_that_failed_and_has_nothing_to_do_any_more(later, add_job):
    """What it failed at was mended, so it is not run again, and its result stays."""
    broken = [True]
    add_job("a", raises(TransientFailure("no line")), due=lambda context: bool(broken))
    later.run(1)
    later.run(26)
    assert not later.look(27).ok
    broken.clear()
    later.run(40)
    later.run(60)
    assert later.look(60).ok


def test_a_job_that_is_cut_short_each_time(later, add_job):
    """It never fails and is never done: whoever waits for it waits in vain."""
    add_job("a", raises(Unfinished(NO_TIME_LEFT)), order=1)
    for hours in (1, 13, 25):
        assert later.run(hours).state == "partial"
        assert later.look(hours).ok
    later.run(27)
    red = later.look(27)
    assert not red.ok and "not done" in red.detail
    assert (red.count, red.oldest) == (1, START + HOUR)


def test_a_process_that_dies_each_time(later, add_job):
    """It writes no result, and whatever comes after it in the order isn't done either."""
    add_job("a", raises(SystemExit("killed")), order=1)
    add_job("b", lambda context: None, order=2)
    for hours in (1, 13, 26):
        with pytest.raises(SystemExit):
            later.run(hours)
    red = later.look(27)
    assert not red.ok and "a: due since" in red.detail and "b: due since" in red.detail
    assert red.count >= 2 and red.oldest == START


def test_a_lease_that_is_never_free(later, site, add_job):
    add_job("a", lambda context: None)
    later.run(1)
    lease = make_job_store(site).lease
    for hours in (2, 14, 26):
        transaction.begin()
        lease.free()
        lease.acquire("another", START + hours * HOUR)
        transaction.commit()
        assert later.run(hours).state == "busy"
    red = later.look(27)
    assert not red.ok and "a: due since" in red.detail
    assert "The clock has stopped" in red.detail


def test_what_had_nothing_to_do_for_long_is_not_overdue(later, add_job):
    """Due, done, not due for weeks, due again: only the last time counts."""
    has_work = [True]
    add_job("a", lambda context: None, due=lambda context: has_work[0])
    later.run(1)
    has_work[0] = False
    later.run(50)
    has_work[0] = True
    assert later.look(51) == health.Health(True, "", count=0)
    add_job("b", raises(Unfinished(NO_TIME_LEFT)), due=lambda context: has_work[0])
    later.run(52)
    has_work[0] = False
    later.run(60)
    has_work[0] = True
    later.run(80)
    assert later.look(81).ok


def test_a_visit_yet_to_come_is_none(later, site):
    """A clock that was wrong for an hour must not keep health green for years."""
    later.run(24 * 365)
    red = later.look(26)
    assert not red.ok and "never run" in red.detail


def test_what_a_database_of_before_lacks_is_brought(site):
    times = make_job_store(site).run_times
    times.since = None
    assert "sonla.pbgdpl.jobs" in missing_parts(site)
    repair(site)
    assert times.since is not None
    assert "sonla.pbgdpl.jobs" not in missing_parts(site)


def test_personal_data_is_erased_in_a_portal_without_any_exchange(later, site):
    """Closed 40 months ago, kept for 24: nobody erases it without a clock, which is seen."""
    section = make_section(site)
    question = put(ask(section, asker_email="nguoi.hoi@example.vn"), "declined")
    question.answered_on = START - timedelta(days=40 * 31)
    question.reindexObject()
    transaction.commit()
    assert not later.look(25).ok
    assert question.asker_email == "nguoi.hoi@example.vn"
    result = later.run(25)
    assert "question-retention" in {one.part for one in result.outcomes}
    transaction.begin()
    assert question.asker_email is None
    assert later.look(26).ok


def test_days_on_which_no_run_came_are_made_up_for(site):
    """Not those of weeks ago; and a day yet to come, by a wrong clock, is none."""
    job = dict(jobs(site))["question-reminders"]
    context = reading_context(site, START)
    day, done_on = today(START), make_job_store(site).done_on
    for done, expected in {None: 1, 0: 0, 1: 1, 3: 3, 100: 14, -300: 1}.items():
        if done is not None:
            done_on[job.name] = day - timedelta(days=done)
        days = job.days(context)
        assert len(days) == expected, done
        assert days == [] or days[-1] == day


def test_each_job_says_what_it_is_for(site):
    """People read it on the page of jobs, in their language; names are stored."""
    found = jobs(site)
    assert len(found) >= 14
    for name, job in found:
        assert job.title.domain == job.description.domain == "sonla.pbgdpl", name
        assert job.description.default.endswith("."), name
        assert job.period >= timedelta(0)
        assert name == getattr(job, "name", name)


def test_two_jobs_have_no_name_in_common(site):
    names = [name for name, _job in jobs(site)]
    assert len(names) == len(set(names))
