"""What installation and uninstallation do for emergencies."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.core.versioned_rows import VersionedRows
from sonla.pbgdpl.emergencies.storage import DANGERS
from sonla.pbgdpl.emergencies.storage import HELPLINES
from typing import Any

TABLES: tuple[VersionedRows[Any], ...] = (DANGERS, HELPLINES)


class EmergenciesStep(SetupStep):
    """Keep with the first section what editors changed, while the add-on is away."""

    order = 71
    parts = (
        Remainder(
            31,
            _(
                "msg_parts_emergencies",
                default="Crisis words that were changed and helplines that were confirmed: they are kept with the section, and come back with the add-on.",
            ),
        ),
    )

    def install(self, site: Any) -> None:
        """Bring back what an earlier installation had."""
        for table in TABLES:
            table.bring_back()

    def uninstall(self, site: Any) -> None:
        """Take the rows out of the portal."""
        for table in TABLES:
            table.keep()
