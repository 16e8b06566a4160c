"""What the administration page says of the settings that each portal needs on its first day."""

from sonla.pbgdpl import _
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.settings.public_address import address_state
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.admin_pages import FINE
from sonla.pbgdpl.ui.admin_pages import OPEN
from sonla.pbgdpl.ui.admin_pages import PageStatus
from sonla.pbgdpl.ui.admin_pages import SERVER
from sonla.pbgdpl.ui.admin_pages import WRONG
from sonla.pbgdpl.ui.control_panel import panel_url
from zope.i18nmessageid import Message

TO_SETTINGS = _("button_to_settings", default="To the settings")
FROM_SETTING = _("address_from_setting", default="It stands in the settings.")
FROM_SERVER = _(
    "address_from_server",
    default="It comes from the server's configuration (PBGDPL_URL, or url in zope.conf); the field in the settings is empty. What is entered there goes before it.",
)


class SettingsAdminPage(AdminPage):
    """Lead to the settings."""

    group = SERVER

    def url(self) -> str:
        """Return the address of the settings."""
        return panel_url()

    def told(self, state: str, advice: Message | str) -> PageStatus:
        """Return a status that is mended in the settings."""
        return PageStatus(self.title, state, advice, self.url(), TO_SETTINGS)


class AddressAdminPage(SettingsAdminPage):
    """The address by which the portal is known outside."""

    order = 1
    title = _("label_public_address", default="Public address of the portal")
    help = _(
        "help_public_address_used",
        default="Mails, feeds, records for other systems, calendars and tables name pages by it, whatever address their reader came by.",
    )

    def status(self) -> PageStatus:
        """Return the address, who says so, and what is wrong with it."""
        found = address_state(self.place)
        advice = _(
            "address_told",
            default="${address} ${source}",
            mapping={
                "address": found.words or found.url,
                "source": FROM_SETTING if found.is_stored else FROM_SERVER,
            },
        )
        if found.words is None:
            return self.told(FINE, advice)
        if not found.url:
            return self.told(OPEN, found.words)
        return self.told(WRONG if found.is_wrong else OPEN, advice)


class AgencyAdminPage(SettingsAdminPage):
    """The agency that answers for the section, and those whom readers may ask."""

    order = 3
    title = _("heading_agency", default="Managing agency and contact officers")
    help = _(
        "help_managing_agency",
        default="Shown at the foot of every page of the section: the department of justice, with the name of the province.",
    )

    def status(self) -> PageStatus:
        """Return both; OPEN while one lacks."""
        settings = get_settings()
        officers = settings.contact_officers or ()
        names = [one["full_name"] for one in officers if one["full_name"]]
        if settings.managing_agency and names:
            return self.told(FINE, " · ".join((settings.managing_agency, *names)))
        lacking = _(
            "agency_lacking",
            default="Readers don't learn yet who answers for the section, or whom they may call.",
        )
        return self.told(OPEN, lacking)
