"""What the Add-ons panel says of us while we are installed: look before you leap."""

from functools import cached_property
from plone import api
from sonla.pbgdpl.browser.occasional import LeanViewlet
from sonla.pbgdpl.setuphandlers.report import numbers_by_type
from typing import Any


class BeforeUninstalling(LeanViewlet):
    """Tell what would remain, where the button to uninstall stands.

    The panel uninstalls without asking; the report has an address that nobody guesses.
    """

    @cached_property
    def numbers(self) -> list[dict[str, Any]]:
        """List how much content remains, by the titles that the add menu shows."""
        types = api.portal.get_tool("portal_types")
        return [
            {"title": types[name].Title(), "number": number}
            for name, number in numbers_by_type().items()
            if name in types
        ]

    @property
    def total(self) -> int:
        """Count all of it."""
        return sum(line["number"] for line in self.numbers)

    @property
    def report_url(self) -> str:
        """Give the address of the whole report."""
        return f"{self.site_url}/@@pbgdpl-uninstall-report"
