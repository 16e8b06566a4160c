"""What ends one part of a run ends no other; daily work is done once a day."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sample_jobs import elsewhere
from sample_jobs import raises
from sample_jobs import stored
from sample_jobs import write_description
from sonla.pbgdpl.jobs.base import DailyJob
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.transactions import NO_TIME_LEFT
from sonla.pbgdpl.jobs.transactions import Unfinished
from sonla.pbgdpl.sync.failures import RateLimited
from sonla.pbgdpl.sync.failures import Suspicious
from ZODB.POSException import ConflictError
from zope.i18nmessageid import Message

import pytest
import transaction

LATER = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ENDINGS = [
    (Unfinished(NO_TIME_LEFT), "partial", "", 0),
    (RateLimited(not_before=LATER), "partial", "R", 0),
    (ConflictError(), "partial", "C", 0),
    (Suspicious("all gone"), "held", "X", 2),
    (TransientFailure("down"), "failed", "T", 1),
    (ValueError("bi-mat"), "failed", "B", 1),
]


class TestIsolation:
    @pytest.mark.parametrize(("error", "state", "code", "exit_code"), ENDINGS)
    def test_one_part_ends_no_other(self, site, add_job, error, state, code, exit_code):
        add_job("a", raises(error))
        add_job("b", write_description, order=200)
        result = run_jobs(site)
        first, second = result.outcomes
        assert (first.state, first.code) == (state, code)
        assert second.state == "done"
        assert (result.state, result.exit_code) == (state, exit_code)
        assert stored(site)[:2] == (None, state)

    def test_what_is_left_is_told_in_words(self, site, add_job):
        """Whatever ends a part before its time: pages show it to people."""
        add_job("a", lambda context: context.check_budget())
        (outcome, *_others) = run_jobs(site, budget=0.0).outcomes
        assert outcome.state == "partial"
        assert (outcome.detail, outcome.detail.domain) == (NO_TIME_LEFT, "sonla.pbgdpl")
        (kept,) = job_store_of(site).journal.latest().outcomes
        assert kept["detail"] == NO_TIME_LEFT and isinstance(kept["detail"], Message)

    def test_sources_of_one_job_are_isolated_too(self, site, add_job):
        def run(context):
            context.isolated("harvest/a", lambda: 1 / 0)
            context.isolated("harvest/b", lambda: write_description(context))

        add_job("sources", run)
        states = {one.part: one.state for one in run_jobs(site).outcomes}
        assert states == {"harvest/a": "failed", "harvest/b": "done", "sources": "done"}

    def test_failure_outweighs_hold_outweighs_rest(self, site, add_job):
        add_job("a", raises(Suspicious("x")))
        add_job("b", raises(Unfinished(NO_TIME_LEFT)))
        assert run_jobs(site).state == "held"
        add_job("c", raises(TransientFailure("x")))
        assert run_jobs(site).state == "failed"

    def test_a_server_without_space_tries_nothing_more(self, site, add_job):
        add_job("a", raises(LocalFailure("No space left on device")))
        add_job("b", write_description, order=200)
        result = run_jobs(site)
        assert [one.state for one in result.outcomes] == ["failed", "partial"]

    def test_the_text_of_a_bug_is_not_kept(self, site, add_job):
        add_job("a", raises(ValueError("bi-mat")))
        run_jobs(site)
        assert "bi-mat" not in str(job_store_of(site).journal.latest().outcomes)


class TestDailyWork:
    def test_is_done_once_a_day_of_the_portal(self, site, add_job):
        done = []

        class Sweep(DailyJob):
            name = "tidying"

            def work(self, context):
                done.append(context.now())

        add_job("tidying", Sweep)
        site.portal_registry["plone.portal_timezone"] = "Asia/Ho_Chi_Minh"
        transaction.commit()
        evening = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
        states = [
            run_jobs(site, now=lambda moment=moment: moment).state
            for moment in (evening, evening, evening + timedelta(hours=1))
        ]
        assert states == ["done", "idle", "done"]
        assert len(done) == 2

    def test_that_failed_is_due_again(self, site, add_job):
        class Sweep(DailyJob):
            name = "tidying"

            def work(self, context):
                context.site.title = "half"
                raise ValueError("bad")

        add_job("tidying", Sweep)
        assert run_jobs(site).state == "failed"
        assert run_jobs(site).state == "failed"
        with elsewhere(site, commit=False) as other:
            assert other.title != "half"
