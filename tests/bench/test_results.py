"""What the bench has measured is kept honestly, and published as it was measured."""

from bench.__main__ import name_of
from bench.measuring import Result
from bench.readers import READERS
from bench.report import PAGE
from bench.report import page
from bench.report import table
from bench.results import keep
from bench.results import kept
from bench.rows import ROWS
from datetime import date

import json
import pytest

PROMISED = (
    ("homepage, uncached", 1.1, False),
    ("homepage, warm", 1.05, False),
    ("growth with / without, uncached", 1.15, False),
    ("growth with / without, warm", 1.15, False),
    ("@@pbgdpl-search, all queries", 1.2, False),
    ("@@reporters, all lists", 1.0, False),
    ("landing page", 0.8, False),
    ("@@materials", 0.8, False),
    ("question list over 20,000 questions", 1.1, False),
    ("pages kept / asked of Zope: homepage", 40, True),
    ("pages kept / asked of Zope: landing page", 40, True),
    ("pages kept / asked of Zope: list", 40, True),
    ("lengthened links: homepage", 0.9, True),
    ("lengthened links: landing page", 0.9, True),
    ("lengthened links: landing page, a name that nobody reads", 0.9, True),
    ("lengthened links: list", 0.9, True),
    ("first pull", 2.3, True),
    ("pull of 2,000 / collective.exportimport", 3.7, True),
    ("unchanged records", 7_000, True),
    ("objects written but the journal's", 0, False),
    ("peak memory, 10,000 / 1,000", 1.15, False),
    ("first sending in batches", 40, True),
    ("pull beside two editors", 15, True),
    ("saves that failed", 0, False),
    ("answers or certificates lost", 0, False),
    ("answers, attempts or certificates doubled", 0, False),
    ("requests that failed", 0, False),
    ("saves beside them that failed", 0, False),
    ("an answer, 95 of 100", 1_000, False),
    ("a question page, bytes", 30_000, False),
    ("a question page, processor of the client", 8, False),
    ("page, this year and the one before, 100,000 activities", 500, False),
    ("300 rows × 20 columns, 100,000 activities", 1_500, False),
    *((f"{one.name} at its limit", 2, False) for one in READERS),
    ("process ready, memory", 45, False),
    ("…, processor", 0.9, False),
)
"""The numbers to keep: line of the table, bar, whether it is the least."""


@pytest.fixture
def store(tmp_path):
    return tmp_path / "results.json"


@pytest.fixture(scope="module")
def published():
    return kept([name_of(row) for row in ROWS])


def test_a_row_keeps_its_day_when_another_is_measured(store):
    keep("old", [Result("a", 1.0)], store)
    known = json.loads(store.read_text("utf-8"))
    known["old"] |= {"day": "2020-02-29", "machine": "another"}
    store.write_text(json.dumps(known), "utf-8")
    keep("new", [Result("b", 2.0, 1.0, 3.0)], store)
    rows = kept(["new", "old", "never"], store)
    assert list(rows) == ["new", "old"]
    assert (rows["old"].day, rows["old"].machine) == (date(2020, 2, 29), "another")
    assert rows["new"].day == date.today()
    assert rows["new"].results == [Result("b", 2.0, 1.0, 3.0)]


def test_the_same_results_are_the_same_bytes(store, tmp_path):
    other = tmp_path / "other.json"
    for path, names in ((store, "ab"), (other, "ba")):
        for name in names:
            keep(name, [Result(name, 1.0)], path)
    assert store.read_bytes() == other.read_bytes()


def test_a_missed_bar_is_seen(published):
    lines = table([Result("slow", 3.0, 2.0, 1.25), Result("quick", 2.0, 2.0, 1.25)])
    words = [line.split() for line in lines.splitlines()[3:5]]
    assert [(row[0], row[-1]) for row in words] == [("slow", "NO"), ("quick", "yes")]


def test_every_row_was_measured(published):
    assert list(published) == [name_of(row) for row in ROWS]


def test_all_numbers_to_keep_are_there(published):
    lines = {line.what: line for row in published.values() for line in row.results}
    found = [(what, lines[what].bar, lines[what].at_least) for what, *_ in PROMISED]
    assert found == list(PROMISED)


def test_the_page_says_what_was_measured(published):
    assert PAGE.read_text("utf-8") == page(list(published.values()))
