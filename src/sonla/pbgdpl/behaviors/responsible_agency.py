"""The agency that answers for a text."""

from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.vocabularies.fields import TermChoice
from zope.interface import provider


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
