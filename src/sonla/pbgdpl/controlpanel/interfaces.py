"""What administrators set: schemas of the registry records and control panels."""

from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidgetFactory
from plone.autoform import directives
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.controlpanel.rows import SettingsRow
from zope import schema
from zope.interface import Interface


class ITerm(Interface):
    """Describe one term of a controlled list.

    `token` is what content stores, so it never changes once used. Both dates
    are inclusive; an empty one is no limit.
    """

    token = schema.ASCIILine(
        title=_("label_term_token", default="Code"),
        required=True,
    )
    title = schema.TextLine(
        title=_("label_term_title", default="Name"),
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
    "EndKinds": "end_kinds",
    "Languages": "languages",
    "GuidanceGroups": "guidance_groups",
    "RoyaltyKinds": "royalty_kinds",
}
"""Vocabulary name (without `sonla.pbgdpl.`) → field of `IVocabularySettings`."""


class IVocabularySettings(model.Schema):
    """Hold the controlled lists; one registry record a list.

    The records are written by the installation from `vocabularies/data` and
    belong to the administrator from then on.
    """

    directives.widget(document_types=DataGridFieldWidgetFactory)
    document_types = schema.List(
        title=_("label_vocabulary_document_types", default="Document types"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(validity_statuses=DataGridFieldWidgetFactory)
    validity_statuses = schema.List(
        title=_("label_vocabulary_validity_statuses", default="Validity statuses"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(legal_fields=DataGridFieldWidgetFactory)
    legal_fields = schema.List(
        title=_("label_vocabulary_legal_fields", default="Fields of law"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(audiences=DataGridFieldWidgetFactory)
    audiences = schema.List(
        title=_("label_vocabulary_audiences", default="Audiences"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(dissemination_forms=DataGridFieldWidgetFactory)
    dissemination_forms = schema.List(
        title=_("label_vocabulary_dissemination_forms", default="Forms of dissemination"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(introduction_kinds=DataGridFieldWidgetFactory)
    introduction_kinds = schema.List(
        title=_("label_vocabulary_introduction_kinds", default="Kinds of introduction"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(material_kinds=DataGridFieldWidgetFactory)
    material_kinds = schema.List(
        title=_("label_vocabulary_material_kinds", default="Kinds of material"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(government_levels=DataGridFieldWidgetFactory)
    government_levels = schema.List(
        title=_("label_vocabulary_government_levels", default="Levels of government"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(administrative_units=DataGridFieldWidgetFactory)
    administrative_units = schema.List(
        title=_("label_vocabulary_administrative_units", default="Administrative units"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(agencies=DataGridFieldWidgetFactory)
    agencies = schema.List(
        title=_("label_vocabulary_agencies", default="Agencies"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(council_roles=DataGridFieldWidgetFactory)
    council_roles = schema.List(
        title=_("label_vocabulary_council_roles", default="Roles in the council"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(end_kinds=DataGridFieldWidgetFactory)
    end_kinds = schema.List(
        title=_("label_vocabulary_end_kinds", default="Ways a recognition ends"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(languages=DataGridFieldWidgetFactory)
    languages = schema.List(
        title=_("label_vocabulary_languages", default="Languages"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(guidance_groups=DataGridFieldWidgetFactory)
    guidance_groups = schema.List(
        title=_("label_vocabulary_guidance_groups", default="Groups of guidance"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )
    directives.widget(royalty_kinds=DataGridFieldWidgetFactory)
    royalty_kinds = schema.List(
        title=_("label_vocabulary_royalty_kinds", default="Kinds of royalty"),
        value_type=SettingsRow(schema=ITerm),
        required=False,
    )


class IContactOfficer(Interface):
    """Describe an officer to contact, as Article 4 of Decree 42/2022/NĐ-CP asks.

    Only official addresses: a private phone or e-mail must not be entered here.
    """

    full_name = schema.TextLine(
        title=_("label_officer_name", default="Full name"), required=True
    )
    position = schema.TextLine(
        title=_("label_officer_position", default="Position"), required=False
    )
    unit = schema.TextLine(
        title=_("label_officer_unit", default="Unit"), required=False
    )
    official_phone = schema.TextLine(
        title=_("label_official_phone", default="Official phone"), required=False
    )
    official_email = schema.TextLine(
        title=_("label_official_email", default="Official e-mail"), required=False
    )


class ISettings(model.Schema):
    """Hold the settings of the add-on, read through `controlpanel.settings`."""

    model.fieldset(
        "imprint",
        label=_("fieldset_imprint", default="Imprint"),
        fields=[
            "managing_agency",
            "editorial_head",
            "licence",
            "contact_officers",
            "reuse_terms",
        ],
    )
    managing_agency = schema.TextLine(
        title=_("label_managing_agency", default="Managing agency"),
        required=False,
    )
    editorial_head = schema.TextLine(
        title=_("label_editorial_head", default="Head of the editorial board"),
        required=False,
    )
    licence = schema.TextLine(
        title=_("label_licence", default="Licence of the site"),
        required=False,
    )
    directives.widget(contact_officers=DataGridFieldWidgetFactory)
    contact_officers = schema.List(
        title=_("label_contact_officers", default="Contact officers"),
        value_type=SettingsRow(schema=IContactOfficer),
        required=False,
    )
    reuse_terms = schema.Text(
        title=_("label_reuse_terms", default="Terms of reuse"),
        required=False,
    )

    model.fieldset(
        "homepage",
        label=_("fieldset_homepage", default="Homepage"),
        fields=["show_centre", "centre_position", "centre_pages"],
    )
    show_centre = schema.Bool(
        title=_("label_show_centre", default="Show the section on the homepage"),
        default=True,
        required=False,
    )
    centre_position = schema.Choice(
        title=_("label_centre_position", default="Place on the page"),
        values=["above", "below"],
        default="above",
        required=True,
    )
    centre_pages = schema.List(
        title=_("label_centre_pages", default="Further pages that show it (paths)"),
        description=_(
            "help_centre_pages",
            default="One path a line, from the root of the portal, such as /gioi-thieu.",
        ),
        value_type=schema.TextLine(),
        required=False,
        default=[],
    )

    model.fieldset(
        "approval",
        label=_("fieldset_approval", default="Approval"),
        fields=["four_eyes", "mail_next", "mail_author", "silent_unit_days"],
    )
    four_eyes = schema.Bool(
        title=_("label_four_eyes", default="Nobody approves their own text"),
        default=True,
        required=False,
    )
    mail_next = schema.Bool(
        title=_("label_mail_next", default="Mail those who must act next"),
        default=True,
        required=False,
    )
    mail_author = schema.Bool(
        title=_("label_mail_author", default="Mail the author when the state changes"),
        default=True,
        required=False,
    )
    silent_unit_days = schema.Int(
        title=_("label_silent_unit_days", default="A unit is silent after (days)"),
        default=30,
        min=1,
        required=True,
    )

    model.fieldset(
        "files",
        label=_("fieldset_files", default="Files and video"),
        fields=["max_file_megabytes", "allowed_hosts"],
    )
    max_file_megabytes = schema.Int(
        title=_("label_max_file_megabytes", default="Largest file (MB)"),
        default=200,
        min=1,
        required=True,
    )
    allowed_hosts = schema.List(
        title=_("label_allowed_hosts", default="Hosts allowed for materials elsewhere"),
        description=_(
            "help_allowed_hosts", default="One host name a line, without https://."
        ),
        value_type=schema.TextLine(),
        required=False,
        default=["www.youtube.com", "youtu.be", "vimeo.com"],
    )
