"""When the day of closing is looked at: in each run, and at a login."""

from sonla.pbgdpl import _
from sonla.pbgdpl.jobs.base import Job
from sonla.pbgdpl.jobs.context import JobContext
from sonla.pbgdpl.units.closing import apply_due_closings
from sonla.pbgdpl.units.closing import due_closings
from sonla.pbgdpl.units.groups import PREFIX
from typing import Any


class CloseUnitsJob(Job):
    """End the roles in units whose day has come.

    In the run that follows midnight, and not noted as done: there is nothing to do once
    it was.
    """

    title = _("job_close_units", default="Closing of units")
    description = _(
        "job_close_units_help",
        default="Takes the rights in a unit away on the day on which it closes. Without it, its people keep them until one of them logs in.",
    )

    def due(self, context: JobContext) -> bool:
        """Return whether it is due: while there is such a unit."""
        return super().due(context) and any(due_closings(context.today()))

    def run(self, context: JobContext) -> None:
        """Do it by the day of the run, all units in one transaction."""
        context.transact(lambda: apply_due_closings(context.today()))


def close_at_login(event: Any) -> None:
    """End the roles when somebody of a unit logs in, for portals without a clock.

    Somebody who belongs to no unit is let through without a look into the catalog: the
    subscriber hears of the logins of every portal of the server. REST's service for
    logins tells of nobody: who it was is known from the next request on.
    """
    groups = getattr(event.principal, "getGroups", tuple)
    known = event.principal.getId() is not None
    if known and any(group.startswith(PREFIX) for group in groups()):
        apply_due_closings()
