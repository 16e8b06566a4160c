"""Who may run the scheduled jobs."""

from AccessControl import getSecurityManager
from sonla.pbgdpl.core.section import all_sections
from typing import Any

RUN_SYNCHRONISATION = "sonla.pbgdpl: Run synchronisation"


def may_run(site: Any) -> bool:
    """Return whether the user who is logged in may run the jobs of a site.

    The permission on one of its sections is enough: the group `pbgdpl-sync` has its
    role there and nowhere else, so that a machine's account has no right outside.
    """
    manager = getSecurityManager()
    return any(
        manager.checkPermission(RUN_SYNCHRONISATION, place)
        for place in (site, *all_sections())
    )
