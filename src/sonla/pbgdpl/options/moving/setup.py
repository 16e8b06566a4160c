"""Uninstallation: batches can't be taken back without the add-on."""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.options.moving.batches import batches_of
from sonla.pbgdpl.options.moving.batches import drop_all
from typing import Any


class ContentImportStep(SetupStep):
    """Forget the batches; what was brought in stays where it is."""

    order = 112

    def uninstall(self, site: Any) -> None:
        """Drop what nothing could read any more."""
        for section in all_sections():
            drop_all(section)

    def remains(self, site: Any) -> Iterator[Remainder]:
        """Yield what becomes of the batches, if there are any."""
        if any(batches_of(section) for section in all_sections()):
            yield Remainder(
                51,
                _(
                    "msg_parts_content_import",
                    default="Content that was brought in stays, but batches can't be taken back any more. Take back beforehand what you want to have back.",
                ),
            )
