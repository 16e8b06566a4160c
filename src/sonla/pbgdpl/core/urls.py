"""Web addresses: which of those that editors type are accepted, and those of pages."""

from plone import api
from Products.CMFCore.permissions import ModifyPortalContent
from Products.ZCatalog.interfaces import ICatalogBrain
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from typing import Any
from urllib.parse import SplitResult
from urllib.parse import urlsplit

import re

_BLANK_OR_CONTROL = re.compile(r"[\s\x00-\x1f\x7f\\]")


def is_web_url(address: str) -> bool:
    """Accept an http or https address; raise `InvalidInput` for anything else.

    A `javascript:` address in a link would run in the visitor's browser.
    """
    split_address(address, ("https", "http"))
    return True


def split_address(address: str, schemes: tuple[str, ...]) -> SplitResult:
    """Take an address apart; raise `InvalidInput` unless it is whole and of these schemes."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = SplitResult("", "", "", "", ""), None
    is_unusual = parts.username or parts.password or port not in (None, 80, 443)
    if (
        parts.scheme not in schemes
        or not parts.hostname
        or is_unusual
        or _BLANK_OR_CONTROL.search(address)
    ):
        raise InvalidInput(
            _(
                "msg_address_not_accepted",
                default="“${address}” is not an accepted address. It must be whole and start with ${start}.",
                mapping={
                    "address": address,
                    "start": " / ".join(f"{scheme}://" for scheme in schemes),
                },
            )
        )
    return parts


def safe_href(address: str | None) -> str:
    """Return an address that browsers may follow: http or https as it is, else empty.

    For what stands stored: it may be older than the check, or have gone round it.
    """
    if address and urlsplit(address).scheme in ("http", "https"):
        return address
    return ""


def page_url(item: Any) -> str:
    """Return the address of the page of an item or of its brain.

    The plain address of a file or image would download it.
    """
    url = item.getURL() if ICatalogBrain.providedBy(item) else item.absolute_url()
    downloaded = api.portal.get_registry_record(
        "plone.types_use_view_action_in_listings", default=None
    )
    return f"{url}/view" if item.portal_type in (downloaded or ()) else url


def edit_url(item: Any) -> str:
    """Return the address of an item's form; empty for those who may not change it."""
    if not api.user.has_permission(ModifyPortalContent, obj=item):
        return ""
    return f"{item.absolute_url()}/edit"
