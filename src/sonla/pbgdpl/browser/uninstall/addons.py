"""What the Add-ons panel says of us, before we are installed and while we are."""

from functools import cached_property
from plone import api
from plone.base.utils import get_installer
from sonla.pbgdpl.core.frontend import made_for_volto
from sonla.pbgdpl.core.types import numbers_by_type
from sonla.pbgdpl.ui.viewlets import LeanViewlet
from sonla.pbgdpl.ui.viewlets import OccasionalViewlet
from typing import Any


class BeforeInstalling(OccasionalViewlet):
    """Warn where the portal's pages are made by Volto, which shows nothing of ours."""

    def available(self) -> bool:
        """Return whether the add-on isn't installed yet, in a portal made for Volto."""
        site = api.portal.get()
        ours = get_installer(site, self.request).is_product_installed("sonla.pbgdpl")
        return not ours and made_for_volto(site)


class BeforeUninstalling(LeanViewlet):
    """Tell what would remain, where the button to uninstall stands.

    The panel uninstalls without asking; the report has an address that nobody guesses.
    """

    @cached_property
    def numbers(self) -> list[dict[str, Any]]:
        """How much content remains, by the titles that the add menu shows."""
        types = api.portal.get_tool("portal_types")
        return [
            {"title": types[name].Title(), "number": number}
            for name, number in numbers_by_type().items()
            if name in types
        ]

    @property
    def total(self) -> int:
        """The number of all of it."""
        return sum(line["number"] for line in self.numbers)

    @property
    def report_url(self) -> str:
        """The address of the whole report."""
        return f"{self.site_url}/@@pbgdpl-uninstall-report"
