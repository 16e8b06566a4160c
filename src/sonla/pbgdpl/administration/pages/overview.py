"""The page that leads to the work of administrators."""

from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.health import missing_parts
from sonla.pbgdpl.core.health import repair
from sonla.pbgdpl.core.health import upgrade_url
from sonla.pbgdpl.core.health import UPGRADE_WAITS
from sonla.pbgdpl.core.health import upgrade_waits
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.jobs.health import clock_state
from sonla.pbgdpl.jobs.health import clock_words
from sonla.pbgdpl.jobs.health import SET_UP
from sonla.pbgdpl.mail.failures import REASONS
from sonla.pbgdpl.mail.health import queue_state
from sonla.pbgdpl.mail.health import QueueState
from sonla.pbgdpl.settings.public_address import address_state
from sonla.pbgdpl.settings.public_address import is_volto_portal
from sonla.pbgdpl.settings.records import settings_fields
from sonla.pbgdpl.ui.admin_pages import admin_pages
from sonla.pbgdpl.ui.admin_pages import AdminPageLink
from sonla.pbgdpl.ui.admin_pages import PageStatus
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.control_panel import PanelLayout
from sonla.pbgdpl.ui.control_panel import panels
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from zope.component import queryMultiAdapter
from zope.i18nmessageid import Message


def setting_title(name: str, request: Any) -> Message | str:
    """Return the title of the field that a record belongs to; "" for what is no setting."""
    prefix, _, field = name.rpartition(".")
    pages = (panel for _, panel in panels(api.portal.get(), request))
    holders: tuple[Any, ...] = (*settings_fields(), *pages)
    for one in holders:
        if one.prefix == prefix and field in (one.schema or ()):
            return one.schema[field].title
    return ""


STRUCTURE_PROFILE = "profile-sonla.pbgdpl:structure"

FROM_SETTING = _("address_from_setting", default="It stands in the settings.")
FROM_SERVER = _(
    "address_from_server",
    default="It comes from the server's configuration (PBGDPL_URL, or url in zope.conf); the field in the settings is empty. What is entered there goes before it.",
)


class ToolsPage(Page, PanelLayout, BrowserView):
    """Lead to the work of administrators; make the section, repair the installation."""

    page_title = _("heading_tools", default="Administration of the section")
    page = "tools"
    title = _("tab_tools", default="Administration")
    order = 50
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
        self.check_posted()
        setup = api.portal.get_tool("portal_setup")
        setup.runAllImportStepsFromProfile(STRUCTURE_PROFILE)
        self.show_message(
            _("msg_structure_created", default="The section and its pages stand.")
        )
        self.request.response.redirect(panel_url(page="tools"))
        return ""

    def repair(self) -> str:
        """Bring what the database lacks of this release."""
        self.check_posted()
        repaired = repair(api.portal.get())
        self.show_message(
            _(
                "msg_repaired",
                default="${number} missing parts were brought.",
                mapping={"number": len(repaired)},
            )
        )
        settings = "settings" if any(self.title_of(name) for name in repaired) else ""
        self.request.response.redirect(panel_url(page="tools", repaired=settings))
        return ""

    @cached_property
    def missing(self) -> list[dict[str, Any]]:
        """What the database lacks of this release: name, and title of a setting."""
        return [
            {"name": name, "title": self.title_of(name)}
            for name in missing_parts(api.portal.get())
        ]

    def title_of(self, part: str) -> Message | str:
        """Return the title of a setting; empty for other parts."""
        return setting_title(part, self.request)

    @property
    def has_new_settings(self) -> bool:
        """Whether the repair has just brought settings, which nobody has looked at."""
        return self.request.get("repaired") == "settings"

    @property
    def settings_url(self) -> str:
        return panel_url()

    @property
    def upgrade(self) -> dict[str, Any] | None:
        """What is to be said of an upgrade step that waits, and where it is taken."""
        if not upgrade_waits():
            return None
        return {"words": UPGRADE_WAITS, "url": upgrade_url()}

    @property
    def clock(self) -> dict[str, Any] | None:
        """What is to be said of a clock that is not set up or has stopped."""
        site = api.portal.get()
        state = clock_state(site, utc_now())
        if state.state == SET_UP:
            return None
        return {
            "words": clock_words(state),
            "color": "danger" if state.is_wrong else "warning",
            "url": f"{site.absolute_url()}/@@pbgdpl-jobs#pbgdpl-clock",
        }

    @property
    def for_volto(self) -> bool:
        """Whether the portal's pages are made by Volto, which shows none of ours."""
        return is_volto_portal(api.portal.get())

    def access_table(self) -> str:
        """Render who will read and do what in the section that isn't there yet."""
        page = queryMultiAdapter((self.context, self.request), name="pbgdpl-access")
        return page.table() if page is not None else ""

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
        return [
            {"url": section.absolute_url(), "title": section.title}
            for section in all_sections()
        ]

    @cached_property
    def pages(self) -> list[AdminPageLink]:
        """The pages that subjects have registered, each once for its place."""
        return admin_pages(self.request)

    def links(self) -> list[dict[str, Any]]:
        """List the pages, each with address, title and purpose."""
        return [
            {"url": one.url, "title": one.title, "where": one.where, "help": one.help}
            for one in self.pages
        ]

    def statuses(self) -> list[dict[str, Any]]:
        """List what is to be known at once: by kind of page, a line for each place."""
        found: dict[str, dict[str, Any]] = {}
        for one in self.pages:
            if one.status is not None:
                new = {"name": one.name, "heading": one.status.heading, "places": []}
                group = found.setdefault(one.name, new)
                group["places"].append(line_of(one.place, one.status))
        return list(found.values())

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


def line_of(place: Any, status: PageStatus) -> dict[str, Any]:
    """Describe what is to be known of a place."""
    return {
        "url": place.absolute_url(),
        "title": place.title,
        "label": status.label,
        "badge": "text-bg-success" if status.is_good else "text-bg-warning",
        "advice": status.advice,
        "remedy": status.remedy,
        "remedy_title": status.remedy_title,
    }
