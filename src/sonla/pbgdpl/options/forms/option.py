"""Writing forms of statistics, as an option of a portal."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IFormsLayer
from sonla.pbgdpl.core.options import Option

FORMS_OPTION = Option(
    order=60,
    title=_("option_forms", default="Writing forms of statistics"),
    description=_(
        "option_forms_help",
        default="New forms and new versions, from the annex of a circular as tables or as a file. Reports by the forms that there are need it not.",
    ),
    audience=_(
        "option_forms_audience",
        default="The year in which the forms of the state change",
    ),
    layer=IFormsLayer,
)
