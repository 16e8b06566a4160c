"""The fields of law (lĩnh vực) that a text is about."""

from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.vocabularies.fields import TermChoices
from zope.interface import provider


@provider(IFormFieldProvider)
class ILegalFields(model.Schema):
    """Add the fields of law, by which citizens filter and reports count."""

    legal_fields = TermChoices(
        title=_("label_legal_fields", default="Fields of law"),
        description=_(
            "help_legal_fields",
            default="Citizens filter by these. Choose all that apply.",
        ),
        vocabulary="sonla.pbgdpl.LegalFields",
    )
