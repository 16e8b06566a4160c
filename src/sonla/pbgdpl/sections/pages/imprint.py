"""The imprint as a block on the pages of a section, and as a page of its own."""

from datetime import date
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.pages.section_page import ISectionPage
from sonla.pbgdpl.sections.imprint import last_update
from sonla.pbgdpl.settings.getters import imprint
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.interfaces import IDescribedPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import FullWidth
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.section_pages import links_of
from sonla.pbgdpl.ui.section_pages import PageLink
from sonla.pbgdpl.ui.viewlets import LazyViewlet
from typing import Any
from zope.interface import implementer

TESTED_ON = date(2026, 11, 28)
"""When all public pages were last tested as the statement says."""


class Imprint:
    """Provide what page and block show."""

    shows_imprint = True
    """Whether the page has the imprint in itself."""

    parts = ViewPageTemplateFile("templates/macros.pt")

    context: Any

    @cached_property
    def section(self) -> Any | None:
        """The section that the page stands in."""
        return section_of(self.context)

    @cached_property
    def values(self) -> dict[str, Any]:
        """What the administrator entered."""
        return imprint()

    @cached_property
    def officers(self) -> list[dict[str, Any]]:
        """The officers, each with an address that a telephone can dial."""
        return [
            {**officer, "dial": dialled(officer.get("official_phone"))}
            for officer in self.values.get("contact_officers") or ()
        ]

    @cached_property
    def updated(self) -> str | None:
        """The last update of the section, as people read it."""
        newest = last_update(self.section)
        if newest is None:
            return None
        return api.portal.get_localized_time(datetime=newest, long_format=False)

    @cached_property
    def may_edit(self) -> bool:
        """Whether the visitor may enter what is missing."""
        return api.user.has_permission(MANAGE_SETTINGS, obj=api.portal.get())

    @property
    def settings_url(self) -> str:
        return panel_url()


class ImprintViewlet(Imprint, LazyViewlet):
    """Show the imprint below the content of a section's pages."""

    index = ViewPageTemplateFile("templates/viewlet.pt")

    def render(self) -> str:
        """Render nothing outside of sections, on forms, and when nothing was entered.

        Nor on pages that have it in themselves.
        """
        inside = getattr(self.view, "shows_imprint", False)
        if self.section is None or inside or not self.is_shown_page():
            return ""
        return self.index() if self.values or self.may_edit else ""

    def is_shown_page(self) -> bool:
        """Return whether visitors see the item so, or a public page about its section.

        Not a form of those who write, nor a list of theirs.
        """
        if ISectionPage.providedBy(self.view):
            return True
        state = self.context.restrictedTraverse("@@plone_context_state")
        return state.is_view_template()


@implementer(IDescribedPage)
class ImprintPage(Page, Imprint, BrowserView):
    """Show the imprint of a section whole."""

    schema_type = "AboutPage"
    page_title = _("heading_imprint", default="About this section")
    index = ViewPageTemplateFile("templates/page.pt")

    def __call__(self) -> str:
        return self.index()


@implementer(ISectionPage)
class AccessibilityPage(FullWidth, Page, Imprint, BrowserView):
    """Show what was tested of the section for people with disabilities, and what was not."""

    shows_imprint = False
    page_title = _("heading_accessibility", default="Accessibility")
    index = ViewPageTemplateFile("templates/accessibility.pt")

    @property
    def tested(self) -> str:
        """The day of the last test, as people read it."""
        return format_day(TESTED_ON)

    @property
    def ways(self) -> list[PageLink]:
        """The pages on which citizens reach the section."""
        return [link for link in links_of(self.section) if link.always]


def dialled(number: str | None) -> str:
    """Reduce a telephone number to what is dialled: digits and a leading plus."""
    return "".join(char for char in number or "" if char.isdigit() or char == "+")
