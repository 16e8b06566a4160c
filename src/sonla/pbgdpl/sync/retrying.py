"""Try the records that were set aside again, on their own schedule."""

from itertools import islice
from sonla.pbgdpl.sync.drivers.base import Change
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.intake import Intake
from sonla.pbgdpl.sync.quarantine import waiting
from sonla.pbgdpl.sync.singly import FAULTS_OF_ONE
from sonla.pbgdpl.sync.staging import Arrival
from sonla.pbgdpl.sync.staging import read

MOST = 20
"""Tries in one run: a source with thousands of broken records gets other things done."""


def retry_waiting(intake: Intake) -> None:
    """Ask for each record that is due, and apply it whatever its version."""
    store, source, now = intake.context.store, intake.source.name, intake.context.now()
    for remote_id in list(islice(waiting(store, source, now), MOST)):
        intake.pause()
        arrival = fetch(intake, remote_id)
        if arrival is not None:
            intake.apply("", [arrival])


def fetch(intake: Intake, remote_id: str) -> Arrival | None:
    """Fetch one record that was set aside; a failure comes back as such."""
    entry = intake.context.store.quarantine[(intake.source.name, remote_id)]
    before = Change(remote_id, entry.datestamp, "live", None, "", (), entry.raw_digest)
    try:
        change = intake.driver.get(remote_id)
    except FAULTS_OF_ONE as failure:
        return Arrival(before, failure=failure)
    if change is None:
        return Arrival(before, failure=DataFailure("the source does not show it"))
    return read(change, intake.driver.parse, intake.repository)
