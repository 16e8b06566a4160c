"""Compare from time to time which records a source has with those that we have of it.

It finds what the changes of a window don't tell: deletions of a source that doesn't
keep them, records that were left out of a list. Only a complete inventory means
anything, and what is missing in it is withdrawn, never destroyed, under the same caps
as everything (exchange profile, 0.6 and 1.2). A list of several pages may leave out what
is there, when records are edited meanwhile; so what it lacks is asked for by name.
"""

from BTrees.OOBTree import OOTreeSet
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import INVENTORY
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import ResumptionTokenExpired
from sonla.pbgdpl.sync.harvest.ingest import Ingest
from sonla.pbgdpl.sync.harvest.limits import ChangeCounts
from sonla.pbgdpl.sync.harvest.limits import check_caps
from sonla.pbgdpl.sync.harvest.limits import count_changes
from sonla.pbgdpl.sync.harvest.retries import BATCH_SIZE
from sonla.pbgdpl.sync.harvest.retries import fetch_into
from sonla.pbgdpl.sync.harvest.retries import Fetched
from sonla.pbgdpl.sync.harvest.retries import is_ours
from sonla.pbgdpl.sync.harvest.retries import is_quarantined
from sonla.pbgdpl.sync.harvest.retries import is_same
from sonla.pbgdpl.sync.harvest.source_list import InventoryState
from sonla.pbgdpl.sync.harvest.staging import read
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.peers import note_page
from sonla.pbgdpl.sync.running import SINCE
from sonla.pbgdpl.sync.sources import is_within
from sonla.pbgdpl.sync.sources import Source
from sonla.pbgdpl.sync.store import make_store

DEFAULT_PERIOD = timedelta(days=7)
PERIOD_WITHOUT_TOMBSTONES = timedelta(days=1)
"""A source that tells no deletions is compared daily: there is no other way to know."""


def run_inventory(ingest: Ingest, info: RepositoryInfo) -> None:
    """Begin an inventory if it is time, or go on with it; apply it when it is complete.

    Not in a dry run, which keeps nothing that it could compare with.
    """
    if ingest.context.dry_run or not is_due(ingest, info):
        return
    if ingest.state.inventory is None:
        ingest.step(partial(_begin, ingest))
    for set_spec in ingest.source.sets:
        inventory = current_inventory(ingest)
        if not inventory.incomplete and set_spec not in inventory.done:
            list_set(ingest, info, set_spec)
    apply_inventory(ingest, info)


def current_inventory(ingest: Ingest) -> InventoryState:
    """Return the inventory that goes on: one was begun before this is asked."""
    inventory = ingest.state.inventory
    assert inventory is not None
    return inventory


def plan_inventory(ingest: Ingest, info: RepositoryInfo) -> None:
    """Begin an inventory if an operator has the whole source read again.

    Before the reading, which may take several runs: whichever ends it goes on with it
    (exchange profile, 1.5 rule 10).
    """
    since = ingest.context.options.get(SINCE)
    if since is None or info.earliest is None or since > info.earliest:
        return
    if ingest.state.inventory is None:
        ingest.step(partial(_begin, ingest))


def is_due(ingest: Ingest, info: RepositoryInfo) -> bool:
    """Return whether an inventory says anything for this source, and it is time for one."""
    capabilities = ingest.driver.capabilities(info)
    if not capabilities.complete_inventory:
        cancel_inventory(ingest)
        return False
    state = ingest.state
    if state.inventory is not None:
        return True
    if state.last_inventory is None:
        # The first reading was a full one: nothing can be missing yet.
        ingest.step(partial(_postpone, ingest))
        return False
    wait = DEFAULT_PERIOD if capabilities.deletions else PERIOD_WITHOUT_TOMBSTONES
    return ingest.context.now() - state.last_inventory >= wait


def cancel_inventory(ingest: Ingest) -> None:
    """Cancel an inventory that can't be continued, so that no run is due because of it."""
    if ingest.state.inventory is not None:
        ingest.step(partial(_cancel, ingest))


def list_set(ingest: Ingest, info: RepositoryInfo, set_spec: str) -> None:
    """List the identifiers of a set, the place reached being stored with each page.

    If the source forgot its token the whole inventory restarts, at the next run. A
    token of another set, which the settings don't name any more, is no use.
    """
    window = Window(granularity=info.granularity, set_spec=set_spec)
    inventory = current_inventory(ingest)
    token = inventory.token_of(set_spec)
    try:
        for page in ingest.driver.inventory(token, window):
            withdraw_missing(ingest, set_spec, page)
            ingest.step(partial(_note_page, ingest, page, set_spec))
            ingest.pause()
    except ResumptionTokenExpired:
        ingest.step(partial(_begin, ingest))
        raise


def withdraw_missing(ingest: Ingest, set_spec: str, page: SourcePage) -> None:
    """Fetch what the list names in another version than is here, or not withdrawn."""
    fetched = Fetched()
    for header in page.changes:
        if is_missing(ingest, header):
            fetch_into(ingest, header, fetched)
            ingest.pause()
    if len(fetched):
        found = stage_current(ingest, fetched.found)
        counts = count_changes(ingest, found)
        check(ingest, counts)
        ingest.apply(
            set_spec, (*found, *fetched.failed), partial(_count, ingest, counts)
        )


def is_missing(ingest: Ingest, header: SourceChange) -> bool:
    """Return whether a live record of the list isn't here, or in another version.

    An older one counts, too: a source that was set back to a copy of last week has no
    other way to tell.
    """
    known = ingest.known(header.remote_id)
    if header.state == "deleted" or is_ours(ingest, header):
        return False
    if known is not None and (known.state == DETACHED or known.is_gone):
        return known.is_gone
    same = known is not None and (
        known.datestamp == header.datestamp or is_same(known, header)
    )
    return not (same or is_quarantined(ingest, header))


