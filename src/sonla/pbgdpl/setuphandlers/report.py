"""What remains in a portal after the add-on has gone: facts for its administrator.

Plone's Add-ons panel uninstalls without asking, so the facts are offered before, as
the page `@@pbgdpl-uninstall-report`, and given again as the uninstallation runs.
"""

from collections import Counter
from dataclasses import dataclass
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.paths import path_of
from sonla.pbgdpl.section import all_sections
from sonla.pbgdpl.types import types_with
from zope.globalrequest import getRequest

import logging

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RemainingContent:
    """Hold how much content of ours stands at one place, by portal_type."""

    path: str
    """Of the section; empty for what stands outside of all sections."""
    title: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """The number of items of all our types."""
        return sum(self.counts.values())


def remaining_content() -> list[RemainingContent]:
    """Count the content of our types by section, then what stands in none."""
    paths = content_paths()
    remainders = []
    for section in all_sections():
        root = path_of(section)
        inside = {
            p: t for p, t in paths.items() if p == root or p.startswith(root + "/")
        }
        paths = {path: kind for path, kind in paths.items() if path not in inside}
        remainders.append(RemainingContent(root, section.Title(), in_order(inside)))
    if paths:
        remainders.append(RemainingContent("", "", in_order(paths)))
    return remainders


def numbers_by_type() -> dict[str, int]:
    """Count the content of each of our types that has any, whoever asks.

    Without making brains: it is asked for each time that somebody looks at the add-ons.
    """
    search = api.portal.get_tool("portal_catalog").unrestrictedSearchResults
    numbers = {name: len(search(portal_type=name)) for name in types_with("is_own")}
    return {name: number for name, number in numbers.items() if number}


def content_paths() -> dict[str, str]:
    """Map the path of each item of our types to its portal_type, whoever asks."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(portal_type=list(types_with("is_own")))
    return {brain.getPath(): brain.portal_type for brain in brains}


def in_order(paths: dict[str, str]) -> dict[str, int]:
    """Count by type, in the order of the add menu; types without content are left out."""
    counts = Counter(paths.values())
    return {name: counts[name] for name in types_with("is_own") if counts[name]}


def announce() -> None:
    """Log what remains, and show it on the next page where somebody looks on."""
    remainders = remaining_content()
    for one in remainders:
        counts = ", ".join(f"{name}: {count}" for name, count in one.counts.items())
        logger.info("Remains at %s: %s", one.path or "other places", counts)
    if remainders and (request := getRequest()) is not None:
        api.portal.show_message(message(remainders), request, type="warning")


def message(remainders: list[RemainingContent]) -> str:
    """Sum up in one sentence what remains."""
    return _(
        "msg_content_remains",
        default="${count} items of legal education remain in this portal. They are "
        "complete again when the add-on is installed again.",
        mapping={"count": sum(one.total for one in remainders)},
    )
