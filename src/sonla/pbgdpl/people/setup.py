"""What does not outlive the add-on: uploaded lists of people that wait."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.people.importing import batches
from sonla.pbgdpl.people.importing.pending_lists import drop_all
from typing import Any

import logging

logger = logging.getLogger(__name__)


class RegisterStep(SetupStep):
    """Drop what was uploaded and not decided on, as nobody could reach or delete it any more."""

    order = 111
    parts = (
        Remainder(
            50,
            _(
                "msg_parts_register_lists",
                default="Lists of people that were uploaded and not decided on are dropped: enter or download them before.",
            ),
        ),
    )

    def uninstall(self, site: Any) -> None:
        """Drop the lists: they are personal data."""
        batches.drop_all(site)
        if dropped := drop_all(site):
            logger.warning("%s uploaded lists of people were dropped.", dropped)
