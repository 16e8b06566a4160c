"""What installation and uninstallation do for emergencies."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.preserved import preserve
from sonla.pbgdpl.core.preserved import restore
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.core.versioned_rows import VersionedRows
from sonla.pbgdpl.emergencies.storage import DANGERS
from sonla.pbgdpl.emergencies.storage import HELPLINES
from typing import Any

KEPT: dict[str, VersionedRows[Any]] = {
    "sonla.pbgdpl.remembered_dangers": DANGERS,
    "sonla.pbgdpl.remembered_helplines": HELPLINES,
}


class EmergenciesStep(SetupStep):
    """Keep with the first section what editors changed, while the add-on is away."""

    order = 71

    def install(self, site: Any) -> None:
        """Bring back what an earlier installation had."""
        for key, table in KEPT.items():
            rows = restore(key).get("rows")
            if rows is not None:
                table.bring_back(rows)

    def uninstall(self, site: Any) -> None:
        """Take the rows out of the portal."""
        for key, table in KEPT.items():
            rows = table.take()
            if rows is not None:
                preserve(key, {"rows": rows})

    def remains(self, site: Any) -> Iterator[Remainder]:
        """Yield that what editors changed is kept."""
        yield Remainder(
            31,
            _(
                "msg_parts_emergencies",
                default="Crisis words that were changed and helplines that were confirmed: they are kept with the section, and come back with the add-on.",
            ),
        )
