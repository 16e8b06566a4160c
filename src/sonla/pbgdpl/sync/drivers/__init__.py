"""Turn the protocols of sources into changes: one module a protocol, chosen by name."""

from sonla.pbgdpl.jobs.failures import ConfigurationFailure
from sonla.pbgdpl.sync.drivers.base import Client
from sonla.pbgdpl.sync.drivers.base import Driver
from sonla.pbgdpl.sync.interfaces import ISourceDriver
from zope.component import queryUtility


def make_driver(name: str, client: Client, base_url: str, prefix: str = "") -> Driver:
    """Make the driver of a source; raise `ConfigurationFailure` for a name that is none."""
    driver = queryUtility(ISourceDriver, name)
    if driver is None:
        raise ConfigurationFailure(f"there is no driver {name}")
    return driver(client, base_url, prefix)
