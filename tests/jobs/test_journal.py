"""The journal: counts a part, entries a record, bounded, and without secrets."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from sonla.pbgdpl.jobs import journal as module
from sonla.pbgdpl.jobs.journal import Journal
from sonla.pbgdpl.jobs.secrets import harmless
from sonla.pbgdpl.jobs.secrets import without_secrets

import pytest

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def journal():
    return Journal()


def run_of(journal, minute=0):
    return journal.begin("host:1:a", "may-dong-bo", NOW + timedelta(minutes=minute))


def note(journal, run, identifier="oai:a", **facts):
    journal.note(run, NOW, "harvest/btp", "created", identifier=identifier, **facts)


class TestRuns:
    def test_are_numbered(self, journal):
        assert [run_of(journal).number for _ in range(3)] == [1, 2, 3]
        assert journal.latest().number == 3
        assert [run.number for run in journal.newest_runs()] == [3, 2, 1]

    def test_count_by_part(self, journal):
        run = run_of(journal)
        run.count("harvest/btp", "seen", 3)
        run.count("harvest/btp", "unchanged", 2)
        run.count("harvest/so-tu-phap", "seen")
        assert run.counts["harvest/btp"] == {"seen": 3, "unchanged": 2}
        assert run.totals["seen"] == 4
        assert run.totals["unchanged"] == 2

    def test_counts_of_runs_are_apart(self, journal):
        run_of(journal).count("harvest/btp", "failed")
        assert run_of(journal).totals["failed"] == 0

    def test_given_counts_change_nothing(self, journal):
        run = run_of(journal)
        run.count("harvest/btp", "seen")
        run.counts["harvest/btp"]["seen"] = 9
        assert run.totals["seen"] == 1

    def test_one_whose_process_died_is_closed_by_the_next(self, journal):
        dead = run_of(journal)
        assert dead.state == "running"
        run_of(journal, 10)
        assert dead.state == "interrupted"

    def test_one_that_ended_stays_as_it_ended(self, journal):
        run_of(journal).state = "done"
        run_of(journal)
        assert journal.runs[1].state == "done"

    def test_are_bounded(self, journal, monkeypatch):
        monkeypatch.setattr(module, "RUNS_KEPT", 3)
        for _ in range(5):
            run_of(journal)
        assert list(journal.runs) == [3, 4, 5]


class TestEntries:
    def test_belong_to_their_run(self, journal):
        first = run_of(journal)
        note(journal, first, "oai:a")
        note(journal, first, "oai:b", uid="uid-b")
        second = run_of(journal)
        note(journal, second, "oai:c")
        third = run_of(journal)
        entries = journal.entries_of(first)
        assert [entry.identifier for entry in entries] == ["oai:a", "oai:b"]
        assert entries[1].uid == "uid-b"
        assert [entry.identifier for entry in journal.entries_of(second)] == ["oai:c"]
        assert list(journal.entries_of(third)) == []

    def test_are_bounded(self, journal, monkeypatch):
        monkeypatch.setattr(module, "ENTRIES_KEPT", 4)
        first = run_of(journal)
        for number in range(3):
            note(journal, first, f"oai:{number}")
        second = run_of(journal)
        for number in range(3):
            note(journal, second, f"oai:{number}")
        assert len(journal.entries) == 4
        assert len(journal.entries_of(first)) == 1
        assert len(journal.entries_of(second)) == 3
        assert [one.identifier for one in journal.entries_of(first)] == ["oai:2"]
        assert [one.identifier for one in journal.entries_of(second)[1:]] == [
            "oai:1",
            "oai:2",
        ]
        third = run_of(journal)
        for number in range(4):
            note(journal, third, f"oai:{number}")
        assert len(journal.entries_of(first)) == len(journal.entries_of(second)) == 0

    def test_details_are_cut(self, journal):
        run = run_of(journal)
        note(journal, run, detail="x" * 1000)
        assert len(journal.entries_of(run)[0].detail) == 300

    def test_details_keep_no_secret(self, journal):
        run = run_of(journal)
        note(journal, run, detail="PUT with Authorization: Bearer abc.def-123456")
        assert "abc.def-123456" not in repr(list(journal.entries_of(run)))


@pytest.mark.parametrize(
    "text",
    [
        "Bearer bi-mat-123",
        "authorization: basic bi-mat-123==",
        "https://ai:bi-mat-123@btp.example.vn/oai",
        "GET /oai?verb=Identify&access_token=bi-mat-123&x=1",
        '{"password": "bi-mat-123"}',
        "api_key=bi-mat-123",
    ],
)
def test_what_looks_like_a_secret_goes(text):
    assert "bi-mat-123" not in harmless(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://btp.example.vn/oai?verb=ListRecords&from=2026-01-01",
        "resumptionToken missing",
        "basic dc",
        "lanh-dao@sonla.gov.vn",
    ],
)
def test_what_does_not_stays(text):
    assert harmless(text) == text


def test_a_configured_secret_goes_wherever_it_stands(monkeypatch):
    monkeypatch.setenv("PBGDPL_PULL_TOKEN_BTP", "khong-ai-biet")
    said = without_secrets("they said: khong-ai-biet is wrong")
    assert said == "they said: … is wrong"


def test_a_malformed_configuration_hides_no_failure(monkeypatch):
    monkeypatch.setenv("PBGDPL_ALLOWED_NETWORKS", "khong-phai-mang")
    assert without_secrets("refused") == "refused"
