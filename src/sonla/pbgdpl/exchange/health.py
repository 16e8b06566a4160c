"""What monitoring learns of what is offered to others."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import translated
from sonla.pbgdpl.exchange.reconciling import failing_records

MAX_FAILING = 20
"""Single records go wrong; when so many do, somebody should look."""


class OfferingHealth(HealthCheck):
    """Count the records that a fault keeps from others; each is in the log."""

    def __call__(self) -> Health:
        """Return how many records could not be made, and alarm when they are many."""
        count = failing_records(self.site)
        if not count:
            return Health(True)
        message = _(
            "health_offering_failing",
            default="${number} records can't be made and are tried again",
            mapping={"number": count},
        )
        return Health(count <= MAX_FAILING, translated(message))
