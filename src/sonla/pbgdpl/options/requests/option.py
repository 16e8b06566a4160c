"""Requests for speakers, and duties of the register, as an option of a portal."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IRequestsLayer
from sonla.pbgdpl.core.options import Option
from sonla.pbgdpl.options.requests import REQUEST_TYPE
from sonla.pbgdpl.options.requests.rules import OPEN

REQUESTS_OPTION = Option(
    order=20,
    title=_("option_requests", default="Requests for reporters"),
    description=_(
        "option_requests_help",
        default="Agencies ask for a speaker and the office assigns one; deadlines of the register.",
    ),
    audience=_(
        "option_requests_audience",
        default="An office that sends legal reporters where they are asked for",
    ),
    layer=IRequestsLayer,
    open_content={REQUEST_TYPE: OPEN},
)
