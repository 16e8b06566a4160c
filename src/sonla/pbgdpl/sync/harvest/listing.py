"""Read the list of what changed in one set of a source, page by page."""

from collections.abc import Iterable
from collections.abc import Iterator
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.jobs.lease import LeaseLost
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import SourceWarning
from sonla.pbgdpl.sync.failures import CHANGES
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import RECORD_FAULTS
from sonla.pbgdpl.sync.failures import ResumptionTokenExpired
from sonla.pbgdpl.sync.harvest import windows
from sonla.pbgdpl.sync.harvest.ingest import Ingest
from sonla.pbgdpl.sync.harvest.limits import ChangeCounts
from sonla.pbgdpl.sync.harvest.limits import check_caps
from sonla.pbgdpl.sync.harvest.limits import count_changes
from sonla.pbgdpl.sync.harvest.quarantine import is_new
from sonla.pbgdpl.sync.harvest.retries import BATCH_SIZE
from sonla.pbgdpl.sync.harvest.retries import fetch_missing
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.harvest.staging import StagedPage
from sonla.pbgdpl.sync.harvest.windows import Reading
from sonla.pbgdpl.sync.peers import note_page
from sonla.pbgdpl.sync.running import SINCE
from sonla.pbgdpl.sync.source_state import Progress
from sonla.pbgdpl.sync.store import make_store

MAX_PAGE_FAILURES = 2
"""So often a page may fail before its records are read one by one."""


