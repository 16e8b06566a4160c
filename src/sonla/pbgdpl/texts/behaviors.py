"""Fields that texts share: audiences, fields of law, places, agency, tasks, attachments."""

from plone.app.z3cform.widgets.contentbrowser import ContentBrowserFieldWidget
from plone.autoform import directives
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from sonla.pbgdpl.vocabularies.fields import TermChoice
from sonla.pbgdpl.vocabularies.fields import TermChoices
from typing import Any
from z3c.relationfield.interfaces import IRelationValue
from z3c.relationfield.schema import RelationChoice
from z3c.relationfield.schema import RelationList
from zope import schema
from zope.interface import Interface
from zope.interface import provider

FILE_TYPES = ("File", "Image")
"""Types of what is attached."""
MSG_NO_FILE = _(
    "msg_attachment_no_file",
    default="Only files and images can be attached.",
)


def are_files(value: Any) -> bool:
    """Accept files and images; raise `InvalidInput` for content of another type."""
    for one in value or ():
        item = one.to_object if IRelationValue.providedBy(one) else one
        if item is not None and item.portal_type not in FILE_TYPES:
            # Without its title: the sender need not see what they sent
            raise InvalidInput(MSG_NO_FILE)
    return True


@provider(IFormFieldProvider)
class IAttachments(model.Schema):
    """Add attached files: stock File and Image content, in the order of the list.

    They are content of their own, so that one file can serve two texts, and
    follow the states of the texts (`pbgdpl_attachment_workflow`).
    """

    directives.widget(
        "attachments",
        ContentBrowserFieldWidget,
        pattern_options={"selectableTypes": list(FILE_TYPES), "upload": True},
    )
    attachments = RelationList(
        title=_("label_attachments", default="Attached files"),
        description=_(
            "help_attachments",
            default="Upload or choose files. They stay hidden until this text is published.",
        ),
        value_type=RelationChoice(vocabulary="plone.app.vocabularies.Catalog"),
        constraint=are_files,
        required=False,
        default=[],
    )


@provider(IFormFieldProvider)
class IAudiences(model.Schema):
    """Add the audiences; the special groups come from Articles 17-22, Law 14/2012/QH13."""

    searchable("audiences")
    audiences = TermChoices(
        title=_("label_audiences", default="Audiences"),
        description=_(
            "help_audiences",
            default="Whom the text is written for. Leave empty if it is for everybody.",
        ),
        vocabulary="sonla.pbgdpl.Audiences",
    )


@provider(IFormFieldProvider)
class ILegalFields(model.Schema):
    """Add the fields of law, by which citizens filter and reports count."""

    searchable("legal_fields")
    legal_fields = TermChoices(
        title=_("label_legal_fields", default="Fields of law"),
        description=_(
            "help_legal_fields",
            default="Citizens filter by these. Choose all that apply.",
        ),
        vocabulary="sonla.pbgdpl.LegalFields",
    )


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

    directives.widget(plan_tasks=BlockRowsFieldWidget)
    plan_tasks = Rows(
        IPlanTask,
        title=_("label_plan_tasks", default="Tasks of the plan"),
        description=_(
            "help_plan_tasks",
            default="For plans alone. Who oversees statistics sees which tasks are open or late, and notes when one was done.",
        ),
    )


@provider(IFormFieldProvider)
class IMadeWithAI(model.Schema):
    """Add the mark of what was made with AI (Article 11, Law 134/2025/QH15).

    That law has those who publish such sound, pictures and films tell the public, in words
    and by a mark that machines read.
    """

    made_with_ai = schema.Bool(
        title=_(
            "label_made_with_ai",
            default="Has sound, pictures or film made with AI",
        ),
        description=_(
            "help_made_with_ai",
            default="Tick it if artificial intelligence made or changed any of them. Readers are told on the page and in lists, and so is whoever fetches our data (Article 11, Law 134/2025/QH15).",
        ),
        required=False,
        default=False,
    )


@provider(IFormFieldProvider)
class IResponsibleAgency(model.Schema):
    """Add the responsible agency, which stands in public where Plone names a user."""

    agency = TermChoice(
        title=_("label_agency", default="Responsible agency"),
        description=_(
            "help_agency",
            default="The agency that compiled the text. Empty: the agency of the unit in whose folder it stands.",
        ),
        vocabulary="sonla.pbgdpl.Agencies",
        required=False,
    )


@provider(IFormFieldProvider)
class ITerritory(model.Schema):
    """Add the territory, as tokens of `sonla.pbgdpl.AdministrativeUnits`."""

    searchable("territory")
    territory = TermChoices(
        title=_("label_territory", default="Territory"),
        description=_(
            "help_territory",
            default="Communes and wards that the text concerns. Leave empty for the whole province.",
        ),
        vocabulary="sonla.pbgdpl.AdministrativeUnits",
    )
