"""What a fault may do to a request."""

from dataclasses import dataclass
from datetime import datetime
from sonla.referenceserver.catalogue import Catalogue
from sonla.referenceserver.clock import Clock
from sonla.referenceserver.messages import Answer
from sonla.referenceserver.messages import Request
from sonla.referenceserver.oai import OaiEndpoint


@dataclass(frozen=True)
class Context:
    """What a fault may need to know."""

    oai: OaiEndpoint
    clock: Clock
    catalogue: Catalogue
    """As other faults let it be seen."""
    since: datetime
    """When the rule was made: what a fault changes, changed then."""


@dataclass
class Fault:
    """Do nothing; each fault overrides what it needs and has its parameters as fields."""

    def applies(self, request: Request) -> bool:
        """Return whether the fault can do anything to a request at all."""
        return True

    def shown(self, catalogue: Catalogue, since: datetime) -> Catalogue:
        """Return the catalogue as the other side shall see it."""
        return catalogue

    def instead(self, request: Request, context: Context) -> Answer | None:
        """Answer instead of the server; None lets the server answer."""
        return None

    def altered(self, request: Request, answer: Answer, context: Context) -> Answer:
        """Return the answer as it shall be sent."""
        return answer
