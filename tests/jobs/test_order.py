"""What the portal owes by itself doesn't wait for partners, nor for their configuration."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from harvested_portal import set_record
from public_content import make_section
from questions_content import ask
from questions_content import put
from sample_jobs import raises
from sonla.pbgdpl.exchange.jobs import GROUP
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.jobs.runner import jobs
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.sync.harvest.jobs import HarvestJob

import pytest
import time
import transaction

ROW = {
    "name": "btp",
    "title": "Bộ Tư pháp",
    "enabled": True,
    "driver": "oaipmh",
    "base_url": "http://127.0.0.1:9/oai",
    "authentication": "bearer",
    "metadata_prefix": "pbgdpl",
    "sets": None,
    "trusted_sets": None,
    "target": None,
}


@pytest.fixture
def old_question(site):
    """A question that was closed so long ago that its asker is to be forgotten."""
    section = make_section(site)
    question = put(ask(section, asker_email="nguoi.hoi@example.vn"), "declined")
    question.answered_on = datetime.now(UTC) - timedelta(days=40 * 31)
    question.reindexObject()
    transaction.commit()
    return question


def outcomes(result):
    return {one.part: (one.state, one.code) for one in result.outcomes}


def test_duties_then_mail_then_partners(site):
    names = [name for name, _job in jobs(site)]
    by_name = dict(jobs(site))
    asks = [names.index(name) for name in ("harvest", "deliver")]
    local = [name for name in names if by_name[name].group != GROUP]
    assert max(map(names.index, local)) < min(asks)
    assert local[-1] == "mail", "what the others write leaves in the same run"
    assert names.index("mail") < names.index("reconcile") < min(asks)


def test_a_slow_source_starves_nothing(site, add_job, old_question):
    """It takes all the time that a run has, as a first harvest does for days."""

    class SlowSource(HarvestJob):
        def due(self, context):
            return True

        def run(self, context):
            context.clock = lambda: time.monotonic() + 3600  # as if it took so long
            context.check_budget()

    add_job("a-slow-source", SlowSource)
    found = outcomes(run_jobs(site, budget=600))
    assert found["a-slow-source"] == ("partial", "")
    assert found["question-retention"] == ("done", "")
    transaction.begin()
    assert old_question.asker_email is None


def test_a_mistake_in_the_exchange_stops_the_exchange_alone(
    site, add_job, old_question, monkeypatch
):
    monkeypatch.setenv("PBGDPL_ALLOWED_NETWORKS", "khong-phai-mang")
    set_record("sources", [ROW])
    set_record("pull_enabled", True)
    transaction.commit()

    class FirstOfAll(HarvestJob):
        order = 1

    add_job("a-harvest", FirstOfAll)
    found = outcomes(run_jobs(site, budget=60))
    assert found["harvest/btp"] == ("failed", "K")
    assert found["question-retention"] == ("done", "")
    transaction.begin()
    assert old_question.asker_email is None


def test_a_server_without_space_stops_them_all(site, add_job, old_question):
    add_job("a", raises(LocalFailure("No space left on device")), order=1)
    found = outcomes(run_jobs(site))
    assert found["question-retention"] == ("partial", "")
