"""What the administration page says of the centre of the homepage."""

from sonla.pbgdpl import _
from sonla.pbgdpl.homepage.slot import homepage_status
from sonla.pbgdpl.homepage.slot import manage_url
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.admin_pages import FINE
from sonla.pbgdpl.ui.admin_pages import language_roots
from sonla.pbgdpl.ui.admin_pages import OPEN
from sonla.pbgdpl.ui.admin_pages import PageStatus
from sonla.pbgdpl.ui.admin_pages import WRONG
from sonla.pbgdpl.ui.control_panel import panel_url

STATES = {"shown": FINE, "off": OPEN, "empty": OPEN, "missing": WRONG}
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
TO_SETTINGS = _("button_to_settings", default="To the settings")
CHOOSE_BLOCKS = _("button_choose_blocks", default="Choose what is shown")


class HomepageAdminPage(AdminPage):
    """Lead to the portlets of a homepage, and say whether it shows the section.

    The place is the portal or a language root. Portlets that the toolbar puts on a default page
    vanish with that page; at the root they stay.
    """

    order = 0
    title = _("tool_portlets", default="Centre of the homepage")
    help = _(
        "help_tool_portlets",
        default="Choose what the homepage shows of the section (Manage portlets).",
    )

    def url(self) -> str:
        """Return the address at which the portlets are managed."""
        return manage_url(self.place)

    def status(self) -> PageStatus | None:
        """Return whether the homepage shows the section, and what to do if not."""
        status = homepage_status(self.request, self.place)
        off = status == "off"
        return PageStatus(
            heading=_("heading_homepage_status", default="The section on the homepage"),
            state=STATES[status],
            advice=STATUS_ADVICE[status],
            remedy=panel_url() if off else manage_url(self.place),
            remedy_title=TO_SETTINGS if off else CHOOSE_BLOCKS,
        )


class PortalAdminPage(HomepageAdminPage):
    """The same for the portal; the root of a multilingual one only leads on to a language."""

    def status(self) -> PageStatus | None:
        """Return nothing where the language roots have homepages."""
        return None if language_roots() else super().status()
