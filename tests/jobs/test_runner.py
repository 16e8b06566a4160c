"""A run: one at a time, each part for itself, within its time, and closed in the end."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sample_jobs import elsewhere
from sample_jobs import last_transaction
from sample_jobs import make_job
from sample_jobs import raises
from sample_jobs import stored
from sample_jobs import write
from sample_jobs import write_description
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.options import switch
from sonla.pbgdpl.jobs.context import refuse_to_wait
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import make_job_store
from sonla.pbgdpl.sync.running import run_exchange
from sonla.pbgdpl.sync.store import KEY
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import setSite

import json
import pytest
import transaction


class TestIdle:
    def test_nothing_due_writes_nothing(self, site, add_job):
        add_job("a", write, due=lambda context: False)
        assert run_jobs(site).state == "idle"  # notes that a clock was here
        before = last_transaction(site)
        result = run_jobs(site)
        assert (result.state, result.exit_code, result.run) == ("idle", 0, None)
        assert last_transaction(site) == before
        assert KEY not in IAnnotations(site)

    def test_that_a_clock_was_here_is_noted_each_hour(self, site, add_job):
        add_job("a", write, due=lambda context: False)
        start = utc_now()
        for minutes, noted in ((0, 0), (59, 0), (61, 61), (62, 61)):
            run_jobs(site, now=lambda m=minutes: start + timedelta(minutes=m))
            seen = start + timedelta(minutes=noted)
            assert job_store_of(site).run_times.last == seen

    def test_a_run_of_a_group_is_not_noted(self, site):
        run_exchange(site)
        assert job_store_of(site).run_times.last is None

    def test_a_run_for_one_source_leaves_the_rest(self, site, add_job):
        add_job("a", raises(ValueError()))
        assert run_exchange(site, source="btp").state == "idle"

    def test_who_can_not_say_is_due(self, site, add_job):
        add_job("a", lambda context: None, due=raises(ValueError("?")))
        assert run_jobs(site).state == "done"


class TestOptionSwitchedOffMeanwhile:
    """By a second client, while a job of the option is at work."""

    def test_it_ends_its_lot_and_rests_and_goes_on_later(self, site, add_job):
        lots, again = [], []

        class Lots(make_job(None)):
            belongs_to = "moving"

            def run(self, context):
                for number in range(len(lots), 4):
                    context.transact(lambda number=number: self.lot(context, number))
                    lots.append(number)

            def lot(self, context, number):
                context.site.title = f"lot {number}"
                if number == 1 and not again:
                    again.append(number)
                    switch_elsewhere(site, on=False)

        add_job("lots", Lots)
        add_job("after", write_description, order=200)
        result = run_jobs(site)
        outcomes = {one.part: one.state for one in result.outcomes}
        assert outcomes == {"lots": "partial", "after": "done"}
        assert lots == [0, 1]
        assert stored(site)[:2] == (None, "partial"), "the run is closed"
        assert site.title == "lot 1" and site.description == "written"
        assert "lots" not in {one.part for one in run_jobs(site).outcomes}
        switch_elsewhere(site, on=True)
        assert run_jobs(site).state == "done" and lots == [0, 1, 2, 3]

    def test_one_that_has_not_begun_does_nothing(self, site, add_job):
        done = []

        class Later(make_job(lambda context: done.append(write(context, "no")))):
            belongs_to = "moving"

        add_job("switches", lambda context: switch_elsewhere(site, on=False), order=1)
        add_job("later", Later, order=2)
        run_jobs(site)
        assert done == [] and site.title != "no"


def switch_elsewhere(site, on):
    """Switch an option as another client does, with a connection of its own."""
    with elsewhere(site) as other:
        setSite(other)
        switch("moving", on)
    setSite(site)


class TestRun:
    def test_does_the_jobs_in_order(self, site, add_job):
        done = []
        add_job("c", lambda context: done.append("c"), order=1)
        add_job("b", lambda context: done.append("b"), order=2)
        add_job("a", lambda context: done.append("a"), order=2)
        result = run_jobs(site)
        assert done == ["c", "a", "b"]
        assert [one.part for one in result.outcomes] == ["c", "a", "b"]

    def test_is_closed_in_the_journal_and_frees_the_lease(self, site, add_job):
        def run(context):
            def step():
                context.count("a", "created", 2)
                context.note("a", "created", identifier="oai:x")

            context.transact(step)

        add_job("a", run)
        result = run_jobs(site)
        assert (result.state, result.run) == ("done", 1)
        assert stored(site) == (None, "done", {"a": {"created": 2}})
        journal = job_store_of(site).journal
        assert journal.latest().finished >= journal.latest().started
        assert journal.entries_of(journal.latest())[0].identifier == "oai:x"

    def test_counts_nothing_twice_at_a_conflict(self, site, add_job):
        left = iter(range(2))

        def run(context):
            def step():
                context.count("a", "created")
                context.site.title = "ours"
                if next(left, None) is not None:
                    with elsewhere(context.site) as other:
                        other.title = "theirs"

            context.transact(step)

        add_job("a", run)
        assert run_jobs(site).counts == {"a": {"created": 1}}

    def test_drops_what_a_job_leaves_uncommitted(self, site, add_job):
        add_job("a", lambda context: setattr(context.site, "title", "left"))
        add_job("b", lambda context: write_description(context), order=200)
        run_jobs(site)
        with elsewhere(site, commit=False) as other:
            assert other.title != "left"
            assert other.description == "written"

    def test_leaves_nothing_uncommitted(self, site, add_job):
        add_job("a", lambda context: setattr(context.site, "title", "left"))
        run_jobs(site)
        assert site._p_jar._registered_objects == []

    def test_tells_no_detail(self, site, add_job):
        add_job("a", raises(TransientFailure("10.1.2.3 refused")))
        summary = json.dumps(run_jobs(site).as_json())
        assert '"code": "T"' in summary
        assert "10.1.2.3" not in summary
        assert (
            job_store_of(site).journal.latest().outcomes[0]["detail"]
            == "10.1.2.3 refused"
        )


class TestBudget:
    def test_what_had_no_time_is_for_the_next_run(self, site, add_job):
        add_job("a", lambda context: setattr(context, "_deadline", 0.0))
        add_job("b", write_description, order=200)
        result = run_jobs(site)
        assert [one.state for one in result.outcomes] == ["done", "partial"]
        assert result.state == "partial"

    def test_waiting_is_refused_to_threads_that_serve_visitors(self, site, add_job):
        said = []
        add_job("a", lambda context: said.append(context.wait(60)))
        run_jobs(site, wait=refuse_to_wait)
        assert said == [False]

    def test_waits_no_longer_than_the_run(self, site, add_job):
        waited = []
        add_job("a", lambda context: context.wait(60))
        run_jobs(site, budget=3.0, wait=lambda seconds: waited.append(seconds) or True)
        assert 0 <= waited[0] <= 3.0


class TestLease:
    def test_a_second_run_is_refused(self, site, add_job):
        inner = []
        add_job("a", lambda context: inner.append(run_jobs(context.site)))
        assert run_jobs(site).state == "done"
        assert (inner[0].state, inner[0].exit_code) == ("busy", 3)

    def test_runs_after_one_that_died(self, site, add_job):
        start = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
        make_job_store(site).lease.acquire("dead", start)
        make_job_store(site).journal.begin("dead", "", start)
        transaction.commit()
        add_job("a", write_description)
        assert run_jobs(site, now=lambda: start).state == "busy"
        assert run_jobs(site, now=lambda: start + timedelta(hours=1)).state == "done"
        assert job_store_of(site).journal.runs[1].state == "interrupted"

    def test_who_lost_it_stops_and_commits_nothing(self, site, add_job):
        def lose(context):
            with elsewhere(context.site) as other:
                job_store_of(other).lease.acquire(
                    "they", context.now() + timedelta(days=1)
                )
            write_description(context)

        add_job("a", lose)
        add_job("b", write_description, order=200)
        result = run_jobs(site)
        assert (result.state, result.exit_code, result.outcomes) == ("lost", 3, ())
        with elsewhere(site, commit=False) as other:
            assert other.description != "written"
            assert job_store_of(other).lease.owner == "they"

    def test_a_long_run_keeps_it(self, site, add_job):
        times = iter(
            [datetime(2026, 3, 2, 8, minute, tzinfo=UTC) for minute in range(60)]
        )

        def run(context):
            for _ in range(5):
                context.keep_lease()

        add_job("a", run)
        assert run_jobs(site, now=lambda: next(times)).state == "done"

    def test_what_ends_the_process_frees_it(self, site, add_job):
        add_job("a", raises(SystemExit(143)))
        with pytest.raises(SystemExit):
            run_jobs(site)
        assert stored(site)[:2] == (None, "interrupted")


class TestDryRun:
    def test_commits_nothing_and_tells_what_would_be_done(self, site, add_job):
        def run(context):
            write(context, "dry")
            context.count("a", "created", 3)
            context.note("a", "created", identifier="oai:x")

        add_job("a", run)
        before = last_transaction(site)
        result = run_jobs(site, dry_run=True)
        assert last_transaction(site) == before
        assert (result.state, result.run, result.dry_run) == ("done", None, True)
        assert result.counts == {"a": {"created": 3}}
        assert KEY not in IAnnotations(site)
