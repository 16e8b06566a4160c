"""The portal's public address: the one by which everybody outside knows it.

Whatever leaves the portal (mail, feeds, records, calendars, tables) or is kept by those
between us and the readers names pages by it. The request's own host is what anybody
sent: it would lead everybody else to wherever they like.
"""

from contextlib import suppress
from dataclasses import dataclass
from plone import api
from plone.base.utils import get_installer
from Products.ZCatalog.interfaces import ICatalogBrain
from sonla.pbgdpl import _
from sonla.pbgdpl.core.environment import read_option
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import translated
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.core.validators import is_host_name
from sonla.pbgdpl.settings.getters import get_settings
from typing import Any
from urllib.parse import quote
from urllib.parse import urlsplit
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest
from zope.i18nmessageid import Message

OPTION = "url"
"""Of zope.conf; the variable is `PBGDPL_URL`."""
ADDRESS_ANNOTATION = "sonla.pbgdpl.public_address"
"""Annotation of a request that we made ourselves, under an address somebody gave us."""
NO_HOST = "nohost"
"""What Zope calls a server whose address nobody told it."""
INNER_ENDINGS = (".internal", ".lan", ".local", ".localdomain", ".localhost")


def public_root() -> str:
    """Return the public address of the portal, without a slash at its end; else "".

    What a command was given holds before the setting, and that before what the server's
    own configuration says.
    """
    return command_line_address() or stored_address() or configured_address()


def public_url(item: Any, name: str = "") -> str:
    """Return the public address of an item or of its brain, or of a page of it.

    Without a public address it is the path in the portal: people know where to look, and
    no host stands in it that anybody could have sent.
    """
    return address_below(public_root(), item, name)


def address_below(root: str, item: Any, name: str = "") -> str:
    """Return the address of an item under one of the portal's addresses."""
    path = path_below_portal(item)
    if root and not (path or name):
        return root
    return "/".join((root, *filter(None, (path, name))))


def in_public(url: str) -> str:
    """Return an address that Plone made from the request under the public one.

    For markup that Plone's own transformations write.
    """
    root = api.portal.get().absolute_url()
    if url == root or url.startswith((f"{root}/", f"{root}?", f"{root}#")):
        return f"{public_root()}{url.removeprefix(root)}" or "/"
    return url


def path_below_portal(item: Any) -> str:
    """Return the path of an item from the portal as addresses have it."""
    brain = ICatalogBrain.providedBy(item)
    path = tuple(item.getPath().split("/")) if brain else item.getPhysicalPath()
    return quote("/".join(path[len(api.portal.get().getPhysicalPath()) :]))


def stored_address() -> str:
    """Return what the setting says."""
    return (get_settings().public_address or "").strip().rstrip("/")


def configured_address() -> str:
    """Return what the server's configuration says; "" for what makes no sense."""
    address = read_option(OPTION).rstrip("/")
    return address if host_of(address) else ""


def command_line_address() -> str:
    """Return the address under which a command or the clock works, if it was given one."""
    request = getRequest()
    found = (
        None if request is None else IAnnotations(request, {}).get(ADDRESS_ANNOTATION)
    )
    return found or ""


def host_of(address: str) -> str:
    """Return the host of an address in lower case; "" without one."""
    with suppress(ValueError):
        return urlsplit(address).hostname or ""
    return ""


def is_inner(address: str) -> bool:
    """Return whether nobody outside would find this host: a number, a name of one's own."""
    host = host_of(address)
    return not is_host_name(host) or host.endswith(INNER_ENDINGS)


def is_neighbour(address: str, other: str) -> bool:
    """Return whether two addresses name different portals of one server."""
    return address != other and urlsplit(address)[:2] == urlsplit(other)[:2]


def is_volto_portal(site: Any) -> bool:
    """Return whether the portal was made for Volto, which shows no page of ours."""
    return get_installer(site, site.REQUEST).is_profile_installed("plone.volto:default")


MISSING = _(
    "health_address_missing",
    default="The public address of the portal is not set: mails name no address, records only paths, and feeds and OAI-PMH can't be fetched.",
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
            not state.is_wrong, translated(state.words) if state.words else state.url
        )


def address_state(site: Any) -> AddressState:
    """Return the public address and what is wrong with it.

    An inner address, or one without encryption, is always reported, but harms nobody as long
    as those who ask come by an inner address themselves: a developer, a demonstration, a
    monitoring program on the server.
    """
    address, present = public_root(), site.absolute_url()
    is_stored = bool(stored_address())
    if not address:
        return AddressState(address, is_stored, MISSING, is_wrong=True)
    # Anybody but an administrator can send a forged host.
    if is_another(address, present) and api.user.has_permission(
        MANAGE_SETTINGS, obj=site
    ):
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
