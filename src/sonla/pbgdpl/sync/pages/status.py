"""`@@btp-sync-status`: the status of the exchange, and what can be done about it."""

from datetime import datetime
from functools import cached_property
from itertools import chain
from itertools import islice
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.interfaces import IMappingsLayer
from sonla.pbgdpl.jobs.context import refuse_to_wait
from sonla.pbgdpl.jobs.messages import RESULTS
from sonla.pbgdpl.jobs.result import DONE
from sonla.pbgdpl.jobs.result import IDLE
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.jobs.site import may_run
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.jobs.store import JobStore
from sonla.pbgdpl.sync.access import check_managing
from sonla.pbgdpl.sync.audit import EXCHANGE
from sonla.pbgdpl.sync.condition import is_silent
from sonla.pbgdpl.sync.condition import not_asked_before
from sonla.pbgdpl.sync.outbox.jobs import is_on
from sonla.pbgdpl.sync.pages import status_data
from sonla.pbgdpl.sync.pages.actions import ACTS
from sonla.pbgdpl.sync.pages.exchange_page import ExchangePage
from sonla.pbgdpl.sync.pages.lines import lists_of
from sonla.pbgdpl.sync.pages.lines import RecordList
from sonla.pbgdpl.sync.pages.status_data import COUNT_HEADINGS
from sonla.pbgdpl.sync.pages.status_data import has_news
from sonla.pbgdpl.sync.pages.status_data import RunFacts
from sonla.pbgdpl.sync.record_words import moment
from sonla.pbgdpl.sync.running import rest_words
from sonla.pbgdpl.sync.running import run_exchange
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.settings import ISyncSettings
from sonla.pbgdpl.sync.sources import configured_sources
from sonla.pbgdpl.sync.sources import enabled_sources
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import DATA
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.fields import Day
from sonla.pbgdpl.ui.office_forms import PostForm
from typing import Any
from typing import ClassVar
from zExceptions import Forbidden
from zope.i18nmessageid import Message

LATEST_RUNS = 10
LOOKED_THROUGH = 200
"""Runs of which the latest are chosen: a few hours of a clock that goes each minute."""
NOT_DUE = _(
    "msg_sync_not_due",
    default="Nothing is due, so nothing was done. To ask a source before its turn, press “Fetch from it now” beside it.",
)
"""Who presses “Run now” may think that each source is asked at once."""


PARTS = {"resend_period": ("since", "until")}
"""Buttons whose value is entered beside them, and the fields that have it."""


