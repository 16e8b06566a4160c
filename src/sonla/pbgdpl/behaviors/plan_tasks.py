"""Tasks of a plan (kế hoạch PBGDPL): who does what until when."""

from plone.autoform import directives
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from zope import schema
from zope.interface import Interface
from zope.interface import provider


class IPlanTask(Interface):
    """Describe one task."""

    task = schema.TextLine(
        title=_("label_plan_task", default="Task"),
        required=True,
    )
    unit = schema.TextLine(
        title=_("label_plan_unit", default="Unit in charge"),
        description=_(
            "help_plan_unit",
            default="Named as in the list of units, then its page is linked.",
        ),
        required=False,
    )
    due = schema.Date(
        title=_("label_plan_due", default="Due on"),
        required=True,
    )
    done_on = schema.Date(
        title=_("label_plan_done", default="Done on"),
        required=False,
    )


@provider(IFormFieldProvider)
class IPlanTasks(model.Schema):
    """Add the tasks of a plan to guidance; other documents leave them empty."""

    model.fieldset(
        "plan",
        label=_("fieldset_plan", default="Tasks of the plan"),
        fields=["plan_tasks"],
    )
    directives.widget(plan_tasks=BlockRowsFieldWidget)
    plan_tasks = Rows(
        IPlanTask,
        title=_("label_plan_tasks", default="Tasks of the plan"),
        description=_(
            "help_plan_tasks",
            default="For plans alone. Who oversees statistics sees which tasks are open or late, and notes when one was done.",
        ),
    )
