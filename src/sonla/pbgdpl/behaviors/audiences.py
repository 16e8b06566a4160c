"""The groups of people (đối tượng) whom a text is for."""

from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.vocabularies.fields import TermChoices
from zope.interface import provider


@provider(IFormFieldProvider)
class IAudiences(model.Schema):
    """Add the audiences; the special groups come from Articles 17-22, Law 14/2012/QH13."""

    audiences = TermChoices(
        title=_("label_audiences", default="Audiences"),
        description=_(
            "help_audiences",
            default="Whom the text is written for. Leave empty if it is for everybody.",
        ),
        vocabulary="sonla.pbgdpl.Audiences",
    )
