"""Whether the jobs of a portal are run as they should be, and what monitoring learns of it.

What the deployment does for the database by itself: the last backup and the last pack.

Its scripts write a small file after each, which is named in zope.conf or the environment::

    <product-config sonla.pbgdpl>
      backup-state /srv/pbgdpl/var/backup.state
      pack-state /srv/pbgdpl/var/pack.state
    </product-config>

Each is one line: `ok` or `failed`, the moment in UTC such as `2026-11-27T01:30:00Z`, and
what there is to say. Where none is named nothing is told: other deployments have other
means. `backup-max-age` and `pack-max-age` are hours.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from pathlib import Path
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.environment import read_options
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import translated
from sonla.pbgdpl.core.health import written
from sonla.pbgdpl.jobs.lease import SKEW
from sonla.pbgdpl.jobs.result import FAILED
from sonla.pbgdpl.jobs.runner import due_jobs
from sonla.pbgdpl.jobs.runner import is_due
from sonla.pbgdpl.jobs.runner import jobs
from sonla.pbgdpl.jobs.runner import reading_context
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import JobResult
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message

GRACE_PERIOD = timedelta(days=1)
"""After so long without a run, or with a job that isn't done, something is wrong."""
FAILURE_COUNTS = GRACE_PERIOD + timedelta(hours=1)
"""For so long a job counts as failing that does not run again; most run once a day."""
SET_UP = "set up"
"""A run came not long ago."""
AWAITED = "awaited"
"""None came since the installation, which was not long ago."""
NEVER = "never"
"""None came since the installation."""
STOPPED = "stopped"
"""None came for long."""


CLOCK: dict[str, Message] = {
    SET_UP: _("clock_set_up", default="The clock works: it last came at ${since}."),
    AWAITED: _(
        "clock_awaited",
        default="The clock is not set up yet: nothing has run since the installation at ${since}. It is a step of the installation, and the portal cannot do without it.",
    ),
    NEVER: _(
        "clock_never",
        default="The clock is not set up: the scheduled jobs have never run since ${since}. What they do, such as erasing personal data in time, is not done.",
    ),
    STOPPED: _(
        "clock_stopped",
        default="The clock has stopped: the scheduled jobs have not run since ${since}. What they do, such as erasing personal data in time, is not done.",
    ),
}
"""How it stands with the clock → what is said of it."""


@dataclass(frozen=True)
class ClockState:
    """How it stands with the runs that leave no job out: `since` when something is as it is."""

    state: str
    since: datetime | None

    @property
    def is_wrong(self) -> bool:
        """Whether an administrator has to do something now."""
        return self.state in (NEVER, STOPPED)


@dataclass(frozen=True)
class OverdueJob:
    """Name a job that isn't done, and since when it is due or fails each time."""

    name: str
    job: Any
    since: datetime
    failing: bool


def clock_state(site: Any, now: datetime) -> ClockState:
    """Return how it stands with the clock of a portal; reads only.

    The clock's visits are noted now and then, what the jobs ended with at each run: that of
    a clock that runs is the later one.
    """
    store = job_store_of(site)
    times, last = store.run_times, store.run_times.last
    if (
        last is not None and last <= now + SKEW
    ):  # else written by a clock that was wrong
        if now - last > GRACE_PERIOD:
            return ClockState(STOPPED, last)
        runs = (result.at for result in store.results.values())
        return ClockState(SET_UP, max([last, *(at for at in runs if at <= now + SKEW)]))
    awaited = times.since is not None and now - times.since <= GRACE_PERIOD
    return ClockState(AWAITED if awaited else NEVER, times.since)


def due_now(site: Any, now: datetime) -> list[str]:
    """List the jobs that have something to do; reads only, and asks each of them."""
    context = reading_context(site, now)
    return [name for name, _job in due_jobs(site, context)]


def overdue_jobs(site: Any, now: datetime) -> Iterator[OverdueJob]:
    """Yield the jobs that should have been done long ago; reads only.

    What they ended with doesn't matter: a job that is cut short in each run, or whose
    process dies in each, is as undone as one that fails.
    """
    store, context = job_store_of(site), reading_context(site, now)
    for name, job in jobs(site):
        failing = failing_since(store.results.get(name), now)
        if failing is not None and now - failing > GRACE_PERIOD:
            yield OverdueJob(name, job, failing, failing=True)
            continue
        since = store.due_since.get(name)
        if since is None or now - since <= GRACE_PERIOD:
            continue
        if is_due(name, job, context):
            yield OverdueJob(name, job, since, failing=False)


