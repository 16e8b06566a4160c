"""The page that says who may read and do what, before there is a section and afterwards."""

from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.transaction_log import keep_for_administrators
from sonla.pbgdpl.editorial.transaction_log import members_list_transactions
from sonla.pbgdpl.editorial.transaction_log import open_to_members
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import PEOPLE
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.units.access import Access
from sonla.pbgdpl.units.access import Line
from sonla.pbgdpl.units.access import Place
from sonla.pbgdpl.units.access import Readers
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message

HEADING = _("heading_access", default="Who may read and do what")
MSG_LOG_CHANGED = _(
    "msg_transaction_log_changed",
    default="The change was saved. The button below takes that back.",
)


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


class AccessPage(FormPage, Page, BrowserView):
    """Show the table on a page of its own; take the portal's log of changes from members, or give it back."""

    post_forms: ClassVar = {
        "keep_log": PostForm(
            _("button_transaction_log_keep", default="Keep it for administrators"),
            look="btn-outline-primary",
        ),
        "open_log": PostForm(
            _(
                "button_transaction_log_open",
                default="Let every member read it, as Plone does",
            ),
            look="btn-outline-secondary",
        ),
    }
    page_title = HEADING

    saved = MSG_LOG_CHANGED

    def store_keep_log(self, _sent: dict[str, Any]) -> None:
        """Keep the log for administrators."""
        keep_for_administrators(self.context)

    def store_open_log(self, _sent: dict[str, Any]) -> None:
        """Let every member read the log."""
        open_to_members(self.context)

    @property
    def members_read_log(self) -> bool:
        """Whether every member may read the log of changes."""
        return members_list_transactions(self.context)

    def table(self) -> str:
        return AccessTable(self.context, self.request)()


AccessAdminPage = admin_page(
    "pbgdpl-access",
    title=HEADING,
    help=_(
        "help_tool_access",
        default="By name of group and number of people: who reads private questions, who writes, who approves.",
    ),
    order=20,
    group=PEOPLE,
)
