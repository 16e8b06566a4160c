"""The page of all emergencies: numbers first, then what may be happening."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.emergencies.helplines import national_helplines
from sonla.pbgdpl.emergencies.pages.calls import emergencies_link
from sonla.pbgdpl.emergencies.pages.calls import HEADING
from sonla.pbgdpl.emergencies.pages.calls import PAGE
from sonla.pbgdpl.emergencies.pages.calls import ShowsCalls
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.emergencies.storage import compiled
from sonla.pbgdpl.emergencies.storage import confirmed
from sonla.pbgdpl.emergencies.storage import helplines
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages
from urllib.parse import urlencode


@dataclass(frozen=True)
class ShownDanger:
    """A danger as the page shows it."""

    title: str
    advice: str
    icon: str
    helplines: list[Helpline]


@dataclass(frozen=True)
class PendingHelpline:
    """A helpline that citizens don't see, with the form that confirms it."""

    title: str
    url: str


class EmergenciesView(ShowsCalls, SectionPage, BrowserView):
    """Show the numbers of the whole country and each danger.

    The title of the window says nothing of it: others may see the phone.
    """

    page_title = _("title_emergencies", default="Information")
    heading = HEADING
    canonical_name = f"/@@{PAGE}"

    def __call__(self) -> str:
        """Show the page without the portlets beside it; keep what administrators see from others."""
        self.hide_columns()
        if self.pending:
            keep_private(self.request)
        return self.index()

    @cached_property
    def national(self) -> list[Helpline]:
        """The numbers of the whole country."""
        return national_helplines()

    @cached_property
    def pending(self) -> list[PendingHelpline]:
        """The numbers that nobody confirmed, for those who may do so."""
        section = section_of(self.context)
        if section is None or not api.user.has_permission(MANAGE_SETTINGS, obj=section):
            return []
        home = f"{section.absolute_url()}/@@pbgdpl-helpline"
        return [
            PendingHelpline(
                f"{one.number} {one.name}".strip(),
                f"{home}?{urlencode({'key': one.key})}",
            )
            for one in helplines().values()
            if not one.is_confirmed
        ]

    def dangers(self) -> Iterator[ShownDanger]:
        """Yield the dangers for which there is a number."""
        for danger in compiled().dangers:
            lines = list(confirmed(danger.helplines))
            if lines:
                yield ShownDanger(
                    danger.title, danger.advice, danger.icon or "warning", lines
                )


class EmergencyPages(SectionPages):
    """Lead to the page from a section and its units."""

    order = 1

    def links(self) -> Iterator[PageLink]:
        """Yield the page, which is there from the first day."""
        yield emergencies_link(self.place)
