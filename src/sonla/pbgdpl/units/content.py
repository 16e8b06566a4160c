"""A unit that contributes (đơn vị cung cấp thông tin): an agency or a commune."""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.interfaces import IUnitRoot
from sonla.pbgdpl.core.orphaned import OrphanSafeContainer
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.units.codes import refuse_taken_code
from sonla.pbgdpl.units.codes import unit_code
from sonla.pbgdpl.vocabularies.fields import TermChoice
from sonla.pbgdpl.vocabularies.fields import TermChoices
from typing import Any
from zope import schema
from zope.interface import implementer
from zope.interface import invariant


class IContributingUnit(model.Schema, IUnitRoot):
    """Describe a unit and the folder in which alone its people write.

    Its words: ``docs/glossary.rst``, *The section and its places*.
    """

    searchable("code", "territory")
    code = schema.ASCIILine(
        title=_("label_unit_code", default="Code of the unit"),
        description=_(
            "help_unit_code",
            default="Short and stable, such as so-tu-phap or 03646. The group of the unit is named after it.",
        ),
        constraint=unit_code,
        required=True,
    )
    agency = TermChoice(
        title=_("label_unit_agency", default="Agency"),
        description=_(
            "help_unit_agency",
            default="Shown as author of what the unit contributes. Empty: the title of the unit.",
        ),
        vocabulary="sonla.pbgdpl.Agencies",
        required=False,
    )
    territory = TermChoices(
        title=_("label_unit_territory", default="Territory of the unit"),
        description=_(
            "help_contributing_unit_territory",
            default="The commune, ward or province that the unit works for.",
        ),
        vocabulary="sonla.pbgdpl.AdministrativeUnits",
    )
    opened_on = schema.Date(
        title=_("label_opened_on", default="Opened on"),
        description=_(
            "help_contributing_unit_opened_on",
            default="From when on the unit provides information. Empty: from now on.",
        ),
        required=False,
    )
    closed_on = schema.Date(
        title=_("label_closed_on", default="Closed on"),
        description=_(
            "help_closed_on",
            default="From this day on nothing can be added here; what was published stays.",
        ),
        required=False,
    )
    successor = schema.ASCIILine(
        title=_("label_unit_successor", default="Code of the unit that follows"),
        description=_(
            "help_contributing_unit_successor",
            default="When the unit is closed: the code of the unit that takes over its work.",
        ),
        constraint=unit_code,
        required=False,
    )

    @invariant
    def closes_after_opening(data: Any) -> None:
        """Refuse a unit that closes before it opened."""
        if data.opened_on and data.closed_on and data.closed_on < data.opened_on:
            raise InvalidInput(
                _(
                    "msg_unit_closes_too_early",
                    default="The date of closing is before the date of opening.",
                )
            )

    @invariant
    def has_a_code_of_its_own(data: Any) -> None:
        """Refuse a code that another unit of the section has.

        Forms and REST give what was sent with the place that it is sent to.
        """
        refuse_taken_code(data.code, getattr(data, "__context__", data))


@implementer(IContributingUnit)
class ContributingUnit(OrphanSafeContainer):
    """What one unit contributes."""


CONTRIBUTING_UNIT_FACTS = ContentTypeFacts(
    order=20,
    is_own=True,
)
