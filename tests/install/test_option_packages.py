"""One database with content of every option: all on, one of them off, its package gone, and back.

Whoever splits the code or leaves a part out keeps a portal that works, and loses nothing.
"""

from collections.abc import Callable
from one_database import GONE
from one_database import OFF
from one_database import ON
from option_questions import WORDS
from reporting_script import report_of
from sonla.pbgdpl.core.options import all_options
from typing import Any

import pkgutil
import pytest
import shutil
import sonla.pbgdpl.options

pytestmark = [pytest.mark.served, pytest.mark.long]
SCRIPT = "one_database.py"
PACKAGES = sorted(
    one.name for one in pkgutil.iter_modules(sonla.pbgdpl.options.__path__)
)
TYPES = {
    "finance": {"Expenditure"},
    "learning": {"BankQuestion", "QuestionBank"},
    "requests": {"ReporterRequest"},
}
"""The types of which items are there with the package alone."""
OWNS = ("{section}", "{unit}", "{site}", "{news}", "{site}/sitemap", "{course}")
NAMELESS = {
    *(("anybody", path) for path in OWNS),
    *(("owner", path) for path in OWNS),
    ("anybody", "{site}/@@pbgdpl-search?q=luat"),
    ("owner", "{site}/@@pbgdpl-settings"),
    ("owner", "{site}/@@pbgdpl-settings?page=tools"),
}
"""Who is led nowhere. Plone lists all types that are installed, and the office finds what is stored,
be it in settings."""
CHANGING = ("audit_log", "jobs", "mail_queue", "mail_failures")
"""Stores in which there is more with each look."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the folder of the database, which nobody changes."""
    folder = tmp_path_factory.mktemp("one-database")
    report_of(SCRIPT, "make", folder)
    return folder


@pytest.fixture(scope="module")
def copy(made, tmp_path_factory):
    """Return a function that copies the database."""

    def do():
        folder = tmp_path_factory.mktemp("copy") / "database"
        shutil.copytree(made, folder)
        return folder

    return do


@pytest.fixture(scope="module")
def before(copy: Callable) -> dict[str, Any]:
    """Return what is found with all options on."""
    return report_of(SCRIPT, "ask", copy(), ON, PACKAGES[0])


@pytest.fixture(scope="module", params=PACKAGES)
def ways(copy, request):
    """Return an option, and what is found with it off, with its package gone, and with it back."""
    option, folder = request.param, copy()
    found = {OFF: report_of(SCRIPT, "ask", copy(), OFF, option)}
    for state in (GONE, ON):
        found[state] = report_of(SCRIPT, "ask", folder, state, option)
    return option, found


def pages(report):
    return [page for part in ("pages", "pages again") for page in report[part]]


def statuses(report):
    return {(who, path): status for path, who, status, _named in pages(report)}


def contents(report):
    """Return types, stores and what else is kept, without what grows with each look."""
    assert not [one for one in report.values() if isinstance(one, str)], report
    stores = {
        name: number
        for name, number in report["stores"].items()
        if name not in CHANGING
    }
    return {**report, "stores": stores}


def test_every_option_is_a_package(portal):
    assert sorted(WORDS) == sorted(dict(all_options())) == PACKAGES


def test_every_page_answers_as_with_all_on(before, ways):
    expected = statuses(before)
    assert len(expected) > 30 and 200 in expected.values()
    for way, report in ways[1].items():
        assert statuses(report) == expected, way


def test_nobody_is_led_to_what_rests_or_is_gone(ways):
    option, found = ways
    for way in (OFF, GONE):
        named = [
            (who, path, named)
            for path, who, _status, named in pages(found[way])
            if (who, path) in NAMELESS and named
        ]
        assert named == [], (option, way)


def test_the_catalog_is_rebuilt_with_all_that_can_be_loaded(before, ways):
    option, found = ways
    types, gone = before["before"]["types"], TYPES.get(option, set())
    assert gone <= types.keys()
    left = {name: number for name, number in types.items() if name not in gone}
    assert not any(one["rebuilt"] for one in (before, *found.values())), "an error"
    assert found[GONE]["after"]["types"] == found[GONE]["before"]["types"] == left
    for report in (before, found[OFF], found[ON]):
        assert report["after"]["types"] == types


def test_what_keeps_people_goes_on_and_says_what_it_cannot_read(before, ways):
    _option, found = ways
    stores = contents(before["before"])["stores"]
    assert contents(found[OFF]["before"])["stores"] == stores
    read = contents(found[GONE]["before"])["stores"]
    assert all(0 <= number <= stores[name] for name, number in read.items())
    for said in ("functions", "people", "health"):
        told = {way: "isn't installed" in found[way][said] for way in (OFF, GONE, ON)}
        assert told == {OFF: False, GONE: True, ON: False}, said


def test_jobs_run_to_their_ends(before, ways):
    for way in (OFF, GONE):
        ends = ways[1][way]["jobs"]
        assert ends and set(ends.values()) <= set(before["jobs"].values()), way


def test_everything_is_back_when_it_is_on_again(before, ways):
    _option, found = ways
    expected = contents(before["before"])
    assert all(expected["kept"].values())
    assert contents(found[OFF]["again"]) == expected
    # The catalog that was rebuilt without the package has been rebuilt again.
    assert contents(found[ON]["after"]) == expected
