"""Try the records that were set aside again, on their own schedule."""

from collections.abc import Iterator
from collections.abc import Sequence
from functools import partial
from itertools import islice
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo as Who
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import FAULTS_OF_ONE
from sonla.pbgdpl.sync.failures import SINGLE
from sonla.pbgdpl.sync.harvest.by_identifier import is_ours
from sonla.pbgdpl.sync.harvest.ingest import Ingest
from sonla.pbgdpl.sync.harvest.limits import check_caps
from sonla.pbgdpl.sync.harvest.limits import measure
from sonla.pbgdpl.sync.harvest.limits import Weight
from sonla.pbgdpl.sync.harvest.quarantine import released
from sonla.pbgdpl.sync.harvest.quarantine import waiting
from sonla.pbgdpl.sync.harvest.staging import read
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.store import make_store

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
