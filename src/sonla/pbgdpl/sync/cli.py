"""The command `pbgdpl-sync`: one run of the exchange alone, with options of its own.

`pbgdpl-run` runs its jobs, too, among all others. Exit codes are the same.
"""

from collections.abc import Sequence
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.jobs.cli import add_manner
from sonla.pbgdpl.jobs.cli import add_site
from sonla.pbgdpl.jobs.cli import default_translator
from sonla.pbgdpl.jobs.cli import moment
from sonla.pbgdpl.jobs.cli import Parser
from sonla.pbgdpl.jobs.cli import positive
from sonla.pbgdpl.jobs.cli import run_and_exit
from sonla.pbgdpl.jobs.messages import in_words
from sonla.pbgdpl.jobs.result import IDLE
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.site import CannotAct
from sonla.pbgdpl.sync.condition import not_asked_before
from sonla.pbgdpl.sync.running import rest_words
from sonla.pbgdpl.sync.running import run_exchange
from sonla.pbgdpl.sync.sources import all_sources
from sonla.pbgdpl.sync.sources import configured_sources
from sonla.pbgdpl.sync.sources import enabled_sources
from sonla.pbgdpl.sync.sources import source_rests
from sonla.pbgdpl.sync.store import store_of
from typing import Any
from typing import NoReturn

import argparse


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the exchange once and exit; the result goes to standard output."""
    run_and_exit(make_parser(), run, arguments)


def make_parser() -> Parser:
    """Describe how the command is called."""
    parser = Parser(
        prog="pbgdpl-sync", description="Exchange data with the Ministry of Justice."
    )
    add_site(parser)
    add = parser.add_argument
    add("--source", metavar="CODE", help="fetch from this source alone, and at once")
    add(
        "--since",
        type=moment,
        metavar="DATE",
        help="fetch again what has changed since, such as 2026-01-31 (UTC)",
    )
    add(
        "--limit",
        type=positive,
        metavar="N",
        help="end behind the page that completes N records",
    )
    add_manner(parser)
    return parser


def run(site: Any, options: argparse.Namespace) -> tuple[RunResult, dict[str, Any]]:
    """Run once; return the result, and it in words of the portal's language."""
    check_source(options.source, options.dry_run)
    result = run_exchange(
        site,
        budget=float(options.budget),
        dry_run=options.dry_run,
        source=options.source,
        since=options.since,
        limit=options.limit,
    )
    translated = default_translator()
    data = in_words(result, translated)
    until = not_asked_before(store_of(site), options.source, utc_now())
    if result.state == IDLE and until is not None:
        data["not_before"] = f"{until:%Y-%m-%dT%H:%M:%SZ}"
        data["message"] = translated(rest_words(options.source, until))
    return result, data


def check_source(name: str | None, dry_run: bool) -> None:
    """Raise `CannotAct` for a source that no run would fetch from."""
    asked = enabled_sources() if dry_run else configured_sources()
    if name is None or name in {source.name for source in asked}:
        return
    known = all_sources()
    if name in known and source_rests(known[name]):
        raise CannotAct(f"The source {name} needs an option that is off: mappings")
    if name in known:
        raise CannotAct(f"The source {name} is switched off in the settings")
    there = ", ".join(known) or "none"
    raise CannotAct(f"There is no source {name} in the settings; there are: {there}")


if __name__ == "__main__":
    main()
