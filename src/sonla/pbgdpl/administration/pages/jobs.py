"""`@@pbgdpl-jobs` tells how the jobs went, and runs them for a person."""

from AccessControl import Unauthorized
from collections import Counter
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.administration.pages import clock_lines
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.context import refuse_to_wait
from sonla.pbgdpl.jobs.health import AWAITED
from sonla.pbgdpl.jobs.health import clock_state
from sonla.pbgdpl.jobs.health import clock_words
from sonla.pbgdpl.jobs.health import NEVER
from sonla.pbgdpl.jobs.health import overdue_jobs
from sonla.pbgdpl.jobs.health import SET_UP
from sonla.pbgdpl.jobs.health import STOPPED
from sonla.pbgdpl.jobs.messages import failure_words
from sonla.pbgdpl.jobs.messages import RESULTS
from sonla.pbgdpl.jobs.result import BUSY
from sonla.pbgdpl.jobs.result import DONE
from sonla.pbgdpl.jobs.result import FAILED
from sonla.pbgdpl.jobs.result import HELD
from sonla.pbgdpl.jobs.result import LOST
from sonla.pbgdpl.jobs.result import PARTIAL
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.runner import is_due
from sonla.pbgdpl.jobs.runner import jobs
from sonla.pbgdpl.jobs.runner import reading_context
from sonla.pbgdpl.jobs.runner import run_alone
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.site import may_run
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import JobResult
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.admin_pages import FINE
from sonla.pbgdpl.ui.admin_pages import OPEN
from sonla.pbgdpl.ui.admin_pages import PageStatus
from sonla.pbgdpl.ui.admin_pages import SERVER
from sonla.pbgdpl.ui.admin_pages import WRONG
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar
from zExceptions import BadRequest
from zExceptions import Forbidden
from zope.i18nmessageid import Message

CLOCK_COLORS = {
    AWAITED: "warning",
    NEVER: "danger",
    STOPPED: "danger",
}
LATE = "late"
"""State of a job that has been due for a day."""
COLORS = {
    DONE: "success",
    PARTIAL: "info",
    HELD: "warning",
    LATE: "warning",
    FAILED: "danger",
}
KINDS = {FAILED: "error", HELD: "warning", BUSY: "warning", LOST: "warning"}
"""Kind of the message on how a run ended; of all others it is the usual one."""
FIRST = (FAILED, LATE, HELD)
"""States that stand on top."""
TITLES: dict[str, Message] = {
    **RESULTS,
    LATE: _("job_late", default="Late"),
    "": _("job_never", default="not yet"),
}
PERIODS: dict[timedelta, Message] = {
    timedelta(0): _("job_each_run", default="each run"),
    timedelta(days=1): _("job_each_day", default="daily"),
    timedelta(days=31): _("job_each_month", default="monthly"),
}
EARLY = _("job_run_early", default="It was not due and was run all the same.")
SEE = _("button_see", default="See")
SET_CLOCK_UP = _("button_set_clock_up", default="How to set it up")
NOTHING = JobResult(at=datetime.min.replace(tzinfo=UTC), state="")
"""Of a job that has never run."""
NOT_RUN = _(
    "job_not_run",
    default="It was not run: the settings have switched it off, or it waits for its turn with a partner or for somebody's decision.",
)


