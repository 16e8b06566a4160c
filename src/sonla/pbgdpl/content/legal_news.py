"""News on legal education (tin, bài)."""

from AccessControl import ClassSecurityInfo
from AccessControl.class_init import InitializeClass
from plone.autoform import directives
from plone.supermodel import model
from Products.CMFCore.permissions import AddPortalContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IPbgdplContent
from sonla.pbgdpl.core.orphaned import LastingItem
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.vocabularies.fields import TermChoice
from zope import schema
from zope.interface import implementer


class ILegalNews(model.Schema, IPbgdplContent):
    """Describe a news item; lead image, body and classification are behaviors."""

    author_name = schema.TextLine(
        title=_("label_author_name", default="Author or pen name"),
        description=_(
            "help_author_name",
            default="As it shall stand in public. Your login name is never shown.",
        ),
        required=False,
    )
    source = schema.TextLine(
        title=_("label_source", default="Source"),
        description=_(
            "help_source",
            default="Where the text was taken from, if it is not your own.",
        ),
        required=False,
    )

    model.fieldset(
        "royalty",
        label=_("fieldset_royalty", default="Royalty"),
        fields=["royalty_kind", "word_count"],
    )
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


@implementer(ILegalNews)
class LegalNews(LastingItem):
    """Tell what happened in legal education."""

    security = ClassSecurityInfo()
    # Core writes every field of the schemas into these, whoever asks.
    security.declareProtected(AddPortalContent, "manage_FTPget")
    security.declareProtected(AddPortalContent, "manage_DAVget")


InitializeClass(LegalNews)

LEGAL_NEWS_FACTS = ContentTypeFacts(
    order=30,
    is_own=True,
    is_text=True,
    is_contribution=True,
    follows_unit=True,
    is_listed_in_unit=True,
    is_related_reading=True,
)
