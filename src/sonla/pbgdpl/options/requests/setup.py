"""What requests set up in a portal: the marks of their folders."""

from sonla.pbgdpl.core.interfaces import IRequestsFolder
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.options.requests.submission import FOLDER
from sonla.pbgdpl.questions.submission import mark_folders
from sonla.pbgdpl.questions.submission import unmark_folders
from typing import Any


class RequestsStep(SetupStep):
    """Mark the folders in which requests are kept: they outlive this package."""

    order = 61

    def install(self, site: Any) -> None:
        """Mark the folders that an earlier installation left."""
        mark_folders(FOLDER, IRequestsFolder)

    def uninstall(self, site: Any) -> None:
        """Take the marks away; requests, numbers and bars stay with the section."""
        unmark_folders(FOLDER, IRequestsFolder)
