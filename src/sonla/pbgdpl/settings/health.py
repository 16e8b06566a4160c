"""Check whether the public address in the settings is the one by which people come."""

from dataclasses import dataclass
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import say
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.settings.public_address import is_inner
from sonla.pbgdpl.settings.public_address import is_neighbour
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.settings.public_address import stored_address
from typing import Any
from zope.i18nmessageid import Message

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


@dataclass(frozen=True)
class AddressState:
    """Which address leaves the portal, who says so and what is to be known of it."""

    url: str
    is_stored: bool
    """Whether the setting has it; else the configuration of the server."""
    words: Message | None = None
    is_wrong: bool = False
    """Whether it harms readers; else it is one for trying things out."""


class AddressHealth(HealthCheck):
    """Check the public address as far as it can be seen from within."""

    def __call__(self) -> Health:
        """Alarm for what harms readers; use the words of the administration page."""
        state = address_state(self.site)
        return Health(
            not state.is_wrong, say(state.words) if state.words else state.url
        )


def address_state(site: Any) -> AddressState:
    """Return the public address and what is wrong with it.

    An inner address, or one without encryption, is always told, but harms nobody as long
    as those who ask come by an inner address themselves: a developer, a demonstration, a
    monitoring program on the server.
    """
    address, present = public_root(), site.absolute_url()
    is_stored = bool(stored_address())
    if not address:
        return AddressState(address, is_stored, MISSING, is_wrong=True)
    if is_another(address, present) and manages(site):
        words = Message(DIFFERS, mapping={"address": address, "present": present})
        return AddressState(address, is_stored, words, is_wrong=True)
    if is_inner(address):
        words = Message(INNER, mapping={"address": address})
    elif not address.startswith("https://"):
        words = Message(PLAIN, mapping={"address": address})
    else:
        return AddressState(address, is_stored)
    return AddressState(address, is_stored, words, is_wrong=not is_inner(present))


def is_another(address: str, present: str) -> bool:
    """Return whether the public address is not the one by which somebody came.

    Who comes by an inner address learns nothing from there, unless it is that of another
    portal on the same server. One that needs mending first, being inner or without
    encryption, is told as such to those who came by another.
    """
    if is_inner(present):
        return is_neighbour(address, present)
    return (
        address.startswith("https://") and not is_inner(address) and address != present
    )


def manages(site: Any) -> bool:
    """Return whether an administrator asks: anybody else can send a forged host."""
    return bool(api.user.has_permission(MANAGE_SETTINGS, obj=site))
