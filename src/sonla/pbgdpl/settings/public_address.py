"""The portal's public address: the one by which everybody outside knows it.

Whatever leaves the portal (mail, feeds, records, calendars, tables) or is kept by those
between us and the readers names pages by it. The request's own host is what anybody
sent: it would lead everybody else to wherever they like.
"""

from contextlib import suppress
from plone import api
from plone.base.utils import get_installer
from Products.ZCatalog.interfaces import ICatalogBrain
from sonla.pbgdpl.core.environment import read_option
from sonla.pbgdpl.core.validators import is_host_name
from sonla.pbgdpl.settings.getters import get_settings
from typing import Any
from urllib.parse import quote
from urllib.parse import urlsplit
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest

OPTION = "url"
"""Of zope.conf; the variable is `PBGDPL_URL`."""
GIVEN = "sonla.pbgdpl.public_address"
"""Annotation of a request that we made ourselves, under an address somebody gave us."""
NO_HOST = "nohost"
"""What Zope calls a server whose address nobody told it."""
INNER_ENDINGS = (".internal", ".lan", ".local", ".localdomain", ".localhost")


def public_root() -> str:
    """Return the public address of the portal, without a slash at its end; else "".

    What a command was given holds before the setting, and that before what the server's
    own configuration says.
    """
    return given_address() or stored_address() or configured_address()


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


def given_address() -> str:
    """Return the address under which a command or the clock works, if it was given one."""
    request = getRequest()
    found = None if request is None else IAnnotations(request, {}).get(GIVEN)
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


def made_for_volto(site: Any) -> bool:
    """Return whether the portal was made for Volto, which shows no page of ours."""
    return get_installer(site, site.REQUEST).is_profile_installed("plone.volto:default")
