"""The page with the settings of what is offered to other systems."""

from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.settings import IExchangeSettings
from sonla.pbgdpl.exchange.settings import PREFIX
from sonla.pbgdpl.ui.control_panel import records_panel
from sonla.pbgdpl.ui.control_panel import settings_page

OfferPage = settings_page(
    IExchangeSettings,
    PREFIX,
    page="offer",
    title=_("heading_offer_settings", default="Data offered"),
    order=38,
)
OfferPanel = records_panel("offer", configlet_id="pbgdpl-offer")
