"""The page with the settings."""

from plone import api
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.z3cform.layout import wrap_form
from sonla.pbgdpl import _
from sonla.pbgdpl.controlpanel.interfaces import ISettings
from sonla.pbgdpl.controlpanel.layout import panel_url
from sonla.pbgdpl.controlpanel.layout import PanelFormWrapper
from sonla.pbgdpl.controlpanel.settings import PREFIX
from typing import Any
from z3c.form import button


class SettingsForm(RegistryEditForm):
    """Edit `ISettings`, a tab for each fieldset."""

    schema = ISettings
    schema_prefix = PREFIX
    default_fieldset_label = _("fieldset_imprint", default="Imprint")
    label = _("heading_settings", default="Legal education (PBGDPL)")
    description = _(
        "help_settings",
        default="What holds for the whole section. Nothing here changes the rest of the portal.",
    )

    @button.buttonAndHandler(_("button_save", default="Save"), name="save")
    def handleSave(self, action: Any) -> None:
        """Store the settings, or show what can't be stored beside what was typed."""
        data, errors = self.extractData()
        if errors:
            self.status = self.formErrorsMessage
            return
        self.applyChanges(data)
        api.portal.show_message(
            _("msg_settings_saved", default="The settings were saved."), self.request
        )
        self.request.response.redirect(panel_url())

    @button.buttonAndHandler(_("button_cancel", default="Cancel"), name="cancel")
    def handleCancel(self, action: Any) -> None:
        """Leave the settings as they are."""
        self.request.response.redirect(panel_url())


SettingsPage = wrap_form(SettingsForm, PanelFormWrapper)
