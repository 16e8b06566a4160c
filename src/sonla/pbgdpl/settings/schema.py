"""What administrators set: schemas of the registry records and control panels.

The officers whom the public may contact.
"""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.validators import email_address
from sonla.pbgdpl.core.validators import host_names
from sonla.pbgdpl.core.validators import is_phone_number
from sonla.pbgdpl.core.validators import portal_address
from sonla.pbgdpl.settings.records import SettingsRow
from zope import schema
from zope.interface import Interface


class IContactOfficer(Interface):
    """Describe an officer whom readers may contact.

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
        title=_("label_official_phone", default="Official phone"),
        constraint=is_phone_number,
        required=False,
    )
    official_email = schema.TextLine(
        title=_("label_official_email", default="Official e-mail"),
        constraint=email_address,
        required=False,
    )


class ISectionSettings(model.Schema):
    """What all subjects share of the settings: imprint, approval and files.

    Read through `settings.getters`. What one subject alone reads stands in a schema of its own.
    """

    model.fieldset(
        "imprint",
        label=_("fieldset_imprint", default="Imprint"),
        fields=[
            "public_address",
            "managing_agency",
            "editorial_head",
            "licence",
            "contact_officers",
            "reuse_terms",
        ],
    )
    public_address = schema.TextLine(
        title=_("label_public_address", default="Public address of the portal"),
        description=_(
            "help_public_address",
            default="The address at which readers open the homepage, such as https://example.gov.vn. Mails, feeds, records for other systems, calendars and tables name pages by it. Left empty, it is that of the server's configuration, if that has one.",
        ),
        constraint=portal_address,
        required=False,
    )
    managing_agency = schema.TextLine(
        title=_("label_managing_agency", default="Managing agency"),
        description=_(
            "help_managing_agency",
            default="Shown at the foot of every page of the section: the department of justice, with the name of the province.",
        ),
        required=False,
    )
    editorial_head = schema.TextLine(
        title=_("label_editorial_head", default="Head of the editorial board"),
        description=_("help_editorial_head", default="Name and position."),
        required=False,
    )
    licence = schema.TextLine(
        title=_("label_licence", default="Licence of the site"),
        description=_(
            "help_licence", default="Number, date and issuing agency of the licence."
        ),
        required=False,
    )
    contact_officers = schema.List(
        title=_("label_contact_officers", default="Contact officers"),
        description=_(
            "help_contact_officers",
            default="Whom readers may call or write to: name, position, unit, official phone and official e-mail. Don't enter private ones: all of it is public.",
        ),
        value_type=SettingsRow(schema=IContactOfficer),
        required=False,
    )
    reuse_terms = schema.Text(
        title=_("label_reuse_terms", default="Terms of reuse"),
        description=_(
            "help_reuse_terms",
            default="What others must do when they take over texts of the section, such as naming the source.",
        ),
        required=False,
    )

    model.fieldset(
        "approval",
        label=_("fieldset_approval", default="Approval"),
        fields=[
            "four_eyes",
            "mail_steps",
            "stock_types",
        ],
    )
    four_eyes = schema.Bool(
        title=_("label_four_eyes", default="Nobody approves their own text"),
        description=_(
            "help_four_eyes",
            default="Holds for everybody, administrators too. An editor's correction makes nobody an author.",
        ),
        default=True,
        required=False,
    )
    mail_steps = schema.Bool(
        title=_("label_mail_steps", default="Mail about steps of texts"),
        description=_(
            "help_mail_steps",
            default="Tells editors when a text is submitted, approvers when it is forwarded, the author when it is returned, published or withdrawn. The same holds for reports and for people of the register.",
        ),
        default=True,
        required=False,
    )
    stock_types = schema.Bool(
        title=_(
            "label_stock_types", default="Pages, news items and events of the portal"
        ),
        description=_(
            "help_stock_types",
            default="Lets everybody who writes in the section add the portal's own types, such as page, news item, event, link and folder. They go through the same approval, and are listed by their unit alone. Administrators can add them without it.",
        ),
        default=False,
        required=False,
    )
    model.fieldset(
        "files",
        label=_("fieldset_files", default="Files and video"),
        fields=["max_file_megabytes", "allowed_hosts"],
    )
    max_file_megabytes = schema.Int(
        title=_("label_max_file_megabytes", default="Largest file (MB)"),
        description=_(
            "help_max_file_megabytes",
            default="Larger files are refused when they are uploaded to the section.",
        ),
        default=200,
        min=1,
        max=10000,
        required=True,
    )
    allowed_hosts = schema.List(
        title=_("label_allowed_hosts", default="Hosts allowed for materials elsewhere"),
        description=_(
            "help_allowed_hosts",
            default="One host name a line, without https://, such as www.youtube.com. Players of these hosts may stand in texts, too.",
        ),
        value_type=schema.TextLine(),
        constraint=host_names,
        required=False,
        default=["www.youtube.com", "youtu.be", "vimeo.com"],
    )