class StatusPage(ExchangePage):
    """Show the state of everything; act or run when a button was pressed."""

    post_forms: ClassVar = {
        "run": PostForm(_("button_sync_run", default="Run now")),
        "fetch": PostForm(
            _("button_sync_run_source", default="Fetch from it now"),
            look="btn-outline-primary",
        ),
        "try": PostForm(
            _("button_sync_try", default="Dry run"), look="btn-outline-secondary"
        ),
        "release": PostForm(
            _("button_sync_release", default="Release: go on with it"),
            look="btn-danger",
        ),
        "ask_push": PostForm(
            _("button_sync_ask_push", default="Release: send again"), look="btn-danger"
        ),
        "retry_all": PostForm(
            _("button_sync_retry_all", default="Try all of them again"),
            look="btn-sm btn-outline-primary",
        ),
        "retry": PostForm(
            _("button_sync_retry", default="Try again"),
            look="btn-sm btn-outline-primary",
        ),
        "dismiss": PostForm(
            _("button_sync_dismiss", default="Leave it out"),
            look="btn-sm btn-outline-secondary",
        ),
        "resend": PostForm(
            _("button_sync_resend", default="Send again"),
            look="btn-sm btn-outline-primary",
        ),
        "send_as_new": PostForm(
            _("button_sync_send_as_new", default="Send as new"),
            look="btn-sm btn-outline-danger",
        ),
        "overwrite": PostForm(
            _("button_sync_overwrite", default="Replace theirs"),
            look="btn-sm btn-outline-danger",
        ),
        "resend_period": PostForm(
            _("button_sync_resend_period", default="Send again"),
            (
                Day(__name__="since", title=_("label_sync_since", default="From day")),
                Day(__name__="until", title=_("label_sync_until", default="To day")),
            ),
            look="btn-outline-primary",
        ),
    }
    page_title = _("heading_sync_status", default="State of the data exchange")
    parts = ViewPageTemplateFile("templates/parts.pt")
    shows_journal = False
    result: RunResult | None = None

    # Acting

    def process_form(self) -> bool:
        """Do what the button says, then lead back; a dry run has nothing stored, so it is shown."""
        form = self.request.form
        if {"run", "fetch", "try"} & form.keys():
            return self.run(dry_run="try" in form, source=str(form.get("source", "")))
        check_managing(self.context)
        for name in ACTS.keys() & form.keys():
            store = make_store(self.context)
            value = " ".join(
                str(form.get(part, "")) for part in PARTS.get(name, [name])
            )
            self.show_message(ACTS[name](store, value, self.now))
            log.note(EXCHANGE.name, "", None, act=name, about=value)
        return self.redirect_back(self.url)

    def run(self, dry_run: bool, source: str) -> bool:
        """Run once, by the rules of the clock's runs: it commits by itself."""
        if not may_run(self.context):
            raise Forbidden("You may not run the data exchange.")
        result = run_exchange(
            self.context, dry_run=dry_run, source=source or None, wait=refuse_to_wait
        )
        if dry_run and result.outcomes:
            self.result = result
            return False
        self.show_message(self.result_words(result, source))
        return self.redirect_back(f"{self.url}#pbgdpl-run")

    def result_words(self, result: RunResult, source: str) -> Message:
        """Return how a run ended; where nothing was done, why."""
        if result.state != IDLE:
            return RESULTS[result.state]
        until = not_asked_before(store_of(self.context), source, self.now)
        if until is not None:
            return rest_words(source, until)
        waits = self.settings.pull_enabled and not source
        return NOT_DUE if waits else RESULTS[IDLE]

    # Time

    @cached_property
    def now(self) -> datetime:
        return utc_now()

    @property
    def refreshing(self) -> bool:
        """Whether the page loads itself again: only while a run goes on."""
        return self.running and not self.result and "still" not in self.request.form

    # What is shown

    @property
    def journal_url(self) -> str:
        return f"{self.context.absolute_url()}/@@btp-sync-journal"

    @property
    def query(self) -> str:
        """What of the journal is shown."""
        return ""

    @property
    def reconciliation_url(self) -> str:
        """The address of the page that compares both sides; empty while its option is off."""
        if not IMappingsLayer.providedBy(self.request):
            return ""
        return f"{self.context.absolute_url()}/@@btp-sync-reconciliation"

    @property
    def settings_url(self) -> str:
        return panel_url(page="exchange")

    @cached_property
    def settings(self) -> ISyncSettings:
        return get_sync_settings()

    @cached_property
    def job_store(self) -> JobStore:
        """What all runs share, for reading."""
        return job_store_of(self.context)

    @cached_property
    def runs(self) -> bool:
        """Whether the user may run, and there is something to run."""
        return self.active and may_run(self.context)

    @cached_property
    def tries(self) -> bool:
        """Whether the user may make a dry run: also of sources while fetching is off."""
        return self.runs or self.tries_alone

    @cached_property
    def tries_alone(self) -> bool:
        """Whether fetching is off, and a dry run asks the sources all the same."""
        is_off = not self.settings.pull_enabled and any(enabled_sources())
        return is_off and may_run(self.context)

    @cached_property
    def active(self) -> bool:
        """Whether anything is fetched or sent."""
        return any(configured_sources()) or bool(self.settings.push_enabled)

    @property
    def empty(self) -> bool:
        """Whether nothing was ever fetched or sent, nor shall be."""
        return not (self.active or self.sources or self.job_store.journal.runs)

    @property
    def silent(self) -> bool:
        """Whether no clock seems to run."""
        return is_silent(self.store, self.settings, self.now)

    @cached_property
    def holder(self) -> str:
        """The process that works now: its server and its number."""
        return (self.job_store.lease.holder(self.now) or "").rpartition(":")[0]

    @property
    def running(self) -> bool:
        """Whether a run goes on."""
        return bool(self.holder)

    @cached_property
    def latest(self) -> RunFacts | None:
        """The run that goes on, or went last."""
        run = self.job_store.journal.latest()
        return RunFacts(run) if run is not None else None

    @property
    def latest_runs(self) -> list[RunFacts]:
        """The newest runs that have something to tell, so a quick clock hides none.

        The very newest always: it shows that the clock goes.
        """
        newest = list(islice(self.job_store.journal.newest_runs(), LOOKED_THROUGH))
        with_news = (run for run in newest[1:] if has_news(run))
        shown = chain(newest[:1], islice(with_news, LATEST_RUNS - 1))
        return [RunFacts(run) for run in shown]

    @cached_property
    def count_headings(self) -> list[str]:
        """The counts of a run; on phones each number has its name beside it."""
        return [self.translated(title) for title in COUNT_HEADINGS]

    @property
    def trial(self) -> dict[str, Any] | None:
        """The counts of a dry run, and its parts that would not simply be done.

        All of them where nothing would be: an empty frame tells nobody anything.
        """
        if self.result is None:
            return None
        lines = status_data.count_lines(self.result.counts)
        ended = (vars(one) for one in self.result.outcomes)
        told = [one for one in ended if not lines or one["state"] != DONE]
        return {"lines": lines, "outcomes": status_data.outcome_lines(told)}

    @cached_property
    def sources(self) -> list[status_data.SourceFacts]:
        return status_data.sources_of(self.store, self.settings, self.now)

    @property
    def peers(self) -> list[status_data.PeerFacts]:
        """The sources, and sending if anything is, was or shall be sent."""
        outbox = self.store.outbox
        sends = is_on() or bool(outbox.dirty or outbox.deliveries)
        push = [status_data.PushFacts(self.store, self.now)] if sends else []
        return [*self.sources, *push]

    @property
    def lists(self) -> list[RecordList]:
        """What waits for somebody."""
        return lists_of(self.store, self.request.form, self.url)

    @property
    def next_run(self) -> str:
        """When the next source is due; empty when one is due now."""
        times = [source.next_at for source in self.sources if source.on]
        known = [time for time in times if time is not None]
        return moment(min(known)) if known and known == times else ""


StatusAdminPage = admin_page(
    "btp-sync-status",
    title=_("tool_sync", default="State of the data exchange"),
    help=_(
        "help_tool_sync",
        default="What was fetched and sent, what waits for a decision; run it by hand.",
    ),
    order=160,
    group=DATA,
)
