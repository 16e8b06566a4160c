"""Files that belong to a text and become public with it."""

from plone.app.z3cform.widgets.contentbrowser import ContentBrowserFieldWidget
from plone.autoform import directives
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from sonla.pbgdpl import _
from z3c.relationfield.schema import RelationChoice
from z3c.relationfield.schema import RelationList
from zope.interface import provider


@provider(IFormFieldProvider)
class IAttachments(model.Schema):
    """Add attached files: stock File and Image content, in the order of the list.

    They are content of their own, so that one file can serve two texts, and
    follow the states of the texts (`pbgdpl_attachment_workflow`).
    """

    directives.widget(
        "attachments",
        ContentBrowserFieldWidget,
        pattern_options={"selectableTypes": ["File", "Image"], "upload": True},
    )
    attachments = RelationList(
        title=_("label_attachments", default="Attached files"),
        description=_(
            "help_attachments",
            default="Upload or choose files. They stay hidden until this text is published.",
        ),
        value_type=RelationChoice(vocabulary="plone.app.vocabularies.Catalog"),
        required=False,
        default=[],
    )
