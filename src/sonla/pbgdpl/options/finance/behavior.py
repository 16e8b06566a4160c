"""What news are paid by: kind and number of words, as LegalNews has them."""

from plone.autoform import directives
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import for_office
from sonla.pbgdpl.core.names import FINANCE
from sonla.pbgdpl.core.resting_fields import rests_without
from sonla.pbgdpl.vocabularies.fields import TermChoice
from zope import schema
from zope.interface import provider


@provider(IFormFieldProvider)
class IRoyalty(model.Schema):
    """Add what the list of royalties is made of; never public."""

    rests_without(FINANCE)
    model.fieldset(
        "royalty",
        label=_("fieldset_royalty", default="Royalty"),
        fields=["royalty_kind", "word_count"],
    )
    for_office("royalty")
    directives.read_permission(
        royalty_kind="cmf.AddPortalContent", word_count="cmf.AddPortalContent"
    )
    royalty_kind = TermChoice(
        title=_("label_royalty_kind", default="Kind for the royalty list"),
        description=_(
            "help_legal_news_royalty_kind",
            default="Never public: it decides the line in the list of royalties.",
        ),
        vocabulary="sonla.pbgdpl.RoyaltyKinds",
        required=False,
    )
    word_count = schema.Int(
        title=_("label_word_count", default="Number of words"),
        description=_(
            "help_word_count",
            default="Empty: counted from the text when the royalty list is made.",
        ),
        min=0,
        required=False,
    )
