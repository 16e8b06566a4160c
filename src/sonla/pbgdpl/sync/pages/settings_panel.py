"""The page with the settings of fetching and sending."""

from plone import api
from plone.z3cform.layout import wrap_form
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.interfaces import IMappingsLayer
from sonla.pbgdpl.core.names import MAPPINGS
from sonla.pbgdpl.core.options import is_off
from sonla.pbgdpl.core.validators import is_host_name
from sonla.pbgdpl.exchange.settings import get_exchange_settings
from sonla.pbgdpl.settings.public_address import host_of
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.sync.condition import is_silent
from sonla.pbgdpl.sync.settings import get_sync_settings
from sonla.pbgdpl.sync.settings import ISyncSettings
from sonla.pbgdpl.sync.settings import PREFIX
from sonla.pbgdpl.sync.sources import all_sources
from sonla.pbgdpl.sync.store import store_of
from sonla.pbgdpl.ui.control_panel import PanelForm
from sonla.pbgdpl.ui.control_panel import PanelFormWrapper
from sonla.pbgdpl.ui.control_panel import RecordsPanel
from sonla.pbgdpl.ui.office_forms import HasForms
from sonla.pbgdpl.ui.office_forms import PostForm
from typing import Any
from typing import ClassVar
from z3c.form.interfaces import ActionExecutionError
from zope.interface import Invalid

NAME_MISSING = _(
    "msg_repository_id_missing",
    default="Name this repository before you send, on the page “Data offered”: each record bears the name for ever.",
)


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
    def field_names(self) -> list[str]:
        """Leave out what another page edits."""
        return [name for name in super().field_names if name != "mappings"]

    def check(self, data: dict[str, Any]) -> None:
        """Refuse to send without a name, where the portal's host can't serve for one."""
        named = get_exchange_settings().repository_id
        host = host_of(public_root())
        if data["push_enabled"] and not (named or is_host_name(host)):
            raise ActionExecutionError(Invalid(NAME_MISSING))


class SyncFormWrapper(HasForms, PanelFormWrapper):
    """Warn where no clock runs; offer to test each connection."""

    post_forms: ClassVar = {
        "partner": PostForm(
            _("button_sync_probe", default="Test"),
            look="btn-sm btn-outline-primary",
            page="btp-sync-probe",
        )
    }
    page = "exchange"
    title = _("tab_exchange", default="Data exchange")
    order = 40
    before = ViewPageTemplateFile("templates/sync_before.pt")
    after = ViewPageTemplateFile("templates/sync_after.pt")

    @property
    def status_url(self) -> str:
        return f"{api.portal.get().absolute_url()}/@@btp-sync-status"

    @property
    def mappings_url(self) -> str:
        """The address of the page on which mappings are written; empty while its option is off."""
        if not IMappingsLayer.providedBy(self.request):
            return ""
        return f"{api.portal.get().absolute_url()}/@@btp-sync-mappings"

    @property
    def silent(self) -> bool:
        """Whether something should have run by now and did not."""
        store = store_of(api.portal.get())
        return is_silent(store, get_sync_settings(), utc_now())

    @property
    def partners(self) -> list[dict[str, str]]:
        """What is stored of partners, each with what names it to the test."""
        found = [
            {"name": f"pull {name}", "title": source.title, "url": source.base_url}
            for name, source in all_sources().items()
        ]
        push_url = get_sync_settings().push_url
        if push_url:
            found.append({"name": "push", "title": "", "url": push_url})
        return found


SyncSettingsPage = wrap_form(SyncSettingsForm, SyncFormWrapper)


class ExchangePanel(RecordsPanel):
    """Offer the settings of fetching and sending over REST."""

    panel = "exchange"
    configlet_id = "pbgdpl-exchange"

    def resting(self) -> tuple[str, ...]:
        """Return the mappings, while their option is off."""
        return ("mappings",) if is_off(MAPPINGS) else ()
