"""The controlled lists in the registry."""

from copy import copy
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import FINANCE
from sonla.pbgdpl.core.options import options_on
from sonla.pbgdpl.core.validators import term_code
from sonla.pbgdpl.settings.records import SettingsRow
from zope import schema
from zope.i18nmessageid import Message
from zope.interface import Interface


class ITerm(Interface):
    """Describe one term of a controlled list.

    `token` is what content stores, so it never changes once used. Both dates
    are inclusive; an empty one is no limit.

    Its words: ``docs/glossary.rst``, *Running the portal*.
    """

    title = schema.TextLine(
        title=_("label_term_title", default="Name"),
        required=True,
    )
    token = schema.ASCIILine(
        title=_("label_term_token", default="Code"),
        constraint=term_code,
        required=True,
    )
    valid_from = schema.Date(
        title=_("label_term_valid_from", default="Valid from"),
        required=False,
    )
    valid_to = schema.Date(
        title=_("label_term_valid_to", default="Valid to"),
        required=False,
    )
    aliases = schema.Text(
        title=_("label_term_aliases", default="Other spellings, one a line"),
        required=False,
    )


def same(name: str) -> schema.Field:
    """Return a field of a term for another schema, which grids need to have itself.

    Their widgets fill no cell whose field is inherited.
    """
    field = copy(ITerm[name])
    field.interface = None
    return field


class ITopic(Interface):
    """Describe a term to which a tile on the homepage or a page of its own may lead."""

    title = same("title")
    token = same("token")
    valid_from = same("valid_from")
    valid_to = same("valid_to")
    aliases = same("aliases")
    short_title = schema.TextLine(
        title=_("label_term_short_title", default="Short name, on tiles"),
        max_length=40,
        required=False,
    )
    icon = schema.Choice(
        title=_("label_term_icon", default="Picture on tiles"),
        vocabulary="sonla.pbgdpl.TopicIcons",
        required=False,
    )


class IRatedItem(Interface):
    """Describe a term with the most that may be paid for one unit of it, and who set that."""

    title = same("title")
    token = same("token")
    maximum = schema.Int(
        title=_("label_term_maximum", default="Most for one (VND)"),
        min=0,
        max=10**15 - 1,
        required=False,
    )
    unit = schema.TextLine(
        title=_("label_term_unit", default="One of what"),
        max_length=60,
        required=False,
    )
    basis = schema.TextLine(
        title=_("label_term_basis", default="Basis (article, resolution)"),
        max_length=200,
        required=False,
    )
    valid_from = same("valid_from")
    valid_to = same("valid_to")
    aliases = same("aliases")


VOCABULARY_FIELDS = {
    "DocumentTypes": "document_types",
    "ValidityStatuses": "validity_statuses",
    "LegalFields": "legal_fields",
    "Audiences": "audiences",
    "DisseminationForms": "dissemination_forms",
    "IntroductionKinds": "introduction_kinds",
    "MaterialKinds": "material_kinds",
    "GovernmentLevels": "government_levels",
    "AdministrativeUnits": "administrative_units",
    "Agencies": "agencies",
    "CouncilRoles": "council_roles",
    "CouncilDecisionKinds": "council_decision_kinds",
    "EndKinds": "end_kinds",
    "Languages": "languages",
    "GuidanceGroups": "guidance_groups",
    "RoyaltyKinds": "royalty_kinds",
    "HandlingLevels": "handling_levels",
    "ExpenditureItems": "expenditure_items",
}
"""Vocabulary name (without `sonla.pbgdpl.`) → field of `IVocabularySettings`."""

OPTION_LISTS = {"RoyaltyKinds": FINANCE, "ExpenditureItems": FINANCE}
"""List that one option alone uses → its name: the page of the list rests with it, the terms never."""


def shown_lists() -> list[str]:
    """Return the names of the lists that belong to no option that is off here."""
    on = options_on() | {""}
    return [name for name in VOCABULARY_FIELDS if OPTION_LISTS.get(name, "") in on]


def list_of_terms(title: Message, row: type[Interface] = ITerm) -> schema.List:
    """Make the field of one controlled list."""
    return schema.List(title=title, value_type=SettingsRow(schema=row), required=False)


class IVocabularySettings(model.Schema):
    """The controlled lists; one registry record a list.

    The records are written by the installation from `vocabularies/data` and
    belong to the administrator from then on.
    """

    document_types = list_of_terms(
        _("label_vocabulary_document_types", default="Document types")
    )
    validity_statuses = list_of_terms(
        _("label_vocabulary_validity_statuses", default="Validity statuses")
    )
    legal_fields = list_of_terms(
        _("label_vocabulary_legal_fields", default="Fields of law"), ITopic
    )
    audiences = list_of_terms(
        _("label_vocabulary_audiences", default="Audiences"), ITopic
    )
    dissemination_forms = list_of_terms(
        _("label_vocabulary_dissemination_forms", default="Forms of dissemination")
    )
    introduction_kinds = list_of_terms(
        _("label_vocabulary_introduction_kinds", default="Kinds of introduction")
    )
    material_kinds = list_of_terms(
        _("label_vocabulary_material_kinds", default="Kinds of material")
    )
    government_levels = list_of_terms(
        _("label_vocabulary_government_levels", default="Levels of government")
    )
    administrative_units = list_of_terms(
        _("label_vocabulary_administrative_units", default="Administrative units")
    )
    agencies = list_of_terms(_("label_vocabulary_agencies", default="Agencies"))
    council_roles = list_of_terms(
        _("label_vocabulary_council_roles", default="Roles in the council")
    )
    council_decision_kinds = list_of_terms(
        _(
            "label_vocabulary_council_decision_kinds",
            default="Kinds of decisions on a council",
        )
    )
    end_kinds = list_of_terms(
        _("label_vocabulary_end_kinds", default="Ways a recognition ends")
    )
    languages = list_of_terms(_("label_vocabulary_languages", default="Languages"))
    guidance_groups = list_of_terms(
        _("label_vocabulary_guidance_groups", default="Groups of guidance")
    )
    royalty_kinds = list_of_terms(
        _("label_vocabulary_royalty_kinds", default="Kinds of royalty")
    )
    handling_levels = list_of_terms(
        _("label_vocabulary_handling_levels", default="Who handles a step")
    )
    expenditure_items = list_of_terms(
        _("label_vocabulary_expenditure_items", default="Items of expenditure"),
        IRatedItem,
    )
