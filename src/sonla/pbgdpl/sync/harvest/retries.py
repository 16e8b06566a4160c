"""Read records one by one: those that a list names, and those that were set aside.

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
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo as Who
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import FAULTS_OF_ONE
from sonla.pbgdpl.sync.failures import SINGLE
from sonla.pbgdpl.sync.harvest.ingest import Ingest
from sonla.pbgdpl.sync.harvest.limits import check_caps
from sonla.pbgdpl.sync.harvest.limits import measure
from sonla.pbgdpl.sync.harvest.limits import Weight
from sonla.pbgdpl.sync.harvest.quarantine import is_waiting
from sonla.pbgdpl.sync.harvest.quarantine import released
from sonla.pbgdpl.sync.harvest.quarantine import waiting
from sonla.pbgdpl.sync.harvest.staging import read
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.store import make_store

AT_A_TIME = 20


@dataclass
class Fetched:
    """Some records that were asked for one by one."""

    found: list[SourceChange] = field(default_factory=list)
    failed: list[StagedChange] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.found) + len(self.failed)


def lacking(intake: Ingest, page: SourcePage) -> Iterator[Fetched]:
    """Yield what a page of identifiers names and is not here in that version.

    Some at a time. What was applied or set aside in this very version is not asked
    for, so that beginning anew costs only the list of identifiers.
    """
    some = Fetched()
    for header in page.changes:
        if is_ours(intake, header) or is_done(intake, header):
            continue
        ask_for(intake, header, some)
        intake.pause()
        if len(some) >= AT_A_TIME:
            yield some
            some = Fetched()
    if len(some):
        yield some


def is_ours(intake: Ingest, header: SourceChange) -> bool:
    """Return whether a record is one that we gave away."""
    return header.remote_id.startswith(f"oai:{intake.repository}:")


def is_done(intake: Ingest, header: SourceChange) -> bool:
    """Return whether this version is applied or set aside, or nobody listens to it."""
    if header.state == "deleted":
        return False
    known = intake.known(header.remote_id)
    if known is not None and known.state == DETACHED:
        return True
    if known is not None and known.datestamp is not None:
        if known.datestamp >= header.datestamp:
            return True
    return is_set_aside(intake, header)


def is_set_aside(intake: Ingest, header: SourceChange) -> bool:
    """Return whether this version is in quarantine."""
    return is_waiting(
        make_store(intake.context.site),
        intake.source.name,
        header.remote_id,
        header.datestamp,
    )


def ask_for(intake: Ingest, header: SourceChange, some: Fetched) -> None:
    """Ask for one record and add it to the others, as a failure if it can't be had."""
    if header.state == "deleted" or header.payload is not None:
        some.found.append(header)
        return
    failure: Failure
    try:
        change = intake.driver.get(header.remote_id)
    except FAULTS_OF_ONE as error:
        failure = error
    else:
        if change is not None:
            some.found.append(change)
            return
        failure = DataFailure("the record is listed but can't be had")
    if isinstance(failure, TransientFailure):
        intake.driver.identify()  # raises if the source is away, not the record
    some.failed.append(StagedChange(header, failure=failure))


MOST = 20
"""Tries in one run: a source with thousands of broken records gets other things done."""
MOST_PAGES = 100
"""Pages that are looked through for them, where a source gives no single records."""


def retry_due(intake: Ingest, who: Who) -> None:
    """Ask for each record that is due, and apply it whatever its version.

    What was taken back meanwhile counts as any other withdrawal.
    """
    store, source, now = (
        make_store(intake.context.site),
        intake.source.name,
        intake.context.now(),
    )
    due = list(islice(waiting(store, source, now), MOST))
    withdrawn = 0
    for arrival in fetched(intake, who, due):
        before, weight = Weight(withdrawn), measure(intake, [arrival])
        if not intake.state.released:
            check_caps(intake, before, weight, SINGLE)
        withdrawn += weight.withdrawn
        intake.apply(None, [arrival])


def fetched(intake: Ingest, who: Who, names: Sequence[str]) -> Iterator[StagedChange]:
    """Fetch records that were set aside; a failure comes back as such.

    One that turns out to be ours is nobody's to try again.
    """
    by_name = intake.driver.capabilities(who).by_name
    for name, answer in (asked_for if by_name else looked_for)(intake, names):
        if isinstance(answer, Failure):
            arrival: StagedChange | None = StagedChange(
                as_it_was(intake, name), failure=answer
            )
        else:
            arrival = read(answer, intake.driver.parse, intake.repository)
        if arrival is None or is_ours(intake, arrival.change):
            intake.step(partial(_let_go, intake, name))
        else:
            yield arrival


def _let_go(intake: Ingest, name: str) -> None:
    """Forget that a record of ours was set aside, and say so."""
    released(make_store(intake.context.site), intake.source.name, name)
    intake.context.note(intake.source.part, "noticed", identifier=name, detail="ours")


def asked_for(
    intake: Ingest, names: Sequence[str]
) -> Iterator[tuple[str, SourceChange | Failure]]:
    """Ask for one record after the other."""
    for name in names:
        intake.pause()
        try:
            yield name, intake.driver.get(name) or not_shown()
        except FAULTS_OF_ONE as failure:
            yield name, failure


def looked_for(
    intake: Ingest, names: Sequence[str]
) -> Iterator[tuple[str, SourceChange | Failure]]:
    """Look through what the source shows, once for all of them and newest first."""
    wanted, reason = set(names), not_shown()
    pages = islice(intake.driver.pages(Window()), MOST_PAGES)
    while wanted:
        intake.pause()
        try:
            page = next(pages, None)
        except FAULTS_OF_ONE as failure:
            page, reason = None, failure
        if page is None:
            break
        for change in page.changes:
            if change.remote_id in wanted:
                wanted.remove(change.remote_id)
                yield change.remote_id, change
    for name in sorted(wanted):
        yield name, reason


def not_shown() -> Failure:
    """Return the failure of a record that its source does not show."""
    return DataFailure("the source does not show it")


def as_it_was(intake: Ingest, name: str) -> SourceChange:
    """Return the version that was set aside, without its content."""
    entry = make_store(intake.context.site).quarantine[(intake.source.name, name)]
    return SourceChange(name, entry.datestamp, "live", None, "", (), entry.raw_digest)
