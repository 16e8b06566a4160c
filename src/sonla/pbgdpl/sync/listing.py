"""Read the list of what changed in one set of a source, page by page."""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from sonla.pbgdpl.controlpanel.sync_settings import get_sync_settings
from sonla.pbgdpl.sync import windows
from sonla.pbgdpl.sync.caps import Caps
from sonla.pbgdpl.sync.drivers.base import Change
from sonla.pbgdpl.sync.drivers.base import Identity as Who
from sonla.pbgdpl.sync.drivers.base import Page
from sonla.pbgdpl.sync.failures import BadResumptionToken
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import Suspicious
from sonla.pbgdpl.sync.failures import TransientFailure
from sonla.pbgdpl.sync.intake import Intake
from sonla.pbgdpl.sync.lease import LeaseLost
from sonla.pbgdpl.sync.singly import read_singly
from sonla.pbgdpl.sync.staging import Arrival
from sonla.pbgdpl.sync.store import Progress
from sonla.pbgdpl.sync.windows import Reading

PATIENCE = 2
"""So often a page may fail before its records are read one by one."""


class Listing:
    """Read one set within one run; `reached` is the place to go on from."""

    def __init__(self, intake: Intake, set_spec: str, who: Who) -> None:
        self.intake = intake
        self.set_spec = set_spec
        self.who = who
        self.reached: Reading | None = self.progress.reading

    @property
    def progress(self) -> Progress:
        """Give what is stored of the set; not to be kept from one step to the next."""
        prefix = self.intake.source.metadata_prefix
        return self.intake.state.progress(self.set_spec, prefix)

    def read(self) -> None:
        """Read what changed; a window left over from another run, then what is new."""
        if self.reached is not None:
            self._read_window()
        self.reached = self._begin()
        if self.reached is not None:
            self._read_window()

    def _read_window(self) -> None:
        """Read a window to its end; whatever ends this early leaves the place stored."""
        try:
            self._read_pages()
        except (ProtocolFailure, TransientFailure):
            if self.progress.failures < PATIENCE:
                self.intake.step(self._note_failure)
                raise
            self._read_singly()
        except LeaseLost:
            raise
        except Exception:
            self.intake.step(self._save)
            raise
        self._finish()

    def _begin(self) -> Reading | None:
        cursor = self.progress.cursor
        if self.intake.context.since is not None and cursor is not None:
            cursor = min(cursor, self.intake.context.since)
        window = windows.next_window(
            cursor, self.who.response_date, self.who.granularity, self.set_spec
        )
        return windows.begin(window) if window is not None else None

    # Pages

    def _read_pages(self) -> None:
        """Take page after page; a token that the source forgot costs one start anew."""
        while True:
            self.reached, token = windows.going_on(
                self.reached, self.intake.context.now()
            )
            try:
                for page in self.intake.driver.pages(
                    windows.rest_of(self.reached), token, self.reached.digests
                ):
                    self._take(page)
                    self.intake.pause()
                    self.intake.check_limit()
                return
            except BadResumptionToken:
                self.reached = windows.without_token(self.reached)

    def _take(self, page: Page) -> None:
        """Apply a page; the place behind it is stored with the last of its records."""
        following = windows.page_applied(self.reached, page)
        staged = self.intake.ready(page.changes)
        arrivals = (*staged.arrivals, *unreadable(page))
        self.check_caps(arrivals)
        if arrivals or page.notices:
            self._apply(arrivals, page, following)
        self.reached = following

    def _apply(
        self, arrivals: tuple[Arrival, ...], page: Page, following: Reading
    ) -> None:
        withdrawn, changed = self._weigh(arrivals)

        def close() -> None:
            progress = self.progress
            progress.reading = following
            progress.withdrawn += withdrawn
            progress.changed += changed
            for notice in page.notices:
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

    def _read_singly(self) -> None:
        """Ask for the records of a window one by one, since a page of it can't be read."""
        for changes in read_singly(self.intake, windows.rest_of(self.reached)):
            staged = self.intake.ready(changes.found)
            arrivals = (*staged.arrivals, *changes.failed)
            self.check_caps(arrivals)
            if arrivals:
                self.intake.apply(self.set_spec, arrivals)
            self.intake.pause()

    # Suspicion

    def check_caps(self, arrivals: Iterable[Arrival]) -> None:
        """Raise `Suspicious` before the window does too much, unless it was released."""
        progress = self.progress
        if progress.released:
            return
        withdrawn, changed = self._weigh(arrivals)
        check_caps(
            self.intake, progress.withdrawn + withdrawn, progress.changed + changed
        )

    def _weigh(self, arrivals: Iterable[Arrival]) -> tuple[int, int]:
        """Count withdrawals and updates among what arrived."""
        withdrawn = changed = 0
        for arrival in arrivals:
            if arrival.change.state == "deleted":
                withdrawn += 1
            elif self.intake.known(arrival.remote_id) is not None:
                changed += 1
        return withdrawn, changed

    # The place reached

    def _save(self) -> None:
        self.progress.reading = self.reached

    def _note_failure(self) -> None:
        self._save()
        self.progress.failures += 1

    def _finish(self) -> None:
        """Move the cursor to the end of the window."""
        capabilities = self.intake.driver.capabilities(self.who)
        finished = windows.finish(
            self.reached, self.progress.cursor, capabilities.ordered
        )
        if finished.verify:
            self._read_singly()
        self.intake.step(partial(self._close_window, finished.cursor))

    def _close_window(self, cursor: datetime) -> None:
        progress = self.progress
        progress.cursor = cursor
        progress.reading = None
        progress.released = False
        progress.failures = progress.withdrawn = progress.changed = 0


def check_caps(intake: Intake, withdrawn: int, changed: int) -> None:
    """Raise `Suspicious` when so many withdrawals or updates need a look."""
    if not (withdrawn or changed):
        return  # to count what is known takes long, and most pages change nothing
    settings = get_sync_settings()
    caps = Caps(settings.cap_count, settings.cap_percent, settings.cap_changed_percent)
    known = len(intake.context.store.identities.get(intake.source.name, ()))
    if caps.too_many_withdrawn(known, withdrawn):
        raise Suspicious(f"{withdrawn} of {known} records would be withdrawn")
    if caps.too_many_changed(known, changed):
        raise Suspicious(f"{changed} of {known} records would be changed")


def unreadable(page: Page) -> Iterator[Arrival]:
    """Give the records of a page that can't even be read, to be set aside."""
    for record in page.unreadable:
        change = Change(
            record.remote_id, page.response_date, "live", None, "", (), record.code
        )
        yield Arrival(change, failure=DataFailure(record.code))
