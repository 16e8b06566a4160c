"""Read the list of what changed in one set of a source, page by page."""

from collections.abc import Iterable
from collections.abc import Iterator
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.jobs.lease import LeaseLost
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo as Who
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import SourceWarning
from sonla.pbgdpl.sync.failures import CHANGES
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import FAULTS_OF_ONE
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import ResumptionTokenExpired
from sonla.pbgdpl.sync.harvest import windows
from sonla.pbgdpl.sync.harvest.ingest import Ingest
from sonla.pbgdpl.sync.harvest.limits import check_caps
from sonla.pbgdpl.sync.harvest.limits import measure
from sonla.pbgdpl.sync.harvest.limits import Weight
from sonla.pbgdpl.sync.harvest.quarantine import is_new
from sonla.pbgdpl.sync.harvest.retries import AT_A_TIME
from sonla.pbgdpl.sync.harvest.retries import lacking
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.harvest.staging import Stager
from sonla.pbgdpl.sync.harvest.windows import Reading
from sonla.pbgdpl.sync.peers import note_page
from sonla.pbgdpl.sync.running import SINCE
from sonla.pbgdpl.sync.source_state import Progress
from sonla.pbgdpl.sync.store import make_store

PATIENCE = 2
"""So often a page may fail before its records are read one by one."""


