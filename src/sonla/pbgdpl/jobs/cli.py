"""The command `pbgdpl-run`: all jobs that are due, once, for cron and systemd.

Each run prints its result as JSON to standard output. Standard error is silent unless somebody
has something to do: cron mails it where standard output goes elsewhere. What packages log stays
in memory and is shown with a failure alone, behind what is to be done; what fails in each run
for the same reason is told once a day, but each time at a terminal.

It opens the database beside the servers, so it needs one that several processes can
open (ZEO, RelStorage). Exit codes: 0 done or nothing to do, 1 failed, 2 something waits
until somebody has looked, 3 another run goes on, 64 wrongly called.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from functools import partial
from io import TextIOWrapper
from logging.handlers import MemoryHandler
from plone import api
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.jobs.journal import failures_of
from sonla.pbgdpl.jobs.messages import in_words
from sonla.pbgdpl.jobs.result import EXIT_CODES
from sonla.pbgdpl.jobs.result import FAILED
from sonla.pbgdpl.jobs.result import HELD
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.runner import BUDGET
from sonla.pbgdpl.jobs.runner import jobs
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.runner import RunScope
from sonla.pbgdpl.jobs.site import acting
from sonla.pbgdpl.jobs.site import CannotAct
from sonla.pbgdpl.jobs.site import RUNNER_USER
from sonla.pbgdpl.jobs.store import job_store_of
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

QUIET_LOGGERS = ("urllib3", "sonla.pbgdpl.jobs.context", "sonla.pbgdpl.jobs.runner")
"""Loggers whose warnings say what is printed anyway."""
USAGE = 64
"""As in sysexits.h; argparse's own 2 would mean that something waits."""
MAX_RECORDS = 10_000
"""Lines of the log that are kept; with more something is wrong, and they are shown."""

Translator = Callable[..., str]
Run = Callable[[Any, argparse.Namespace], tuple[RunResult, dict[str, Any]]]


@dataclass(frozen=True)
class FinishedRun:
    """A run, as much of it as is told when the database is closed."""

    result: RunResult
    data: dict[str, Any]
    translated: Translator
    known: frozenset[str] = frozenset()
    """Parts of which was told today that they fail, and why."""


class Parser(argparse.ArgumentParser):
    """Refuse with an exit code that no run has."""

    def error(self, message: str) -> NoReturn:
        """Exit with the usage and what was wrong."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run once and exit; the result goes to standard output."""
    run_and_exit(make_parser(), run_due, arguments)


def run_and_exit(
    parser: Parser, run: Run, arguments: Sequence[str] | None = None
) -> NoReturn:
    """Read the options, run in the site that they name, print the result, and exit."""
    options = parser.parse_args(arguments)
    log = prepare_output()
    signal.signal(signal.SIGTERM, exit_on_signal)
    try:
        done = run_in_site(run, options)
    except CannotAct as reason:
        exit_with(str(reason))
    except LockError:
        exit_with(
            "The database is in use by a server. Use ZEO or RelStorage, or let the "
            "server itself run the jobs: a <clock-server> section in zope.conf."
        )
    except Exception:
        log.flush()
        raise
    print(json.dumps(done.data, indent=1, sort_keys=True, ensure_ascii=False))
    told = list(complaints(done))
    for line in told:
        print(line, file=sys.stderr)
    if told if done.result.state == FAILED else any(map(is_own_error, log.buffer)):
        log.flush()
    sys.exit(done.result.exit_code)


def is_own_error(record: logging.LogRecord) -> bool:
    """Return whether a line of the log tells of a fault that no outcome tells of."""
    return record.levelno >= logging.ERROR and record.name.startswith(PACKAGE_NAME)


def run_in_site(run: Run, options: argparse.Namespace) -> FinishedRun:
    """Open the database, run once, and close it."""
    app = open_app(options.zopeconf)
    try:
        with acting(app, options.site, options.user, options.url) as site:
            result, data = run(site, options)
            return FinishedRun(
                result, data, default_translator(), known_failures(site, result)
            )
    finally:
        transaction.abort()
        app._p_jar.close()


