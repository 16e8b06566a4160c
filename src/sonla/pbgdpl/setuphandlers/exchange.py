"""The ledger of what is offered to others: made, kept and brought back."""

from plone import api
from sonla.pbgdpl.exchange.ledger import install_ledger
from sonla.pbgdpl.exchange.ledger import remove_ledger
from sonla.pbgdpl.exchange.repository import name_repository
from sonla.pbgdpl.exchange.settling import rebuild
from sonla.pbgdpl.setuphandlers.memory import recall
from sonla.pbgdpl.setuphandlers.memory import remember

LEDGER_KEY = "sonla.pbgdpl.remembered_ledger"


def set_up_exchange() -> None:
    """Make the ledger, or bring back that of an earlier installation and its content.

    Tombstones are for ever: a harvester that comes back after years must learn what
    was deleted.
    """
    name_repository()
    portal = api.portal.get()
    install_ledger(portal, recall(LEDGER_KEY).get("ledger"))
    rebuild(portal)


def take_down_exchange() -> None:
    """Keep the ledger with the first section; without sections nothing was offered."""
    stored = remove_ledger(api.portal.get())
    if stored is not None:
        remember(LEDGER_KEY, {"ledger": stored})
