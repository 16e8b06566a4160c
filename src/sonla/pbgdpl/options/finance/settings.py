"""By how much a speaker's fee is higher where special groups listen."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import FINANCE
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from zope import schema

PREFIX = "sonla.pbgdpl.activities"
"""Where the records have been from the first; names of records stay."""


class IFinanceSettings(model.Schema):
    """The settings of funds, read through `get_finance_settings`."""

    model.fieldset(
        "activities",
        label=_("option_finance", default="Funds and royalties"),
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


SETTINGS = SettingsFields(45, IFinanceSettings, PREFIX, belongs_to=FINANCE)


def get_finance_settings() -> IFinanceSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(IFinanceSettings, PREFIX)
