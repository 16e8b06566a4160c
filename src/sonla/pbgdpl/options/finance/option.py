"""Funds and royalties as an option of a portal."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IFinanceLayer
from sonla.pbgdpl.core.options import Option

FINANCE_OPTION = Option(
    order=30,
    title=_("option_finance", default="Funds and royalties"),
    description=_(
        "option_finance_help",
        default="What was planned and spent, by source of funds and by the rates that are allowed; the royalty list of news.",
    ),
    audience=_(
        "option_finance_audience",
        default="An office that keeps the figures on money for its reports, or pays for news",
    ),
    layer=IFinanceLayer,
)
