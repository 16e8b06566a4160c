"""Settings and ledger of what is offered to others: made, kept and brought back."""

from dataclasses import dataclass
from plone import api
from sonla.pbgdpl.core.health import SelfCheck
from sonla.pbgdpl.core.preserved import preserve
from sonla.pbgdpl.core.preserved import restore
from sonla.pbgdpl.core.setup import RecordsStep
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.exchange.ledger import ANNOTATION
from sonla.pbgdpl.exchange.ledger import install_ledger
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.ledger import remove_ledger
from sonla.pbgdpl.exchange.reconciling import rebuild
from sonla.pbgdpl.exchange.record_types import record_types
from sonla.pbgdpl.exchange.settings import IExchangeSettings
from sonla.pbgdpl.exchange.settings import name_repository
from sonla.pbgdpl.exchange.settings import PREFIX
from typing import Any

LEDGER_KEY = "sonla.pbgdpl.remembered_ledger"


@dataclass(frozen=True, kw_only=True)
class ExchangeRecordsStep(RecordsStep):
    """Keep settings of the exchange, which later steps read; first choose all types there are."""

    chosen: str
    """Name of the setting that chooses among types of records."""

    def install(self, site: Any) -> None:
        """Bring the records back, and choose where nobody did."""
        super().install(site)
        self.fill(site)

    def fill(self, site: Any) -> None:
        """Name all types that are registered, so that each can be taken out."""
        record = f"{self.prefix}.{self.chosen}"
        if api.portal.get_registry_record(record, default=()) is None:
            names = [name for name, _kind in record_types()]
            api.portal.set_registry_record(record, names)


EXCHANGE_SETTINGS_STEP = ExchangeRecordsStep(
    order=12,
    schema=IExchangeSettings,
    prefix=PREFIX,
    key="sonla.pbgdpl.remembered_exchange_settings",
    chosen="exported_types",
)


class ExchangeStep(SetupStep):
    """Make the ledger of what is offered, when content has its states again."""

    order = 120

    def install(self, site: Any) -> None:
        """Make the ledger, or bring back that of an earlier installation and its content.

        Tombstones are for ever: a harvester that comes back after years must learn what
        was deleted.
        """
        name_repository()
        install_ledger(site, restore(LEDGER_KEY).get("ledger"))
        rebuild(site)

    def uninstall(self, site: Any) -> None:
        """Keep the ledger with the first section; without sections nothing was offered."""
        stored = remove_ledger(site)
        if stored is not None:
            preserve(LEDGER_KEY, {"ledger": stored})


class LedgerCheck(SelfCheck):
    """Bring the ledger of what is offered to others."""

    def missing(self) -> list[str]:
        """Return the name of the ledger's annotation where it lacks."""
        return [] if ledger_of(self.site) is not None else [ANNOTATION]

    def repair(self) -> None:
        """Make the ledger, with all that is public now."""
        install_ledger(self.site)
        rebuild(self.site)
