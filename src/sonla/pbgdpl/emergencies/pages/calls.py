"""Numbers as buttons, the button for leaving at once, and the way to all emergencies, for other pages."""

from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.static_files import stable_path
from typing import Any

SUBJECT = "emergencies"
PAGE = "emergencies"
HEADING = _("heading_emergencies", default="Help at once")
LEAD = _("help_emergencies", default="Whom to call in danger: all numbers on one page.")


class ShowsCalls:
    """Mixin of pages with the macros `calls` and `alarm`, of the helplines `lines`, and `exit`.

    `calls` draws full buttons; with `is_plain` those of a page on which nobody may be in danger.
    `alarm` draws them in a box that says what they are for; nothing without helplines.
    """

    call_template = ViewPageTemplateFile("templates/macros.pt")

    @property
    def call_macros(self) -> Any:
        return self.call_template.macros

    @property
    def calls_style(self) -> str:
        """The address of the style sheet of the buttons."""
        return stable_path("calls.css", SUBJECT)

    @property
    def exit_script(self) -> str:
        """The address of the script that leaves no trace of the page in the history."""
        return stable_path("exit.js", SUBJECT)

    @property
    def exit_url(self) -> str:
        """Where a reader who has to leave at once is sent: a harmless page."""
        return api.portal.get().absolute_url()


def emergencies_link(place: Any) -> PageLink:
    """Return the way to the page from a place."""
    return PageLink(f"{place.absolute_url()}/@@{PAGE}", HEADING, LEAD, always=True)
