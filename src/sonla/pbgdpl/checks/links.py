"""Checks of links and pictures in the words of a text.

Only what stands in this portal is looked at: no other host is asked whether a page of
theirs is still there, for a check that any editor starts must not make the portal a client
of addresses that anybody may type.
"""

from collections.abc import Iterator
from lxml import html
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from sonla.pbgdpl.editorial.states import state_of
from typing import Any

import re

RESOLVED = re.compile(r"resolveuid/([0-9a-f]{32}|[0-9a-f-]{36})")
HIDDEN = ("draft", "withdrawn")
"""States of texts that no step towards the public has been taken for."""


class LinksCheck(Check):
    """Find links to what is gone, or what citizens can't open."""

    title = _("heading_check_links", default="Links that lead nowhere")
    order = 70

    @property
    def portal_types(self) -> tuple[str, ...]:
        """What has words of its own."""
        return types_with("is_text", "is_event")

    def missing(self, text: Any) -> list[Any]:
        """Name what links lead to: each address once."""
        catalog = api.portal.get_tool("portal_catalog")
        found = []
        for uid, words in linked(text).items():
            brains = catalog.unrestrictedSearchResults(UID=uid)
            if not brains:
                found.append(
                    _(
                        "msg_check_link_gone",
                        default="The link “${words}” leads to something that was deleted.",
                        mapping={"words": words},
                    )
                )
            elif state_of(brains[0]._unrestrictedGetObject()) in HIDDEN:
                found.append(
                    _(
                        "msg_check_link_hidden",
                        default="The link “${words}” leads to a text that citizens can't open: it is a draft or was withdrawn.",
                        mapping={"words": words},
                    )
                )
        return found


def linked(text: Any) -> dict[str, str]:
    """Return the UIDs that links and pictures of a text lead to, with their words."""
    found: dict[str, str] = {}
    for element in elements(text, "a", "img"):
        address = element.get("href") or element.get("src") or ""
        if uid := RESOLVED.search(address):
            words = element.text_content().strip() or element.get("alt") or address
            found.setdefault(uid[1], words[:80])
    return found


def pictures_without_words(text: Any) -> int:
    """Count the pictures in a text that nobody described."""
    return sum(
        not (element.get("alt") or "").strip() for element in elements(text, "img")
    )


def elements(text: Any, *names: str) -> Iterator[Any]:
    """Yield the elements of some names in the body, as it was typed."""
    value = field(text, "text")
    raw = getattr(value, "raw", "") or ""
    if not any(f"<{name}" in raw for name in names):
        return iter(())
    return html.fragment_fromstring(raw, create_parent="div").iter(*names)
