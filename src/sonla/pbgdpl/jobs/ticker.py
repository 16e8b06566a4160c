"""Run the synchronisation again and again in threads of the Zope process.

Started by `IProcessStarting`, which servers send: neither `bin/instance run` and `debug`
nor console scripts nor tests do. Zope's own `zconsole` does too, and is told apart.
Nothing relies on a clean stop: a server that is killed leaves its lease to expire.
"""

from App.config import getConfiguration
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from sonla.pbgdpl.jobs.result import IDLE
from sonla.pbgdpl.jobs.result import TickResult
from sonla.pbgdpl.jobs.runner import run_tick
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
LONGEST_STOP = 30.0
"""Seconds that a server that stops waits for a run."""


class Ticker(threading.Thread):
    """Tick for one section, in a connection of its own each time."""

    def __init__(self, section: ClockSection, database: Any) -> None:
        super().__init__(name=f"{__name__}.{section.name}", daemon=True)
        self.section = section
        self.database = database
        self.stopped = threading.Event()

    def run(self) -> None:
        """Tick until stopped; no error ends it.

        The first wait is a random part of the period, so that servers that were
        started together don't tick together.
        """
        wait = random.uniform(0, self.section.period)
        while not self.stopped.wait(wait):
            self.tick_safely()
            wait = self.section.period

    def tick_safely(self) -> None:
        """Tick once; what goes wrong stands in the log, and the next tick comes."""
        try:
            result = self.tick()
        except CannotAct as reason:
            logger.error("%s does not run: %s", self.section.name, reason)
        except Exception:
            logger.exception("%s failed", self.section.name)
        else:
            level = logging.DEBUG if result.state == IDLE else logging.INFO
            logger.log(level, "%s: %s", self.section.name, result.state)

    def tick(self) -> TickResult:
        """Run the synchronisation once, as the user whom the section names."""
        transaction.begin()
        connection = self.database.open()
        try:
            app = connection.root()["Application"]
            section = self.section
            with acting(app, section.site_path, section.user, section.url) as site:
                return run_tick(site, budget=section.budget, wait=self.wait)
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
    tickers = [Ticker(section, Zope2.DB) for section in clock_sections()]
    for ticker in tickers:
        if ticker.section.has_password:
            logger.warning(
                "%s: the password is not used; take it out of zope.conf",
                ticker.section.name,
            )
        ticker.start()
        logger.info("%s every %s s", ticker.section.name, ticker.section.period)
    if tickers:
        Zope2.opened.insert(0, Stopper(tickers))
        atexit.register(stop, tickers)


@dataclass(frozen=True)
class Stopper:
    """Stop threads when Zope's own server ends, before their databases are closed.

    Zope closes what it has opened, in that order, as soon as its server has ended; what
    `atexit` calls comes after that, and is for other servers.
    """

    tickers: list[Ticker]

    def close(self) -> None:
        """Stop them."""
        stop(self.tickers)


def is_console() -> bool:
    """Tell whether Zope was started by `zconsole`, which builds a whole server.

    Who opens a console on the production database wants to look, not to run anything.
    """
    started = getattr(sys.modules.get("__main__"), "__file__", None) or ""
    return CONSOLE in sys.modules or Path(started).stem == CONSOLE.rpartition(".")[2]


def clock_sections() -> Iterator[ClockSection]:
    """Give the sections of zope.conf that are ours."""
    found = getattr(getConfiguration(), "product_config", None) or {}
    return (one for one in found.values() if isinstance(one, ClockSection))


def stop(tickers: list[Ticker]) -> None:
    """Let a run that goes on finish its transaction, but not for ever."""
    for ticker in tickers:
        ticker.stopped.set()
    for ticker in tickers:
        ticker.join(LONGEST_STOP)
