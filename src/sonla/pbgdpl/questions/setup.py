"""What questions set up in a portal: their settings, the marks of their folders."""

from sonla.pbgdpl.core.setup import RecordsStep
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.questions import pending_files
from sonla.pbgdpl.questions import usefulness
from sonla.pbgdpl.questions.interfaces import IQuestionsFolder
from sonla.pbgdpl.questions.settings import IQuestionSettings
from sonla.pbgdpl.questions.settings import PREFIX
from sonla.pbgdpl.questions.submission import FOLDER
from sonla.pbgdpl.questions.submission import mark_folders
from sonla.pbgdpl.questions.submission import unmark_folders
from typing import Any

QUESTION_SETTINGS_STEP = RecordsStep(
    order=11,
    schema=IQuestionSettings,
    prefix=PREFIX,
    key="sonla.pbgdpl.remembered_question_settings",
)


class QuestionsStep(SetupStep):
    """Mark the folders in which questions are kept: they outlive this package."""

    order = 60

    def install(self, site: Any) -> None:
        """Mark the folders that an earlier installation left."""
        mark_folders(FOLDER, IQuestionsFolder)

    def uninstall(self, site: Any) -> None:
        """Take away the marks, files of forms that were not sent, and what readers said."""
        unmark_folders(FOLDER, IQuestionsFolder)
        pending_files.take_away()
        usefulness.take_away()
