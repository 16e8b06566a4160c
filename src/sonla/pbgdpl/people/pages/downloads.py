"""What a list of people offers besides itself: files of it, and the way in for others."""

from plone import api
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.search.pages.filters import Filters
from typing import Any
from urllib.parse import urlencode

FILE_KINDS = {"xlsx": "Excel", "csv": "CSV", "json": "JSON"}


class Files:
    """Provide the addresses of what can be downloaded and uploaded on a page of people."""

    name: str
    context: Any
    filters: Filters

    @property
    def export_url(self) -> str:
        """The address of the people found, as files."""
        return f"{self.context.absolute_url()}/@@{self.name}-export"

    def exports(self) -> list[dict[str, str]]:
        """List the kinds of files, each with its address."""
        asked = list(self.filters.for_screen().at(0).parameters())
        return [
            {
                "title": title,
                "url": f"{self.export_url}?{urlencode([*asked, ('format', name)])}",
                "name": name,
            }
            for name, title in FILE_KINDS.items()
        ]

    @property
    def hidden_filters(self) -> list[tuple[str, str]]:
        """The filters as a form sends them along."""
        return list(self.filters.for_screen().at(0).parameters())

    @property
    def may_see_personal_data(self) -> bool:
        """Whether the user may have the list with personal data."""
        return bool(api.user.has_permission(VIEW_PERSONAL_DATA, obj=self.context))

    @property
    def import_url(self) -> str:
        """The address at which lists are taken in, to those who keep the register."""
        return self.keepers_page("register-import")

    @property
    def decision_url(self) -> str:
        """The address at which one decision ends or renews many recognitions, likewise."""
        return self.keepers_page("register-decision")

    def keepers_page(self, name: str) -> str:
        """Return the address of a page of those who keep the register; empty to others."""
        place = section_of(self.context)
        if place is None or not api.user.has_permission(
            MANAGE_REGISTRY, obj=self.context
        ):
            return ""
        return f"{self.context.absolute_url()}/@@{name}"
