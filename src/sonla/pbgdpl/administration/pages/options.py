"""The page of options: for whom each is, what it adds, and the switch of this portal."""

from collections.abc import Iterator
from dataclasses import dataclass
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.options import all_options
from sonla.pbgdpl.core.options import IOption
from sonla.pbgdpl.core.options import options_gone
from sonla.pbgdpl.core.options import options_on
from sonla.pbgdpl.core.options import switch
from sonla.pbgdpl.jobs.interfaces import IScheduledJob
from sonla.pbgdpl.settings.records import settings_fields
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.control_panel import PanelLayout
from sonla.pbgdpl.ui.interfaces import ISettingsPanel
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from zExceptions import BadRequest
from zope.component import getAdapters
from zope.component import getGlobalSiteManager
from zope.i18nmessageid import Message
from zope.interface import Interface
from zope.schema import getFieldNames

COSTS = (
    _("option_pages", default="page(s)"),
    _("option_settings", default="setting(s)"),
    _("option_jobs", default="scheduled job(s)"),
)
"""What `costs_of` counts, in its order."""
SWITCHED_ON = _("msg_option_on", default="“${title}” is on.")
SWITCHED_OFF = _(
    "msg_option_switched_off",
    default="“${title}” is off. Nothing was deleted: what is there stays, and is all back when it is on again.",
)


@dataclass(frozen=True)
class OptionRow:
    """What the page shows of an option."""

    name: str
    option: IOption
    is_on: bool
    open: int
    """How much work is open in its content."""
    cost: str
    """What it adds to the portal, in numbers."""


class OptionsPage(Page, PanelLayout, BrowserView):
    """Switch options of this portal on and off."""

    page_title = _("heading_options", default="Functions")
    page = "options"
    title = page_title
    order = 45
    index = ViewPageTemplateFile("templates/options.pt")

    def __call__(self) -> str:
        """Switch the option whose button was pressed; else show the page."""
        if "option" in self.request.form:
            return self.switch()
        return self.index()

    def switch(self) -> str:
        """Store what the button said, which is the same however often it is pressed."""
        self.check_posted()
        name, on = self.request.form["option"], "on" in self.request.form
        option = dict(all_options()).get(name) if isinstance(name, str) else None
        if option is None:
            raise BadRequest("There is no such option.")
        switch(name, on)
        title = self.translated(option.title)
        done = Message(SWITCHED_ON if on else SWITCHED_OFF, mapping={"title": title})
        self.show_message(done)
        return self.lead_to(f"{self.url}#option-{name}")

    @property
    def url(self) -> str:
        """The address of this page of the settings."""
        return panel_url(page=self.page)

    def gone(self) -> list[Message]:
        """Return what is to be said of options whose package is gone."""
        return options_gone()

    def rows(self) -> Iterator[OptionRow]:
        """Yield the options in their order."""
        on = options_on()
        for name, option in all_options():
            numbers = zip(COSTS, costs_of(name, option), strict=True)
            cost = (
                f"{number} {self.translated(of)}" for of, number in numbers if number
            )
            yield OptionRow(
                name, option, name in on, count_open(option), " · ".join(cost)
            )


def count_open(option: IOption) -> int:
    """Count the content of an option in which work is open, without checking permissions."""
    search = api.portal.get_tool("portal_catalog").unrestrictedSearchResults
    return sum(
        len(search(portal_type=portal_type, review_state=list(states)))
        for portal_type, states in option.open_content.items()
    )


def costs_of(name: str, option: IOption) -> tuple[int, int, int]:
    """Count the pages, settings and jobs that an option adds."""
    jobs = getAdapters((api.portal.get(),), IScheduledJob)
    return (
        len(pages_of(name, option)),
        sum(
            len(getFieldNames(one.schema))
            for one in settings_fields()
            if one.belongs_to == name
        ),
        sum(getattr(job, "belongs_to", "") == name for _name, job in jobs),
    )


def pages_of(name: str, option: IOption) -> set[str]:
    """Return the names of the pages for the layer of an option, and of its tabs of the settings."""
    return {
        one.name
        for one in getGlobalSiteManager().registeredAdapters()
        if (one.provided is Interface and option.layer in one.required)
        or (
            one.provided is ISettingsPanel
            and getattr(one.factory, "belongs_to", "") == name
        )
    }