def failing_jobs(site: Any, now: datetime) -> Iterator[OverdueJob]:
    """Yield the jobs that fail, and not for long yet: told of at once, and no alarm."""
    results = job_store_of(site).results
    for name, job in jobs(site):
        failing = failing_since(results.get(name), now)
        if failing is not None and now - failing <= GRACE_PERIOD:
            yield OverdueJob(name, job, failing, failing=True)


def failing_since(result: JobResult | None, now: datetime) -> datetime | None:
    """Return since when a job has failed each time; None if it doesn't.

    One that failed long ago has had nothing to do since: what it failed at was mended.
    """
    if result is None or result.state != FAILED or now - result.at > FAILURE_COUNTS:
        return None
    return result.failing


def clock_words(
    clock: ClockState, form: Callable[[datetime], str] = format_moment
) -> Message:
    """Return how it stands with the clock; `form` writes the moment."""
    since = form(clock.since) if clock.since is not None else "?"
    return Message(CLOCK[clock.state], mapping={"since": since})


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
            "; ".join(map(translated, self.lines(clock, overdue, now))),
            count=len(names),
            oldest=min(moments, default=None),
            remedy="" if ok else public_url(self.site, "@@pbgdpl-jobs"),
        )

    def lines(
        self, clock: ClockState, overdue: Iterable[OverdueJob], now: datetime
    ) -> Iterator[Message]:
        """Yield a line for the clock, unless it works, and one for each overdue or failing job."""
        if clock.state != SET_UP:
            yield clock_words(clock, written)
        for one in (*overdue, *failing_jobs(self.site, now)):
            mapping = {
                "job": translated(one.job.title or one.name),
                "since": written(one.since),
            }
            yield Message(FAILING if one.failing else UNDONE, mapping=mapping)


MAX_LINE_LENGTH = 500
"""Characters that are read of such a file."""


@dataclass(frozen=True)
class UpkeepState:
    """What a file says; `at` is None where it can't be read."""

    done: bool = False
    at: datetime | None = None
    detail: str = ""


def read_state(path: Path) -> UpkeepState:
    """Read a file of the deployment; one that is missing or means nothing is no success."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            words = file.read(MAX_LINE_LENGTH).split(maxsplit=2)
        at = datetime.fromisoformat(words[1])
    except (OSError, ValueError, IndexError):
        return UpkeepState()
    moment = at if at.tzinfo else at.replace(tzinfo=UTC)
    return UpkeepState(words[0] == "ok", moment, "".join(words[2:]).strip())


class UpkeepHealth(HealthCheck):
    """The base: compare result and age of what one file tells."""

    option: ClassVar[str]
    hours: ClassVar[int]
    """How old it may be where the deployment doesn't say."""

    def __call__(self) -> Health | None:
        """Return result and age; None where the deployment tells of none."""
        options = read_options()
        path = options.get(f"{self.option}-state")
        if not path:
            return None
        state = read_state(Path(path))
        age = timedelta(hours=max_age(options, self.option, self.hours))
        late = state.at is None or utc_now() - state.at > age
        detail = f"{translated(self.words(state, late))} {state.detail}".strip()
        return Health(state.done and not late, detail, oldest=state.at)

    def words(self, state: UpkeepState, late: bool) -> Message:
        """Return how it went last."""
        mapping = {"since": written(state.at)}
        if state.at is None:
            return _(
                "health_upkeep_unknown",
                default="nothing is known of the last one: its file is missing, or can't be read.",
            )
        if not state.done:
            return _(
                "health_upkeep_failed", default="failed at ${since}:", mapping=mapping
            )
        if late:
            return _(
                "health_upkeep_late",
                default="too long ago, at ${since}.",
                mapping=mapping,
            )
        return _("health_upkeep_done", default="done at ${since}.", mapping=mapping)


class BackupHealth(UpkeepHealth):
    """Check that a backup was taken not long ago."""

    option = "backup"
    hours = 36


class PackHealth(UpkeepHealth):
    """Check that the database was packed not long ago."""

    option = "pack"
    hours = 9 * 24


def max_age(options: Mapping[str, str], name: str, default: int) -> int:
    """Return the hours that a deployment allows; the default for what is no number."""
    text = options.get(f"{name}-max-age", "")
    return int(text) if text.isascii() and text.isdigit() else default
