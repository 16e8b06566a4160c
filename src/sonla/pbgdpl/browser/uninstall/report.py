"""The page that an administrator reads before uninstalling: what remains, what goes."""

from plone import api
from plone.base.utils import get_installer
from plone.protect import CheckAuthenticator
from plone.protect import PostOnly
from sonla.pbgdpl import _
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.browser.admin_pages import AdminPage
from sonla.pbgdpl.browser.titles.page import TitledPage
from sonla.pbgdpl.pages import BrowserView
from sonla.pbgdpl.setuphandlers.demo import demo_accounts
from sonla.pbgdpl.setuphandlers.groups import group_members_report
from sonla.pbgdpl.setuphandlers.report import Remainder
from sonla.pbgdpl.setuphandlers.report import remaining_content
from sonla.pbgdpl.setuphandlers.report import unsent_mails
from typing import Any
from zExceptions import Unauthorized

ADDONS_PANEL = "prefs_install_products_form"


class UninstallReport(TitledPage, BrowserView):
    """Show the report and, for who may manage add-ons, the button."""

    page_title = _(
        "heading_uninstall_report", default="Before the add-on is uninstalled"
    )

    def __call__(self) -> str:
        """Uninstall when the button was pressed, else show the report."""
        if "uninstall" in self.request.form:
            return self.uninstall()
        return self.index()

    def remainders(self) -> list[Remainder]:
        """List the content that remains, section by section."""
        return remaining_content()

    def groups(self) -> list[dict[str, Any]]:
        """List the groups that go: title and the names of the members."""
        return [
            {
                "title": api.group.get(groupname=name).getProperty("title") or name,
                "members": [full_name(user_id) for user_id in members],
            }
            for name, members in group_members_report().items()
        ]

    def mails(self) -> int:
        """Count the mails that wait or have failed: they go unsent."""
        return unsent_mails()

    def demo_people(self) -> list[str]:
        """List the accounts of the demonstration, whose passwords everybody knows."""
        return [full_name(user_id) for user_id in demo_accounts()]

    def type_title(self, portal_type: str) -> str:
        """Return the title of a type as the add menu shows it."""
        return api.portal.get_tool("portal_types")[portal_type].Title()

    def may_uninstall(self) -> bool:
        """Return whether the user may use the Add-ons panel."""
        return api.user.has_permission("Manage portal", obj=self.context)

    def uninstall(self) -> str:
        """Uninstall as the Add-ons panel does, but leave nothing half done.

        The panel catches every error and keeps what was done before it; here an error
        undoes the whole.
        """
        PostOnly(self.request)
        CheckAuthenticator(self.request)
        if not self.may_uninstall():
            raise Unauthorized("Manage portal")
        get_installer(self.context, self.request).uninstall_product(PACKAGE_NAME)
        url = f"{self.context.absolute_url()}/{ADDONS_PANEL}"
        return self.request.response.redirect(url)


def full_name(user_id: str) -> str:
    """Name a member by full name and user id; an account that is gone by its id."""
    user = api.user.get(userid=user_id)
    name = user.getProperty("fullname") if user is not None else ""
    return f"{name} ({user_id})" if name else user_id


class UninstallAdminPage(AdminPage):
    """Lead here from the administration page."""

    view = "pbgdpl-uninstall-report"
    order = 200
    title = _("tool_uninstall", default="Before uninstalling")
    help = _(
        "help_tool_uninstall",
        default="What remains in the portal and what goes with the add-on.",
    )
