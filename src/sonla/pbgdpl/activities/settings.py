"""By how much a speaker's fee is higher where special groups listen."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from zope import schema

PREFIX = "sonla.pbgdpl.activities"


class IActivitySettings(model.Schema):
    """The settings of activities, read through `get_activity_settings`."""

    model.fieldset(
        "activities",
        label=_("fieldset_activities", default="Activities"),
        fields=["special_group_percent"],
    )
    special_group_percent = schema.Int(
        title=_(
            "label_special_group_percent",
            default="Speakers get more for special groups (percent)",
        ),
        description=_(
            "help_special_group_percent",
            default="Added to the rate of “Thù lao báo cáo viên, tuyên truyền viên” for listeners of Articles 17 to 22 of the Law. Circular 56/2023/TT-BTC, Article 3.11.a: 20.",
        ),
        default=20,
        min=0,
        max=100,
        required=True,
    )


SETTINGS = SettingsFields(45, IActivitySettings, PREFIX)


def get_activity_settings() -> IActivitySettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(IActivitySettings, PREFIX)
