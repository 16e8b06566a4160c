"""The homepage in the portal: the counter of changes, and what caching asks of us."""

from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.homepage.change_counter import install_counter
from sonla.pbgdpl.homepage.change_counter import remove_counter
from typing import Any

CACHING = "plone.app.caching"
ETAG_PART = "sonla.pbgdpl"
"""The name of `etag.ChangesAndDates`, by which the settings of caching ask for it."""


def remove_etag_part() -> None:
    """Take our part of ETags out of the settings of caching, for which an operator put it."""
    registry = api.portal.get_tool("portal_registry")
    for name in list(registry.records.keys(f"{CACHING}.", f"{CACHING}/")):
        parts = registry[name] if name.endswith(".etags") else None
        if parts and ETAG_PART in parts:
            registry[name] = tuple(part for part in parts if part != ETAG_PART)


class HomepageStep(SetupStep):
    """Count what changes on the homepage."""

    order = 90
    parts = (
        Remainder(
            20,
            _(
                "msg_parts_homepage",
                default="The place in the centre of the homepage and its portlet; its settings are kept with the section.",
            ),
        ),
    )

    def install(self, site: Any) -> None:
        """Make the counter."""
        install_counter(site)

    def uninstall(self, site: Any) -> None:
        """Take the counter away, and our part of ETags."""
        remove_counter(site)
        remove_etag_part()
