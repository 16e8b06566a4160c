"""The registry record that holds the forms of statistics."""

from plone.supermodel import model
from sonla.pbgdpl import _
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
