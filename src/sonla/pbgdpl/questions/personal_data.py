"""What is kept of askers: with questions, and of forms that are not sent yet."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.personal_data import ContentStore
from sonla.pbgdpl.core.personal_data import PassingStore
from sonla.pbgdpl.questions import pending_files
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions.content import ILegalQuestion
from sonla.pbgdpl.questions.covering import CONFIRMED
from sonla.pbgdpl.questions.covering import COVERED
from sonla.pbgdpl.questions.jobs import erase_on_request
from sonla.pbgdpl.questions.privacy import PROTECTED_FIELDS


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
    schema = ILegalQuestion
    correctable = ("public_name", "asker_email", "asker_phone")

    def erase(self, key: str) -> bool:
        """Forget who asked, with the comments of all steps and mails that wait."""
        return erase_on_request(self.item(key))


PENDING_FILES = PassingStore(
    pending_files.KEY,
    _("store_pending_files", default="Files of questions not sent yet"),
)
