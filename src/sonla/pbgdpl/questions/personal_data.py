"""What is kept of askers: with questions, and of forms that are not sent yet."""

from collections.abc import Mapping
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import ContentStore
from sonla.pbgdpl.core.personal_data import JournalStore
from sonla.pbgdpl.core.personal_data import store_fields
from sonla.pbgdpl.questions import pending_files
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.content import ILegalQuestion
from sonla.pbgdpl.questions.covering import CONFIRMED
from sonla.pbgdpl.questions.covering import COVERED
from sonla.pbgdpl.questions.jobs import erase_on_request
from sonla.pbgdpl.questions.privacy import PROTECTED_FIELDS
from typing import Any
from zope.annotation.interfaces import IAnnotations


class Questions(ContentStore):
    """Questions: how the asker is reached, what they wrote, and what the office noted.

    Erasing leaves question and answer, as the law that they explain is everybody's.
    """

    title = _("store_questions", default="Questions of citizens")
    covers = (QUESTION_TYPE,)
    fields = (
        "question",
        "public_name",
        "territory",
        "answer",
        "answered_by",
        CONFIRMED,
        COVERED,
        *PROTECTED_FIELDS,
    )
    correctable = ("public_name", "asker_email", "asker_phone")

    def correct(self, key: str, facts: Mapping[str, Any]) -> None:
        """Store another name to be published, or how the asker is reached."""
        self.check_correctable(facts)
        store_fields(self.item(key), ILegalQuestion, facts)

    def erase(self, key: str) -> bool:
        """Forget who asked, with the comments of all steps and mails that wait."""
        return erase_on_request(self.item(key))


class PendingQuestionFiles(JournalStore):
    """Files of forms whose sender looks at answers first: they go within hours by themselves."""

    def __init__(self) -> None:
        title = _("store_pending_files", default="Files of questions not sent yet")
        super().__init__(pending_files.KEY, title)

    def erase(self, key: str) -> bool:
        """Drop the files of a form; its sender has to choose them again."""
        return stored().pop(key, None) is not None


def stored() -> Any:
    """Return the files by the name of the question to come."""
    return IAnnotations(api.portal.get()).get(pending_files.KEY) or {}
