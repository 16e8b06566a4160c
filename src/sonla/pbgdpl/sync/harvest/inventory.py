"""Compare from time to time which records a source has with those that we have of it.

It finds what the changes of a window don't tell: deletions of a source that doesn't
keep them, records that were left out of a list. Only a complete inventory means
anything, and what is missing in it is withdrawn, never destroyed, under the same caps
as everything (exchange profile, 0.6 and 1.2). A list of several pages may leave out what
is there, when records are edited meanwhile; so what it lacks is asked for by name.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from sonla.pbgdpl.sync.bindings import Binding
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo as Who
from sonla.pbgdpl.sync.drivers.base import SourceChange
from sonla.pbgdpl.sync.drivers.base import SourcePage
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.failures import DataFailure
from sonla.pbgdpl.sync.failures import INVENTORY
from sonla.pbgdpl.sync.failures import PeerRefusal
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import ResumptionTokenExpired
from sonla.pbgdpl.sync.harvest.ingest import Ingest
from sonla.pbgdpl.sync.harvest.limits import check_caps
from sonla.pbgdpl.sync.harvest.limits import measure
from sonla.pbgdpl.sync.harvest.limits import Weight
from sonla.pbgdpl.sync.harvest.retries import ask_for
from sonla.pbgdpl.sync.harvest.retries import AT_A_TIME
from sonla.pbgdpl.sync.harvest.retries import Fetched
from sonla.pbgdpl.sync.harvest.retries import is_ours
from sonla.pbgdpl.sync.harvest.retries import is_set_aside
from sonla.pbgdpl.sync.harvest.staging import read
from sonla.pbgdpl.sync.harvest.staging import StagedChange
from sonla.pbgdpl.sync.harvest.windows import Inventory
from sonla.pbgdpl.sync.harvest.windows import inventory_page
from sonla.pbgdpl.sync.peers import note_page
from sonla.pbgdpl.sync.running import SINCE
from sonla.pbgdpl.sync.source_state import InventoryState
from sonla.pbgdpl.sync.sources import is_within
from sonla.pbgdpl.sync.sources import Source
from sonla.pbgdpl.sync.store import make_store

USUALLY = timedelta(days=7)
WITHOUT_TOMBSTONES = timedelta(days=1)
"""A source that tells no deletions is compared daily: there is no other way to know."""


def take_inventory(intake: Ingest, who: Who) -> None:
    """Begin an inventory if it is time, or go on with it; apply it when it is complete.

    Not in a dry run, which keeps nothing that it could compare with.
    """
    if intake.context.dry_run or not is_due(intake, who):
        return
    if intake.state.inventory is None:
        intake.step(partial(_begin, intake))
    for set_spec in intake.source.sets:
        if is_wanted(begun(intake), set_spec):
            list_set(intake, who, set_spec)
    settle(intake, who)


def begun(intake: Ingest) -> InventoryState:
    """Return the inventory that goes on: one was begun before this is asked."""
    taking = intake.state.inventory
    assert taking is not None
    return taking


def plan_inventory(intake: Ingest, who: Who) -> None:
    """Begin an inventory if an operator has the whole source read again.

    Before the reading, which may take several runs: whichever ends it goes on with it
    (exchange profile, 1.5 rule 10).
    """
    since = intake.context.options.get(SINCE)
    if since is None or who.earliest is None or since > who.earliest:
        return
    if intake.state.inventory is None:
        intake.step(partial(_begin, intake))


def is_due(intake: Ingest, who: Who) -> bool:
    """Return whether an inventory says anything for this source, and it is time for one."""
    capabilities = intake.driver.capabilities(who)
    if not capabilities.complete_inventory:
        give_up(intake)
        return False
    state = intake.state
    if state.inventory is not None:
        return True
    if state.inventoried is None:
        # The first reading was a full one: nothing can be missing yet.
        intake.step(partial(_postpone, intake))
        return False
    wait = USUALLY if capabilities.deletions else WITHOUT_TOMBSTONES
    return intake.context.now() - state.inventoried >= wait


def give_up(intake: Ingest) -> None:
    """Forget an inventory that can't go on, so that no run is due for its sake."""
    if intake.state.inventory is not None:
        intake.step(partial(_give_up, intake))


def is_wanted(taking: InventoryState, set_spec: str) -> bool:
    """Return whether a set is still to be listed, and it is of any use."""
    return not taking.spoilt and set_spec not in taking.done


def list_set(intake: Ingest, who: Who, set_spec: str) -> None:
    """List the identifiers of a set, the place reached being stored with each page.

    If the source forgot its token the whole inventory begins anew, at the next run. A
    token of another set, which the settings don't name any more, is no use.
    """
    window = Window(granularity=who.granularity, set_spec=set_spec)
    taking = begun(intake)
    token = taking.token if taking.current == set_spec else None
    try:
        for page in intake.driver.inventory(token, window):
            withdraw_missing(intake, set_spec, page)
            intake.step(partial(_note_page, intake, page, set_spec))
            intake.pause()
    except ResumptionTokenExpired:
        intake.step(partial(_begin, intake))
        raise


def withdraw_missing(intake: Ingest, set_spec: str, page: SourcePage) -> None:
    """Fetch what the list names in another version than is here, or not withdrawn."""
    some = Fetched()
    for header in page.changes:
        if is_missing(intake, header):
            ask_for(intake, header, some)
            intake.pause()
    if len(some):
        found = present(intake, some.found)
        weight = measure(intake, found)
        check(intake, weight)
        intake.apply(set_spec, (*found, *some.failed), partial(_count, intake, weight))


