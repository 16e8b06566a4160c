"""How long the log of operations is kept."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from zope import schema

PREFIX = "sonla.pbgdpl.audit"


class IAuditSettings(model.Schema):
    """The setting of the log of operations, read through `get_audit_settings`."""

    model.fieldset(
        "audit",
        label=_("heading_audit", default="Log of operations"),
        fields=["audit_log_years"],
    )
    audit_log_years = schema.Int(
        title=_(
            "label_audit_log_years", default="Keep the log of operations for (years)"
        ),
        description=_(
            "help_audit_log_years",
            default="Who approved, who changed the register or the settings, who took personal data out. Older entries are dropped.",
        ),
        default=5,
        min=1,
        max=50,
        required=True,
    )


SETTINGS = SettingsFields(60, IAuditSettings, PREFIX)


def get_audit_settings() -> IAuditSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(IAuditSettings, PREFIX)
