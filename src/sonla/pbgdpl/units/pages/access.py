"""The page that says who may read and do what, before there is a section and afterwards."""

from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.units.access import Access
from sonla.pbgdpl.units.access import Line
from sonla.pbgdpl.units.access import Place
from sonla.pbgdpl.units.access import Readers
from zope.i18nmessageid import Message

HEADING = _("heading_access", default="Who may read and do what")


class AccessTable(BrowserView):
    """Show the table alone: the page has it, and the step that makes the section."""

    index = ViewPageTemplateFile("templates/access_table.pt")

    def __call__(self) -> str:
        """Render the table."""
        return self.index()

    @cached_property
    def access(self) -> Access:
        """Who may what, looked at once for this page."""
        return Access()

    @property
    def places(self) -> list[Place]:
        """The sections."""
        return self.access.places

    def planned(self) -> list[Line]:
        """List what our groups may on the section to be made; nothing if there is one."""
        return [] if self.places else self.access.planned()

    def everywhere(self) -> list[Line]:
        """List those who may something in every section."""
        return self.access.everywhere()

    def private(self) -> list[Readers]:
        """List who reads what few may read, such as questions of citizens."""
        return self.access.private()

    def people_of_the_portal(self) -> int:
        """Count those who are readers like any other here, whatever they may elsewhere."""
        return self.access.people_of_the_portal()

    def omissions(self) -> list[Message]:
        """List what was not looked at, so that nobody takes the table for all there is."""
        return self.access.omissions()


class AccessPage(Page, BrowserView):
    """Show the table on a page of its own."""

    page_title = HEADING

    def table(self) -> str:
        return AccessTable(self.context, self.request)()


class AccessAdminPage(AdminPage):
    """Lead here from the administration page."""

    view = "pbgdpl-access"
    order = 20
    title = HEADING
    help = _(
        "help_tool_access",
        default="By name of group and number of people: who reads private questions, who writes, who approves.",
    )
