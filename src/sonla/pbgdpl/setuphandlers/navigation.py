"""Let sections stand in the portal's navigation, as folders do.

Plone shows the types of one list there, `plone.displayed_types`. GenericSetup can add to
a list and can't take an element out, hence both by hand.
"""

from plone import api
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.setup import SetupStep
from typing import Any

RECORD = "plone.displayed_types"


def show_sections() -> None:
    """Add the section's type to the list; the rest keeps its order."""
    shown = displayed()
    if SECTION_TYPE not in shown:
        api.portal.set_registry_record(RECORD, (*shown, SECTION_TYPE))


def hide_sections() -> None:
    """Take the section's type out of the list, while the type still exists."""
    shown = displayed()
    if SECTION_TYPE in shown:
        rest = tuple(name for name in shown if name != SECTION_TYPE)
        api.portal.set_registry_record(RECORD, rest)


def displayed() -> tuple[str, ...]:
    """Read the list; a portal may have none."""
    return tuple(api.portal.get_registry_record(RECORD, default=None) or ())


class NavigationStep(SetupStep):
    """Let sections stand in the navigation."""

    order = 80

    def install(self, site: Any) -> None:
        """Add the section's type to what the navigation shows."""
        show_sections()

    def uninstall(self, site: Any) -> None:
        """Take it out, while the type still exists."""
        hide_sections()