class Listing:
    """Read one set within one run; `reached` is the place to go on from."""

    reached: Reading

    def __init__(self, ingest: Ingest, set_spec: str, info: RepositoryInfo) -> None:
        self.ingest = ingest
        self.set_spec = set_spec
        self.info = info
        self._capabilities = ingest.driver.capabilities(info)
        self._unfinished: Reading | None = self.progress.reading
        self.found = False
        """The source showed something in the set."""

    @property
    def progress(self) -> Progress:
        """What is stored of the set; not to be kept from one step to the next."""
        prefix = self.ingest.source.metadata_prefix
        return self.ingest.state.progress(self.set_spec, prefix)

    def read(self) -> None:
        """Read what changed; a window left over from another run, then what is new."""
        if self._unfinished is not None:
            self._read_window(self._unfinished)
        following = self._begin()
        if following is not None:
            self._read_window(following)

    def _read_window(self, reading: Reading) -> None:
        """Read a window to its end; whatever ends this early leaves the place stored."""
        self.reached = reading
        try:
            self._read_pages()
            self._compare()
            self.ingest.step(self._close_window)
        except LeaseLost:
            raise
        except (ProtocolFailure, TransientFailure):
            self.ingest.step(self._note_failure)
            raise
        except Exception:
            self.ingest.step(self._save)
            raise

    def _begin(self) -> Reading | None:
        cursor = self.progress.cursor
        since = self.ingest.context.options.get(SINCE)
        if since is not None and cursor is not None:
            cursor = min(cursor, since)
        window = windows.next_window(
            cursor, self.info.response_date, self.info.granularity, self.set_spec
        )
        if window is None:
            return None
        forced = self.ingest.context.options.get(SINCE) and self.ingest.context.now()
        return windows.begin(window, forced)

    # Pages

    def _read_pages(self) -> None:
        """Read all pages; one that fails too often leaves the rest to the comparison."""
        if self.reached.all_pages_read:
            return
        incomplete = False
        try:
            self._follow_pages()
        except (ProtocolFailure, TransientFailure):
            if self.progress.failures < MAX_PAGE_FAILURES:
                raise
            incomplete = True
        self.reached = windows.end_pages(self.reached, incomplete)
        if self._needs_comparison():
            self.ingest.step(self._note_pages_read)

    def _follow_pages(self) -> None:
        """Take page after page; a token that the source forgot costs one start anew."""
        while True:
            self.reached, token = windows.resume(
                self.reached, self.ingest.context.now()
            )
            try:
                for page in self.ingest.driver.pages(
                    windows.remaining_window(self.reached), token, self.reached.seen
                ):
                    self._apply_page(page)
                    self.ingest.pause()
                    self.ingest.check_limit()
                return
            except ResumptionTokenExpired:
                self.reached = windows.without_token(self.reached)

    def _apply_page(self, page: SourcePage) -> None:
        """Apply a page; the place behind it is stored with the last of its records."""
        self.found = self.found or bool(page.changes)
        following = windows.page_applied(self.reached, page)
        staged_page = self.ingest.stage_page(
            self._without_clashes(page), self.reached.forced
        )
        staged_changes = (*staged_page.staged_changes, *unreadable(page))
        clashes = [
            SourceWarning("live_and_deleted", name) for name in staged_page.clashes
        ]
        warnings = (*page.warnings, *clashes)
        self.check_caps(staged_changes)
        restamped = self._restamped(staged_page)
        if staged_changes or warnings or restamped:
            self._apply(staged_changes, following, restamped, warnings)
        self.reached = following

    def _restamped(self, staged_page: StagedPage) -> tuple[SourceChange, ...]:
        """Return the new datestamps to be stored: where records are asked for by name.

        In a feed without dates everything bears the time of the answer, always anew.
        """
        return staged_page.restamped if self._capabilities.by_name else ()

    def _without_clashes(self, page: SourcePage) -> Iterator[SourceChange]:
        """Yield the changes of a page, and of two versions the one that the source has.

        They have the same datestamp, so that no later window would correct a wrong
        choice. Of many at once the later in the page is taken.
        """
        clashes = [one.remote_id for one in page.warnings if one.code == "clash"]
        asked = set(clashes[:BATCH_SIZE] if self._capabilities.by_name else ())
        for change in page.changes:
            yield self._fetch_again(change) if change.remote_id in asked else change

    def _fetch_again(self, change: SourceChange) -> SourceChange:
        """Ask for a record by its name; if it can't be had, what was listed counts."""
        self.ingest.pause()
        try:
            return self.ingest.driver.get(change.remote_id) or change
        except RECORD_FAULTS:
            return change

    def _apply(
        self,
        staged_changes: tuple[StagedChange, ...],
        following: Reading,
        restamped: Iterable[SourceChange] = (),
        warnings: Iterable[SourceWarning] = (),
    ) -> None:
        counts = count_changes(self.ingest, staged_changes)
        is_progress = following is not self.reached and self._has_news(staged_changes)

        def close() -> None:
            """Store how far the listing is, in the transaction of the last change of the page."""
            progress = self.progress
            if is_progress:
                note_page(self.ingest.state, self.ingest.context)
                progress.failures = 0
            progress.reading = following
            progress.withdrawn += counts.withdrawn
            progress.changed += counts.changed
            progress.created += counts.created
            self.ingest.restamp(restamped)
            for warning in warnings:
                self.ingest.context.note(
                    self.ingest.source.part,
                    "noticed",
                    identifier=warning.remote_id,
                    detail=warning.code,
                )

        if staged_changes:
            self.ingest.apply(self.set_spec, staged_changes, close)
        else:
            self.ingest.step(close)

    def _has_news(self, staged_changes: Iterable[StagedChange]) -> bool:
        """Return whether something came that was not quarantined before.

        Else a page of which nothing is any good, got again and again, would count as
        progress, and those behind it that can't be read would wait for ever.
        """
        store, source = make_store(self.ingest.context.site), self.ingest.source.name
        return any(is_new(store, source, staged.change) for staged in staged_changes)

    # Comparing

    def _compare(self) -> None:
        """Bring what pages may have left out.

        A source that can't list identifiers leaves a mere doubt, which is noted; the
        window goes on being open where something is known to be unread. A dry run
        keeps nothing that it could compare with.
        """
        if self.ingest.context.dry_run or not self._needs_comparison():
            return
        try:
            self._compare_window()
        except (ProtocolFailure, TransientFailure):
            needed = windows.needs_comparison(self.reached, self._capabilities)
            if needed or self.progress.failures < MAX_PAGE_FAILURES:
                raise
            self.ingest.step(self._note_uncompared)

    def _compare_window(self) -> None:
        """List the identifiers of the window and ask for what isn't here."""
        while not self._compare_pages():
            self.reached = windows.without_token(self.reached)
        self.reached = windows.comparison_ended(self.reached)

    def _compare_pages(self) -> bool:
        """Compare page after page; False if the source forgot its token."""
        self.reached, token = windows.resume(self.reached, self.ingest.context.now())
        try:
            for page in self.ingest.driver.inventory(
                token, self.reached.window, self.reached.seen
            ):
                self._fetch_missing(page)
                self.reached = windows.page_compared(self.reached, page)
                self.ingest.pause()
        except ResumptionTokenExpired:
            return False
        return True

    def _fetch_missing(self, page: SourcePage) -> None:
        """Ask for what a page of identifiers names and isn't here."""
        self.found = self.found or bool(page.changes)
        for fetched in fetch_missing(self.ingest, page):
            staged_page = self.ingest.stage_again(fetched.found, self.reached.forced)
            staged_changes = (*staged_page.staged_changes, *fetched.failed)
            self.check_caps(staged_changes)
            restamped = self._restamped(staged_page)
            if staged_changes or restamped:
                self._apply(staged_changes, self.reached, restamped)
            self.ingest.pause()

    def _needs_comparison(self) -> bool:
        return windows.may_be_incomplete(self.reached, self._capabilities)

    # Suspicion

    def check_caps(self, staged_changes: Iterable[StagedChange]) -> None:
        """Raise `Suspicious` before the window does too much, unless it was released."""
        if not self.progress.released:
            counts = count_changes(self.ingest, staged_changes)
            first = self.progress.cursor is None
            check_caps(self.ingest, self._done, counts, CHANGES, first)

    @property
    def _done(self) -> ChangeCounts:
        """What the window has done so far."""
        progress = self.progress
        return ChangeCounts(progress.withdrawn, progress.changed, progress.created)

    # The place reached

    def _save(self) -> None:
        self.progress.reading = self.reached

    def _note_failure(self) -> None:
        self._save()
        self.progress.failures += 1

    def _note_pages_read(self) -> None:
        """Store that the pages are through; comparing has failures of its own."""
        self._save()
        self.progress.failures = 0

    def drop(self) -> None:
        """Forget the window of a set that is not there, so that no run goes on with it."""
        self.ingest.step(lambda: self.progress.forget_window())

    def _note_uncompared(self) -> None:
        self.ingest.context.note(
            self.ingest.source.part, "noticed", detail="uncompared"
        )

    def _close_window(self) -> None:
        """Move the cursor to the end of the window."""
        progress = self.progress
        progress.cursor = windows.finish(self.reached, progress.cursor)
        progress.forget_window()


def unreadable(page: SourcePage) -> Iterator[StagedChange]:
    """Yield the records of a page that can't even be read, to be quarantined."""
    for record in page.unreadable:
        change = SourceChange(
            record.remote_id, page.response_date, "live", None, "", (), record.code
        )
        yield StagedChange(change, failure=DataFailure(record.code))
