"""What administrators set for what other systems may take, and who we are to them.

On from the installation; nothing is sent by it.
"""

from plone.autoform import directives
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.validators import host_name
from sonla.pbgdpl.core.validators import is_host_name
from sonla.pbgdpl.settings.public_address import host_of
from sonla.pbgdpl.settings.public_address import public_root
from sonla.pbgdpl.settings.records import records_of
from z3c.form.browser.checkbox import CheckBoxFieldWidget
from zope import schema
from zope.i18nmessageid import Message

PREFIX = "sonla.pbgdpl.exchange"


def record_types_field(title: Message, description: Message) -> schema.List:
    """Make the field of the kinds of records that go one way; None while nobody chose."""
    return schema.List(
        title=title,
        description=description,
        value_type=schema.Choice(vocabulary="sonla.pbgdpl.RecordTypes"),
        required=False,
    )


class IExchangeSettings(model.Schema):
    """The settings of what is offered, read through `get_exchange_settings`."""

    oai_enabled = schema.Bool(
        title=_("label_oai_enabled", default="Offer public texts to other systems"),
        description=_(
            "help_oai_enabled",
            default="By OAI-PMH and feeds. Only what every visitor may read.",
        ),
        default=True,
        required=False,
    )
    directives.widget(exported_types=CheckBoxFieldWidget)
    exported_types = record_types_field(
        _("label_exported_types", default="Kinds that are offered"),
        _("help_exported_types", default="A kind that is left out is offered no more."),
    )
    repository_id = schema.TextLine(
        title=_("label_repository_id", default="Name of this repository"),
        description=_(
            "help_repository_id",
            default="Part of the identifier of each record, such as pbgdpl.example.gov.vn. Empty: the host name of the portal. Others know our records by it, so don't change it once they have fetched some.",
        ),
        constraint=host_name,
        required=False,
    )


def get_exchange_settings() -> IExchangeSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(IExchangeSettings, PREFIX)


def repository_id() -> str:
    """Return the name of our repository: the setting, else the public host name."""
    named = get_exchange_settings().repository_id
    return named or host_of(public_root()) or "localhost"


def has_repository_name() -> bool:
    """Return whether records have names yet that will stay."""
    return bool(get_exchange_settings().repository_id or host_of(public_root()))


def name_repository() -> None:
    """Take the public host for the name of our repository, if it has none yet.

    Written down, for the address may change and the name must not.
    """
    settings, host = get_exchange_settings(), host_of(public_root())
    if not settings.repository_id and is_host_name(host):
        settings.repository_id = host


def identifier_of(uid: str) -> str:
    """Return the identifier of a record of ours, which never changes."""
    return f"oai:{repository_id()}:{uid}"
