"""Read records one by one, by the list of their identifiers.

Where no page of them can be had: one record that a source can't write must not keep all
others away, nor stop the cursor for days. It is set aside with its datestamp (exchange
profile, 1.5 rule 6). And where pages may have left something out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import TransientFailure
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import FAULTS_OF_ONE
from sonla.pbgdpl.sync.harvest.ingest import Ingest
from sonla.pbgdpl.sync.harvest.quarantine import is_waiting
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
