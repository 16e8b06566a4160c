"""Read one source from its cursor to its present.

Nothing is held over the network: a page is fetched, then made ready, then applied in
transactions that move the progress along with the content (exchange profile, 1.2, 1.5).

Each set is read by itself. A name that is mistyped must not keep the other sets away.
Sources answer it as they like: with an error, or as a set in which nothing is. So they are
asked which sets they have, once for each set that goes well, and again only where something
is odd.
"""

from functools import partial
from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.failures import IDENTITY
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import SettingFailure
from sonla.pbgdpl.sync.failures import Suspicious
from sonla.pbgdpl.sync.harvest import windows
from sonla.pbgdpl.sync.harvest.ingest import Ingest
from sonla.pbgdpl.sync.harvest.inventory import cancel_inventory
from sonla.pbgdpl.sync.harvest.inventory import plan_inventory
from sonla.pbgdpl.sync.harvest.inventory import run_inventory
from sonla.pbgdpl.sync.harvest.listing import Listing
from sonla.pbgdpl.sync.harvest.retries import retry_due
from sonla.pbgdpl.sync.sources import Source

NAMED = 20


def read_sets(ingest: Ingest, info: RepositoryInfo) -> list[str]:
    """Read every set of the settings; return those that the source does not have."""
    return [
        set_spec
        for set_spec in ingest.source.sets
        if not is_read(Listing(ingest, set_spec, info))
    ]


def is_read(listing: Listing) -> bool:
    """Read a set; return whether there is one of that name."""
    try:
        listing.read()
    except ProtocolFailure:
        if not is_missing_set(listing.ingest, listing.set_spec):
            raise
        listing.drop()
        return False
    if listing.progress.exists or not listing.set_spec:
        return True
    if not listing.found and is_missing_set(listing.ingest, listing.set_spec):
        return False
    listing.ingest.step(lambda: setattr(listing.progress, "exists", True))
    return True


def is_missing_set(ingest: Ingest, set_spec: str) -> bool:
    """Return whether the source says that it has no set of this name."""
    offered = offered_sets(ingest) if set_spec else None
    return offered is not None and set_spec not in offered


def offered_sets(ingest: Ingest) -> dict[str, str] | None:
    """Return the sets that the source has; None if it does not tell."""
    if not isinstance(ingest.driver, OaiPmhDriver):
        return None
    ingest.pause()
    try:
        return ingest.driver.sets()
    except LocalFailure:
        raise
    except Failure:
        return None


def unknown_sets(ingest: Ingest, unknown: list[str]) -> SettingFailure:
    """Name the sets that are not there, and those that are."""
    offered = ", ".join(list(offered_sets(ingest) or ())[:NAMED])
    return SettingFailure(
        _(
            "detail_unknown_sets",
            default="There is no set: ${sets}. There are: ${known}.",
            mapping={"sets": ", ".join(unknown), "known": offered},
        )
    )


def harvest(context: JobContext, source: Source) -> None:
    """Do everything that a source is due for; what is left over goes on next time."""
    ingest = Ingest(context, source)
    info = identify(ingest)
    plan_inventory(ingest, info)
    unknown = read_sets(ingest, info)
    retry_due(ingest, info)
    if unknown:  # the inventory would lack what is in them
        cancel_inventory(ingest)
    else:
        run_inventory(ingest, info)
    if ingest.pending.total():
        ingest.step(lambda: None)
    if unknown:
        raise unknown_sets(ingest, unknown)


def identify(ingest: Ingest) -> RepositoryInfo:
    """Ask the source who it is; hold everything if it is another than before.

    Asked at the start of each reading: its clock decides about the window.
    """
    info = ingest.driver.identify()
    skew = windows.skew(info.response_date, ingest.context.now())
    if skew.is_suspicious:
        raise Suspicious(
            _(
                "detail_clock",
                default="The clock of the source is wrong by more than a day.",
            )
        )
    minutes = skew.minutes if skew.is_notable else 0
    if minutes != ingest.state.clock_skew_minutes:
        ingest.step(partial(_note_clock, ingest, minutes))
    known = ingest.state.repository_info
    if known is None:
        ingest.step(partial(_remember, ingest, info))
    elif differences := known.differences(info):
        raise Suspicious(
            _(
                "detail_identity",
                default="What the source says of itself has changed: ${names}.",
                mapping={"names": ", ".join(differences)},
            ),
            about=IDENTITY,
        )
    return info


def _note_clock(ingest: Ingest, minutes: int) -> None:
    """Write down how far two clocks are apart; a line of the journal says that it began."""
    if not ingest.state.clock_skew_minutes:
        ingest.context.note(ingest.source.part, "noticed", detail="clock")
    ingest.state.clock_skew_minutes = minutes


def _remember(ingest: Ingest, info: RepositoryInfo) -> None:
    ingest.state.repository_info = info
