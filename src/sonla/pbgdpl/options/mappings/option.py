"""Mappings and reconciliation, as an option of a portal."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IMappingsLayer
from sonla.pbgdpl.core.options import Option

MAPPINGS_OPTION = Option(
    order=50,
    title=_("option_mappings", default="Mappings and reconciliation"),
    description=_(
        "option_mappings_help",
        default="Partners without OAI-PMH and without the agreed format: files that say how their records become ours and ours theirs; comparing both sides record by record.",
    ),
    audience=_(
        "option_mappings_audience",
        default="A portal that exchanges data with systems of other kinds",
    ),
    layer=IMappingsLayer,
)
