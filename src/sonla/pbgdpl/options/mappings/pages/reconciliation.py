"""`@@btp-sync-reconciliation`: what both sides have, what differs, and what to do about it."""

from collections.abc import Callable
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
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
from sonla.pbgdpl.options.mappings.pages.reconciliation_report import BUTTONS
from sonla.pbgdpl.options.mappings.pages.reconciliation_report import BUTTONS_FOR_ALL
from sonla.pbgdpl.options.mappings.pages.reconciliation_report import COLUMNS
from sonla.pbgdpl.options.mappings.pages.reconciliation_report import KIND_TITLES
from sonla.pbgdpl.options.mappings.pages.reconciliation_report import NO_REPAIR
from sonla.pbgdpl.options.mappings.pages.reconciliation_report import Report
from sonla.pbgdpl.options.mappings.pages.reconciliation_report import title_of_key
from sonla.pbgdpl.options.mappings.reconciliation.jobs import is_configured
from sonla.pbgdpl.options.mappings.reconciliation.repairs import repair
from sonla.pbgdpl.options.mappings.reconciliation.repairs import repair_all
from sonla.pbgdpl.options.mappings.reconciliation.repairs import repair_of
from sonla.pbgdpl.options.mappings.reconciliation.uploaded import MSG_NO_LIST
from sonla.pbgdpl.options.mappings.reconciliation.uploaded import read_list
from sonla.pbgdpl.sync.access import check_access
from sonla.pbgdpl.sync.access import check_managing
from sonla.pbgdpl.sync.access import may_manage
from sonla.pbgdpl.sync.audit import EXCHANGE
from sonla.pbgdpl.sync.messages import NOT_THERE
from sonla.pbgdpl.sync.pages.exchange_page import ExchangePage
from sonla.pbgdpl.sync.reconciliation.state import begin
from sonla.pbgdpl.sync.reconciliation.state import begin_with_list
from sonla.pbgdpl.sync.reconciliation.state import Difference
from sonla.pbgdpl.sync.reconciliation.state import discard
from sonla.pbgdpl.sync.reconciliation.state import DONE
from sonla.pbgdpl.sync.reconciliation.state import key_of
from sonla.pbgdpl.sync.reconciliation.state import KINDS
from sonla.pbgdpl.sync.reconciliation.state import OFFERING
from sonla.pbgdpl.sync.reconciliation.state import PART
from sonla.pbgdpl.sync.reconciliation.state import Reconciliation
from sonla.pbgdpl.sync.reconciliation.state import SAME
from sonla.pbgdpl.sync.reconciliation.state import SENDING
from sonla.pbgdpl.sync.record_words import item_of
from sonla.pbgdpl.sync.record_words import moment
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.sources import all_sources
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.sync.store import SyncStore
from sonla.pbgdpl.ui.downloads import offer_workbook
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.paging import PageSlice
from sonla.pbgdpl.ui.paging import SHOWN
from typing import Any
from urllib.parse import urlencode
from zExceptions import Forbidden
from zExceptions import NotFound
from zope.i18nmessageid import Message


