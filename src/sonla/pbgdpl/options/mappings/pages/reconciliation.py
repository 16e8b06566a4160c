"""`@@btp-sync-reconciliation`: what both sides have, what differs, and what to do about it."""

from collections.abc import Callable
from collections.abc import Iterator
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.reader import MAX_BYTES
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.jobs.context import refuse_to_wait
from sonla.pbgdpl.jobs.messages import RESULTS
from sonla.pbgdpl.jobs.runner import run_jobs
from sonla.pbgdpl.jobs.runner import RunScope
from sonla.pbgdpl.jobs.site import may_run
from sonla.pbgdpl.options.mappings.pages.reconciliation_report import advice_of
from sonla.pbgdpl.options.mappings.pages.reconciliation_report import COLUMNS
from sonla.pbgdpl.options.mappings.pages.reconciliation_report import KIND_TITLES
from sonla.pbgdpl.options.mappings.pages.reconciliation_report import Report
from sonla.pbgdpl.options.mappings.reconciliation.jobs import is_configured
from sonla.pbgdpl.options.mappings.reconciliation.uploaded import MSG_NO_LIST
from sonla.pbgdpl.options.mappings.reconciliation.uploaded import read_list
from sonla.pbgdpl.sync.access import check_access
from sonla.pbgdpl.sync.access import check_managing
from sonla.pbgdpl.sync.audit import EXCHANGE
from sonla.pbgdpl.sync.messages import NOT_THERE
from sonla.pbgdpl.sync.pages.exchange_page import ExchangePage
from sonla.pbgdpl.sync.reconciliation.state import begin
from sonla.pbgdpl.sync.reconciliation.state import begin_with_list
from sonla.pbgdpl.sync.reconciliation.state import discard
from sonla.pbgdpl.sync.reconciliation.state import DONE
from sonla.pbgdpl.sync.reconciliation.state import key_of
from sonla.pbgdpl.sync.reconciliation.state import KINDS
from sonla.pbgdpl.sync.reconciliation.state import OFFERING
from sonla.pbgdpl.sync.reconciliation.state import PART
from sonla.pbgdpl.sync.reconciliation.state import Reconciliation
from sonla.pbgdpl.sync.reconciliation.state import SENDING
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.sources import all_sources
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.summaries import link_to
from zExceptions import Forbidden
from zExceptions import NotFound
from zope.i18nmessageid import Message


class ReconciliationPage(ExchangePage):
    """Show the reports; begin one, or have one go on."""

    page_title = _("heading_reconciliation", default="Reconciliation with partners")
    error: Message | None = None

    # Acting

    def process_form(self) -> bool:
        """Do what the button says; what can't be read is said on the page."""
        try:
            return self.act()
        except InvalidInput as refused:
            self.error = refused.message
            return False

    def act(self) -> bool:
        """Do what the button says; raises `InvalidInput` for a file that is no list."""
        form = self.request.form
        if "run" in form:
            return self.run()
        check_managing(self.context)
        acts: dict[str, Callable[[str], Message]] = {
            "compare": self.compare,
            "upload": self.upload,
            "discard": self.discard,
        }
        for name in acts.keys() & form.keys():
            key = str(form[name])
            self.show_message(acts[name](key))
            log.note(EXCHANGE.name, "", None, act=name, about=key)
            return self.redirect_back(self.url)
        return False

    def compare(self, key: str) -> Message:
        """Begin to compare with a partner that can be asked."""
        if key not in self.keys or key == OFFERING or not is_configured(key):
            return NOT_THERE
        begin(make_store(self.context), key, utc_now())
        return _(
            "msg_reconciliation_begun",
            default="The comparison begins with the next run. To have it at once, press “Go on now”.",
        )

    def upload(self, key: str) -> Message:
        """Begin to compare with a list; raise `InvalidInput` for one that is no use."""
        sent = self.request.form.get("list")
        if not getattr(sent, "filename", ""):
            raise InvalidInput(MSG_NO_LIST)
        if key not in (SENDING, OFFERING):
            return NOT_THERE
        listed = read_list(sent.read(MAX_BYTES + 1))
        begin_with_list(make_store(self.context), key, listed.items(), utc_now())
        return _(
            "msg_reconciliation_uploaded",
            default="The list has ${number} records. They are compared with the next run; to have it at once, press “Go on now”.",
            mapping={"number": len(listed)},
        )

    def discard(self, key: str) -> Message:
        """Forget a report."""
        if key not in store_of(self.context).reconciliations:
            return NOT_THERE
        discard(make_store(self.context), key)
        return _(
            "msg_reconciliation_discarded",
            default="The report was removed. Nothing else was changed.",
        )

    def run(self) -> bool:
        """Go on at once, by the rules of the clock's runs: it commits by itself."""
        if not may_run(self.context):
            raise Forbidden("You may not run the data exchange.")
        result = run_jobs(
            self.context,
            scope=RunScope(names=(PART,)),
            by_hand=True,
            wait=refuse_to_wait,
        )
        self.show_message(RESULTS[result.state])
        return self.redirect_back(self.url)

    @property
    def refreshing(self) -> bool:
        """Whether the page loads itself again; not while somebody chooses a file."""
        is_still = "still" in self.request.form or self.error is not None
        return not is_still and any(report.is_open for report in self.reports)

    # What is shown

    @cached_property
    def keys(self) -> list[str]:
        """Whom one may compare with, and with whom it was done."""
        settings = get_sync_settings()
        sending = [SENDING] if settings.push_enabled and settings.push_url else []
        sources = [key_of(name) for name in all_sources()]
        ledger = ledger_of(self.context)
        offered = [OFFERING] if ledger is not None and len(ledger.entries) else []
        known = self.store.reconciliations.keys()
        return list(dict.fromkeys((*sending, *sources, *offered, *known)))

    @cached_property
    def reports(self) -> list[Report]:
        """The reports, one for each partner."""
        known = self.store.reconciliations
        return [Report(key, known.get(key), self.url) for key in self.keys]

    @property
    def runs(self) -> bool:
        """Whether the user may have a report go on at once."""
        return may_run(self.context)


class ReconciliationFile(BrowserView):
    """Answer with the differences of a report as a CSV file, and what to do about each."""

    def __call__(self) -> bytes:
        """Make the file; nobody keeps a copy on the way."""
        check_access(self.context)
        key = str(self.request.form.get("of", ""))
        found = store_of(self.context).reconciliations.get(key)
        if found is None or found.phase != DONE:
            raise NotFound(self.context, key, self.request)
        return offer_csv(
            self.request,
            f"doi-soat-{key.replace('/', '-')}-{today():%Y%m%d}",
            [self.translated(column) for column in COLUMNS],
            self.rows(key, found),
            office=self.context,
        )

    def rows(self, key: str, found: Reconciliation) -> Iterator[tuple[str, ...]]:
        """Yield the differences by kind."""
        for kind in KINDS:
            words = self.translated(KIND_TITLES[kind])
            advice = self.translated(advice_of(key, kind)) if found.found[kind] else ""
            for name, one in found.differences(kind):
                item = link_to(one.uid) if one.uid else None
                title, url = (item["title"], item["url"]) if item else ("", "")
                yield words, name, title, one.ours, one.theirs, advice, url
