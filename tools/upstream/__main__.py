"""Run Plone's own tests with the add-on and without, and compare.

What fails with it and not without must be what `allowed.toml` names, with the reason, and
nothing less: a test that passes again has to leave the list. The result is written to
`docs/upstream.rst`.

usage: .venv/bin/python tools/upstream [--no-write]
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import os
import re
import subprocess
import sys
import time
import tomllib

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGE = ROOT / "docs" / "upstream.rst"
SUITES = ("plone.restapi", "Products.CMFPlone")
FAILED = re.compile(r"^(?:Failure|Error) in test (?:\S+ \()?([^\s)]+)\)?", re.MULTILINE)
TOTAL = re.compile(r"^(?:Total|  Ran):? (\d+) tests", re.MULTILINE)

HEADING = """\
========================
Plone's own tests, twice
========================

Written by ``make upstream``: the tests that Plone's wheels bring run in portals without the
add-on and in portals that were made with it. A test that fails with it alone must be named
in ``tools/upstream/allowed.toml``, and one that is named there must fail.

"""

OFFERED = """
What is offered to Plone
------------------------

The catalogues in ``distributions/plonevietnamese`` are for ``plone.app.locales``, domain by domain, under its licence:
each message is one that it leaves in English or has marked as unsure. When a release of Plone has taken a message,
``tests/packaging/test_plone_words.py`` names it, and it goes from here. Three messages that it has in
Vietnamese want mending there: ``description_validation`` names ``${xhtml}``, ``${css}`` and ``${w3c}``, *$h hour
and $m minutes* and *$h hours and $m minutes* name ``$d``; their pages give none of these.
"""


@dataclass(frozen=True)
class Result:
    """Hold what came of one suite: number of tests, names of the failed ones, seconds."""

    tests: int
    failed: frozenset[str]
    seconds: float


def main(arguments: list[str]) -> int:
    """Run, compare, write; give the exit code."""
    with ThreadPoolExecutor(2) as pool:
        runs = [(suite, flag) for flag in ("", "1") for suite in SUITES]
        results = dict(
            zip(runs, pool.map(lambda run: run_suite(*run), runs), strict=True)
        )
    allowed = tomllib.loads((HERE / "allowed.toml").read_text())["allowed"]
    if "--no-write" not in arguments:
        PAGE.write_text(page(results, allowed))
    complaints = list(compare(results, {row["test"] for row in allowed}))
    print("\n".join(complaints) or "As expected.")
    return 1 if complaints else 0


def run_suite(suite: str, flag: str) -> Result:
    """Run the tests of a package, with the add-on where the flag is not empty."""
    begun = time.monotonic()
    folder = find_spec(suite).submodule_search_locations[0]
    command = [sys.executable, HERE / "suite.py", "--package-path", folder, suite]
    paths = (HERE.parent, ROOT / "src", os.environ.get("PYTHONPATH", ""))
    environment = {
        **os.environ,
        "PBGDPL_WITH_ADD_ON": flag,
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
    }
    ran = subprocess.run(
        [*command, "-s", suite],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    failed = frozenset(map(name_of, FAILED.findall(ran.stdout)))
    tests = int(TOTAL.findall(ran.stdout)[-1])
    return Result(tests, failed, time.monotonic() - begun)


def name_of(test: str) -> str:
    """Name a test alike on each machine: files of doctests by their place in the package."""
    return (
        re.sub(r"^.*/site-packages/", "", os.path.normpath(test))
        if "/" in test
        else test
    )


def new_failures(results: dict[tuple[str, str], Result]) -> set[str]:
    """Name what fails with the add-on alone."""
    return {
        test
        for suite in SUITES
        for test in results[suite, "1"].failed - results[suite, ""].failed
    }


def compare(results: dict[tuple[str, str], Result], allowed: set[str]) -> Iterable[str]:
    """Yield what was not expected."""
    found = new_failures(results)
    yield from (f"fails with the add-on: {test}" for test in sorted(found - allowed))
    yield from (f"is named as failing and passes: {t}" for t in sorted(allowed - found))
    for suite in SUITES:
        if results[suite, ""].tests != results[suite, "1"].tests:
            yield f"{suite}: not the same number of tests with and without"


def page(results: dict[tuple[str, str], Result], allowed: list[dict[str, str]]) -> str:
    """Write the document."""
    return HEADING + "".join(
        [*table(results), "\n", "What fails with the add-on alone\n", "-" * 32, "\n\n"]
        + [f"``{row['test']}``\n    {row['reason']}\n" for row in allowed]
        + [OFFERED]
    )


def table(results: dict[tuple[str, str], Result]) -> Iterable[str]:
    """Yield the lines of the table of suites."""
    rule = f"{'=' * 18} {'=' * 9} {'=' * 6} {'=' * 14} {'=' * 11} {'=' * 8}\n"
    yield rule
    yield f"{'Package':18} {'Version':9} {'Tests':6} {'Failed without':14} {'with':11} Minutes\n"
    yield rule
    for suite in SUITES:
        without, with_it = results[suite, ""], results[suite, "1"]
        minutes = (without.seconds + with_it.seconds) / 60
        yield (
            f"{suite:18} {version(suite):9} {with_it.tests:<6} {len(without.failed):<14} "
            f"{len(with_it.failed):<11} {minutes:.1f}\n"
        )
    yield rule


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
