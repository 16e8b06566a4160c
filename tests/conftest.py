"""Fixtures that all tests share."""

from case_samples import keep_few
from case_samples import keep_part
from case_samples import keep_some
from case_samples import Share
from collections.abc import Iterator
from file_order import shuffle
from hypothesis import HealthCheck
from hypothesis import settings
from pytest_plone import fixtures_factory
from served_layer import FUNCTIONAL
from sonla.pbgdpl.testing import INTEGRATION
from typing import Any

import gc
import os
import pytest

# The same examples each time, so that a change is judged by what it changes; more of them by
# `make test-all`. New ones are looked for with HYPOTHESIS_PROFILE=default.
# Neither depends on how busy the machine is; one portal serves all examples of a test.
CALM = list(HealthCheck)
SAME = settings(derandomize=True, deadline=None, suppress_health_check=CALM)
settings.register_profile("steady", SAME, max_examples=40)
settings.register_profile("thorough", SAME, max_examples=300)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

pytest_plugins = [
    "content_alone",
    "pytest_plone",
    "browser_fixtures",
    "exchange_fixtures",
    "file_order",
    "job_fixtures",
    "section_fixtures",
]

MARKS = {
    "chromium": "browser",
    "first_release": "first_release",
    "functional": "served",
    "functional_class": "served",
    "foreign": "served",
    "foreign_class": "served",
    "instance": "served",
}
"""What a fixture says of every test that asks for it."""
SUMMARY = "summary"
"""The property of a test whose lines are printed at the end, for those who compare figures."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what `make test` and those of its kind ask."""
    help_text = "run the first case of a few quick tests of each file"
    parser.addoption("--few", action="store_true", help=help_text)
    help_text = "run a sample of the cases of tests that have many"
    parser.addoption("--sample", action="store_true", help=help_text)
    help_text = "with --sample, run this part of the other cases, too, such as 2/3"
    parser.addoption("--share", help=help_text)
    help_text = "run the tests of this part of the files, such as 2/3"
    parser.addoption("--part", help=help_text)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the summaries of long tests at the end."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, lines in report.user_properties:
                if name == SUMMARY and report.when == "call":
                    terminalreporter.write_line(lines)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef) -> Any:
    """Let Python look for garbage no more among what stays, Zope once it is loaded, and less often."""
    made = yield
    if fixturedef.argname == "functional_session":
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000)
    return made


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Mark tests by what they ask for, before `-m` chooses."""
    for item in items:
        for name in MARKS.keys() & getattr(item, "fixturenames", ()):
            item.add_marker(MARKS[name])
    if part := config.getoption("part"):
        keep_part(config, items, Share.parse(part))
    if config.getoption("few"):
        keep_few(config, items)
    elif config.getoption("sample") and not config.getoption("keyword"):
        share = config.getoption("share")
        keep_some(config, items, share=Share.parse(share) if share else None)
    shuffle(config, items)
    # Their layer stays until a process ends, and hides from other tests what is registered.
    items.sort(key=lambda item: "demonstration" in item.path.parts)


globals().update(
    fixtures_factory(((FUNCTIONAL, "functional"), (INTEGRATION, "integration")))
)


@pytest.fixture(autouse=True)
def answers_agree_with_what_was_committed() -> Iterator[None]:
    """Fail the test in which a request was refused and left something nevertheless."""
    yield
    found = FUNCTIONAL.refused.take()
    assert not found, "\n".join(found)
