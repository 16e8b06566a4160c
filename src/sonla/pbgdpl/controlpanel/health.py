"""Is the public address in the settings the one by which people come?"""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.config import MANAGE_SETTINGS
from sonla.pbgdpl.health import Health
from sonla.pbgdpl.health import IHealthCheck
from sonla.pbgdpl.health import say
from sonla.pbgdpl.public_address import is_inner
from sonla.pbgdpl.public_address import public_root
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import implementer

MISSING = _(
    "health_address_missing",
    default="The public address of the portal is not set: mails name no address, and feeds and records only paths.",
)
INNER = _(
    "health_address_inner",
    default="${address} can be opened on the inner network alone: readers can't follow the links of mails, feeds and records.",
)
PLAIN = _(
    "health_address_plain",
    default="${address} does not begin with https: whoever follows a link in a mail is not protected.",
)
DIFFERS = _(
    "health_address_differs",
    default="You have opened the portal at ${present}, but mails, feeds and records name ${address}.",
)


@implementer(IHealthCheck)
class AddressHealth:
    """Check the public address as far as it can be seen from within."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def __call__(self) -> Health:
        """Alarm for what harms readers; tell an installation for trying things out."""
        message = address_fault(self.site)
        if message is not None:
            return Health(False, say(message))
        address = public_root()
        return Health(
            True, say(about(INNER, address)) if is_inner(address) else address
        )


def address_fault(site: Any) -> Message | None:
    """Return what is wrong with the public address; None for nothing.

    Who comes by an inner address (a developer, a tunnel to the server) learns nothing
    about it from there: an inner address is a fault for those who come by another, and
    whether addresses differ is seen by administrators who came as readers do. A stranger
    who sends a forged host is no administrator.
    """
    address, present = public_root(), site.absolute_url()
    if not address:
        return MISSING
    if is_inner(present):
        return None
    if is_inner(address):
        return about(INNER, address)
    if not address.startswith("https://"):
        return about(PLAIN, address)
    if present != address and api.user.has_permission(MANAGE_SETTINGS, obj=site):
        return Message(DIFFERS, mapping={"address": address, "present": present})
    return None


def about(message: Message, address: str) -> Message:
    """Put an address into a message."""
    return Message(message, mapping={"address": address})
