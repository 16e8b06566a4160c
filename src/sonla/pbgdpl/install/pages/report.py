"""What the Add-ons panel says of us, before we are installed and while we are.

The page that an administrator reads before uninstalling: what remains, what goes.
"""

from functools import cached_property
from html import escape
from plone import api
from plone.base.utils import get_installer
from sonla.pbgdpl import _
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.core.section import section_brains
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import setup_steps
from sonla.pbgdpl.core.types import numbers_by_type
from sonla.pbgdpl.install.remaining import remaining_content
from sonla.pbgdpl.install.remaining import RemainingContent
from sonla.pbgdpl.settings.public_address import is_volto_portal
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import SERVER
from sonla.pbgdpl.ui.control_panel import panel_url
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from sonla.pbgdpl.ui.viewlets import LazyViewlet
from typing import Any
from typing import ClassVar
from zExceptions import Unauthorized
from zope.i18n import translate
from zope.i18nmessageid import Message


class BeforeInstalling(ConditionalViewlet):
    """Warn where the portal's pages are made by Volto, which shows nothing of ours."""

    def available(self) -> bool:
        """Return whether the add-on isn't installed yet, in a portal made for Volto."""
        site = api.portal.get()
        ours = get_installer(site, self.request).is_product_installed("sonla.pbgdpl")
        return not ours and is_volto_portal(site)


class BeforeUninstalling(LazyViewlet):
    """What would remain, shown beside the button that uninstalls.

    The panel uninstalls without asking; the report has an address that nobody guesses.
    """

    @cached_property
    def numbers(self) -> list[dict[str, Any]]:
        """How much content remains, by the titles that the add menu shows."""
        types = api.portal.get_tool("portal_types")
        return [
            {"title": types[name].Title(), "number": number}
            for name, number in numbers_by_type().items()
            if name in types
        ]

    @property
    def total(self) -> int:
        """The number of all of it."""
        return sum(line["number"] for line in self.numbers)

    @property
    def report_url(self) -> str:
        return f"{self.site_url}/@@pbgdpl-uninstall-report"

    @cached_property
    def sections(self) -> list[Any]:
        """The sections that were made; the first step is to make one."""
        return section_brains()

    @property
    def first_step_url(self) -> str:
        return panel_url(page="tools")


ADDONS_PANEL = "prefs_install_products_form"


class UninstallReport(FormPage, Page, BrowserView):
    """Show the report and, for who may manage add-ons, the button."""

    post_forms: ClassVar = {
        "uninstall": PostForm(
            _("button_uninstall", default="Uninstall now"), look="btn-danger"
        )
    }
    page_title = _(
        "heading_uninstall_report", default="Before the add-on is uninstalled"
    )

    def contents(self) -> list[RemainingContent]:
        """List the content that remains, section by section."""
        return remaining_content()

    @cached_property
    def remainders(self) -> list[Remainder]:
        """What each subject reports, in its order."""
        site = api.portal.get()
        entries = (one for step in setup_steps() for one in step.remains(site))
        return sorted(entries, key=lambda one: one.order)

    def parts(self) -> list[Remainder]:
        """List what is told at length."""
        return [one for one in self.remainders if one.heading]

    def sentences(self) -> list[Remainder]:
        """List what is told in a sentence."""
        return [one for one in self.remainders if not one.heading]

    def sentence(self, remainder: Remainder) -> str:
        """Return a sentence as HTML, with its link."""
        request, text = self.request, remainder.text
        if remainder.link is None:
            return escape(translate(text, context=request))
        url = f"{self.context.absolute_url()}/{remainder.link.path}"
        title = escape(translate(remainder.link.title, context=request))
        mapping = {name: escape(str(one)) for name, one in (text.mapping or {}).items()}
        mapping["link"] = f'<a href="{escape(url)}">{title}</a>'
        return translate(Message(text, mapping=mapping), context=request)

    def type_title(self, portal_type: str) -> str:
        """Return the title of a type as the add menu shows it."""
        return api.portal.get_tool("portal_types")[portal_type].Title()

    def may_uninstall(self) -> bool:
        """Return whether the user may use the Add-ons panel."""
        return api.user.has_permission("Manage portal", obj=self.context)

    def store_uninstall(self, _sent: Any) -> None:
        """Uninstall as the Add-ons panel does, but leave nothing half done.

        The panel catches every error and keeps what was done before it; here an error
        undoes the whole.
        """
        if not self.may_uninstall():
            raise Unauthorized("Manage portal")
        get_installer(self.context, self.request).uninstall_product(PACKAGE_NAME)

    @property
    def home(self) -> str:
        """The address of the Add-ons panel."""
        return f"{self.context.absolute_url()}/{ADDONS_PANEL}"


UninstallAdminPage = admin_page(
    "pbgdpl-uninstall-report",
    title=_("tool_uninstall", default="Before uninstalling"),
    help=_(
        "help_tool_uninstall",
        default="What remains in the portal and what goes with the add-on.",
    ),
    order=200,
    group=SERVER,
)
