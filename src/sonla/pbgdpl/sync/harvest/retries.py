"""Read records one by one: those that a list names, and those in quarantine.

By the list of identifiers records are read where no page of them can be had: one record
that a source can't write must not keep all others away, nor stop the cursor for days. It is
set aside with its datestamp (exchange profile, 1.5 rule 6). And where pages may have left
something out.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from functools import partial
from itertools import islice
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import RECORD_FAULTS
from sonla.pbgdpl.sync.failures import SINGLE
from sonla.pbgdpl.sync.harvest.ingest import Ingest
from sonla.pbgdpl.sync.harvest.limits import ChangeCounts
from sonla.pbgdpl.sync.harvest.limits import check_caps
from sonla.pbgdpl.sync.harvest.limits import count_changes
from sonla.pbgdpl.sync.harvest.quarantine import is_waiting
from sonla.pbgdpl.sync.harvest.quarantine import release
from sonla.pbgdpl.sync.harvest.quarantine import waiting
from sonla.pbgdpl.sync.harvest.staging import read
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.store import make_store

BATCH_SIZE = 20


@dataclass
class Fetched:
    """Some records that were asked for one by one."""

    found: list[SourceChange] = field(default_factory=list)
    failed: list[StagedChange] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.found) + len(self.failed)


def fetch_missing(ingest: Ingest, page: SourcePage) -> Iterator[Fetched]:
    """Yield what a page of identifiers names and is not here in that version.

    Some at a time. What was applied or quarantined in this very version is not asked
    for, so that beginning anew costs only the list of identifiers.
    """
    bindings, fetched = ingest.bindings, Fetched()
    missing = [
        header
        for header in page.changes
        if not is_ours(ingest, header)
        and not is_done(ingest, header, bindings.get(header.remote_id))
    ]
    for header in missing:
        fetch_into(ingest, header, fetched)
        ingest.pause()
        if len(fetched) >= BATCH_SIZE:
            yield fetched
            fetched = Fetched()
    if len(fetched):
        yield fetched


def is_ours(ingest: Ingest, header: SourceChange) -> bool:
    """Return whether a record is one that we gave away."""
    return header.remote_id.startswith(f"oai:{ingest.repository}:")


def is_done(ingest: Ingest, header: SourceChange, known: Binding | None) -> bool:
    """Return whether this version is applied or quarantined, or nobody listens to it."""
    if header.state == "deleted":
        return False
    if known is not None and known.state == DETACHED:
        return True
    if known is not None and known.datestamp is not None:
        if known.datestamp >= header.datestamp or is_same(known, header):
            return True
    return is_quarantined(ingest, header)


def is_same(known: Binding, header: SourceChange) -> bool:
    """Return whether what a list brings along is what is here.

    Lists that bring the records may tell no times, and then bear that of the answer.
    """
    return header.payload is not None and header.raw_digest == known.raw_digest


def is_quarantined(ingest: Ingest, header: SourceChange) -> bool:
    """Return whether this version is in quarantine."""
    return is_waiting(
        make_store(ingest.context.site),
        ingest.source.name,
        header.remote_id,
        header.datestamp,
    )


def fetch_into(ingest: Ingest, header: SourceChange, fetched: Fetched) -> None:
    """Ask for one record and add it to the others, as a failure if it can't be had."""
    if header.state == "deleted" or header.payload is not None:
        fetched.found.append(header)
        return
    failure: Failure
    try:
        change = ingest.driver.get(header.remote_id)
    except RECORD_FAULTS as error:
        failure = error
    else:
        if change is not None:
            fetched.found.append(change)
            return
        failure = DataFailure(
            _(
                "detail_not_had",
                default="The source lists the record and does not give it out.",
            )
        )
    if isinstance(failure, TransientFailure):
        ingest.driver.identify()  # raises if the source is away, not the record
    fetched.failed.append(StagedChange(header, failure=failure))


MAX_RECORDS = 20
"""Tries in one run: a source with thousands of broken records gets other things done."""
MAX_PAGES = 100
"""Pages that are looked through for them, where a source gives no single records."""


def retry_due(ingest: Ingest, info: RepositoryInfo) -> None:
    """Ask for each record that is due, and apply it whatever its version.

    What was taken back meanwhile counts as any other withdrawal.
    """
    store, source, now = (
        make_store(ingest.context.site),
        ingest.source.name,
        ingest.context.now(),
    )
    due = list(islice(waiting(store, source, now), MAX_RECORDS))
    withdrawn = 0
    for staged in staged_retries(ingest, info, due):
        before, counts = ChangeCounts(withdrawn), count_changes(ingest, [staged])
        if not ingest.state.released:
            check_caps(ingest, before, counts, SINGLE)
        withdrawn += counts.withdrawn
        ingest.apply(None, [staged])


def staged_retries(
    ingest: Ingest, info: RepositoryInfo, names: Sequence[str]
) -> Iterator[StagedChange]:
    """Fetch records in quarantine; a failure comes back as such.

    One that turns out to be ours is nobody's to try again.
    """
    by_name = ingest.driver.capabilities(info).by_name
    for name, answer in (fetch_by_identifier if by_name else fetch_by_listing)(
        ingest, names
    ):
        if isinstance(answer, Failure):
            staged: StagedChange | None = StagedChange(
                quarantined_change(ingest, name), failure=answer
            )
        else:
            staged = read(answer, ingest.driver.parse, ingest.repository)
        if staged is None or is_ours(ingest, staged.change):
            ingest.step(partial(_forget_own, ingest, name))
        else:
            yield staged


def _forget_own(ingest: Ingest, name: str) -> None:
    """Forget that a record of ours was quarantined, and say so."""
    release(make_store(ingest.context.site), ingest.source.name, name)
    ingest.context.note(ingest.source.part, "noticed", identifier=name, detail="ours")


def fetch_by_identifier(
    ingest: Ingest, names: Sequence[str]
) -> Iterator[tuple[str, SourceChange | Failure]]:
    """Ask for one record after the other."""
    for name in names:
        ingest.pause()
        try:
            yield name, ingest.driver.get(name) or not_shown_failure()
        except RECORD_FAULTS as failure:
            yield name, failure


def fetch_by_listing(
    ingest: Ingest, names: Sequence[str]
) -> Iterator[tuple[str, SourceChange | Failure]]:
    """Look through what the source shows, once for all of them and newest first."""
    wanted, reason = set(names), not_shown_failure()
    pages = islice(ingest.driver.pages(Window()), MAX_PAGES)
    while wanted:
        ingest.pause()
        try:
            page = next(pages, None)
        except RECORD_FAULTS as failure:
            page, reason = None, failure
        if page is None:
            break
        for change in page.changes:
            if change.remote_id in wanted:
                wanted.remove(change.remote_id)
                yield change.remote_id, change
    for name in sorted(wanted):
        yield name, reason


def not_shown_failure() -> Failure:
    """Return the failure of a record that its source does not show."""
    return DataFailure(
        _("detail_not_shown", default="The source does not show the record.")
    )


def quarantined_change(ingest: Ingest, name: str) -> SourceChange:
    """Return the version in quarantine, without its content."""
    entry = make_store(ingest.context.site).quarantine[(ingest.source.name, name)]
    return SourceChange(name, entry.datestamp, "live", None, "", (), entry.raw_digest)
