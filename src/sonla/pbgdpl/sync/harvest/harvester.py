"""Read one source from its cursor to its present.

Nothing is held over the network: a page is fetched, then made ready, then applied in
transactions that move the progress along with the content (exchange profile, 1.2, 1.5).

Each set is read by itself. A name that is mistyped must not keep the other sets away.
Sources answer it as they like: with an error, or as a set in which nothing is. So they are
asked which sets they have, once for each set that goes well, and again only where something
is odd.
"""

from functools import partial
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo as Who
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.drivers.oaipmh import PREFIX
from sonla.pbgdpl.sync.failures import IDENTITY
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import SettingFailure
from sonla.pbgdpl.sync.failures import Suspicious
from sonla.pbgdpl.sync.harvest import windows
from sonla.pbgdpl.sync.harvest.ingest import Ingest
from sonla.pbgdpl.sync.harvest.inventory import give_up
from sonla.pbgdpl.sync.harvest.inventory import plan_inventory
from sonla.pbgdpl.sync.harvest.inventory import take_inventory
from sonla.pbgdpl.sync.harvest.listing import Listing
from sonla.pbgdpl.sync.harvest.retries import retry_due
from sonla.pbgdpl.sync.sources import Source

NAMED = 20


def read_sets(intake: Ingest, who: Who) -> list[str]:
    """Read every set of the settings; return those that the source does not have."""
    return [
        set_spec
        for set_spec in intake.source.sets
        if not is_read(Listing(intake, set_spec, who))
    ]


def is_read(listing: Listing) -> bool:
    """Read a set; return whether there is one of that name."""
    try:
        listing.read()
    except ProtocolFailure:
        if not lacks(listing.intake, listing.set_spec):
            raise
        listing.drop()
        return False
    if listing.progress.exists or not listing.set_spec:
        return True
    if not listing.found and lacks(listing.intake, listing.set_spec):
        return False
    listing.intake.step(lambda: setattr(listing.progress, "exists", True))
    return True


def lacks(intake: Ingest, set_spec: str) -> bool:
    """Return whether the source says that it has no set of this name."""
    offered = offered_sets(intake) if set_spec else None
    return offered is not None and set_spec not in offered


def offered_sets(intake: Ingest) -> dict[str, str] | None:
    """Return the sets that the source has; None if it does not tell."""
    if not isinstance(intake.driver, OaiPmhDriver):
        return None
    intake.pause()
    try:
        return intake.driver.sets()
    except LocalFailure:
        raise
    except Failure:
        return None


def unknown_sets(intake: Ingest, unknown: list[str]) -> SettingFailure:
    """Name the sets that are not there, and those that are."""
    offered = ", ".join(list(offered_sets(intake) or ())[:NAMED])
    return SettingFailure(f"no such set: {', '.join(unknown)}; there are: {offered}")


def harvest(context: JobContext, source: Source) -> None:
    """Do everything that a source is due for; what is left over goes on next time."""
    intake = Ingest(context, source)
    check_format(intake)
    who = identify(intake)
    plan_inventory(intake, who)
    unknown = read_sets(intake, who)
    retry_due(intake, who)
    if unknown:  # the inventory would lack what is in them
        give_up(intake)
    else:
        take_inventory(intake, who)
    if intake.pending.total():
        intake.step(lambda: None)
    if unknown:
        raise unknown_sets(intake, unknown)


def check_format(intake: Ingest) -> None:
    """Raise `SettingFailure` where every single record would be set aside."""
    driver = intake.driver
    if isinstance(driver, OaiPmhDriver) and driver.metadata_prefix != PREFIX:
        raise SettingFailure(f"records as {driver.metadata_prefix} can't be read")


def identify(intake: Ingest) -> Who:
    """Ask the source who it is; hold everything if it is another than before.

    Asked at the start of each reading: its clock decides about the window.
    """
    who = intake.driver.identify()
    skew = windows.skew(who.response_date, intake.context.now())
    if skew.suspicious:
        raise Suspicious("the clock of the source is wrong by more than a day")
    minutes = skew.minutes if skew.warn else 0
    if minutes != intake.state.clock_off:
        intake.step(partial(_note_clock, intake, minutes))
    known = intake.state.identity
    if known is None:
        intake.step(partial(_remember, intake, who))
    elif differences := known.differences(who):
        raise Suspicious(
            f"the source changed its {', '.join(differences)}", about=IDENTITY
        )
    return who


def _note_clock(intake: Ingest, minutes: int) -> None:
    """Write down how far two clocks are apart; a line of the journal says that it began."""
    if not intake.state.clock_off:
        intake.context.note(intake.source.part, "noticed", detail="clock")
    intake.state.clock_off = minutes


def _remember(intake: Ingest, who: Who) -> None:
    intake.state.identity = who
