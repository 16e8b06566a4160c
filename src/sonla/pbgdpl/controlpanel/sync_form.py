"""The page with the settings of the exchange."""

from plone.z3cform.layout import wrap_form
from sonla.pbgdpl import _
from sonla.pbgdpl.controlpanel.layout import panel_url
from sonla.pbgdpl.controlpanel.layout import PanelForm
from sonla.pbgdpl.controlpanel.layout import PanelFormWrapper
from sonla.pbgdpl.controlpanel.sync_settings import ISyncSettings
from sonla.pbgdpl.controlpanel.sync_settings import PREFIX


class SyncSettingsForm(PanelForm):
    """Edit `ISyncSettings`, a tab for each direction."""

    schema = ISyncSettings
    schema_prefix = PREFIX
    next_page = "exchange"
    label = _("heading_sync_settings", default="Data exchange")
    description = _(
        "help_sync_settings",
        default="With the Ministry of Justice and other portals. Passwords and the list of hosts that may be asked stand in the server's configuration, not here.",
    )

    @property
    def action(self) -> str:
        """Give the address that the form is sent to: this page."""
        return panel_url(page="exchange")


class SyncFormWrapper(PanelFormWrapper):
    """Mark the page of the exchange as the one that is open."""

    page = "exchange"


SyncSettingsPage = wrap_form(SyncSettingsForm, SyncFormWrapper)
