"""The questions of the tests, the hardest first; what was wrong in one is marked again for all."""

from collections.abc import Callable
from collections.abc import Mapping
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.options.learning.mail import post
from sonla.pbgdpl.options.learning.mail import REMARKED
from sonla.pbgdpl.options.learning.opening import Refused
from sonla.pbgdpl.options.learning.pages.learner_list import LearnerList
from sonla.pbgdpl.options.learning.question_bank import BANK_QUESTION_TYPE
from sonla.pbgdpl.options.learning.remarking import Asked
from sonla.pbgdpl.options.learning.remarking import count_as_right
from sonla.pbgdpl.options.learning.remarking import mark_again
from sonla.pbgdpl.options.learning.results import asked_questions
from sonla.pbgdpl.options.learning.results import AskedQuestion
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.paging import PageSlice
from typing import Any

import transaction

MARKED_AGAIN = AuditAction(
    "course_marked_again",
    _("log_course_marked_again", default="Marked a question of a test again"),
    DATA,
    {
        "question": _("log_fact_question", default="Question"),
        "why": _("log_fact_reason", default="Reason"),
    },
)
MSG_NO_NOTE = _(
    "msg_remark_no_note",
    default="Nothing was marked again: first write why, for those concerned.",
)
MSG_REMARKED = _(
    "msg_remarked",
    default="The results of ${count} people changed. They read why with their result.",
)
TEXT_REMARK = _(
    "msg_ask_remark",
    default="The results of ${count} people change, ${passing} of them then pass: ${names}. Each reads the reason with the result, and gets a mail where there is an address. This can't be undone.",
)
ASK_MARK = Confirmation(
    _("button_mark_again", default="Mark by the question as corrected in the bank"),
    TEXT_REMARK,
)
ASK_COUNT = Confirmation(
    _("button_count_as_right", default="Count it as right for everybody"),
    TEXT_REMARK,
)
MAX_NAMES = 20
"""Of those whose results would change, in the question before it is done."""


class Questions(AsksOnce, LearnerList):
    """Show what was asked and how often wrongly; mark a question anew."""

    @cached_property
    def asked_questions(self) -> list[AskedQuestion]:
        """The questions of the tests, the hardest first."""
        return asked_questions(self.context)

    @property
    def questions_part(self) -> PageSlice:
        """Which of the questions are shown."""
        return self.part_of("questions", len(self.asked_questions))

    @cached_property
    def question_urls(self) -> dict[str, str]:
        """Map the questions that are shown to where the bank has them, for those who may see it."""
        shown = self.questions_part.of(self.asked_questions)
        found = api.content.find(
            portal_type=BANK_QUESTION_TYPE, UID=[one.uid for one in shown]
        )
        return {brain.UID: brain.getURL() for brain in found}

    def mark_again(self) -> str | None:
        """Mark a question by what the bank says now."""
        return self.mark(mark_again, ASK_MARK)

    def count_as_right(self) -> str | None:
        """Count a question as right for everybody."""
        return self.mark(count_as_right, ASK_COUNT)

    def mark(
        self, how: Callable[..., dict[str, Asked]], question: Confirmation
    ) -> str | None:
        """Mark a question anew, with a note to those whose result changes."""
        note = " ".join(self.typed("note").split())
        if not note:
            self.say(MSG_NO_NOTE)
            return None
        before = transaction.savepoint(optimistic=True)
        try:
            changed = how(self.context, self.typed("question"), note, utc_now())
        except Refused as refused:
            self.message = refused.message
            return None
        if page := self.ask_first(question, **facts_of_change(changed)):
            before.rollback()
            return page
        self.log(MARKED_AGAIN, len(changed), question=self.typed("question"), why=note)
        for test in {one.test for one in changed.values()}:
            asked = {
                code: one.learner for code, one in changed.items() if one.test == test
            }
            post(REMARKED, self.context, asked, note, test)
        self.say(MSG_REMARKED, count=len(changed))
        return None


def facts_of_change(changed: Mapping[str, Asked]) -> dict[str, Any]:
    """Return whose results change, and how many of them pass by it, first of all those."""
    passing = {code for code, one in changed.items() if one.attempt.passed}
    order = sorted(changed, key=lambda code: code not in passing)
    names = [changed[code].learner.name for code in order]
    more = ["…"] if len(names) > MAX_NAMES else []
    return {
        "count": len(changed),
        "passing": len(passing),
        "names": ", ".join([*names[:MAX_NAMES], *more]) or "–",
    }
