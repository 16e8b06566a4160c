"""The page with the settings of what is offered to other systems."""

from plone.z3cform.layout import wrap_form
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.settings import IExchangeSettings
from sonla.pbgdpl.exchange.settings import PREFIX
from sonla.pbgdpl.ui.control_panel import PanelForm
from sonla.pbgdpl.ui.control_panel import PanelFormWrapper
from sonla.pbgdpl.ui.control_panel import RecordsPanel


class OfferForm(PanelForm):
    """Edit `IExchangeSettings`."""

    schema = IExchangeSettings
    schema_prefix = PREFIX
    next_page = "offer"
    label = _("heading_offer_settings", default="Data offered")


class OfferFormWrapper(PanelFormWrapper):
    """Stand before what is fetched and sent."""

    page = "offer"
    title = _("heading_offer_settings", default="Data offered")
    order = 38


OfferPage = wrap_form(OfferForm, OfferFormWrapper)


class OfferPanel(RecordsPanel):
    """Offer the settings over REST."""

    panel = "offer"
    configlet_id = "pbgdpl-offer"
