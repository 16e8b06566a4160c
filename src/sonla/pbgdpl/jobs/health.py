"""What monitoring learns of the jobs: whether they are run, and whether any is left undone."""

from collections.abc import Iterable
from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import say
from sonla.pbgdpl.core.health import written
from sonla.pbgdpl.jobs.messages import clock_words
from sonla.pbgdpl.jobs.overdue import clock_state
from sonla.pbgdpl.jobs.overdue import ClockState
from sonla.pbgdpl.jobs.overdue import due_now
from sonla.pbgdpl.jobs.overdue import overdue_jobs
from sonla.pbgdpl.jobs.overdue import OverdueJob
from sonla.pbgdpl.jobs.overdue import SET_UP
from sonla.pbgdpl.settings.public_address import public_url
from zope.i18nmessageid import Message

FAILING = _("health_jobs_failing", default="${job}: fails since ${since}")
UNDONE = _("health_jobs_undone", default="${job}: due since ${since} and not done")


class JobsHealth(HealthCheck):
    """Check that the jobs ran within a day, and that none is left undone for a day."""

    def __call__(self) -> Health:
        """Return what is wrong, how many jobs are overdue, and since when."""
        now = utc_now()
        clock = clock_state(self.site, now)
        overdue = list(overdue_jobs(self.site, now))
        names = {one.name for one in overdue}
        if clock.is_wrong:  # then no run has noted what became due
            names.update(due_now(self.site, now))
        moments = [one.since for one in overdue]
        if clock.is_wrong and clock.since is not None:
            moments.append(clock.since)
        ok = not (clock.is_wrong or overdue)
        return Health(
            ok,
            "; ".join(map(say, self.lines(clock, overdue))),
            count=len(names),
            oldest=min(moments, default=None),
            remedy="" if ok else public_url(self.site, "@@pbgdpl-jobs"),
        )

    def lines(
        self, clock: ClockState, overdue: Iterable[OverdueJob]
    ) -> Iterator[Message]:
        """Yield a line for the clock, unless it works, and one for each overdue job."""
        if clock.state != SET_UP:
            yield clock_words(clock, written)
        for one in overdue:
            mapping = {
                "job": say(one.job.title or one.name),
                "since": written(one.since),
            }
            yield Message(FAILING if one.failing else UNDONE, mapping=mapping)
