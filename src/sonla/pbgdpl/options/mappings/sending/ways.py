"""What the core asks of sending by a mapping."""

from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.options.mappings.sending.mapped_endpoint import MappedEndpoint
from sonla.pbgdpl.options.mappings.sending.mapped_sender import MappedSender
from sonla.pbgdpl.options.mappings.sending.mapped_sender import sending_named
from sonla.pbgdpl.sync.http.client import OutboundClient
from sonla.pbgdpl.sync.interfaces import IMappedSending
from sonla.pbgdpl.sync.settings import push_format
from zope.interface import implementer


@implementer(IMappedSending)
class MappedSending:
    """Send by the mapping of the settings."""

    def open(self, context: JobContext) -> MappedSender:
        """Return what sends in a run."""
        return MappedSender(context)

    def digest(self) -> str:
        """Return what names the way in which records are written."""
        return sending_named(push_format()).digest

    def look_up(self, client: OutboundClient, url: str, name: str) -> bool:
        """Ask the partner for a record; return whether the mapping can ask without sending."""
        sending = sending_named(push_format())
        if sending.lookup is None:
            return False
        MappedEndpoint(client, url, sending).look_up(name)
        return True