def run_due(site: Any, options: argparse.Namespace) -> tuple[RunResult, dict[str, Any]]:
    """Run the jobs that are due; return the result, and it in words."""
    check_names(site, options.job)
    result = run_jobs(
        site,
        scope=RunScope(names=options.job or None),
        budget=float(options.budget),
        dry_run=options.dry_run,
    )
    return result, in_words(result, default_translator())


def check_names(site: Any, names: Sequence[str]) -> None:
    """Raise `CannotAct` for a job that there isn't."""
    known = [name for name, _job in jobs(site)]
    for name in names:
        if name not in known:
            raise CannotAct(f"There is no job {name}; there are: {', '.join(known)}")


def default_translator() -> Translator:
    """Return what translates into the language of the portal."""
    return partial(translate, target_language=api.portal.get_default_language())


def make_parser() -> Parser:
    """Describe how the command is called."""
    parser = Parser(
        prog="pbgdpl-run",
        description="Run the scheduled jobs of a portal that are due.",
    )
    add_site(parser)
    parser.add_argument(
        "--job",
        action="append",
        default=[],
        metavar="NAME",
        help="run this job alone, if it is due; may be given again",
    )
    add_manner(parser)
    return parser


def add_site(parser: Parser) -> None:
    """Describe the arguments that name the portal."""
    add = parser.add_argument
    add("zopeconf", metavar="zope.conf", help="configuration of a Zope client")
    add("site", help="path of the portal in the database, such as /Plone")
    add(
        "--dry-run", action="store_true", help="show what would be done, change nothing"
    )


def add_manner(parser: Parser) -> None:
    """Describe the options of every run."""
    add = parser.add_argument
    add("--user", default=RUNNER_USER, help="account that runs it (%(default)s)")
    add("--url", default="", help="public address of the portal, for what is sent")
    add(
        "--budget",
        type=positive,
        default=int(BUDGET),
        metavar="SECONDS",
        help="begin nothing new after so many seconds (%(default)s)",
    )


def known_failures(site: Any, result: RunResult) -> frozenset[str]:
    """Return the parts of whose failure this command told today; none at a terminal.

    It notes that it tells of the others: a run of the clock or of a button tells nobody.
    """
    transaction.begin()
    journal = job_store_of(site).journal
    run = journal.runs.get(result.run or 0)
    if run is None or sys.stderr.isatty():
        return frozenset()
    known = journal.told_before(run)
    run.told = True
    transaction.commit()
    return frozenset(part for part, why in failures_of(run) if (part, why) in known)


def prepare_output() -> MemoryHandler:
    """Write Vietnamese whatever the locale, and keep the log: return what has it.

    How the run and its parts ended is printed, and with it that a connection was tried
    again in vain; errors with their tracebacks are in the log alone.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    shown = logging.StreamHandler()
    shown.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    log = MemoryHandler(MAX_RECORDS, logging.CRITICAL + 1, shown, flushOnClose=False)
    logging.basicConfig(level=logging.WARNING, handlers=[log])
    logging.captureWarnings(True)
    for name in QUIET_LOGGERS:
        logging.getLogger(name).setLevel(logging.ERROR)
    return log


def complaints(done: FinishedRun) -> Iterator[str]:
    """Yield for each part that needs somebody what is to be done, and what happened."""
    for outcome in (*done.result.outcomes, *done.result.held):
        if outcome.state not in (FAILED, HELD) or outcome.part in done.known:
            continue
        message = done.data["parts"][outcome.part].get("message", "")
        yield f"{outcome.part}: {message}"
        if outcome.detail:
            yield f"  {outcome.code} {done.translated(outcome.detail)}"


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


def exit_on_signal(number: int, frame: Any) -> NoReturn:
    """End at a signal as at an error: what was begun is undone, the lease is freed."""
    sys.exit(128 + number)


def exit_with(reason: str) -> NoReturn:
    """Exit with the reason why nothing was run."""
    print(reason, file=sys.stderr)
    sys.exit(EXIT_CODES[FAILED])


if __name__ == "__main__":
    main()
