"""Note what became public or expired by the passing of time."""

from sonla.pbgdpl.exchange.settling import is_sweep_due
from sonla.pbgdpl.exchange.settling import sweep
from sonla.pbgdpl.jobs.base import TickWork
from sonla.pbgdpl.jobs.context import TickContext


class SweepWork(TickWork):
    """Tell harvesters and the partner of passing dates, before anything is sent."""

    order = 50

    def due(self, context: TickContext) -> bool:
        """Be due when something changed unseen, or a date has passed."""
        return super().due(context) and is_sweep_due(self.site)

    def run(self, context: TickContext) -> None:
        """Sweep transaction by transaction, as long as there is time."""
        while context.transact(lambda: sweep(self.site)) and not context.dry_run:
            context.check_budget()
