"""`@@btp-sync-journal`: the runs, and what happened to each record; also as CSV files."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.tables.csv_files import CONTENT_TYPE
from sonla.pbgdpl.core.tables.csv_files import write_csv
from sonla.pbgdpl.jobs.journal import Journal
from sonla.pbgdpl.jobs.journal import Run
from sonla.pbgdpl.jobs.journal import RunEntry
from sonla.pbgdpl.jobs.messages import STATE_TITLES
from sonla.pbgdpl.jobs.store import job_store_of
from sonla.pbgdpl.sync.access import check_access
from sonla.pbgdpl.sync.pages.labels import ACTIONS
from sonla.pbgdpl.sync.pages.labels import COUNT_TITLES
from sonla.pbgdpl.sync.pages.labels import COUNTS
from sonla.pbgdpl.sync.pages.lines import entry_line
from sonla.pbgdpl.sync.pages.lines import Line
from sonla.pbgdpl.sync.pages.lines import shown
from sonla.pbgdpl.sync.pages.status import StatusPage
from sonla.pbgdpl.sync.pages.status_data import RunFacts
from sonla.pbgdpl.sync.record_words import detail_lines
from sonla.pbgdpl.ui.downloads import offer
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.paging import PageSlice
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
    def run_asked(self) -> Run | None:
        """The run that the address names; None where it names none that is kept."""
        return self.journal.runs.get(parse_int(self.request.form.get("run"), 0))

    @property
    def entries(self) -> Sequence[RunEntry]:
        """What the run that is asked for did."""
        return self.journal.entries_of(self.run_asked) if self.run_asked else ()

    @property
    def query(self) -> str:
        """What of the journal is shown, as its address and that of the file have it."""
        return f"?run={self.run_asked.number}" if self.run_asked else ""


class JournalPage(RunsReader, StatusPage):
    """List the runs, or the entries of one run, a part at a time."""

    page_title = _("heading_sync_journal", default="Journal of the data exchange")
    shows_journal = True
    refreshing = running = False

    def process_form(self) -> bool:
        """Do nothing: the page has no buttons."""
        return False

    @cached_property
    def part(self) -> PageSlice:
        """Which runs or entries are shown; no more is read."""
        kept = self.entries if self.run_asked else self.journal.runs
        url = f"{self.url}{self.query}"
        return PageSlice.asked_for("runs", self.request.form, len(kept), url, PAGE_SIZE)

    @property
    def latest(self) -> RunFacts | None:
        """Describe the run that is open."""
        return RunFacts(self.run_asked) if self.run_asked else None

    @property
    def latest_runs(self) -> list[RunFacts]:
        if self.run_asked:
            return []
        return [RunFacts(run) for run in shown(self.journal.newest_runs(), self.part)]

    @property
    def lines(self) -> list[Line]:
        """The entries that are shown."""
        numbers = range(self.part.start, self.part.last) if self.run_asked else ()
        return [entry_line(self.entries[number]) for number in numbers]


class JournalFile(RunsReader):
    """Answer with the runs, or the entries of one run, as a CSV file."""

    def __call__(self) -> bytes:
        """Make the file; nobody keeps a copy on the way."""
        check_access(self.context)
        run = self.run_asked
        name = "sync-runs" if run is None else f"sync-run-{run.number}"
        offer(self.request, f"{name}.csv", CONTENT_TYPE, office=self.context)
        if run is None:
            return runs_csv(self.journal.newest_runs(), self.translated)
        return entries_csv(self.entries, self.translated, self.explain)

    def explain(self, detail: str) -> str:
        """Return a detail in the reader's language, as far as there are words for it."""
        return "; ".join(self.translated(line["text"]) for line in detail_lines(detail))
