"""The seams of fetching and sending: protocols of sources, ways to prove who asks."""

from typing import TYPE_CHECKING
from zope.interface import Attribute
from zope.interface import Interface

if TYPE_CHECKING:
    from sonla.pbgdpl.jobs.context import JobContext
    from sonla.pbgdpl.sync.authentication.base import AccessOptions
    from sonla.pbgdpl.sync.authentication.base import Authentication
    from sonla.pbgdpl.sync.drivers.base import Client
    from sonla.pbgdpl.sync.drivers.base import Driver
    from sonla.pbgdpl.sync.http.client import OutboundClient
    from sonla.pbgdpl.sync.outbox.sending import SendingRun
    from sonla.pbgdpl.sync.sources import Source


class ISourceDriver(Interface):
    """Read sources by one protocol; a named utility, mostly the class of the driver itself.

    The name is stored in the settings of sources, so it never changes. A source whose driver
    is not registered any more is not read, and the run says so.
    """

    title = Attribute("Message for the settings of a source.")
    order = Attribute("A number: the settings offer drivers in ascending order.")
    readable_formats = Attribute(
        "Metadata prefix → message: the formats in which it makes whole records. Empty for "
        "a protocol that has one only, which then needs no name."
    )

    def open(client: "Client", source: "Source") -> "Driver":
        """Return what reads a source.

        Called once a source and run, and by the test of the connection, before anything is
        asked of the source; no network yet. Raises `ConfigurationFailure` where the settings
        of the source lack what the driver needs; what the driver's methods raise are
        failures of `sync.failures`.
        """


class IAuthentication(Interface):
    """Prove to partners who asks; a named utility, mostly the class that does it.

    The name is stored in the settings, so it never changes. A partner whose way is not
    registered any more is not asked, and the run says so.
    """

    title = Attribute("Message for the settings of a partner.")
    order = Attribute("A number: the settings offer ways in ascending order.")

    def open(options: "AccessOptions") -> "Authentication":
        """Return what proves who asks, for one partner and one run.

        Secrets and addresses come from `options`, which are those of this machine: nothing
        secret stands in the settings. No network yet. Raises `OptionMissing` or another
        `ConfigurationFailure`, which the run and the test of the connection tell.
        """


class IMappedSending(Interface):
    """Send records as the mapping of the settings says; a utility without name.

    Where none is registered, such sending rests.
    """

    def open(context: "JobContext") -> "SendingRun":
        """Return what sends in a run; what it raises are failures of `sync.failures`."""

    def digest() -> str:
        """Return what names the way in which records are written; raise `SettingFailure` for none."""

    def look_up(client: "OutboundClient", url: str, name: str) -> bool:
        """Ask the partner for a record; return False where the mapping can't without sending."""


class ISourceMapping(Interface):
    """Bring a mapping: a file that says how records of a partner become ours; a named utility.

    The name is stored in the settings of sources as their format, so it never changes.
    """

    def text() -> str:
        """Return the file (TOML), as `docs/mappings.rst` describes it.

        Asked whenever a source is read by it, or the mappings are listed. One with faults is
        offered to nobody, and a source that is set to it is not read. Must not raise.
        """
