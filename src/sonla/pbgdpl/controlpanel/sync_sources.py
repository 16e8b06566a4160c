"""The sources that are harvested: one row a source."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import Refused
from sonla.pbgdpl.core.validators import content_path
from sonla.pbgdpl.core.validators import readable_format
from sonla.pbgdpl.core.validators import service_address
from sonla.pbgdpl.core.validators import term_code
from typing import Any
from zope import schema
from zope.interface import Interface


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
    metadata_prefix = schema.Choice(
        title=_("label_source_metadata_prefix", default="Format (metadataPrefix)"),
        description=_(
            "help_source_metadata_prefix", default="A feed has none; leave it as it is."
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
    landing = schema.TextLine(
        title=_("label_source_landing", default="Folder for new items (path)"),
        constraint=content_path,
        required=False,
    )


def different_names(rows: list[dict[str, Any]]) -> bool:
    """Accept rows whose codes differ; raise `Refused` for the first taken one.

    Two sources of one name would share their cursor and their identities.
    """
    seen: set[str | None] = set()
    for row in rows:
        name = row.get("name")
        if name in seen:
            raise Refused(
                _(
                    "msg_source_name_taken",
                    default="Two sources have the code “${value}”. Give each its own.",
                    mapping={"value": name},
                )
            )
        seen.add(name)
    return True