class ReconciliationPage(ExchangePage):
    """Show the reports, or one of them; begin one, or repair what differs."""

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
            "repair": self.repair,
            "repair_all": self.repair_all,
        }
        for name in acts.keys() & form.keys():
            self.show_message(acts[name](str(form[name])))
            log.note(EXCHANGE.name, "", None, act=name, about=self.about(name))
            stays = name in ("repair", "repair_all")
            return self.redirect_back(self.own_url if stays else self.url)
        return False

    def about(self, name: str) -> str:
        """Return what the log of operations tells of a button."""
        value = str(self.request.form[name])
        return " ".join(filter(None, (self.key, value)))

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

    def repair(self, value: str) -> Message:
        """Repair one record; `value` has the kind of difference and the record."""
        kind, _blank, name = value.partition(" ")
        store = make_store(self.context)
        found = store.reconciliations.get(self.key)
        if found is None or kind not in KINDS or name not in found.found[kind]:
            return NOT_THERE
        if not repair(self.context, store, self.key, kind, name, utc_now()):
            return NO_REPAIR
        return _(
            "msg_reconciliation_repaired",
            default="The next run does it. Compare anew afterwards to see whether both sides agree.",
        )

    def repair_all(self, kind: str) -> Message:
        """Repair all records of a kind of difference."""
        store = make_store(self.context)
        if self.key not in store.reconciliations or kind not in KINDS:
            return NOT_THERE
        done = repair_all(self.context, store, self.key, kind, utc_now())
        return _(
            "msg_reconciliation_repaired_all",
            default="The next runs do it for ${done} records. Compare anew afterwards to see whether both sides agree.",
            mapping={"done": done},
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
        return self.redirect_back(self.own_url)

    def prepare(self) -> None:
        """Raise `NotFound` for a report that isn't there any more."""
        if self.key and self.key not in self.keys:
            raise NotFound(self.context, self.key, self.request)
        super().prepare()

    @property
    def own_url(self) -> str:
        """The address of the report that is opened, or of the list."""
        return f"{self.url}?{urlencode({'of': self.key})}" if self.key else self.url

    @property
    def refreshing(self) -> bool:
        """Whether the page loads itself again; not while somebody chooses a file."""
        is_still = "still" in self.request.form or self.error is not None
        return not is_still and any(report.is_open for report in self.reports)

    # What is shown

    @property
    def key(self) -> str:
        """The report that is opened; empty for the list of them."""
        return str(self.request.form.get("of", ""))

    @cached_property
    def store(self) -> SyncStore:
        """What is stored, for reading."""
        return store_of(self.context)

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
        """The reports that the page shows: all, or the one that is opened."""
        keys = [self.key] if self.key else self.keys
        return [
            Report(key, self.store.reconciliations.get(key), self.url) for key in keys
        ]

    @property
    def manages(self) -> bool:
        """Whether the user may begin a report and repair."""
        return may_manage(self.context)

    @property
    def runs(self) -> bool:
        """Whether the user may have a report go on at once."""
        return may_run(self.context)

    @property
    def status_url(self) -> str:
        return f"{self.context.absolute_url()}/@@btp-sync-status"

    @property
    def opened(self) -> Report | None:
        """The report whose differences are listed."""
        return self.reports[0] if self.key else None

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The differences of the opened report, by kind."""
        report = self.opened
        result = report.result if report is not None else None
        if report is None or result is None:
            return []
        kinds = [kind for kind in KINDS if result.found[kind]]
        return [self.section(report, result, kind) for kind in kinds]

    def section(
        self, report: Report, found: Reconciliation, kind: str
    ) -> dict[str, Any]:
        """Describe one kind of difference, as far as it is listed."""
        part = PageSlice.asked_for(
            kind, self.request.form, found.number(kind), report.url
        )
        shown = islice(found.differences(kind), part.start, part.start + SHOWN)
        lines = [
            self.line(report.key, kind, name, one, name in found.asked)
            for name, one in shown
        ]
        can = any(line["button"] for line in lines)
        return {
            "kind": kind,
            "title": KIND_TITLES[kind],
            "advice": advice_of(report.key, kind),
            "part": part,
            "button": BUTTONS_FOR_ALL[repair_of(report.key, kind)] if can else None,
            "lines": lines,
        }

    def line(
        self, key: str, kind: str, name: str, difference: Difference, asked: bool
    ) -> dict[str, Any]:
        """Describe one record that differs; `asked` says that its repair was asked for."""
        action = repair_of(key, kind, difference)
        return {
            "key": f"{kind} {name}",
            "record": name,
            "item": item_of(difference.uid) if difference.uid else None,
            "ours": short(difference.ours),
            "theirs": short(difference.theirs),
            "asked": asked,
            "button": None if asked else BUTTONS.get(action),
            "helpless": not asked and not action,
        }


def short(digest: str) -> str:
    """Return as much of a digest as tells two apart."""
    return digest.removeprefix("sha-256:")[:12]


class ReconciliationFile(BrowserView):
    """Answer with a report as a workbook: a line a difference."""

    def __call__(self) -> bytes:
        """Make the file; nobody keeps a copy on the way."""
        check_access(self.context)
        key = str(self.request.form.get("of", ""))
        found = store_of(self.context).reconciliations.get(key)
        if found is None or found.phase != DONE:
            raise NotFound(self.context, key, self.request)
        title = self.translated(
            _("heading_reconciliation", default="Reconciliation with partners")
        )
        return offer_workbook(
            self.request,
            f"doi-soat-{key.replace('/', '-')}-{today():%Y%m%d}",
            office=self.context,
            name=title,
            title=f"{title}: {self.translated(title_of_key(key))}",
            subtitle=self.subtitle(found),
            header=[self.translated(column) for column in COLUMNS],
            rows=self.rows(key, found),
        )

    def subtitle(self, found: Reconciliation) -> str:
        """Return when it was compared, and how many records there are of each kind."""
        numbers = (
            f"{self.translated(title)}: {found.number(kind)}"
            for kind, title in KIND_TITLES.items()
            if kind == SAME or found.number(kind)
        )
        return "; ".join((moment(found.begun), *numbers))

    def rows(self, key: str, found: Reconciliation) -> Iterator[tuple[str, ...]]:
        """Yield the differences by kind."""
        for kind in KINDS:
            words = self.translated(KIND_TITLES[kind])
            advice = self.translated(advice_of(key, kind)) if found.found[kind] else ""
            for name, one in found.differences(kind):
                item = item_of(one.uid) if one.uid else None
                title, url = (item["title"], item["url"]) if item else ("", "")
                yield words, name, title, one.ours, one.theirs, advice, url
