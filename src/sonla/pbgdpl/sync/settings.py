"""What administrators set for fetching and sending, source by source; nothing secret.

Secrets and the hosts that may be asked stand in the environment or in zope.conf: the
registry is readable through the web and is exported, and a copy of the database on
another machine must not be able to push.
"""

from plone.autoform import directives
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.validators import content_path
from sonla.pbgdpl.core.validators import service_address
from sonla.pbgdpl.core.validators import term_code
from sonla.pbgdpl.exchange.settings import record_types_field
from sonla.pbgdpl.settings.records import records_of
from sonla.pbgdpl.settings.records import SettingsRow
from sonla.pbgdpl.sync.interfaces import IMappedSending
from sonla.pbgdpl.sync.mapping.definition import InvalidMapping
from sonla.pbgdpl.sync.mapping.reading import read_mapping
from sonla.pbgdpl.sync.mapping.stored import mapping_rests
from sonla.pbgdpl.sync.mapping.stored import shipped_mappings
from sonla.pbgdpl.sync.vocabularies import known_formats
from sonla.pbgdpl.sync.vocabularies import PLAIN_FORMAT
from sonla.pbgdpl.sync.vocabularies import send_formats
from sonla.pbgdpl.ui.widgets.rows import BlockRowsFieldWidget
from typing import Any
from z3c.form.browser.checkbox import CheckBoxFieldWidget
from zope import schema
from zope.component import queryUtility
from zope.interface import Interface


def readable_format(name: str) -> bool:
    """Accept a format that records can be read in; raise `InvalidInput` for another."""
    known = known_formats()
    if name in known:
        return True
    raise InvalidInput(
        _(
            "msg_format_not_readable",
            default="Records in the format “${value}” can't be read: there is no mapping of that name. Choose one of: ${known}.",
            mapping={"value": name, "known": ", ".join(known)},
        )
    )


def sendable_format(name: str) -> bool:
    """Accept a form in which records can be sent; raise `InvalidInput` for another."""
    known = send_formats()
    if name in known:
        return True
    raise InvalidInput(
        _(
            "msg_format_not_sendable",
            default="Nothing can be sent by “${value}”: there is no mapping of that name which says how. Choose one of: ${known}.",
            mapping={"value": name, "known": ", ".join(known)},
        )
    )


class ISyncSource(Interface):
    """Describe a source, as an administrator enters it.

    `name` is what the stored state of the source hangs on, so it never changes once
    used. Whatever is secret stands in the environment or in zope.conf, by this name.
    """

    name = schema.ASCIILine(
        title=_("label_source_name", default="Code"),
        constraint=term_code,
        required=True,
    )
    title = schema.TextLine(
        title=_("label_source_title", default="Name"), required=True
    )
    enabled = schema.Bool(
        title=_("label_source_enabled", default="Fetch from this source"),
        default=False,
        required=False,
    )
    driver = schema.Choice(
        title=_("label_source_driver", default="Protocol"),
        vocabulary="sonla.pbgdpl.SyncDrivers",
        default="oaipmh",
        required=True,
    )
    base_url = schema.TextLine(
        title=_("label_source_base_url", default="Address of the service"),
        constraint=service_address,
        required=True,
    )
    authentication = schema.Choice(
        title=_("label_source_authentication", default="How we prove who asks"),
        description=_(
            "help_source_authentication",
            default="Tokens, passwords and certificates stand in the server's configuration. Test the connection: it names the lines that are missing there.",
        ),
        vocabulary="sonla.pbgdpl.SyncAuthentications",
        default="bearer",
        required=False,
    )
    metadata_prefix = schema.Choice(
        title=_("label_source_metadata_prefix", default="Format"),
        description=_(
            "help_source_metadata_prefix",
            default="For OAI-PMH the format that is asked for; otherwise how it is read. A feed has none; leave it as it is.",
        ),
        vocabulary="sonla.pbgdpl.SyncFormats",
        constraint=readable_format,
        default="pbgdpl",
        required=False,
    )
    sets = schema.Text(
        title=_("label_source_sets", default="Sets, one a line; none means everything"),
        required=False,
    )
    trusted_sets = schema.Text(
        title=_(
            "label_source_trusted_sets",
            default="Sets that are published without approval, one a line",
        ),
        required=False,
    )
    target = schema.TextLine(
        title=_("label_source_target", default="Folder for new items (path)"),
        constraint=content_path,
        required=False,
    )


