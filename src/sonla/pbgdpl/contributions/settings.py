"""When a unit counts as silent."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from zope import schema

PREFIX = "sonla.pbgdpl.contributions"


class IContributionSettings(model.Schema):
    """The setting of the overview of units, read through `get_contribution_settings`."""

    model.fieldset(
        "units",
        label=_("fieldset_units", default="Units"),
        fields=["silent_unit_days"],
    )
    silent_unit_days = schema.Int(
        title=_("label_silent_unit_days", default="A unit is silent after (days)"),
        description=_(
            "help_silent_unit_days",
            default="The overview of units marks those that sent nothing for so long.",
        ),
        default=30,
        min=1,
        max=3650,
        required=True,
    )


SETTINGS = SettingsFields(30, IContributionSettings, PREFIX)


def get_contribution_settings() -> IContributionSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(IContributionSettings, PREFIX)
