"""What administrators set: schemas of the registry records and control panels.

The officers whom the public may contact.
"""

from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.validators import content_paths
from sonla.pbgdpl.core.validators import email_address
from sonla.pbgdpl.core.validators import host_names
from sonla.pbgdpl.core.validators import is_phone_number
from sonla.pbgdpl.core.validators import portal_address
from sonla.pbgdpl.settings.records import SettingsRow
from zope import schema
from zope.interface import Interface


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
    """The settings of section, homepage, approval, register and files.

    Read through `settings.getters`. A subject with more than a few has a schema of its own.
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
            default="The address at which readers open the homepage, such as https://sonla.gov.vn. Mails, feeds, records for other systems, calendars and tables name pages by it. Left empty, it is that of the server's configuration, if that has one.",
        ),
        constraint=portal_address,
        required=False,
    )
    managing_agency = schema.TextLine(
        title=_("label_managing_agency", default="Managing agency"),
        description=_(
            "help_managing_agency",
            default="Shown at the foot of every page of the section, such as Sở Tư pháp tỉnh Sơn La.",
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
            default="Decree 42/2022/NĐ-CP asks for name, position, unit, official phone and official e-mail. Don't enter private ones: all of it is public.",
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
        "homepage",
        label=_("fieldset_homepage", default="Homepage"),
        fields=["show_centre", "centre_position", "centre_pages"],
    )
    show_centre = schema.Bool(
        title=_("label_show_centre", default="Show the section on the homepage"),
        description=_(
            "help_show_centre",
            default="Shows what “Manage portlets” puts in the centre of the homepage.",
        ),
        default=True,
        required=False,
    )
    centre_position = schema.Choice(
        title=_("label_centre_position", default="Place on the page"),
        description=_(
            "help_interfaces_centre_position",
            default="Above or below what the homepage shows itself.",
        ),
        vocabulary="sonla.pbgdpl.CentrePositions",
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
        constraint=content_paths,
        required=False,
        default=[],
    )

    model.fieldset(
        "approval",
        label=_("fieldset_approval", default="Approval"),
        fields=[
            "four_eyes",
            "desk_after_login",
            "mail_next",
            "mail_author",
            "silent_unit_days",
            "statistics_reminder_days",
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
    desk_after_login = schema.Bool(
        title=_("label_desk_after_login", default="Open the approval desk after login"),
        description=_(
            "help_desk_after_login",
            default="For those who write, edit or approve. A link that somebody followed still leads where it should.",
        ),
        default=True,
        required=False,
    )
    mail_next = schema.Bool(
        title=_("label_mail_next", default="Mail those who must act next"),
        description=_(
            "help_mail_next",
            default="Editors when a text is submitted, approvers when it is forwarded.",
        ),
        default=True,
        required=False,
    )
    mail_author = schema.Bool(
        title=_("label_mail_author", default="Mail the author when the state changes"),
        description=_(
            "help_mail_author",
            default="With the comment, when a text is returned, published or withdrawn.",
        ),
        default=True,
        required=False,
    )
    silent_unit_days = schema.Int(
        title=_("label_silent_unit_days", default="A unit is silent after (days)"),
        description=_(
            "help_silent_unit_days",
            default="The overview of units marks those that sent nothing for so long.",
        ),
        default=30,
        min=1,
        max=3650,
        required=True,
    )

    statistics_reminder_days = schema.Int(
        title=_(
            "label_statistics_reminder_days",
            default="Remind units of statistics (days before they are due)",
        ),
        description=_(
            "help_statistics_reminder_days",
            default="By mail, and once more when the day has passed. 0: no reminders.",
        ),
        default=7,
        min=0,
        max=60,
        required=True,
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
        "register",
        label=_("fieldset_register", default="Register of people"),
        fields=["mail_register", "recognition_warning_days"],
    )
    mail_register = schema.Bool(
        title=_(
            "label_mail_register", default="Mail those who keep the register each month"
        ),
        description=_(
            "help_mail_register",
            default="Recognitions that end soon, people whose agency changed, recognitions without a decision. Nothing is sent when there is nothing to tell.",
        ),
        default=True,
        required=False,
    )
    recognition_warning_days = schema.Int(
        title=_(
            "label_recognition_warning_days",
            default="A recognition ends soon when it ends within (days)",
        ),
        description=_(
            "help_interfaces_recognition_warning_days",
            default="Keepers of the register are warned that long before.",
        ),
        default=60,
        min=1,
        max=3650,
        required=True,
    )

    model.fieldset(
        "audit",
        label=_("heading_audit", default="Log of operations"),
        fields=["audit_log_years"],
    )
    audit_log_years = schema.Int(
        title=_(
            "label_audit_log_years", default="Keep the log of operations for (years)"
        ),
        description=_(
            "help_audit_log_years",
            default="Who approved, who changed the register or the settings, who took personal data out. Older entries are dropped.",
        ),
        default=5,
        min=1,
        max=50,
        required=True,
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
