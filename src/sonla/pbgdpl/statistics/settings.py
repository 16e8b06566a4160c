"""The forms of statistics, and what is printed on reports."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsFields
from sonla.pbgdpl.statistics.forms.store import refuse_bad_forms
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
    """What is printed on reports, read through `get_reporting_settings`."""

    model.fieldset(
        "paper",
        label=_("fieldset_paper", default="Printed reports"),
        fields=[
            "statistics_receiver",
            "statistics_number",
            "statistics_maker",
            "statistics_checker",
            "statistics_head_capacity",
            "statistics_head",
        ],
    )
    statistics_receiver = schema.TextLine(
        title=_("label_statistics_receiver", default="Who gets the province's reports"),
        description=_(
            "help_statistics_receiver",
            default="Such as Bộ Tư pháp. Reports of units go to the managing agency.",
        ),
        required=False,
    )
    statistics_number = schema.TextLine(
        title=_("label_statistics_number", default="Sign of the province's reports"),
        description=_(
            "help_statistics_number",
            default="Stands behind the number, such as /BC-STP. Room is left for the number itself.",
        ),
        required=False,
    )
    statistics_maker = schema.TextLine(
        title=_("label_statistics_maker", default="Who makes the province's reports"),
        description=_(
            "help_statistics_maker",
            default="Full name, below the first signature. Empty: room to write.",
        ),
        required=False,
    )
    statistics_checker = schema.TextLine(
        title=_(
            "label_statistics_checker", default="Who checks the province's reports"
        ),
        description=_(
            "help_statistics_checker",
            default="Full name, below the second signature. Empty: room to write.",
        ),
        required=False,
    )
    statistics_head_capacity = schema.TextLine(
        title=_("label_statistics_head_capacity", default="Capacity of who signs"),
        description=_(
            "help_statistics_head_capacity",
            default="Such as Giám đốc. Empty: Head of the unit.",
        ),
        required=False,
    )
    statistics_head = schema.TextLine(
        title=_("label_statistics_head", default="Who signs the province's reports"),
        description=_(
            "help_statistics_head",
            default="Full name, below the last signature. Empty: room to write.",
        ),
        required=False,
    )


REPORTING_SETTINGS = SettingsFields(40, IReportingSettings, PREFIX)


def get_reporting_settings() -> IReportingSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(IReportingSettings, PREFIX)
