"""The page that leads to the work of administrators."""

from collections.abc import Iterator
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from plone.protect import PostOnly
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.access.page import AccessTable
from sonla.pbgdpl.browser.titles.page import TitledPage
from sonla.pbgdpl.clock import utc_now
from sonla.pbgdpl.controlpanel.health import address_state
from sonla.pbgdpl.controlpanel.layout import panel_url
from sonla.pbgdpl.controlpanel.layout import PanelLayout
from sonla.pbgdpl.controlpanel.setting_titles import setting_title
from sonla.pbgdpl.controlpanel.tool_links import VIEWS
from sonla.pbgdpl.dates import format_moment
from sonla.pbgdpl.jobs.messages import clock_words
from sonla.pbgdpl.jobs.overdue import clock_state
from sonla.pbgdpl.jobs.overdue import SET_UP
from sonla.pbgdpl.notifications.failures import REASONS
from sonla.pbgdpl.notifications.health import queue_state
from sonla.pbgdpl.notifications.health import QueueState
from sonla.pbgdpl.pages import BrowserView
from sonla.pbgdpl.portlets.slot import homepage_status
from sonla.pbgdpl.portlets.slot import manage_url
from sonla.pbgdpl.section import all_sections
from sonla.pbgdpl.selfcheck import missing_parts
from sonla.pbgdpl.selfcheck import repair
from sonla.pbgdpl.setuphandlers.frontend import made_for_volto
from typing import Any
from zope.component import queryMultiAdapter
from zope.i18nmessageid import Message

STRUCTURE_PROFILE = "profile-sonla.pbgdpl:structure"

STATUS_LABELS = {
    "shown": _("homepage_shown", default="Shown"),
    "off": _("homepage_off", default="Switched off"),
    "empty": _("homepage_empty", default="Empty"),
    "missing": _("homepage_missing", default="No place for it"),
}
FROM_SETTING = _("address_from_setting", default="It stands in the settings.")
FROM_SERVER = _(
    "address_from_server",
    default="It comes from the server's configuration (PBGDPL_URL, or url in zope.conf); the field in the settings is empty. What is entered there goes before it.",
)
TO_SETTINGS = _("button_to_settings", default="To the settings")
CHOOSE_BLOCKS = _("button_choose_blocks", default="Choose what is shown")
STATUS_ADVICE = {
    "shown": _(
        "help_homepage_shown",
        default="Visitors see the section in the centre of the homepage.",
    ),
    "off": _(
        "help_homepage_off",
        default="The settings say that the homepage does not show the section. Turn it on under “Homepage” in the settings.",
    ),
    "empty": _(
        "help_homepage_empty",
        default="There is nothing to show: no block was chosen for the centre of the homepage, or no text is published yet. Choose blocks, or approve texts.",
    ),
    "missing": _(
        "help_homepage_missing",
        default="The page that is home now, or the theme, has no place for the centre. Choose another display for the homepage, or let the theme place the address @@pbgdpl-centre.",
    ),
}


