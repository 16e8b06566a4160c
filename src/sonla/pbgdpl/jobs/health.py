"""What monitoring learns of the jobs: whether they are run, and whether one keeps failing."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.health import Health
from sonla.pbgdpl.health import IHealthCheck
from sonla.pbgdpl.health import say
from sonla.pbgdpl.health import written
from sonla.pbgdpl.jobs.context import utc_now
from sonla.pbgdpl.jobs.overdue import AWAITED
from sonla.pbgdpl.jobs.overdue import clock_state
from sonla.pbgdpl.jobs.overdue import ClockState
from sonla.pbgdpl.jobs.overdue import due_now
from sonla.pbgdpl.jobs.overdue import failing_jobs
from sonla.pbgdpl.jobs.overdue import NEVER
from sonla.pbgdpl.jobs.overdue import STOPPED
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer

CLOCK: dict[str, Message] = {
    AWAITED: _(
        "health_jobs_awaited",
        default="no clock has come yet since the installation at ${since}; it is a step of the installation",
    ),
    NEVER: _(
        "health_jobs_never",
        default="the scheduled jobs have never run since ${since}: set up a clock, as the installation guide says",
    ),
    STOPPED: _(
        "health_jobs_stopped",
        default="the scheduled jobs have not run since ${since}: the clock has stopped",
    ),
}


@implementer(IHealthCheck)
class JobsHealth:
    """Check that the jobs ran within a day, and that none has failed for a day."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def __call__(self) -> Health:
        """Tell what is wrong, and how many jobs are overdue."""
        now = utc_now()
        clock = clock_state(self.site, now)
        failing = list(failing_jobs(self.site, now))
        lines = list(map(say, self.lines(clock, failing)))
        ok = not (clock.is_wrong or failing)
        return Health(
            ok,
            "; ".join(lines),
            count=len(due_now(self.site, now) if clock.is_wrong else failing),
            oldest=None
            if ok
            else min([since for _job, since in failing], default=clock.since),
            remedy="" if ok else f"{self.site.absolute_url()}/@@pbgdpl-jobs",
        )

    def lines(self, clock: ClockState, failing: list) -> Iterator[Message]:
        """Yield a line for the clock, unless it works, and one for each failing job."""
        if clock.state in CLOCK:
            mapping = {"since": written(clock.since)}
            yield Message(CLOCK[clock.state], mapping=mapping)
        for job, since in failing:
            yield _(
                "health_jobs_failing",
                default="${job}: fails since ${since}",
                mapping={"job": say(job.title), "since": written(since)},
            )
