"""Read one source from its cursor to its present.

Nothing is held over the network: a page is fetched, then made ready, then applied in
transactions that move the progress along with the content (exchange profile, 1.2, 1.5).
"""

from functools import partial
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo as Who
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.drivers.oaipmh import PREFIX
from sonla.pbgdpl.sync.failures import IDENTITY
from sonla.pbgdpl.sync.failures import SettingFailure
from sonla.pbgdpl.sync.failures import Suspicious
from sonla.pbgdpl.sync.harvest import windows
from sonla.pbgdpl.sync.harvest.ingest import Ingest
from sonla.pbgdpl.sync.harvest.inventory import give_up
from sonla.pbgdpl.sync.harvest.inventory import plan_inventory
from sonla.pbgdpl.sync.harvest.inventory import take_inventory
from sonla.pbgdpl.sync.harvest.retries import retry_due
from sonla.pbgdpl.sync.harvest.sets import read_sets
from sonla.pbgdpl.sync.harvest.sets import unknown_sets
from sonla.pbgdpl.sync.sources import Source


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
