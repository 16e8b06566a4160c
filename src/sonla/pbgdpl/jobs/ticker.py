"""Run the scheduled jobs again and again in threads of the Zope process.

Started by `IProcessStarting`, which servers send: neither `bin/instance run` and `debug`
nor console scripts nor tests do. Zope's own `zconsole` does too, and is told apart.
Nothing relies on a clean stop: a server that is killed leaves its lease to expire.
"""

from App.config import getConfiguration
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from sonla.pbgdpl.jobs.result import BUSY
from sonla.pbgdpl.jobs.result import IDLE
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.runner import RunScope
from sonla.pbgdpl.jobs.site import acting
from sonla.pbgdpl.jobs.site import CannotAct
from sonla.pbgdpl.jobs.zope_conf import ClockSection
from typing import Any
from zope.component import adapter
from zope.processlifetime import IProcessStarting

import atexit
import logging
import random
import sys
import threading
import transaction
import Zope2

logger = logging.getLogger(__name__)

CONSOLE = "Zope2.utilities.zconsole"
RETRY_SECONDS = 60.0
"""Seconds to the first run of a server, and to the next try where another run goes on."""
MAX_STOP_SECONDS = 30.0
"""Seconds that a server that stops waits for a run."""


class ClockThread(threading.Thread):
    """Run the jobs for one section, in a connection of its own each time."""

    def __init__(self, section: ClockSection, database: Any) -> None:
        super().__init__(name=f"{__name__}.{section.name}", daemon=True)
        self.section = section
        self.database = database
        self.stopped = threading.Event()
        self.last_error = ""

    def run(self) -> None:
        """Run until stopped; no error ends it.

        The first wait is random, so that servers that were started together don't run
        together, and short: what a killed server has begun is waited for. So is the one
        after a run that met another one, which may be dead.
        """
        period = self.section.period
        soon = min(period, RETRY_SECONDS)
        wait = random.uniform(0, soon)
        while not self.stopped.wait(wait):
            wait = soon if self.run_safely() == BUSY else period

    def run_safely(self) -> str:
        """Run once and return the state of the run; empty where it went wrong.

        What goes wrong stands in the log, and the next run comes. That it can't run at
        all, as after an uninstallation, stands there once.
        """
        try:
            result = self.run_once()
        except CannotAct as reason:
            level = logging.DEBUG if str(reason) == self.last_error else logging.ERROR
            logger.log(level, "%s does not run: %s", self.section.name, reason)
            self.last_error = str(reason)
            return ""
        except Exception:
            logger.exception("%s failed", self.section.name)
            return ""
        self.last_error = ""
        level = logging.DEBUG if result.state == IDLE else logging.INFO
        logger.log(level, "%s: %s", self.section.name, result.state)
        return result.state

    def run_once(self) -> RunResult:
        """Run what is due once, as the user whom the section names."""
        transaction.begin()
        connection = self.database.open()
        try:
            app = connection.root()["Application"]
            section = self.section
            with acting(app, section.site_path, section.user, section.url) as site:
                return run_jobs(
                    site,
                    scope=RunScope(group=section.group),
                    budget=section.budget,
                    wait=self.wait,
                )
        finally:
            transaction.abort()
            connection.close()

    def wait(self, seconds: float) -> bool:
        """Wait, unless the server stops meanwhile."""
        return not self.stopped.wait(seconds)


@adapter(IProcessStarting)
def start(event: IProcessStarting) -> None:
    """Start a thread for each section of zope.conf, unless this is a console."""
    if is_console():
        return
    threads = [ClockThread(section, Zope2.DB) for section in clock_sections()]
    for thread in threads:
        if thread.section.has_password:
            logger.warning(
                "%s: the password is not used; take it out of zope.conf",
                thread.section.name,
            )
        thread.start()
        logger.info("%s every %s s", thread.section.name, thread.section.period)
    if threads:
        Zope2.opened.insert(0, Stopper(threads))
        atexit.register(stop, threads)


@dataclass(frozen=True)
class Stopper:
    """Stop threads when Zope's own server ends, before their databases are closed.

    Zope closes what it has opened, in that order, as soon as its server has ended; what
    `atexit` calls comes after that, and is for other servers.
    """

    threads: list[ClockThread]

    def close(self) -> None:
        """Stop the threads of the clock; called by Zope."""
        stop(self.threads)


def is_console() -> bool:
    """Return whether Zope was started by `zconsole`, which builds a whole server.

    Who opens a console on the production database wants to look, not to run anything.
    """
    started = getattr(sys.modules.get("__main__"), "__file__", None) or ""
    return CONSOLE in sys.modules or Path(started).stem == CONSOLE.rpartition(".")[2]


def clock_sections() -> Iterator[ClockSection]:
    """Return the sections of zope.conf that are ours."""
    found = getattr(getConfiguration(), "product_config", None) or {}
    return (one for one in found.values() if isinstance(one, ClockSection))


def stop(threads: list[ClockThread]) -> None:
    """Let a run that goes on finish its transaction, but not for ever."""
    for thread in threads:
        thread.stopped.set()
    for thread in threads:
        thread.join(MAX_STOP_SECONDS)
