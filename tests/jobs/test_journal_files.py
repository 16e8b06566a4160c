"""The journal as CSV: a line a part, in the portal's time, and no formulas."""

from datetime import datetime
from datetime import UTC
from plone import api
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.jobs.journal import Journal
from sonla.pbgdpl.sync.pages.journal import entries_csv
from sonla.pbgdpl.sync.pages.journal import runs_csv
from sonla.pbgdpl.sync.pages.labels import COUNT_TITLES
from sonla.pbgdpl.sync.pages.labels import COUNTS
from zope.i18n import translate

import pytest

NOW = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


@pytest.fixture
def journal(portal):
    api.portal.set_registry_record("plone.portal_timezone", "Asia/Ho_Chi_Minh")
    return Journal()


def english(message):
    return translate(message, target_language="en")


def test_every_count_has_a_title():
    assert set(COUNT_TITLES) == set(COUNTS)


def test_runs(journal):
    run = journal.begin("host", "may-dong-bo", NOW)
    run.count("harvest/btp", "seen", 3)
    run.count("deliver", "failed")
    run.finished, run.state = NOW, "done"
    journal.begin("host", "may-dong-bo", NOW)
    rows = read_csv(runs_csv(journal.newest_runs(), english))
    assert [(row["run"], row["part"]) for row in rows] == [
        ("2", ""),
        ("1", "harvest/btp"),
        ("1", "deliver"),
    ]
    assert rows[0]["state"] == "Running"
    assert rows[0]["finished"] == ""
    assert rows[1]["started"] == "03/03/2026 01:30:00"
    assert (rows[1]["seen"], rows[1]["failed"]) == ("3", "0")
    assert (rows[2]["seen"], rows[2]["failed"]) == ("0", "1")


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+84", "-2", "\tx"])
def test_what_a_source_sent_is_no_formula(journal, text):
    run = journal.begin("host", "", NOW)
    journal.note(run, NOW, "harvest/btp", "failed", identifier=text, detail=text)
    (line,) = entries_csv(journal.entries_of(run), english, str).splitlines()[1:]
    cells = line.decode().split(";")
    assert cells[4].strip('"').startswith("'")
    assert cells[7].strip('"').startswith("'")


def test_entries(journal):
    run = journal.begin("host", "", NOW)
    facts = {"identifier": "oai:btp:1", "uid": "u", "code": "D", "detail": "bad"}
    journal.note(run, NOW, "harvest/btp", "quarantined", **facts)
    journal.note(run, NOW, "harvest/btp", "word of its own")
    first, second = read_csv(entries_csv(journal.entries_of(run), english, str))
    assert first == {
        "run": "1",
        "time": "03/03/2026 01:30:00",
        "part": "harvest/btp",
        "what_happened": "Set aside",
        "record": "oai:btp:1",
        "item": "u",
        "class_of_failure": "D",
        "detail": "bad",
    }
    assert second["what_happened"] == "word of its own"
