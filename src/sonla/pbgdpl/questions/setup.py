"""What questions set up in a portal: the marks of their folders."""

from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.questions.folders import mark_folders
from sonla.pbgdpl.questions.folders import unmark_folders
from typing import Any


class QuestionsStep(SetupStep):
    """Mark the folders in which questions are kept: they outlive this package."""

    order = 60

    def install(self, site: Any) -> None:
        """Mark the folders that an earlier installation left."""
        mark_folders()

    def uninstall(self, site: Any) -> None:
        """Take the marks away."""
        unmark_folders()
