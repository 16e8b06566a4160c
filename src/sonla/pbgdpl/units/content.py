"""A unit that contributes (đơn vị cung cấp thông tin): an agency or a commune."""

from plone.autoform import directives
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import searchable
from sonla.pbgdpl.core.interfaces import IUnitRoot
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.orphaned import OrphanSafeContainer
from sonla.pbgdpl.core.types import ContentTypeFacts
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from sonla.pbgdpl.units.codes import refuse_taken_code
from sonla.pbgdpl.units.codes import unit_code
from sonla.pbgdpl.vocabularies.fields import TermChoice
from sonla.pbgdpl.vocabularies.fields import TermChoices
from typing import Any
from zope import schema
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import invariant


class IOffice(Interface):
    """Describe an office beside that of the unit, such as the police of the commune."""

    level = TermChoice(
        title=_("label_office_level", default="What it handles"),
        vocabulary="sonla.pbgdpl.HandlingLevels",
        required=True,
    )
    office = schema.TextLine(
        title=_("label_office_name", default="Name of the office"),
        required=True,
    )
    address = schema.TextLine(
        title=_("label_office_address", default="Address"),
        required=False,
    )
    opening_hours = schema.TextLine(
        title=_("label_office_hours", default="Opening hours"),
        required=False,
    )
    phone = schema.TextLine(
        title=_("label_office_phone", default="Telephone of the office"),
        required=False,
    )


class IContributingUnit(model.Schema, IUnitRoot):
    """Describe a unit and the folder in which alone its people write.

    Its words: ``docs/glossary.rst``, *The section and its places*.
    """

    searchable("code", "territory", "office", "address")
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
    office = schema.TextLine(
        title=_("label_unit_office", default="Office for visitors"),
        description=_(
            "help_unit_office",
            default="Where people hand in papers, such as Trung tâm Phục vụ hành chính công, with the name of the commune.",
        ),
        required=False,
    )
    address = schema.TextLine(
        title=_("label_office_address", default="Address"),
        description=_(
            "help_office_address",
            default="Where people go, as a visitor would ask the way.",
        ),
        required=False,
    )
    opening_hours = schema.TextLine(
        title=_("label_office_hours", default="Opening hours"),
        description=_(
            "help_office_hours",
            default="Such as: thứ Hai đến thứ Sáu, 7 giờ 30 đến 17 giờ.",
        ),
        required=False,
    )
    phone = schema.TextLine(
        title=_("label_office_phone", default="Telephone of the office"),
        description=_(
            "help_office_phone", default="That of the office, never of a person."
        ),
        required=False,
    )
    directives.widget(other_offices=BlockRowsFieldWidget)
    other_offices = Rows(
        IOffice,
        title=_("label_other_offices", default="Other offices in the commune"),
        description=_(
            "help_other_offices",
            default="Police, health station, court: readers of life situations are sent there.",
        ),
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
    chain=EDITORIAL_WORKFLOW,
    added_in=(SECTION_TYPE,),
    is_versioned=True,
    icon="people",
    order=20,
    is_own=True,
    first_fields=(
        "title",
        "code",
        "agency",
        "territory",
        "office",
        "address",
        "phone",
    ),
)
