"""What the jobs of the exchange have in common, and the one of the provider.

It notes what became public or expired by the passing of time.
"""

from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.reconciling import is_sweep_due
from sonla.pbgdpl.exchange.reconciling import reconcile_due
from sonla.pbgdpl.jobs.base import EXCHANGE
from sonla.pbgdpl.jobs.base import Job
from sonla.pbgdpl.jobs.context import JobContext

GROUP = "exchange"
SOURCE = "source"
"""Option of a run: the one source to fetch from."""
TRIAL = "trial"
"""Option of a dry run: it is made before fetching is switched on."""


class ExchangeJob(Job):
    """Do something in every run, but not in one that was asked for one source only."""

    group = GROUP
    order = EXCHANGE

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: unless the run is for one source."""
        return SOURCE not in context.options


class ReconcileJob(ExchangeJob):
    """Updates the ledger by passing dates, before anything is sent."""

    title = _("job_sweep", default="Dates in the data exchange")
    description = _(
        "job_sweep_help",
        default="Offers to harvesters what has become public or expired since. Without it they learn of it late.",
    )
    order = EXCHANGE - 5

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: when something changed unseen, or a date has passed."""
        return super().due(context) and is_sweep_due(self.site)

    def run(self, context: JobContext) -> None:
        """Reconcile in transactions, as long as there is time."""
        while (
            context.transact(lambda: reconcile_due(self.site)) and not context.dry_run
        ):
            context.check_budget()
