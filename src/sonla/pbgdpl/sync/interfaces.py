"""The seam at which a protocol is added that sources are read by."""

from typing import TYPE_CHECKING
from zope.interface import Attribute
from zope.interface import Interface

if TYPE_CHECKING:
    from sonla.pbgdpl.sync.drivers.base import Client
    from sonla.pbgdpl.sync.drivers.base import Driver


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

    def __call__(client: "Client", base_url: str, prefix: str) -> "Driver":
        """Return what reads the source at an address, in a format or in its own for "".

        Called once a source and run, before anything is asked of it; no network yet.
        Raises nothing; what the driver's methods raise are failures of `sync.failures`.
        """
