"""Sources that would use up what we have: the run ends, memory stays, others go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from harvested_portal import set_record
from offset_token_source import CountingSource
from offset_token_source import serving
from pathlib import Path
from plone.app.testing import SITE_OWNER_NAME
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.site import acting
from threading import Event
from threading import Thread

import os
import pytest
import requests
import transaction
import Zope2

MB = 1024 * 1024
MAX_RECORDS = 48 * MB
"""Thrice what the client takes of one answer: measured are 16, and there is nothing else."""
MAX_FILES = 140 * MB
"""Of files more is taken at a time, but far less than what is sent."""
BUDGET = 2.0
"""Seconds: as little as a request is given at least."""
NAMES = [f"oai:dem.example:{number}" for number in range(4)]


def resident() -> int:
    """Return the bytes of memory that this process has now."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def measured() -> Iterator[list[int]]:
    """Yield a list that has, at the end, by how much the process grew at its most."""
    found, ended, before = [0], Event(), resident()

    def look() -> None:
        found[0] = max(found[0], resident() - before)

    def go_on_looking() -> None:
        while not ended.wait(0.005):
            look()

    thread = Thread(target=go_on_looking, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        # What was measured may have kept the interpreter to itself all the time.
        look()
        ended.set()
        thread.join()


def spent_by(server):
    """Return a clock that stands, until the server does harm: the budget is then used up."""
    return lambda: 10 * BUDGET * len(server.faults.log)


def codes(result) -> set[str]:
    return {one.code for one in result.outcomes} - {""}


def test_the_measure_sees_what_is_taken():
    with measured() as grown:
        taken = bytearray(os.urandom(MB)) * 200
    assert len(taken) == 200 * MB
    assert grown[0] > MAX_FILES


class TestBodies:
    @pytest.mark.parametrize(
        ("verb", "fault", "facts", "code"),
        [
            ("Identify", "doctype", {}, "P"),
            ("ListRecords", "doctype", {}, "P"),
            ("ListRecords", "gzip_bomb", {}, "P"),
            ("ListRecords", "huge_body", {}, "P"),
            ("Identify", "huge_body", {"announced": False}, "P"),
            ("ListRecords", "slow_drip", {}, "T"),
            ("Identify", "hang", {}, "T"),
        ],
    )
    def test_it_ends_within_the_budget_and_memory_stays(
        self, filled, verb, fault, facts, code
    ):
        """The drip would last for days, the silence for ten minutes."""
        edited = filled.server.edit_some(3)
        filled.server.inject(fault, verb=verb, **facts)
        with measured() as grown:
            result = filled.run(budget=BUDGET, clock=spent_by(filled.server))
        assert codes(result) == {code}
        for outcome in result.outcomes:
            if outcome.code == "T":
                assert outcome.detail == "detail_slow"
                assert float(outcome.detail.mapping["seconds"]) == BUDGET
        assert filled.server.faults.log
        assert grown[0] < MAX_RECORDS
        filled.server.heal()
        assert filled.run_until_done().state == "done"
        store = filled.store
        stamps = {
            store.find_by_remote_id(filled.source, name).datestamp for name in edited
        }
        assert stamps == {filled.server.catalogue.entry(edited[0]).datestamp}


def test_files_are_no_way_around(harvested):
    harvested.configure(sets="type:news")
    harvested.server.inject("huge_body", path="/files/*", announced=False)
    with measured() as grown:
        harvested.run_until_done()
    assert harvested.server.faults.log
    assert grown[0] < MAX_FILES
    assert sorted(harvested.items()) == sorted(harvested.server.identifiers("news"))


@pytest.fixture
def beside(filled, monkeypatch):
    """Yield a portal with a second source beside the one that will fail."""
    other = CountingSource()
    other.add(*NAMES)
    hosts = os.environ["PBGDPL_ALLOWED_HOSTS"]
    with serving(other, monkeypatch):
        others = os.environ["PBGDPL_ALLOWED_HOSTS"]
        monkeypatch.setenv("PBGDPL_ALLOWED_HOSTS", f"{hosts} {others}")
        filled.configure()
        first = filled.portal.portal_registry["sonla.pbgdpl.sync.sources"][0]
        second = {**first, "name": "khac", "base_url": other.oai_url}
        set_record("sources", [first, second])
        transaction.commit()
        other.clock = filled.server.clock
        yield filled


class TestOthers:
    @pytest.mark.parametrize(
        ("fault", "state"),
        [
            ("unavailable", "failed"),
            ("hang", "failed"),
            ("doctype", "failed"),
            ("rate_limited", "partial"),
            ("all_deleted", "held"),
            ("identity_change", "held"),
        ],
    )
    def test_another_source_has_its_turn(self, beside, fault, state):
        """The one that waited longest comes first, so it has it in the second run."""
        beside.server.inject(fault)
        clock = spent_by(beside.server)
        results = [beside.run(budget=BUDGET, clock=clock) for _ in range(2)]
        outcomes = {
            one.part: one.state for result in results for one in result.outcomes
        }
        assert outcomes["harvest/khac"] == "done"
        failed = [
            one.state
            for result in results
            for one in result.outcomes
            if one.part == "harvest/btp"
        ]
        assert state in failed
        assert sorted(beside.store.bindings["khac"]) == NAMES


class TestVisitors:
    def test_a_page_comes_back_while_a_run_waits_for_a_source(
        self, functional, harvested, monkeypatch
    ):
        """And an editor saves, and meets nobody."""
        source, asked, answer = CountingSource(), Event(), Event()
        source.add(*NAMES)

        def hang() -> None:
            asked.set()
            answer.wait(60)

        source.on("ListRecords", 1, hang)
        states: list[str] = []
        with serving(source, monkeypatch):
            harvested.configure(base_url=source.oai_url)
            section = harvested.portal["pho-bien-giao-duc-phap-luat"]
            requests.get(
                section.absolute_url(), timeout=60
            )  # what only the first one costs
            thread = Thread(
                target=run_as_the_clock, args=(harvested.portal, source, states)
            )
            thread.start()
            try:
                assert asked.wait(60)
                page = requests.get(section.absolute_url(), timeout=60)
                section.description = "Sửa trong khi chờ"
                transaction.commit()
                waiting = thread.is_alive() and not answer.is_set()
            finally:
                answer.set()
                thread.join(60)
        assert (page.status_code, waiting, states) == (200, True, ["done"])
        assert sorted(harvested.items()) == NAMES


def run_as_the_clock(portal, source, states: list[str]) -> None:
    """Run once in a thread of its own, with a connection of its own."""
    app = Zope2.app()
    try:
        with acting(app, "/".join(portal.getPhysicalPath()), SITE_OWNER_NAME) as site:
            states.append(run_jobs(site, now=source.clock.now, budget=300.0).state)
    finally:
        transaction.abort()
        app._p_jar.close()