class JobsPage(FormPage, Page, BrowserView):
    """List the jobs; run one or all of them when a button was pressed.

    They run by the rules of the clock's runs: each commits by itself.
    """

    post_forms: ClassVar = {
        "all": PostForm(
            _("button_run_jobs", default="Run all that is due now"),
            look="btn-primary btn-sm",
        ),
        "job": PostForm(
            _("button_run_job", default="Run"), look="btn-link btn-sm p-0 lh-sm"
        ),
    }
    page_title = _("heading_jobs", default="Scheduled jobs")
    stylesheets = ("tables.css",)
    fragment = ""

    def check_access(self) -> None:
        """Raise for who may neither see nor run the jobs, or presses a button and may not."""
        if not (self.manages or self.runs):
            raise Unauthorized("The jobs are for those who manage or run them.")
        if self.request.method == "POST" and not self.runs:
            raise Forbidden("You may not run the jobs.")
        self.hide_columns()

    def store_all(self, _sent: Any) -> None:
        """Run all jobs that are due."""
        result = run_jobs(self.context, by_hand=True, wait=refuse_to_wait)
        self.saved = RESULTS.get(result.state, result.state)
        self.saved_kind = KINDS.get(result.state, self.saved_kind)

    def store_job(self, _sent: Any) -> None:
        """Run the job that was named, due or not; say how it went where the job stands."""
        name = self.sent_form[1]
        job = dict(jobs(self.context)).get(name)
        if job is None:
            raise BadRequest("There is no such job.")
        words, self.saved_kind = self.translated(NOT_RUN), "warning"
        if job.may_start(self.job_context):
            early = not is_due(name, job, self.job_context)
            result = run_alone(self.context, name, job, wait=refuse_to_wait)
            words = self.result_words(result, name)
            self.saved_kind = KINDS.get(result.state, "info")
            if early and result.state not in (BUSY, LOST):
                words = f"{self.translated(EARLY)} {words}"
        self.saved = f"{self.translated(job.title or name)}: {words}"
        self.fragment = f"#job-{name}"

    @property
    def home(self) -> str:
        """The address of this page, and where on it the job stands that was run."""
        return f"{self.url}{self.fragment}"

    def result_words(self, result: RunResult, name: str) -> str:
        """Return how the job ended; that of the run where it came to no end of its own."""
        ended = {outcome.part: outcome for outcome in result.outcomes}
        outcome = ended.get(name)
        if outcome is None or result.state == LOST:
            return self.translated(RESULTS.get(result.state, result.state))
        words = [self.translated(RESULTS.get(outcome.state, outcome.state))]
        if outcome.code:
            words.append(self.translated(failure_words(outcome.code)))
        if isinstance(outcome.detail, Message):
            words.append(self.translated(outcome.detail))
        return ". ".join(one.removesuffix(".") for one in words)

    @property
    def administration_url(self) -> str:
        return panel_url(page="tools")

    @cached_property
    def manages(self) -> bool:
        """Whether the user manages the portal's settings of ours."""
        return bool(api.user.has_permission(MANAGE_SETTINGS, obj=self.context))

    @cached_property
    def runs(self) -> bool:
        """Whether the user may run the jobs."""
        return may_run(self.context)

    @cached_property
    def now(self) -> datetime:
        return utc_now()

    @cached_property
    def clock(self) -> dict[str, Any]:
        """The state of the clock: words, color, whether it is to be set up."""
        state = clock_state(self.context, self.now)
        return {
            "words": clock_words(state),
            "color": CLOCK_COLORS.get(state.state, ""),
            "missing": state.state != SET_UP,
        }

    def cron_line(self) -> str:
        """Return the line by which cron runs the jobs of this portal."""
        return clock_lines.cron_line(self.site_path)

    def clock_section(self) -> str:
        """Return the section by which the server itself runs them."""
        return clock_lines.clock_section(self.site_path)

    @property
    def site_path(self) -> str:
        """The path by which commands and sections of zope.conf name the portal."""
        return "/".join(self.context.getPhysicalPath())

    @cached_property
    def job_context(self) -> JobContext:
        """What the jobs are asked with: it holds no lease and writes nothing."""
        return reading_context(self.context, self.now)

    @cached_property
    def listed(self) -> list[dict[str, Any]]:
        """The jobs: those that an administrator has to look at first, else in their order."""
        places = {state: place for place, state in enumerate(FIRST)}
        return sorted(
            self.facts(), key=lambda one: places.get(one["state"], len(places))
        )

    @property
    def summary(self) -> Message:
        """How many have failed, are late, and are in order."""
        states = Counter(one["state"] for one in self.listed)
        failed, late = states[FAILED], states[LATE]
        return _(
            "label_jobs_summary",
            default="${failed} failed, ${late} late, ${others} others.",
            mapping={
                "failed": failed,
                "late": late,
                "others": len(self.listed) - failed - late,
            },
        )

    def facts(self) -> Iterator[dict[str, Any]]:
        """Yield what is shown of each job."""
        results = job_store_of(self.context).results
        late = {
            one.name for one in overdue_jobs(self.context, self.now) if not one.failing
        }
        for name, job in jobs(self.context):
            result: JobResult = results.get(name) or NOTHING
            state = LATE if name in late and result.state != FAILED else result.state
            yield {
                "name": name,
                "title": job.title or name,
                "description": job.description,
                "period": PERIODS.get(job.period, ""),
                "last": format_moment(result.at) if result is not NOTHING else "",
                "state": state,
                "label": TITLES.get(state, state),
                "color": COLORS.get(state, "secondary"),
                "reason": failure_words(result.code) if result.code else "",
                "detail": result.detail if isinstance(result.detail, Message) else "",
                "next": self.next_words(name, job),
            }

    def next_words(self, name: str, job: Any) -> Message | str:
        """Return when a job has its turn next."""
        if is_due(name, job, self.job_context):
            return _("job_next_run", default="next run")
        day: date | None = job.next_day(self.job_context)
        if day is not None and day > today(self.now):
            return format_day(day)
        return _("job_next_found", default="when needed")


class JobsAdminPage(AdminPage):
    """Lead here from the administration page."""

    view = "pbgdpl-jobs"
    group = SERVER
    order = 180
    title = _("heading_jobs", default="Scheduled jobs")
    help = _(
        "help_tool_jobs",
        default="What is done without a person, such as reminders and the erasing of personal data: when it ran last, and whether a clock is set up.",
    )

    def status(self) -> PageStatus:
        """Return whether a clock runs the jobs."""
        clock = clock_state(self.place, utc_now())
        good = clock.state == SET_UP
        return PageStatus(
            heading=_("heading_clock", default="The clock"),
            state=WRONG if clock.is_wrong else FINE if good else OPEN,
            advice=clock_words(clock),
            remedy=self.url() if good else f"{self.url()}#pbgdpl-clock",
            remedy_title=SEE if good else SET_CLOCK_UP,
        )
