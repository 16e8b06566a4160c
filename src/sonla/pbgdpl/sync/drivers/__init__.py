"""Turn the protocols of sources into changes: one module a protocol, chosen by name."""

from collections.abc import Callable
from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.sync.drivers.base import Client
from sonla.pbgdpl.sync.drivers.base import Driver
from sonla.pbgdpl.sync.drivers.feed import FeedDriver
from sonla.pbgdpl.sync.drivers.oaipmh import OaiPmhDriver

DRIVERS: dict[str, Callable[[Client, str, str], Driver]] = {
    "oaipmh": OaiPmhDriver,
    "feed": FeedDriver,
}
"""By the names that the settings of a source know."""


def make_driver(name: str, client: Client, base_url: str, prefix: str = "") -> Driver:
    """Make the driver of a source; raise `ConfigurationFailure` for a name that is none."""
    if name not in DRIVERS:
        raise ConfigurationFailure(f"there is no driver {name}")
    return DRIVERS[name](client, base_url, prefix)
