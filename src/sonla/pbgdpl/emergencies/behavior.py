"""What keeps a text from onlookers: whoever reads of violence may be watched."""

from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from sonla.pbgdpl import _
from zope import schema
from zope.interface import provider


@provider(IFormFieldProvider)
class IOnlookers(model.Schema):
    """Hide what a text is about from who looks on; a type joins by the behavior alone.

    Its words: ``docs/glossary.rst``, *Texts and materials*.
    """

    is_sensitive = schema.Bool(
        title=_("label_is_sensitive", default="Hide from onlookers"),
        description=_(
            "help_is_sensitive",
            default="For violence and similar topics: the page has a button for leaving it at once, and shows nothing of its content where its address is shared.",
        ),
        default=False,
        required=False,
    )
    neutral_title = schema.TextLine(
        title=_("label_neutral_title", default="Neutral title"),
        description=_(
            "help_neutral_title",
            default="For a page that is hidden from onlookers: stands in place of its title in the window and where the address is shared, such as “Thông tin cho gia đình”. Empty: the name of the section.",
        ),
        max_length=60,
        required=False,
    )
