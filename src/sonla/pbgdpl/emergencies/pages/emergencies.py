"""The page of all emergencies: numbers first, then what may be happening."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.emergencies.helplines import national_helplines
from sonla.pbgdpl.emergencies.pages.calls import emergencies_link
from sonla.pbgdpl.emergencies.pages.calls import HEADING
from sonla.pbgdpl.emergencies.pages.calls import ShowsCalls
from sonla.pbgdpl.emergencies.rules import Helpline
from sonla.pbgdpl.emergencies.storage import compiled
from sonla.pbgdpl.emergencies.storage import confirmed
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.section_pages import SectionPages


@dataclass(frozen=True)
class ShownDanger:
    """A danger as the page shows it."""

    title: str
    advice: str
    icon: str
    helplines: list[Helpline]


class EmergenciesView(ShowsCalls, SectionPage, BrowserView):
    """Show the numbers of the whole country and each danger.

    The title of the window says nothing of it: others may see the phone.
    """

    page_title = _("title_emergencies", default="Information")
    heading = HEADING

    def __call__(self) -> str:
        """Show the page without the portlets beside it."""
        self.hide_columns()
        return self.index()

    @cached_property
    def national(self) -> list[Helpline]:
        """The numbers of the whole country."""
        return national_helplines()

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