class ToolsPage(TitledPage, PanelLayout, BrowserView):
    """Lead to the work of administrators; make the section, repair the installation."""

    page_title = _("heading_tools", default="Administration of the section")
    page = "tools"
    index = ViewPageTemplateFile("templates/tools.pt")

    def __call__(self) -> str:
        """Render the page, or make the section when the button was pressed."""
        if "create_structure" in self.request.form:
            return self.create_structure()
        if "repair" in self.request.form:
            return self.repair()
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

    def repair(self) -> str:
        """Bring what the database lacks of this release."""
        PostOnly(self.request)
        CheckAuthenticator(self.request)
        repaired = repair(api.portal.get())
        api.portal.show_message(
            _(
                "msg_repaired",
                default="${number} missing parts were brought.",
                mapping={"number": len(repaired)},
            ),
            self.request,
        )
        settings = "settings" if any(map(setting_title, repaired)) else ""
        self.request.response.redirect(panel_url(page="tools", repaired=settings))
        return ""

    @cached_property
    def missing(self) -> list[dict[str, Any]]:
        """What the database lacks of this release: name, and title of a setting."""
        return [
            {"name": name, "title": setting_title(name)}
            for name in missing_parts(api.portal.get())
        ]

    @property
    def has_new_settings(self) -> bool:
        """Return whether the repair has just brought settings, which nobody has looked at."""
        return self.request.get("repaired") == "settings"

    @property
    def settings_url(self) -> str:
        """Return the address of the settings."""
        return panel_url()

    @property
    def clock(self) -> dict[str, Any] | None:
        """Return what is to be said of a clock that is not set up or has stopped."""
        site = api.portal.get()
        state = clock_state(site, utc_now())
        if state.state == SET_UP:
            return None
        return {
            "words": clock_words(state),
            "look": "danger" if state.is_wrong else "warning",
            "url": f"{site.absolute_url()}/@@pbgdpl-jobs#pbgdpl-clock",
        }

    @property
    def for_volto(self) -> bool:
        """Return whether the portal's pages are made by Volto, which shows none of ours."""
        return made_for_volto(api.portal.get())

    def access_table(self) -> str:
        """Render who will read and do what in the section that isn't there yet."""
        return AccessTable(self.context, self.request)()

    def address(self) -> dict[str, Any]:
        """Return which address leaves the portal, who says so, and what is wrong with it."""
        state = address_state(self.context)
        return {
            "url": state.url,
            "source": FROM_SETTING if state.is_stored else FROM_SERVER,
            "fault": state.words,
            "remedy": panel_url(),
        }

    def sections(self) -> list[dict[str, str]]:
        """List the sections of the portal."""
        return [
            {"url": section.absolute_url(), "title": section.title}
            for section in all_sections()
        ]

    def links(self) -> list[dict[str, Any]]:
        """List the pages that exist, each with address, title and purpose."""
        return [*self.portlet_links(), *self.view_links()]

    def mail(self) -> QueueState:
        """Return how many mails wait and failed, since when, and the last reason."""
        return queue_state(api.portal.get())

    def mail_since(self) -> str:
        """Return since when the oldest mail waits."""
        oldest = self.mail().oldest
        return format_moment(oldest) if oldest else ""

    def mail_reason(self) -> Message | str:
        """Return why the last mail that failed did."""
        reason = self.mail().reason
        return REASONS.get(reason, reason)

    def homepages(self) -> Iterator[dict[str, Any]]:
        """Say of each homepage whether it shows the section, and what to do if not."""
        for root in homes():
            status = homepage_status(self.request, root)
            yield {
                "url": root.absolute_url(),
                "title": root.title,
                "status": status,
                "label": STATUS_LABELS[status],
                "badge": "text-bg-success" if status == "shown" else "text-bg-warning",
                "advice": STATUS_ADVICE[status],
                "remedy": panel_url() if status == "off" else manage_url(root),
                "remedy_title": TO_SETTINGS if status == "off" else CHOOSE_BLOCKS,
            }

    def portlet_links(self) -> Iterator[dict[str, Any]]:
        """Yield the page of the homepage's portlets, one for each language root.

        Portlets that the toolbar puts on a default page vanish with that page; at
        the root they stay.
        """
        portal = api.portal.get()
        for root in (portal, *language_roots()):
            yield {
                "url": manage_url(root),
                "title": _("tool_portlets", default="Centre of the homepage"),
                "where": "" if root is portal else root.title,
                "help": _(
                    "help_tool_portlets",
                    default="Choose what the homepage shows of the section (Manage portlets).",
                ),
            }

    def view_links(self) -> Iterator[dict[str, Any]]:
        """Yield our pages: those of the portal once, the others for each section."""
        portal, sections = api.portal.get(), all_sections()
        for name, title, purpose in VIEWS:
            places = [portal] if self.has_page(portal, name) else sections
            for place in places:
                if self.has_page(place, name):
                    named = place is not portal and len(sections) > 1
                    yield {
                        "url": f"{place.absolute_url()}/@@{name}",
                        "title": title,
                        "where": place.title if named else "",
                        "help": purpose,
                    }

    def has_page(self, place: Any, name: str) -> bool:
        """Return whether a page is registered for a place."""
        return queryMultiAdapter((place, self.request), name=name) is not None


def homes() -> list[Any]:
    """List what has a homepage: the language roots, else the portal.

    The root of a multilingual portal only leads on to one of them.
    """
    return language_roots() or [api.portal.get()]


def language_roots() -> list[Any]:
    """List the language roots of a multilingual portal."""
    catalog = api.portal.get_tool("portal_catalog")
    return [brain.getObject() for brain in catalog(portal_type="LRF")]