def whole_mapping(text: str) -> bool:
    """Accept a mapping; raise `InvalidInput` with the first fault of another text."""
    try:
        read_mapping(text)
    except InvalidMapping as error:
        fault = error.faults[0]
        raise InvalidInput(
            _(
                "msg_mapping_fault",
                default="The mapping has a fault at ${place}: ${problem}",
                mapping={"place": fault.place, "problem": fault.message},
            )
        ) from None
    return True


class IStoredMapping(Interface):
    """A mapping that an administrator wrote; its page tries it before it is stored."""

    name = schema.ASCIILine(
        title=_("label_mapping_name", default="Code"),
        constraint=term_code,
        required=True,
    )
    text = schema.Text(
        title=_("label_mapping_text", default="Mapping"),
        constraint=whole_mapping,
        required=True,
    )


def different_names(rows: list[dict[str, Any]]) -> bool:
    """Accept rows whose codes differ; raise `InvalidInput` for the first taken one.

    Two sources of one name would share their cursor and their identities.
    """
    seen: set[str | None] = set()
    for row in rows:
        name = row.get("name")
        if name in seen:
            raise InvalidInput(
                _(
                    "msg_source_name_taken",
                    default="Two sources have the code “${value}”. Give each its own.",
                    mapping={"value": name},
                )
            )
        seen.add(name)
    return True


def different_mappings(rows: list[dict[str, Any]]) -> bool:
    """Accept mappings whose codes differ, from each other and from those that are shipped."""
    seen = {PLAIN_FORMAT, *shipped_mappings()}
    for row in rows:
        if row.get("name") in seen:
            raise InvalidInput(
                _(
                    "msg_mapping_name_taken",
                    default="There is a mapping “${value}” already. Give this one another code.",
                    mapping={"value": row.get("name")},
                )
            )
        seen.add(row.get("name", ""))
    return True


PREFIX = "sonla.pbgdpl.sync"


