"""The forms of statistics, when units are reminded of reports, and what the public sees of them."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from sonla.pbgdpl.statistics.forms import refuse_bad_forms
from zope import schema

PREFIX = "sonla.pbgdpl.statistics"


class IStatisticsSettings(model.Schema):
    """The forms, a JSON text each version.

    Written by the installation from `statistics/data`; the administrator's from then on.
    """

    forms = schema.List(
        title=_("label_statistics_forms", default="Forms of statistics"),
        value_type=schema.Text(),
        constraint=refuse_bad_forms,
        required=False,
    )


class IReportingSettings(model.Schema):
    """Reminders of reports and the naming of units, read through `get_reporting_settings`."""

    model.fieldset(
        "units",
        label=_("fieldset_units", default="Units"),
        fields=["statistics_reminder_days", "statistics_names_empty_units"],
    )
    statistics_reminder_days = schema.Int(
        title=_(
            "label_statistics_reminder_days",
            default="Remind units of statistics (days before they are due)",
        ),
        description=_(
            "help_statistics_reminder_days",
            default="By mail, and once more when the day has passed. 0: no reminders.",
        ),
        default=7,
        min=0,
        max=60,
        required=True,
    )
    statistics_names_empty_units = schema.Bool(
        title=_(
            "label_statistics_names_empty_units",
            default="Name units without figures on the public page of statistics",
        ),
        description=_(
            "help_statistics_names_empty_units",
            default="Off: visitors are told how many units have nothing yet, and not which. Whoever may see personal data there sees all of them.",
        ),
        default=False,
        required=False,
    )


REPORTING_SETTINGS = SettingsFields(40, IReportingSettings, PREFIX)


def get_reporting_settings() -> IReportingSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(IReportingSettings, PREFIX)
