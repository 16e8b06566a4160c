"""The page that leads to the work of administrators."""

from collections import Counter
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.health import missing_parts
from sonla.pbgdpl.core.health import repair
from sonla.pbgdpl.core.health import upgrade_url
from sonla.pbgdpl.core.health import UPGRADE_WAITS
from sonla.pbgdpl.core.health import upgrade_waits
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.core.options import options_on
from sonla.pbgdpl.core.options import switch_to
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.settings.public_address import is_volto_portal
from sonla.pbgdpl.settings.records import settings_fields
from sonla.pbgdpl.ui.admin_pages import admin_pages
from sonla.pbgdpl.ui.admin_pages import AdminPageLink
from sonla.pbgdpl.ui.admin_pages import FINE
from sonla.pbgdpl.ui.admin_pages import GROUPS
from sonla.pbgdpl.ui.admin_pages import OPEN
from sonla.pbgdpl.ui.admin_pages import WRONG
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.control_panel import PanelLayout
from sonla.pbgdpl.ui.control_panel import panels
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar
from zExceptions import BadRequest
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

STATES = (WRONG, OPEN, FINE)
COLORS = {WRONG: "danger", OPEN: "warning", FINE: "success"}
MARKS = {
    WRONG: _("task_wrong", default="Broken"),
    OPEN: _("task_open", default="To do"),
    FINE: _("task_done", default="Done"),
}


class ToolsPage(Page, PanelLayout, BrowserView):
    """Lead to the work of administrators; make the section, repair the installation."""

    post_forms: ClassVar = {
        "repair": PostForm(_("button_repair", default="Bring the missing parts")),
        "create_structure": PostForm(
            _("button_create_structure", default="Create the section with its pages"),
            look="btn-outline-primary",
        ),
    }
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
        """Run the profile that makes the section with its listing pages.

        The first time the options that were ticked are on from then on, and no others.
        """
        self.check_posted()
        if not self.sections():
            switch_to(self.ticked_options())
        setup = api.portal.get_tool("portal_setup")
        setup.runAllImportStepsFromProfile(STRUCTURE_PROFILE)
        self.show_message(
            _("msg_structure_created", default="The section and its pages stand.")
        )
        return self.lead_to(panel_url(page="tools"))

    def ticked_options(self) -> list[str]:
        """Return the names that were ticked, all of which are options."""
        ticked = self.request.form.get("options") or []
        names = [ticked] if isinstance(ticked, str) else ticked
        known = [name for name, _option in all_options()]
        if not all(name in known for name in names):
            raise BadRequest("There is no such option.")
        return names

    def options(self) -> list[dict[str, Any]]:
        """List the options, with whether each is on already."""
        on = options_on()
        return [
            {"name": name, "option": option, "is_on": name in on}
            for name, option in all_options()
        ]

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
        return self.lead_to(panel_url(page="tools", repaired=settings))

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
    def settings_url(self) -> str:
        return panel_url()

    @property
    def upgrade(self) -> dict[str, Any] | None:
        """What is to be said of an upgrade step that waits, and where it is taken."""
        if not upgrade_waits():
            return None
        return {"words": UPGRADE_WAITS, "url": upgrade_url()}

    @property
    def for_volto(self) -> bool:
        """Whether the portal's pages are made by Volto, which shows none of ours."""
        return is_volto_portal(api.portal.get())

    def access_table(self) -> str:
        """Render who will read and do what in the section that isn't there yet."""
        page = queryMultiAdapter((self.context, self.request), name="pbgdpl-access")
        return page.table() if page is not None else ""

    def sections(self) -> list[dict[str, str]]:
        return [
            {"url": section.absolute_url(), "title": section.title}
            for section in all_sections()
        ]

    @cached_property
    def pages(self) -> list[AdminPageLink]:
        """The pages that subjects have registered, each once for its place."""
        return admin_pages(self.request)

    @cached_property
    def tasks(self) -> list[dict[str, Any]]:
        """What has to be done, or was: what is wrong first, then what is open."""
        told = [(one, one.status) for one in self.pages if one.status is not None]
        kinds = Counter(one.name for one, _status in told)
        told.sort(key=lambda pair: STATES.index(pair[1].state))
        return [
            {
                "name": one.name,
                "place": one.place.title if kinds[one.name] > 1 else "",
                "color": COLORS[status.state],
                "mark": MARKS[status.state],
                "status": status,
            }
            for one, status in told
        ]

    def tasks_done(self) -> Message:
        """Return how much is done."""
        done = sum(one["status"].state == FINE for one in self.tasks)
        return _(
            "label_tasks_done",
            default="${done} of ${all} done",
            mapping={"done": done, "all": len(self.tasks)},
        )

    def all_done(self) -> bool:
        """Return whether nothing is to be done."""
        return all(one["status"].state == FINE for one in self.tasks)

    def groups(self) -> list[dict[str, Any]]:
        """List the pages to which no task leads, in their groups."""
        led_to = {one["status"].remedy for one in self.tasks}
        return [
            {
                "name": name,
                "title": title,
                "about": about,
                "links": [
                    one
                    for one in self.pages
                    if one.group == name and one.url not in led_to
                ],
            }
            for name, (title, about) in GROUPS.items()
        ]
