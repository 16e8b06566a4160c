"""The page that leads to the work of administrators."""

from collections.abc import Iterator
from plone import api
from plone.protect import CheckAuthenticator
from plone.protect import PostOnly
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.config import HOMEPAGE_MANAGER
from sonla.pbgdpl.controlpanel.layout import panel_url
from sonla.pbgdpl.controlpanel.layout import PanelLayout
from sonla.pbgdpl.section import all_sections
from typing import Any
from zope.component import queryMultiAdapter
from zope.i18nmessageid import Message

STRUCTURE_PROFILE = "profile-sonla.pbgdpl:structure"

VIEWS: tuple[tuple[str, Message, Message], ...] = (
    (
        "pbgdpl-units",
        _("tool_units", default="Contributing units"),
        _(
            "help_tool_units",
            default="Make units with their groups and rights, many at once; close a merged unit.",
        ),
    ),
    (
        "pbgdpl-review",
        _("tool_review", default="Approval desk"),
        _("help_tool_review", default="What waits for whom, and since when."),
    ),
    (
        "pbgdpl-documents",
        _("tool_documents", default="Legal documents"),
        _(
            "help_tool_documents",
            default="Every document cited, with its validity, set once for all texts.",
        ),
    ),
    (
        "pbgdpl-search-switch",
        _("tool_search", default="Vietnamese search for the whole portal"),
        _(
            "help_tool_search",
            default="Find words without accents in all content; can be turned off again.",
        ),
    ),
    (
        "pbgdpl-uninstall-report",
        _("tool_uninstall", default="Before uninstalling"),
        _(
            "help_tool_uninstall",
            default="What remains in the portal and what goes with the add-on.",
        ),
    ),
)


class ToolsPage(PanelLayout, BrowserView):
    """Lead to the work of administrators; make the section with its pages."""

    page = "tools"
    index = ViewPageTemplateFile("templates/tools.pt")

    def __call__(self) -> str:
        """Render the page, or make the section when the button was pressed."""
        if "create_structure" in self.request.form:
            return self.create_structure()
        return self.index()

    def create_structure(self) -> str:
        """Run the profile that makes the section with its listing pages."""
        PostOnly(self.request)
        CheckAuthenticator(self.request)
        setup = api.portal.get_tool("portal_setup")
        setup.runAllImportStepsFromProfile(STRUCTURE_PROFILE)
        api.portal.show_message(
            _("msg_structure_created", default="The section and its pages stand."),
            self.request,
        )
        self.request.response.redirect(panel_url(page="tools"))
        return ""

    def sections(self) -> list[dict[str, str]]:
        """List the sections of the portal."""
        return [
            {"url": section.absolute_url(), "title": section.title}
            for section in all_sections()
        ]

    def links(self) -> list[dict[str, Any]]:
        """List the pages that exist, each with address, title and purpose."""
        return [*self.portlet_links(), *self.view_links()]

    def portlet_links(self) -> Iterator[dict[str, Any]]:
        """Give the page of the homepage's portlets, one for each language root.

        Portlets that the toolbar puts on a default page vanish with that page; at
        the root they stay.
        """
        portal = api.portal.get()
        for root in (portal, *language_roots()):
            yield {
                "url": f"{root.absolute_url()}/@@topbar-manage-portlets/{HOMEPAGE_MANAGER}",
                "title": _("tool_portlets", default="Centre of the homepage"),
                "where": "" if root is portal else root.title,
                "help": _(
                    "help_tool_portlets",
                    default="Choose what the homepage shows of the section (Manage portlets).",
                ),
            }

    def view_links(self) -> Iterator[dict[str, Any]]:
        """Give our pages that are registered for the portal or for its first section."""
        places = [api.portal.get(), *all_sections()[:1]]
        for name, title, purpose in VIEWS:
            for place in places:
                if queryMultiAdapter((place, self.request), name=name) is not None:
                    yield {
                        "url": f"{place.absolute_url()}/@@{name}",
                        "title": title,
                        "where": "",
                        "help": purpose,
                    }
                    break


def language_roots() -> list[Any]:
    """List the language roots of a multilingual portal."""
    catalog = api.portal.get_tool("portal_catalog")
    return [brain.getObject() for brain in catalog(portal_type="LRF")]
