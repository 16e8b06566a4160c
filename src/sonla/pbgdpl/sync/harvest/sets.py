"""Read the sets of a source, each by itself; tell those that it does not have.

A name that is mistyped must not keep the other sets away. Sources answer it as they
like: with an error, or as a set in which nothing is. So they are asked which sets they
have, once for each set that goes well, and again only where something is odd.
"""

from sonla.pbgdpl.jobs.failures import Failure
from sonla.pbgdpl.jobs.failures import LocalFailure
from sonla.pbgdpl.sync.drivers.base import RepositoryInfo as Who
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver
from sonla.pbgdpl.sync.failures import ProtocolFailure
from sonla.pbgdpl.sync.failures import SettingFailure
from sonla.pbgdpl.sync.harvest.ingest import Ingest
from sonla.pbgdpl.sync.harvest.listing import Listing

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
