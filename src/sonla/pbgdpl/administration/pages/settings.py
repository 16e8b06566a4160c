"""The page with the settings."""

from plone.z3cform.layout import wrap_form
from sonla.pbgdpl import _
from sonla.pbgdpl.settings.getters import PREFIX
from sonla.pbgdpl.settings.schema import ISectionSettings
from sonla.pbgdpl.ui.control_panel import PanelForm
from sonla.pbgdpl.ui.control_panel import PanelFormWrapper


class SettingsForm(PanelForm):
    """Edit `ISectionSettings`, a tab for each fieldset."""

    schema = ISectionSettings
    schema_prefix = PREFIX
    default_fieldset_label = _("fieldset_imprint", default="Imprint")
    label = _("heading_settings", default="Legal education (PBGDPL)")
    description = _(
        "help_settings",
        default="What holds for the whole section. Nothing here changes the rest of the portal.",
    )


class SettingsFormWrapper(PanelFormWrapper):
    """Stand first among the pages, and where the address asks for none that there is."""

    title = _("tab_settings", default="Settings")
    order = 10


SettingsPage = wrap_form(SettingsForm, SettingsFormWrapper)
