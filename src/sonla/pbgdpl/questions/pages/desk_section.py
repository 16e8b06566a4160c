"""The questions with which the user could take the next step, at the approval desk."""

from collections.abc import Iterator
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.desk_lines import VERB_APPROVE
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.editorial.waiting import indexed_day
from sonla.pbgdpl.editorial.waiting import waiting_by_role
from sonla.pbgdpl.questions import ANSWER_QUESTIONS
from sonla.pbgdpl.questions import DUE_INDEX
from sonla.pbgdpl.questions import QUESTION_TYPE
from sonla.pbgdpl.questions import QUESTION_WORKFLOW
from sonla.pbgdpl.questions.pages.desk import QuestionDesk
from sonla.pbgdpl.questions.rules import OPEN
from sonla.pbgdpl.ui.section_pages import PageLink

DESK = "pbgdpl-questions"
VERBS = {
    "received": _("verb_accept", default="Accept"),
    "accepted": _("verb_assign", default="Assign"),
    "assigned": _("verb_answer", default="Answer"),
    "answer_drafted": VERB_APPROVE,
    "answered": _("verb_publish", default="Publish"),
}


class QuestionsSection(DeskSection):
    """Lead to the questions, several of them to their desk."""

    order = 30

    def lines(self) -> Iterator[DeskLine]:
        """Yield the questions with their days, by the catalog."""
        for section in self.sections:
            url = f"{section.absolute_url()}/@@{DESK}"
            found = waiting_by_role(
                [section], QUESTION_WORKFLOW, OPEN, portal_type=QUESTION_TYPE
            )
            for brain in found:
                day = indexed_day(brain, DUE_INDEX)
                yield self.line(brain, VERBS[brain.review_state], day, url)

    def tools(self) -> Iterator[PageLink]:
        """Yield the desks of questions, for those who answer them."""
        for section in self.sections:
            if api.user.has_permission(ANSWER_QUESTIONS, obj=section):
                yield self.tool(section, DESK, QuestionDesk.page_title)
