"""Introductions to new law (tài liệu giới thiệu văn bản pháp luật)."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IPbgdplContent
from sonla.pbgdpl.core.orphaned import LastingItem
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.vocabularies.fields import TermChoice
from zope.interface import implementer


class ILegalIntroduction(model.Schema, IPbgdplContent):
    """Describe an introduction; the documents introduced are rows of a behavior."""

    kind = TermChoice(
        title=_("label_introduction_kind", default="Kind of introduction"),
        description=_(
            "help_legal_introduction_kind",
            default="Readers filter introductions by it.",
        ),
        vocabulary="sonla.pbgdpl.IntroductionKinds",
        required=True,
    )
    text_language = TermChoice(
        title=_("label_text_language", default="Language of the text"),
        description=_(
            "help_legal_introduction_text_language",
            default="The language in which the text is written.",
        ),
        vocabulary="sonla.pbgdpl.Languages",
        default="vi",
        required=False,
    )


@implementer(ILegalIntroduction)
class LegalIntroduction(LastingItem):
    """Explain new law in words that people understand."""


LEGAL_INTRODUCTION_FACTS = ContentTypeFacts(
    order=40,
    is_own=True,
    is_text=True,
    is_contribution=True,
    cites_documents=True,
    follows_unit=True,
    is_listed_in_unit=True,
    is_related_reading=True,
)