class ISyncSettings(model.Schema):
    """What is fetched and sent, read through `get_sync_settings`.

    Both are off until somebody has named a partner.
    """

    model.fieldset(
        "pull",
        label=_("fieldset_sync_pull", default="Fetch"),
        fields=[
            "pull_enabled",
            "sources",
            "mappings",
            "period",
            "cap_count",
            "cap_percent",
            "cap_changed_percent",
            "digest_enabled",
        ],
    )
    pull_enabled = schema.Bool(
        title=_("label_pull_enabled", default="Fetch from the sources below"),
        default=False,
        required=False,
    )
    directives.widget(sources=BlockRowsFieldWidget)
    sources = schema.List(
        title=_("label_sources", default="Sources"),
        description=_(
            "help_sources",
            default="A host is asked only if the server's configuration allows it.",
        ),
        value_type=SettingsRow(schema=ISyncSource),
        constraint=different_names,
        required=False,
        default=[],
    )
    directives.omitted("mappings")
    mappings = schema.List(
        title=_("label_mappings", default="Mappings"),
        description=_(
            "help_mappings",
            default="How records of other systems become texts of this portal. Each is tried and saved on the page “Mappings”.",
        ),
        value_type=SettingsRow(schema=IStoredMapping),
        constraint=different_mappings,
        required=False,
        default=[],
    )
    period = schema.Int(
        title=_("label_sync_period", default="Ask each source every (minutes)"),
        default=60,
        min=1,
        max=10080,
        required=True,
    )
    cap_count = schema.Int(
        title=_("label_cap_count", default="Stop before withdrawing more than (texts)"),
        description=_(
            "help_cap_count",
            default="If a source suddenly asks for more, nothing is done until somebody has looked.",
        ),
        default=50,
        min=1,
        max=100000,
        required=True,
    )
    cap_percent = schema.Int(
        title=_(
            "label_cap_percent",
            default="Stop before withdrawing more than (% of the source)",
        ),
        default=20,
        min=1,
        max=100,
        required=True,
    )
    cap_changed_percent = schema.Int(
        title=_(
            "label_cap_changed_percent",
            default="Stop before changing more than (% of the source)",
        ),
        default=50,
        min=1,
        max=100,
        required=True,
    )

    digest_enabled = schema.Bool(
        title=_(
            "label_digest_enabled",
            default="Tell approvers once a day by mail what has arrived",
        ),
        description=_(
            "help_digest_enabled",
            default="Single texts that are fetched send no mail.",
        ),
        default=True,
        required=False,
    )

    model.fieldset(
        "push",
        label=_("fieldset_sync_push", default="Send"),
        fields=[
            "push_enabled",
            "push_url",
            "push_format",
            "push_authentication",
            "push_types",
        ],
    )
    push_enabled = schema.Bool(
        title=_("label_push_enabled", default="Send our public texts"),
        default=False,
        required=False,
    )
    push_url = schema.TextLine(
        title=_("label_push_url", default="Address to send to"),
        description=_(
            "help_push_url",
            default="Without user name and password: they belong into the server's configuration.",
        ),
        constraint=service_address,
        required=False,
    )
    push_format = schema.Choice(
        title=_("label_push_format", default="Form in which it is sent"),
        description=_(
            "help_push_format",
            default="Each record as JSON-LD to an address of its own, or in another form that the other side wants.",
        ),
        vocabulary="sonla.pbgdpl.SyncSendFormats",
        constraint=sendable_format,
        default="pbgdpl",
        required=False,
    )
    push_authentication = schema.Choice(
        title=_("label_source_authentication", default="How we prove who asks"),
        description=_(
            "help_source_authentication",
            default="Tokens, passwords and certificates stand in the server's configuration. Test the connection: it names the lines that are missing there.",
        ),
        vocabulary="sonla.pbgdpl.SyncAuthentications",
        default="bearer",
        required=False,
    )
    directives.widget(push_types=CheckBoxFieldWidget)
    push_types = record_types_field(
        _("label_push_types", default="Kinds that are sent"),
        _("help_push_types", default="A kind that is left out is sent no more."),
    )


def get_sync_settings() -> ISyncSettings:
    """Return the settings as attributes; a record that is missing has its default."""
    return records_of(ISyncSettings, PREFIX)


def push_address() -> str:
    """Return the address that records are sent to; empty where none is set."""
    return get_sync_settings().push_url or ""


def push_authentication() -> str:
    """Return the name of the way in which we prove who sends."""
    return get_sync_settings().push_authentication or "bearer"


def push_format() -> str:
    """Return the name of the mapping that records are sent by; `pbgdpl` for none."""
    return get_sync_settings().push_format or PLAIN_FORMAT


def sending_rests() -> bool:
    """Return whether records are sent by a mapping that rests with its option."""
    name = push_format()
    if name == PLAIN_FORMAT:
        return False
    return mapping_rests(name) or queryUtility(IMappedSending) is None


def sends() -> bool:
    """Return whether sending is switched on and doesn't rest."""
    return bool(get_sync_settings().push_enabled) and not sending_rests()


def push_partner() -> str:
    """Return what names the partner: one address may want two things under two mappings."""
    address, mapping = push_address(), push_format()
    return address if mapping == PLAIN_FORMAT else f"{address}#{mapping}"
