"""What remains in a portal after the add-on has gone: facts for its administrator.

Plone's Add-ons panel uninstalls without asking, so the facts are offered before, as
the page `@@pbgdpl-uninstall-report`, and given again as the uninstallation runs.
"""

from dataclasses import dataclass
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.types import content_paths
from sonla.pbgdpl.core.types import in_order
from zope.globalrequest import getRequest

import logging

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RemainingContent:
    """How much content of ours stands at one place, by portal_type."""

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
