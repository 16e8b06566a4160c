"""The comparison of Plone's own tests is exact both ways, and its page says what is allowed."""

from source_tree import ROOT
from types import ModuleType

import pytest
import re
import tomllib

FOLDER = ROOT / "tools" / "upstream"
STOCK, OURS, OTHER = "a.test_locale", "a.test_list_of_types", "b.test_other"


@pytest.fixture(scope="module")
def upstream(tool) -> ModuleType:
    return tool("upstream/__main__")


@pytest.fixture
def complaints(upstream):
    """Return a function: what is said of failures without the add-on and with it."""

    def compare(without, with_it, allowed, tests=(9, 9)):
        first, second = upstream.SUITES
        nothing = upstream.Result(5, frozenset(), 1.0)
        results = {
            (first, ""): upstream.Result(tests[0], frozenset(without), 1.0),
            (first, "1"): upstream.Result(tests[1], frozenset(with_it), 1.0),
            (second, ""): nothing,
            (second, "1"): nothing,
        }
        return list(upstream.compare(results, set(allowed)))

    return compare


def test_what_fails_without_us_and_what_is_named_is_as_expected(complaints):
    assert complaints([STOCK], [STOCK, OURS], [OURS]) == []


def test_one_more_failure_is_told(complaints):
    (complaint,) = complaints([STOCK], [STOCK, OURS, OTHER], [OURS])
    assert complaint == f"fails with the add-on: {OTHER}"


@pytest.mark.parametrize("without", [[], [OURS]])
def test_what_is_named_has_to_fail_with_us_alone(complaints, without):
    (complaint,) = complaints(without, without, [OURS])
    assert complaint.endswith(f"passes: {OURS}")


def test_tests_that_were_not_run_are_told(complaints):
    (complaint,) = complaints([], [], [], tests=(9, 8))
    assert "not the same number" in complaint


def test_failures_are_read_as_the_runner_writes_them(upstream):
    output = (
        "Failure in test test_a (plone.restapi.tests.test_x.TestX.test_a)\n"
        "Error in test /v/lib/python3.13/site-packages/Products/CMFPlone/README.rst\n"
    )
    names = set(map(upstream.name_of, upstream.FAILED.findall(output)))
    assert names == {
        "plone.restapi.tests.test_x.TestX.test_a",
        "Products/CMFPlone/README.rst",
    }


def test_the_page_names_what_is_allowed_with_its_reason():
    rows = tomllib.loads((FOLDER / "allowed.toml").read_text("utf-8"))["allowed"]
    text = (ROOT / "docs" / "upstream.rst").read_text("utf-8")
    named = re.findall(r"^``(.+)``\n    (.+)$", text, re.MULTILINE)
    assert named == [(row["test"], row["reason"]) for row in rows]
    assert all(row["reason"] for row in rows)
