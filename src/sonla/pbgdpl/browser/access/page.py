"""The page that says who may read and do what, before there is a section and afterwards."""

from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.access import who
from sonla.pbgdpl.browser.admin_pages import AdminPage
from sonla.pbgdpl.browser.titles.page import TitledPage
from sonla.pbgdpl.pages import BrowserView

HEADING = _("heading_access", default="Who may read and do what")


class AccessTable(BrowserView):
    """Show the table alone: the page has it, and the step that makes the section."""

    index = ViewPageTemplateFile("templates/table.pt")

    def __call__(self) -> str:
        """Render the table."""
        return self.index()

    @cached_property
    def places(self) -> list[who.Place]:
        """The sections."""
        return who.places()

    def planned(self) -> list[who.Line]:
        """List what our groups may on the section to be made; nothing if there is one."""
        return [] if self.places else who.planned()

    def everywhere(self) -> list[who.Line]:
        """List those who may something in every section."""
        return who.everywhere()

    def readers_of_questions(self) -> int:
        """Count those who can read private questions."""
        return len(who.readers_of_questions())

    def everybody_reads_questions(self) -> bool:
        """Return whether everybody with an account can read private questions."""
        return who.everybody_reads_questions()

    def people_of_the_portal(self) -> int:
        """Count those who are readers like any other here, whatever they may elsewhere."""
        return who.people_of_the_portal()


class AccessPage(TitledPage, BrowserView):
    """Show the table on a page of its own."""

    page_title = HEADING

    def table(self) -> str:
        """Render the table."""
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
