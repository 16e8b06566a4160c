"""What the running release expects of the database, and how it gets there.

A portal may run code that is newer than its last upgrade step, or have lost something by
hand: a record of the registry, an index, a role. Each subject registers a named adapter of
the site root to `ISelfCheck`. Health and the administration page ask all of them; one
button there brings what is missing, and so can an upgrade step.
"""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.health import Health
from sonla.pbgdpl.core.health import HealthCheck
from sonla.pbgdpl.core.health import say
from typing import Any
from zope.component import getAdapters
from zope.interface import implementer
from zope.interface import Interface


class ISelfCheck(Interface):
    """Compare what one subject expects of the database with what is there."""

    def missing() -> list[str]:
        """Return the names of what is not there, for administrators; quick, no writing."""

    def repair() -> None:
        """Bring what is not there; what is there stays as administrators have set it.

        Called by an administrator or an upgrade step, in the caller's transaction.
        """


@implementer(ISelfCheck)
class SelfCheck:
    """The base of checks: it has the portal, subclasses compare it with what they expect."""

    def __init__(self, site: Any) -> None:
        self.site = site

    def missing(self) -> list[str]:
        """Return the names of what is not there."""
        raise NotImplementedError

    def repair(self) -> None:
        """Bring what is not there."""
        raise NotImplementedError


def missing_parts(site: Any) -> list[str]:
    """Return the names of everything that the checks of a portal miss."""
    return [name for check in checks_of(site) for name in check.missing()]


def repair(site: Any) -> list[str]:
    """Let every check bring what it misses; return the names of that."""
    repaired = []
    for check in checks_of(site):
        if names := check.missing():
            check.repair()
            repaired += names
    return repaired


def checks_of(site: Any) -> list[Any]:
    """Return the checks of a portal, in the order of their names."""
    return [check for _name, check in sorted(getAdapters((site,), ISelfCheck))]


class InstallationHealth(HealthCheck):
    """What the database lacks of what this release expects."""

    def __call__(self) -> Health:
        """Return how many parts are missing, with their names."""
        missing = missing_parts(self.site)
        if not missing:
            return Health(True)
        message = _(
            "health_installation_missing",
            default="${number} parts of this release are missing, and “Administration of the section” has a button that brings them: ${names}",
            mapping={"number": len(missing), "names": ", ".join(missing)},
        )
        return Health(False, say(message))
