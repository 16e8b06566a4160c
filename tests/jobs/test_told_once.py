"""Whoever reads cron's mail hears of a failure once a day, and of each that is another one."""

from sample_jobs import make_job
from sample_jobs import registered
from sonla.pbgdpl.jobs.cli import known_failures
from sonla.pbgdpl.jobs.items import each
from sonla.pbgdpl.jobs.runner import run_jobs

import pytest
import sys


@pytest.fixture
def run(site):
    """Return what runs a job that leaves an item; by the command it returns what is known."""

    def run(item, command=True):
        def stumble(number):
            raise TypeError(number)

        with registered("walking", make_job(lambda context: each([item], stumble))):
            result = run_jobs(site)
        return {*known_failures(site, result)} if command else None

    return run


def test_the_same_is_told_once(run):
    assert [run("a"), run("a"), run("a")] == [set(), {"walking"}, {"walking"}]


def test_what_the_clock_or_a_button_met_before_is_told(run):
    run("a", command=False)
    assert run("a") == set()
    assert run("a") == {"walking"}


def test_another_cause_is_told_on_the_same_day(run):
    assert [run("a"), run("b"), run("a")] == [set(), set(), {"walking"}]


def test_what_a_terminal_was_told_cron_is_told(run, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert [run("a"), run("a")] == [set(), set()]
    monkeypatch.undo()
    assert [run("a"), run("a")] == [set(), {"walking"}]
