"""The provinces, communes and wards (địa bàn) that a text concerns."""

from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.vocabularies.fields import TermChoices
from zope.interface import provider


@provider(IFormFieldProvider)
class ITerritory(model.Schema):
    """Add the territory, as tokens of `sonla.pbgdpl.AdministrativeUnits`."""

    territory = TermChoices(
        title=_("label_territory", default="Territory"),
        description=_(
            "help_territory",
            default="Communes and wards that the text concerns. Leave empty for the whole province.",
        ),
        vocabulary="sonla.pbgdpl.AdministrativeUnits",
    )
