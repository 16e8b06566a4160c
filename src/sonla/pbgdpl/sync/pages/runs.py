"""What pages show of one run."""

from functools import cached_property
from sonla.pbgdpl.jobs.journal import Run
from sonla.pbgdpl.jobs.messages import failure_words
from sonla.pbgdpl.jobs.messages import STATE_TITLES
from sonla.pbgdpl.jobs.result import DONE
from sonla.pbgdpl.sync.pages.failure_details import detail_lines
from sonla.pbgdpl.sync.pages.journal_files import COUNT_TITLES
from sonla.pbgdpl.sync.pages.journal_files import COUNTS
from sonla.pbgdpl.sync.pages.labels import part_words
from sonla.pbgdpl.sync.pages.labels import RUN_LOOKS
from sonla.pbgdpl.sync.pages.status_data import count_lines
from sonla.pbgdpl.sync.pages.status_data import CountLine
from sonla.pbgdpl.sync.pages.status_data import moment
from typing import Any

QUIET = ("seen", "unchanged")
"""Counts of a run that only looked."""
COUNT_HEADINGS = tuple(COUNT_TITLES[name] for name in COUNTS)


class RunFacts:
    """How a run went."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.number = run.number
        self.user = run.user
        self.started = moment(run.started)
        self.finished = moment(run.finished)
        self.state = STATE_TITLES.get(run.state, run.state)
        self.look = RUN_LOOKS.get(run.state, "warning")

    @cached_property
    def lines(self) -> list[CountLine]:
        """The counts of the run, a line for each part of it."""
        return count_lines(self.run.counts)

    @property
    def totals(self) -> tuple[int, ...]:
        """The sums of its counts."""
        totals = self.run.totals
        return tuple(totals[name] for name in COUNTS)

    @property
    def outcomes(self) -> list[dict[str, Any]]:
        """Its parts that did not simply end well."""
        return [
            {
                "part": part_words(one["part"]),
                "state": STATE_TITLES.get(one["state"], one["state"]),
                "words": failure_words(one["code"]) if one["code"] else "",
                "detail": detail_lines(one["detail"]),
            }
            for one in self.run.outcomes
            if one["state"] != "done"
        ]


def has_news(run: Run) -> bool:
    """Return whether a run changed something, or did not simply end well."""
    changed = any(number for name, number in run.totals.items() if name not in QUIET)
    return changed or run.state != DONE