class Listing:
    """Read one set within one run; `reached` is the place to go on from."""

    reached: Reading

    def __init__(self, intake: Ingest, set_spec: str, who: Who) -> None:
        self.intake = intake
        self.set_spec = set_spec
        self.who = who
        self._can = intake.driver.capabilities(who)
        self._left: Reading | None = self.progress.reading
        self.found = False
        """The source showed something in the set."""

    @property
    def progress(self) -> Progress:
        """What is stored of the set; not to be kept from one step to the next."""
        prefix = self.intake.source.metadata_prefix
        return self.intake.state.progress(self.set_spec, prefix)

    def read(self) -> None:
        """Read what changed; a window left over from another run, then what is new."""
        if self._left is not None:
            self._read_window(self._left)
        following = self._begin()
        if following is not None:
            self._read_window(following)

    def _read_window(self, reading: Reading) -> None:
        """Read a window to its end; whatever ends this early leaves the place stored."""
        self.reached = reading
        try:
            self._read_pages()
            self._compare()
            self.intake.step(self._close_window)
        except LeaseLost:
            raise
        except (ProtocolFailure, TransientFailure):
            self.intake.step(self._note_failure)
            raise
        except Exception:
            self.intake.step(self._save)
            raise

    def _begin(self) -> Reading | None:
        cursor = self.progress.cursor
        since = self.intake.context.options.get(SINCE)
        if since is not None and cursor is not None:
            cursor = min(cursor, since)
        window = windows.next_window(
            cursor, self.who.response_date, self.who.granularity, self.set_spec
        )
        if window is None:
            return None
        forced = self.intake.context.options.get(SINCE) and self.intake.context.now()
        return windows.begin(window, forced)

    # Pages

    def _read_pages(self) -> None:
        """Read all pages; one that fails too often leaves the rest to the comparison."""
        if self.reached.through:
            return
        partly = False
        try:
            self._follow_pages()
        except (ProtocolFailure, TransientFailure):
            if self.progress.failures < PATIENCE:
                raise
            partly = True
        self.reached = windows.read_through(self.reached, partly)
        if self._is_doubtful():
            self.intake.step(self._note_through)

    def _follow_pages(self) -> None:
        """Take page after page; a token that the source forgot costs one start anew."""
        while True:
            self.reached, token = windows.going_on(
                self.reached, self.intake.context.now()
            )
            try:
                for page in self.intake.driver.pages(
                    windows.rest_of(self.reached), token, self.reached.seen
                ):
                    self._take(page)
                    self.intake.pause()
                    self.intake.check_limit()
                return
            except ResumptionTokenExpired:
                self.reached = windows.without_token(self.reached)

    def _take(self, page: SourcePage) -> None:
        """Apply a page; the place behind it is stored with the last of its records."""
        self.found = self.found or bool(page.changes)
        following = windows.page_applied(self.reached, page)
        staged = self.intake.ready(self._decided(page), self.reached.forced)
        arrivals = (*staged.arrivals, *unreadable(page))
        clashes = [SourceWarning("live_and_deleted", name) for name in staged.clashes]
        notices = (*page.notices, *clashes)
        self.check_caps(arrivals)
        restamped = self._restamped(staged)
        if arrivals or notices or restamped:
            self._apply(arrivals, following, restamped, notices)
        self.reached = following

    def _restamped(self, staged: Stager) -> tuple[SourceChange, ...]:
        """Return the new datestamps to be stored: where records are asked for by name.

        In a feed without dates everything bears the time of the answer, always anew.
        """
        return staged.restamped if self._can.by_name else ()

    def _decided(self, page: SourcePage) -> Iterator[SourceChange]:
        """Yield the changes of a page, and of two versions the one that the source has.

        They have the same datestamp, so that no later window would correct a wrong
        choice. Of many at once the later in the page is taken.
        """
        clashes = [one.remote_id for one in page.notices if one.code == "clash"]
        asked = set(clashes[:AT_A_TIME] if self._can.by_name else ())
        for change in page.changes:
            yield self._asked(change) if change.remote_id in asked else change

    def _asked(self, change: SourceChange) -> SourceChange:
        """Ask for a record by its name; if it can't be had, what was listed counts."""
        self.intake.pause()
        try:
            return self.intake.driver.get(change.remote_id) or change
        except FAULTS_OF_ONE:
            return change

    def _apply(
        self,
        arrivals: tuple[StagedChange, ...],
        following: Reading,
        restamped: Iterable[SourceChange] = (),
        notices: Iterable[SourceWarning] = (),
    ) -> None:
        weight = measure(self.intake, arrivals)
        is_progress = following is not self.reached and self._has_news(arrivals)

        def close() -> None:
            """Store how far the listing is, in the transaction of the last change of the page."""
            progress = self.progress
            if is_progress:
                note_page(self.intake.state, self.intake.context)
                progress.failures = 0
            progress.reading = following
            progress.withdrawn += weight.withdrawn
            progress.changed += weight.changed
            progress.created += weight.created
            self.intake.restamp(restamped)
            for notice in notices:
                self.intake.context.note(
                    self.intake.source.part,
                    "noticed",
                    identifier=notice.remote_id,
                    detail=notice.code,
                )

        if arrivals:
            self.intake.apply(self.set_spec, arrivals, close)
        else:
            self.intake.step(close)

    def _has_news(self, arrivals: Iterable[StagedChange]) -> bool:
        """Return whether something came that was not set aside before.

        Else a page of which nothing is any good, got again and again, would count as
        progress, and those behind it that can't be read would wait for ever.
        """
        store, source = make_store(self.intake.context.site), self.intake.source.name
        return any(is_new(store, source, arrival.change) for arrival in arrivals)

    # Comparing

    def _compare(self) -> None:
        """Bring what pages may have left out.

        A source that can't list identifiers leaves a mere doubt, which is noted; the
        window goes on being open where something is known to be unread. A dry run
        keeps nothing that it could compare with.
        """
        if self.intake.context.dry_run or not self._is_doubtful():
            return
        try:
            self._compare_window()
        except (ProtocolFailure, TransientFailure):
            needed = windows.needs_comparing(self.reached, self._can)
            if needed or self.progress.failures < PATIENCE:
                raise
            self.intake.step(self._note_doubt)

    def _compare_window(self) -> None:
        """List the identifiers of the window and ask for what isn't here."""
        while not self._compare_pages():
            self.reached = windows.comparing_without_token(self.reached)
        self.reached = windows.comparison_ended(self.reached)

    def _compare_pages(self) -> bool:
        """Compare page after page; False if the source forgot its token."""
        self.reached, token = windows.comparing(self.reached, self.intake.context.now())
        try:
            for page in self.intake.driver.inventory(
                token, self.reached.window, self.reached.seen
            ):
                self._bring(page)
                self.reached = windows.page_compared(self.reached, page)
                self.intake.pause()
        except ResumptionTokenExpired:
            return False
        return True

    def _bring(self, page: SourcePage) -> None:
        """Ask for what a page of identifiers names and isn't here."""
        self.found = self.found or bool(page.changes)
        for some in lacking(self.intake, page):
            staged = self.intake.ready_again(some.found, self.reached.forced)
            arrivals = (*staged.arrivals, *some.failed)
            self.check_caps(arrivals)
            restamped = self._restamped(staged)
            if arrivals or restamped:
                self._apply(arrivals, self.reached, restamped)
            self.intake.pause()

    def _is_doubtful(self) -> bool:
        return windows.is_doubtful(self.reached, self._can)

    # Suspicion

    def check_caps(self, arrivals: Iterable[StagedChange]) -> None:
        """Raise `Suspicious` before the window does too much, unless it was released."""
        if not self.progress.released:
            weight = measure(self.intake, arrivals)
            first = self.progress.cursor is None
            check_caps(self.intake, self._done, weight, CHANGES, first)

    @property
    def _done(self) -> Weight:
        """What the window has done so far."""
        progress = self.progress
        return Weight(progress.withdrawn, progress.changed, progress.created)

    # The place reached

    def _save(self) -> None:
        self.progress.reading = self.reached

    def _note_failure(self) -> None:
        self._save()
        self.progress.failures += 1

    def _note_through(self) -> None:
        """Store that the pages are through; comparing has failures of its own."""
        self._save()
        self.progress.failures = 0

    def drop(self) -> None:
        """Forget the window of a set that is not there, so that no run goes on with it."""
        self.intake.step(lambda: self.progress.forget_window())

    def _note_doubt(self) -> None:
        self.intake.context.note(
            self.intake.source.part, "noticed", detail="uncompared"
        )

    def _close_window(self) -> None:
        """Move the cursor to the end of the window."""
        progress = self.progress
        progress.cursor = windows.finish(self.reached, progress.cursor)
        progress.forget_window()


def unreadable(page: SourcePage) -> Iterator[StagedChange]:
    """Yield the records of a page that can't even be read, to be set aside."""
    for record in page.unreadable:
        change = SourceChange(
            record.remote_id, page.response_date, "live", None, "", (), record.code
        )
        yield StagedChange(change, failure=DataFailure(record.code))
