"""The seam at which rooms add what a run does."""

from collections.abc import Iterable
from sonla.pbgdpl.jobs.context import TickContext
from sonla.pbgdpl.jobs.result import Outcome
from zope.interface import Attribute
from zope.interface import Interface


class ITickWork(Interface):
    """Do one kind of work in a run; a named adapter of the site root.

    Registering one is all it takes: fetching, sending, sweeping dates, closing units.
    Each runs isolated: what it raises ends its own turn and no other's. `TickWork` and
    `DailyWork` in `jobs.base` are the bases.
    """

    order = Attribute("A number: works run in ascending order, by name where equal.")

    def due(context: TickContext) -> bool:
        """Tell whether there is something to do; reads only, no network.

        When nothing is due anywhere the run ends without writing to the database.
        """

    def held(context: TickContext) -> Iterable[Outcome]:
        """Give an `Outcome` for each part that would be done but waits for somebody."""

    def run(context: TickContext) -> None:
        """Do the work until it is done or `context.left()` is used up.

        All writing goes through the context's `transact` and `batches`: what stands
        uncommitted at the end is dropped. Raises `jobs.transactions.Unfinished` for what
        the next run goes on with, and a `sync.failures.Failure` for what went wrong.
        """
