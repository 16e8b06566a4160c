"""Bringing in existing content as an option of a portal."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IMovingLayer
from sonla.pbgdpl.core.options import Option

MOVING_OPTION = Option(
    order=40,
    title=_("option_moving", default="Bringing in existing content"),
    description=_(
        "option_moving_help",
        default="News, pages and files from elsewhere in the portal, in batches that can be taken back.",
    ),
    audience=_(
        "option_moving_audience", default="The first months after the installation"
    ),
    layer=IMovingLayer,
)
