"""Compare from time to time which records a source has with those that we have of it.

It finds what the changes of a window don't tell: deletions of a source that doesn't
keep them, records that were left out of a list. Only a complete inventory means
anything, and what is missing in it is withdrawn, never destroyed, under the same caps
as everything (exchange profile, 0.6 and 1.2).
"""

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from sonla.pbgdpl.sync.drivers.base import Change
from sonla.pbgdpl.sync.drivers.base import Identity as Who
from sonla.pbgdpl.sync.drivers.base import Page
from sonla.pbgdpl.sync.drivers.base import Window
from sonla.pbgdpl.sync.intake import Intake
from sonla.pbgdpl.sync.listing import check_caps
from sonla.pbgdpl.sync.singly import ask_for
from sonla.pbgdpl.sync.singly import Found
from sonla.pbgdpl.sync.singly import is_done
from sonla.pbgdpl.sync.staging import Arrival
from sonla.pbgdpl.sync.store import DETACHED
from sonla.pbgdpl.sync.store import Identity
from sonla.pbgdpl.sync.store import Taking
from sonla.pbgdpl.sync.store import WITHDRAWN
from sonla.pbgdpl.sync.windows import Inventory
from sonla.pbgdpl.sync.windows import inventory_page

USUALLY = timedelta(days=7)
WITHOUT_TOMBSTONES = timedelta(days=1)
"""A source that tells no deletions is compared daily: there is no other way to know."""


def take_inventory(intake: Intake, who: Who) -> None:
    """Begin an inventory if it is time, or go on with it; apply it when it is complete."""
    if not is_due(intake, who):
        return
    if intake.state.inventory is None:
        intake.step(partial(_begin, intake))
    for place, set_spec in enumerate(intake.source.sets):
        if place >= intake.state.inventory.place:
            list_set(intake, who, place, set_spec)
    settle(intake, who)


def is_due(intake: Intake, who: Who) -> bool:
    """Tell whether an inventory says anything for this source, and it is time for one."""
    capabilities = intake.driver.capabilities(who)
    if not capabilities.complete_inventory:
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


def list_set(intake: Intake, who: Who, place: int, set_spec: str) -> None:
    """List the identifiers of a set, the place reached being stored with each page."""
    taking = intake.state.inventory
    pages = intake.driver.inventory(
        taking.token, Window(granularity=who.granularity, set_spec=set_spec)
    )
    for page in pages:
        intake.step(partial(_note_page, intake, page))
        take_strays(intake, set_spec, page)
        intake.pause()
    intake.step(partial(_end_set, intake, place))


def take_strays(intake: Intake, set_spec: str, page: Page) -> None:
    """Fetch what the list names but no window gave us, or what we had withdrawn."""
    some = Found()
    for header in page.changes:
        known = intake.known(header.remote_id)
        lost = known is None or known.state == WITHDRAWN
        if header.state == "live" and lost and not is_ours(intake, header):
            if known is not None or not is_done(intake, header):
                ask_for(intake, header, some)
                intake.pause()
    if len(some):
        staged = intake.ready(some.found)
        intake.apply(set_spec, (*staged.arrivals, *some.failed))


def settle(intake: Intake, who: Who) -> None:
    """Withdraw what a complete inventory doesn't name, then close it."""
    taking = intake.state.inventory
    if taking.listed is not None and taking.listed.complete:
        gone = list(missing(intake, taking))
        if not taking.released:
            check_caps(intake, len(gone), 0)
        intake.apply("", gone)
    intake.step(partial(_close, intake))


def missing(intake: Intake, taking: Taking) -> Iterator[Arrival]:
    """Give a withdrawal for each record of ours that the source has no more.

    With the datestamp that we know: when the source shows the record again, maybe with
    its old one, it counts as news.
    """
    source = intake.source.name
    known: Iterable[tuple[str, Identity]] = intake.context.store.identities.get(
        source, {}
    ).items()
    for remote_id, identity in known:
        if identity.state in (WITHDRAWN, DETACHED) or remote_id in taking.live:
            continue
        if identity.applied is not None and identity.applied < taking.begun:
            change = Change(remote_id, identity.datestamp, "deleted", None, "", (), "")
            yield Arrival(change)


def is_ours(intake: Intake, header: Change) -> bool:
    """Tell whether a record is one that we gave away."""
    return header.remote_id.startswith(f"oai:{intake.repository}:")


def _begin(intake: Intake) -> None:
    intake.state.inventory = Taking(intake.context.now())


def _postpone(intake: Intake) -> None:
    intake.state.inventoried = intake.context.now()


def _note_page(intake: Intake, page: Page) -> None:
    taking = intake.state.inventory
    taking.live.update(
        header.remote_id for header in page.changes if header.state == "live"
    )
    taking.listed = inventory_page(taking.listed or Inventory(), page)
    taking.token = page.token


def _end_set(intake: Intake, place: int) -> None:
    """Close the list of a set; one that isn't complete spoils the whole inventory."""
    taking = intake.state.inventory
    taking.place = place + 1
    taking.token = None
    if taking.listed is None or not taking.listed.complete:
        intake.state.inventory = Taking(intake.context.now())
        intake.state.inventory.place = len(intake.source.sets)
    else:
        taking.listed = Inventory(complete=True)


def _close(intake: Intake) -> None:
    intake.state.inventory = None
    intake.state.inventoried = intake.context.now()