def stage_current(
    ingest: Ingest, changes: Iterable[SourceChange]
) -> list[StagedChange]:
    """Read what the source says of records now; asked by name it gives no older version."""
    found: list[StagedChange | None] = []
    for change in changes:
        if change.state == "deleted":
            found += ingest.stage_page([change]).staged_changes
        else:
            found.append(read(change, ingest.driver.parse, ingest.repository))
    return [staged for staged in found if staged is not None]


def apply_inventory(ingest: Ingest, info: RepositoryInfo) -> None:
    """Withdraw what a complete inventory doesn't name, then close it."""
    inventory = current_inventory(ingest)
    if is_complete(inventory, ingest.source):
        gone = list(missing(ingest, inventory))
        if needs_second_list(ingest, info):
            if gone and inventory.missed is None:
                ingest.step(partial(_begin_again, ingest, gone))
                return run_inventory(ingest, info)
            gone = [one for one in gone if one.remote_id in (inventory.missed or ())]
        if not inventory.released:
            check_caps(ingest, ChangeCounts(), ChangeCounts(len(gone)), INVENTORY)
        if inventory.continued and ingest.driver.capabilities(info).by_name:
            for fetched in confirmed(ingest, gone):
                ingest.apply(None, fetched)
        else:
            ingest.apply(None, gone)
    ingest.step(partial(_close, ingest))


def needs_second_list(ingest: Ingest, info: RepositoryInfo) -> bool:
    """Return whether only what is missing in two complete lists is gone.

    Where no record can be asked for by its name, and what is edited moves the others from
    page to page, one list proves nothing.
    """
    can = ingest.driver.capabilities(info)
    return not (can.by_name or can.stable_lists)


def is_complete(inventory: InventoryState, source: Source) -> bool:
    """Return whether every set was listed to its end, so that it counts what is missing."""
    return not inventory.incomplete and set(source.sets) <= set(inventory.done)


def confirmed(
    ingest: Ingest, gone: Iterable[StagedChange]
) -> Iterator[list[StagedChange]]:
    """Ask for each record by its name, and give what is to be done, some at a time."""
    fetched: list[StagedChange] = []
    for staged in gone:
        fetched += check_missing(ingest, staged)
        ingest.pause()
        if len(fetched) >= BATCH_SIZE:
            yield fetched
            fetched = []
    if fetched:
        yield fetched


def check_missing(ingest: Ingest, staged: StagedChange) -> Sequence[StagedChange]:
    """Return the withdrawal of a record that is gone, else what is new in it.

    What the source neither shows nor calls gone stays until the next inventory.
    """
    try:
        change = ingest.driver.get(staged.remote_id)
    except (ProtocolFailure, PeerRefusal, DataFailure):
        return ()
    if change is None or is_in_other_sets(ingest.source, change):
        return (staged,)
    same = change.datestamp == staged.change.datestamp
    return () if same and change.state == "live" else stage_current(ingest, [change])


def is_in_other_sets(source: Source, change: SourceChange) -> bool:
    """Return whether a record is in sets, and in none that is fetched."""
    if "" in source.sets or not change.sets:
        return False
    return not any(is_within(change.sets, asked) for asked in source.sets)


def missing(ingest: Ingest, inventory: InventoryState) -> Iterator[StagedChange]:
    """Yield a withdrawal for each record of ours that the source has no more.

    With the datestamp that we know: when the source shows the record again, maybe with
    its old one, it counts as news.
    """
    source = ingest.source.name
    known: Iterable[tuple[str, Binding]] = (
        make_store(ingest.context.site).bindings.get(source, {}).items()
    )
    for remote_id, binding in known:
        if binding.state == DETACHED or binding.is_gone or remote_id in inventory.live:
            continue
        stamp, applied = binding.datestamp, binding.applied
        if stamp is not None and applied is not None and applied < inventory.begun:
            change = SourceChange(remote_id, stamp, "deleted", None, "", (), "")
            yield StagedChange(change, inferred=True)


def check(ingest: Ingest, counts: ChangeCounts) -> None:
    """Raise `Suspicious` before so many updates or new records, unless released."""
    inventory = current_inventory(ingest)
    if not inventory.released:
        check_caps(
            ingest,
            ChangeCounts(0, inventory.changed, inventory.created),
            counts,
            INVENTORY,
        )


def _count(ingest: Ingest, counts: ChangeCounts) -> None:
    inventory = current_inventory(ingest)
    inventory.changed += counts.changed
    inventory.created += counts.created


def _cancel(ingest: Ingest) -> None:
    ingest.state.inventory = None


def _begin(ingest: Ingest) -> None:
    ingest.state.inventory = InventoryState(ingest.context.now())


def _begin_again(ingest: Ingest, gone: Sequence[StagedChange]) -> None:
    """Begin the second list, which tells of what the first lacked whether it is gone."""
    before = current_inventory(ingest)
    anew = InventoryState(ingest.context.now())
    anew.missed = OOTreeSet(one.remote_id for one in gone)
    anew.released = before.released
    anew.changed, anew.created = before.changed, before.created
    ingest.state.inventory = anew


def _postpone(ingest: Ingest) -> None:
    ingest.state.last_inventory = ingest.context.now()


def _note_page(ingest: Ingest, page: SourcePage, set_spec: str) -> None:
    note_page(ingest.state, ingest.context)
    inventory = current_inventory(ingest)
    inventory.live.update(
        header.remote_id for header in page.changes if header.state == "live"
    )
    inventory.note_page(set_spec, page)
    inventory.continued = inventory.continued or page.token is not None


def _close(ingest: Ingest) -> None:
    ingest.state.inventory = None
    ingest.state.last_inventory = ingest.context.now()