def is_missing(intake: Ingest, header: SourceChange) -> bool:
    """Return whether a live record of the list isn't here, or in another version.

    An older one counts, too: a source that was set back to a copy of last week has no
    other way to tell.
    """
    known = intake.known(header.remote_id)
    if header.state == "deleted" or is_ours(intake, header):
        return False
    if known is not None and (known.state == DETACHED or known.is_gone):
        return known.is_gone
    same = known is not None and known.datestamp == header.datestamp
    return not (same or is_set_aside(intake, header))


def present(intake: Ingest, changes: Iterable[SourceChange]) -> list[StagedChange]:
    """Read what the source says of records now; asked by name it gives no older version."""
    found: list[StagedChange | None] = []
    for change in changes:
        if change.state == "deleted":
            found += intake.ready([change]).arrivals
        else:
            found.append(read(change, intake.driver.parse, intake.repository))
    return [arrival for arrival in found if arrival is not None]


def settle(intake: Ingest, who: Who) -> None:
    """Withdraw what a complete inventory doesn't name, then close it."""
    taking = begun(intake)
    if is_complete(taking, intake.source):
        gone = list(missing(intake, taking))
        if not taking.released:
            check_caps(intake, Weight(), Weight(len(gone)), INVENTORY)
        if taking.continued:
            for some in confirmed(intake, gone):
                intake.apply(None, some)
        else:
            intake.apply(None, gone)
    intake.step(partial(_close, intake))


def is_complete(taking: InventoryState, source: Source) -> bool:
    """Return whether every set was listed to its end, so that it counts what is missing."""
    return not taking.spoilt and set(source.sets) <= set(taking.done)


def confirmed(
    intake: Ingest, gone: Iterable[StagedChange]
) -> Iterator[list[StagedChange]]:
    """Ask for each record by its name, and give what is to be done, some at a time."""
    some: list[StagedChange] = []
    for arrival in gone:
        some += look_for(intake, arrival)
        intake.pause()
        if len(some) >= AT_A_TIME:
            yield some
            some = []
    if some:
        yield some


def look_for(intake: Ingest, arrival: StagedChange) -> Sequence[StagedChange]:
    """Return the withdrawal of a record that is gone, else what is new in it.

    What the source neither shows nor calls gone stays until the next inventory.
    """
    try:
        change = intake.driver.get(arrival.remote_id)
    except (ProtocolFailure, PeerRefusal, DataFailure):
        return ()
    if change is None or is_elsewhere(intake.source, change):
        return (arrival,)
    same = change.datestamp == arrival.change.datestamp
    return () if same and change.state == "live" else present(intake, [change])


def is_elsewhere(source: Source, change: SourceChange) -> bool:
    """Return whether a record is in sets, and in none that is fetched."""
    if "" in source.sets or not change.sets:
        return False
    return not any(is_within(change.sets, asked) for asked in source.sets)


def missing(intake: Ingest, taking: InventoryState) -> Iterator[StagedChange]:
    """Yield a withdrawal for each record of ours that the source has no more.

    With the datestamp that we know: when the source shows the record again, maybe with
    its old one, it counts as news.
    """
    source = intake.source.name
    known: Iterable[tuple[str, Binding]] = (
        make_store(intake.context.site).identities.get(source, {}).items()
    )
    for remote_id, identity in known:
        if identity.state == DETACHED or identity.is_gone or remote_id in taking.live:
            continue
        stamp, applied = identity.datestamp, identity.applied
        if stamp is not None and applied is not None and applied < taking.begun:
            change = SourceChange(remote_id, stamp, "deleted", None, "", (), "")
            yield StagedChange(change, inferred=True)


def check(intake: Ingest, weight: Weight) -> None:
    """Raise `Suspicious` before so many updates or new records, unless released."""
    taking = begun(intake)
    if not taking.released:
        check_caps(intake, Weight(0, taking.changed, taking.created), weight, INVENTORY)


def _count(intake: Ingest, weight: Weight) -> None:
    taking = begun(intake)
    taking.changed += weight.changed
    taking.created += weight.created


def _give_up(intake: Ingest) -> None:
    intake.state.inventory = None


def _begin(intake: Ingest) -> None:
    intake.state.inventory = InventoryState(intake.context.now())


def _postpone(intake: Ingest) -> None:
    intake.state.inventoried = intake.context.now()


def _note_page(intake: Ingest, page: SourcePage, set_spec: str) -> None:
    note_page(intake.state, intake.context)
    taking = begun(intake)
    if taking.current != set_spec:
        taking.current, taking.listed = set_spec, None
    taking.live.update(
        header.remote_id for header in page.changes if header.state == "live"
    )
    taking.listed = inventory_page(taking.listed or Inventory(), page)
    taking.token = page.token
    taking.continued = taking.continued or page.token is not None
    if page.token is None:
        _end_set(taking, set_spec)


def _end_set(taking: InventoryState, set_spec: str) -> None:
    """Close the list of a set; one that isn't complete spoils the whole inventory."""
    taking.done += (set_spec,)
    taking.spoilt = taking.spoilt or not taking.listed.complete
    taking.current = taking.listed = None


def _close(intake: Ingest) -> None:
    intake.state.inventory = None
    intake.state.inventoried = intake.context.now()
