"""What outlives the add-on: the log of operations."""

from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.preserved import preserve
from sonla.pbgdpl.core.preserved import restore
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from typing import Any

LOG_KEY = "sonla.pbgdpl.remembered_audit_log"


class AuditStep(SetupStep):
    """Keep the log, which tells who has whose data: it must not go with the add-on."""

    order = 110
    parts = (
        Remainder(
            40,
            _(
                "msg_parts_audit",
                default="The log of operations is kept with the section, else with the portal.",
            ),
        ),
    )

    def install(self, site: Any) -> None:
        """Bring back the log of an earlier installation."""
        kept = restore(LOG_KEY).get("log")
        if kept is not None:
            log.put_log(site, kept)

    def uninstall(self, site: Any) -> None:
        """Keep the log with the first section; without any it stays, as plain data."""
        if all_sections():
            kept = log.take_log(site)
            if kept is not None:
                preserve(LOG_KEY, {"log": kept})
