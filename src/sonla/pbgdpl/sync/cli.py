"""The command `pbgdpl-sync`: one run, for cron and systemd.

It opens the database beside the servers, so it needs one that several processes can
open (ZEO, RelStorage). Exit codes: 0 done or nothing to do, 1 failed, 2 held until
somebody has looked, 3 another run goes on, 64 wrongly called.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime
from datetime import UTC
from functools import partial
from io import TextIOWrapper
from plone import api
from sonla.pbgdpl.jobs.context import utc_now
from sonla.pbgdpl.jobs.result import IDLE
from sonla.pbgdpl.jobs.result import TickResult
from sonla.pbgdpl.jobs.runner import BUDGET
from sonla.pbgdpl.jobs.runner import run_tick
from sonla.pbgdpl.jobs.site import acting
from sonla.pbgdpl.jobs.site import CannotAct
from sonla.pbgdpl.sync.condition import resting_until
from sonla.pbgdpl.sync.sources import all_sources
from sonla.pbgdpl.sync.sources import configured_sources
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.telling import in_words
from sonla.pbgdpl.sync.telling import rest_words
from typing import Any
from typing import NoReturn
from zc.lockfile import LockError
from zope.i18n import translate

import argparse
import json
import logging
import os
import signal
import sys
import transaction

SYNC_USER = "pbgdpl-runner"
"""An account can't be called like the group `pbgdpl-sync`."""
TOLD_OTHERWISE = ("urllib3", "sonla.pbgdpl.jobs.context", "sonla.pbgdpl.jobs.runner")
"""Loggers whose warnings say what is printed anyway."""
FAILED = 1
USAGE = 64
"""As in sysexits.h; argparse's own 2 would mean that the run is held."""


class Parser(argparse.ArgumentParser):
    """Refuse with an exit code that no run has."""

    def error(self, message: str) -> NoReturn:
        """Tell how the command is called, and what was wrong."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the synchronisation once and exit; the result goes to standard output."""
    options = make_parser().parse_args(arguments)
    prepare_output()
    signal.signal(signal.SIGTERM, leave)
    try:
        result, told = run(options)
    except CannotAct as reason:
        give_up(str(reason))
    except LockError:
        give_up(
            "The database is in use by a server. Use ZEO or RelStorage, or let the "
            "server itself tick: a <clock-server> section in zope.conf."
        )
    print(json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False))
    for line in complaints(result, told):
        print(line, file=sys.stderr)
    sys.exit(result.exit_code)


def prepare_output() -> None:
    """Write Vietnamese whatever the locale, and of the log what nobody else tells.

    How the run and its parts ended is printed, and with it that a connection was tried
    again in vain; errors with their tracebacks are in the log alone.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    for name in TOLD_OTHERWISE:
        logging.getLogger(name).setLevel(logging.ERROR)


def complaints(result: TickResult, told: dict[str, Any]) -> Iterator[str]:
    """Say of each part that needs it what happened and what is to be done."""
    for outcome in (*result.outcomes, *result.held):
        if outcome.detail:
            yield f"{outcome.part}: {outcome.code} {outcome.detail}"
        if message := told["parts"][outcome.part].get("message"):
            yield f"  {message}"


def make_parser() -> Parser:
    """Describe how the command is called."""
    parser = Parser(
        prog="pbgdpl-sync", description="Exchange data with the Ministry of Justice."
    )
    add = parser.add_argument
    add("zopeconf", metavar="zope.conf", help="configuration of a Zope client")
    add("site", help="path of the portal in the database, such as /Plone")
    add(
        "--dry-run", action="store_true", help="show what would be done, change nothing"
    )
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
    add("--user", default=SYNC_USER, help="account that runs it (%(default)s)")
    add("--url", default="", help="public address of the portal, for what is sent")
    add(
        "--budget",
        type=positive,
        default=int(BUDGET),
        metavar="SECONDS",
        help="begin nothing new after so many seconds (%(default)s)",
    )
    return parser


def run(options: argparse.Namespace) -> tuple[TickResult, dict[str, Any]]:
    """Open the database, run once, and close it; give the result, and it in words.

    They are in the language of the portal.
    """
    app = open_app(options.zopeconf)
    try:
        with acting(app, options.site, options.user, options.url) as site:
            check_source(options.source)
            result = run_tick(
                site,
                budget=float(options.budget),
                dry_run=options.dry_run,
                source=options.source,
                since=options.since,
                limit=options.limit,
            )
            language = api.portal.get_default_language()
            say = partial(translate, target_language=language)
            told = in_words(result, say)
            until = resting_until(store_of(site), options.source, utc_now())
            if result.state == IDLE and until is not None:
                told["not_before"] = f"{until:%Y-%m-%dT%H:%M:%SZ}"
                told["message"] = say(rest_words(options.source, until))
            return result, told
    finally:
        transaction.abort()
        app._p_jar.close()


def check_source(name: str | None) -> None:
    """Raise `CannotAct` for a source that no run would fetch from."""
    if name is None or name in {source.name for source in configured_sources()}:
        return
    known = all_sources()
    if name in known:
        raise CannotAct(f"The source {name} is switched off in the settings")
    there = ", ".join(known) or "none"
    raise CannotAct(f"There is no source {name} in the settings; there are: {there}")


def open_app(zopeconf: str) -> Any:
    """Start Zope as its console does: without a server, hence without ticking."""
    if not os.path.isfile(zopeconf):
        raise CannotAct(f"There is no file {zopeconf}")
    from Zope2.Startup.run import configure_wsgi

    import Zope2

    configure_wsgi(zopeconf)
    return Zope2.app()


def moment(text: str) -> datetime:
    """Read a day or a moment; without a zone it is UTC, as the sources' are."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def positive(text: str) -> int:
    """Read a number above zero."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def leave(number: int, frame: Any) -> NoReturn:
    """End at a signal as at an error: what was begun is undone, the lease is freed."""
    sys.exit(128 + number)


def give_up(reason: str) -> NoReturn:
    """Say why nothing was run."""
    print(reason, file=sys.stderr)
    sys.exit(FAILED)


if __name__ == "__main__":
    main()
