"""`@@btp-sync-journal`: the runs, and what happened to each record; also as CSV files."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from itertools import islice
from plone.batching import Batch
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.tables.csv_files import CONTENT_TYPE
from sonla.pbgdpl.core.tables.csv_files import write_csv
from sonla.pbgdpl.jobs.journal import Journal
from sonla.pbgdpl.jobs.journal import Run
from sonla.pbgdpl.jobs.journal import RunEntry
from sonla.pbgdpl.jobs.messages import failure_words
from sonla.pbgdpl.jobs.messages import STATE_TITLES
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.sync.access import check_access
from sonla.pbgdpl.sync.pages.labels import ACTIONS
from sonla.pbgdpl.sync.pages.labels import COUNT_TITLES
from sonla.pbgdpl.sync.pages.labels import COUNTS
from sonla.pbgdpl.sync.pages.labels import part_words
from sonla.pbgdpl.sync.pages.status_data import COUNT_HEADINGS
from sonla.pbgdpl.sync.pages.status_data import RunFacts
from sonla.pbgdpl.sync.record_words import detail_lines
from sonla.pbgdpl.sync.record_words import item_of
from sonla.pbgdpl.sync.record_words import moment
from sonla.pbgdpl.ui.downloads import offer
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from zope.i18nmessageid import Message

Translator = Callable[[Message | str], str]

RUN_COLUMNS = (
    _("sync_column_run", default="Run"),
    _("sync_column_started", default="Started"),
    _("sync_column_finished", default="Finished"),
    _("sync_column_state", default="State"),
    _("sync_column_user", default="Account"),
    _("sync_column_part", default="Part"),
    *(COUNT_TITLES[name] for name in COUNTS),
)

ENTRY_COLUMNS = (
    _("sync_column_run", default="Run"),
    _("sync_column_time", default="Time"),
    _("sync_column_part", default="Part"),
    _("sync_column_action", default="What happened"),
    _("sync_column_identifier", default="Record"),
    _("sync_column_uid", default="Item"),
    _("sync_column_code", default="Class of failure"),
    _("sync_column_detail", default="Detail"),
)


def runs_csv(runs: Iterable[Run], translate: Translator) -> bytes:
    """Make a table of runs, a line for each part of a run."""
    rows = (row for run in runs for row in run_rows(run, translate))
    return write_csv([translate(title) for title in RUN_COLUMNS], rows)


def run_rows(run: Run, translate: Translator) -> Iterator[list[str | int]]:
    """Yield the lines of a run; one without counts has one line."""
    facts: list[str | int] = [
        run.number,
        written(run.started),
        written(run.finished),
        translate(STATE_TITLES.get(run.state, run.state)),
        run.user,
    ]
    for part, counts in run.counts.items() or [("", {})]:
        yield [*facts, part, *(counts.get(name, 0) for name in COUNTS)]


def entries_csv(
    entries: Iterable[RunEntry], translate: Translator, explain: Callable[[str], str]
) -> bytes:
    """Make a table of entries; `explain` tells a detail to people."""
    rows = (
        [
            entry.run,
            written(entry.at),
            entry.part,
            translate(ACTIONS.get(entry.action, entry.action)),
            entry.identifier,
            entry.uid,
            entry.code,
            explain(entry.detail),
        ]
        for entry in entries
    )
    return write_csv([translate(title) for title in ENTRY_COLUMNS], rows)


def written(moment: datetime | None) -> str:
    """Write a moment in the portal's time, as spreadsheets read it."""
    return f"{in_portal_zone(moment):%d/%m/%Y %H:%M:%S}" if moment else ""


PAGE_SIZE = 50


class RunsReader(BrowserView):
    """Read the journal as the address asks; page and files share it."""

    @cached_property
    def journal(self) -> Journal:
        return job_store_of(self.context).journal

    @cached_property
    def run(self) -> Run | None:
        """The run that the address names; None where it names none that is kept."""
        return self.journal.runs.get(parse_int(self.request.form.get("run"), 0))


class JournalPage(Page, RunsReader):
    """List the runs, or the entries of one run, a page at a time."""

    page_title = _("heading_sync_journal", default="Journal of the data exchange")
    parts = ViewPageTemplateFile("templates/parts.pt")
    lists = ViewPageTemplateFile("templates/lists.pt")

    def __call__(self) -> str:
        """Show the page to those who run or manage the exchange."""
        check_access(self.context)
        self.hide_columns()
        return self.index()

    @cached_property
    def count_headings(self) -> list[str]:
        """The counts of a run; on phones each number has its name beside it."""
        return [self.translated(title) for title in COUNT_HEADINGS]

    journal_url = BrowserView.url

    @property
    def status_url(self) -> str:
        return f"{self.context.absolute_url()}/@@btp-sync-status"

    @property
    def csv_url(self) -> str:
        """The address of what is shown, whole, as a file."""
        query = f"?run={self.run.number}" if self.run is not None else ""
        return f"{self.url}.csv{query}"

    @cached_property
    def start(self) -> int:
        """The number of the first line that is shown, from 0."""
        return parse_int(self.request.form.get("b_start"), 0)

    @cached_property
    def batch(self) -> Batch:
        """The page of runs or entries that is open; no more is read."""
        length = len(self.journal.runs)
        if self.run is not None:
            self.entries = self.journal.entries_of(self.run)
            length = len(self.entries)
        return Batch(range(length), PAGE_SIZE, min(self.start, max(length - 1, 0)))

    @property
    def facts(self) -> RunFacts | None:
        """Describe the run that is open."""
        return RunFacts(self.run) if self.run is not None else None

    @property
    def runs(self) -> list[RunFacts]:
        numbers = list(self.batch)
        if self.run is not None or not numbers:
            return []
        newest = islice(self.journal.newest_runs(), numbers[0], numbers[-1] + 1)
        return [RunFacts(run) for run in newest]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The entries of the page that is open."""
        return [line_of(self.entries[number]) for number in self.batch]


class JournalFile(RunsReader):
    """Answer with the runs, or the entries of one run, as a CSV file."""

    def __call__(self) -> bytes:
        """Make the file; nobody keeps a copy on the way."""
        check_access(self.context)
        name = "sync-runs" if self.run is None else f"sync-run-{self.run.number}"
        offer(self.request, f"{name}.csv", CONTENT_TYPE, office=self.context)
        if self.run is None:
            return runs_csv(self.journal.newest_runs(), self.translated)
        return entries_csv(self.entries(), self.translated, self.explain)

    def explain(self, detail: str) -> str:
        """Return a detail in the reader's language, as far as there are words for it."""
        return "; ".join(self.translated(line["text"]) for line in detail_lines(detail))

    def entries(self) -> Iterable[RunEntry]:
        return self.journal.entries_of(self.run) if self.run is not None else ()


def line_of(entry: RunEntry) -> dict[str, Any]:
    """Read an entry for the page."""
    return {
        "at": moment(entry.at),
        "part": part_words(entry.part),
        "action": ACTIONS.get(entry.action, entry.action),
        "record": entry.identifier,
        "item": item_of(entry.uid) if entry.uid else None,
        "words": failure_words(entry.code) if entry.code else "",
        "detail": detail_lines(entry.detail),
    }
