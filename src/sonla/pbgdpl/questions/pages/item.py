"""The public page of a question: what was asked, by whom, what the law says."""

from functools import cached_property
from plone import api
from plone.uuid.interfaces import IUUID
from Products.CMFCore.permissions import ModifyPortalContent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import iso_day
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.authorship import agency_of
from sonla.pbgdpl.mail.kinds import mail_line
from sonla.pbgdpl.mail.traces import newest_traces
from sonla.pbgdpl.questions.content import state_in_history
from sonla.pbgdpl.questions.covering import open_marks
from sonla.pbgdpl.questions.jobs import FORGOTTEN
from sonla.pbgdpl.questions.merging import answering
from sonla.pbgdpl.questions.merging import merged_into
from sonla.pbgdpl.questions.pages.actions import ERASE
from sonla.pbgdpl.questions.pages.files import AskersFiles
from sonla.pbgdpl.questions.pages.labels import state_title
from sonla.pbgdpl.questions.pages.transition import QuestionTransition
from sonla.pbgdpl.questions.rules import ANSWERED
from sonla.pbgdpl.questions.rules import COMMENT_COMPULSORY
from sonla.pbgdpl.questions.rules import DRAFTED
from sonla.pbgdpl.questions.rules import OPEN
from sonla.pbgdpl.questions.rules import PUBLISHED
from sonla.pbgdpl.questions.rules import TOGETHER
from sonla.pbgdpl.questions.rules import Usefulness
from sonla.pbgdpl.questions.rules import WRITING
from sonla.pbgdpl.questions.similarity import related
from sonla.pbgdpl.questions.situations import place_for
from sonla.pbgdpl.questions.submission import UNPROVED
from sonla.pbgdpl.questions.usefulness import usefulness_of
from sonla.pbgdpl.questions.workflow import has_answer
from sonla.pbgdpl.texts.pages.item import TextPage
from sonla.pbgdpl.ui.interfaces import IArticlePage
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import InSection
from sonla.pbgdpl.ui.page import LeadsToList
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message
from zope.interface import implementer

ANSWERING = (*WRITING, DRAFTED)
"""States in which the answer is written or corrected."""
ASIDE = (*COMMENT_COMPULSORY, "reassign")
"""Steps that don't lead to the answer: offered last, and not as the thing to do."""


@implementer(IArticlePage)
class QuestionView(LeadsToList, InSection, AskersFiles, TextPage):
    """Show a question and its answer."""

    list_name = "questions"

    post_forms: ClassVar = {
        "situation": PostForm(
            _("button_question_situation", default="Make a legal situation of it"),
            look="btn-outline-secondary btn-sm",
            page="pbgdpl-question-situation",
        ),
        "erase": PostForm(
            ERASE, look="btn-danger btn-sm", page="pbgdpl-question-erase"
        ),
    }

    @property
    def paragraphs(self) -> list[str]:
        lines = (self.field("question") or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    @property
    def asker(self) -> str:
        """The asker as agreed, with the commune: `H. T. M., xã A`."""
        communes = (
            term_title(TERRITORIES, token) for token in self.field("territory") or ()
        )
        return ", ".join(filter(None, (self.field("public_name"), *communes)))

    @property
    def body(self) -> str:
        """The answer, through Plone's own filter for safe HTML."""
        text = self.field("answer")
        return text.output_relative_to(self.context) if text else ""

    @property
    def answered_by(self) -> str:
        """Who answers."""
        named = self.field("answered_by")
        return named or term_title(AGENCIES, agency_of(self.context))

    @cached_property
    def legal_documents(self) -> list[dict[str, Any]]:
        """The legal bases, ready to show."""
        return [self.document(row) for row in self.field("legal_bases") or ()]

    @property
    def territory(self) -> list[Any]:
        """None: the commune stands with the asker, and the answer holds everywhere."""
        return []

    @property
    def received(self) -> str:
        """The day on which it was asked."""
        return format_day(self.field("received"))

    @property
    def iso_received(self) -> str:
        """The day for machines."""
        return iso_day(self.field("received"))

    @property
    def is_public(self) -> bool:
        """Whether everybody reads it."""
        return state_in_history(self.context) == PUBLISHED

    # For the office

    @cached_property
    def usefulness(self) -> Usefulness:
        """What readers said of the answer."""
        return usefulness_of(self.context)

    @property
    def contact(self) -> list[str]:
        """By what the asker can be reached, for users who may see it."""
        if not self.may_see_asker:
            return []
        return [self.field(n) for n in ("asker_email", "asker_phone") if self.field(n)]

    @property
    def mails(self) -> list[dict[str, Any]]:
        """What became of mails about it, for users who may see the asker."""
        if not self.may_see_asker:
            return []
        found = newest_traces(api.portal.get(), IUUID(self.context))
        return [mail_line(one) for one in found]

    @property
    def due(self) -> str:
        """The day by which it is to be answered."""
        return "" if self.is_public else format_day(self.field("due_date"))

    @cached_property
    def steps(self) -> list[dict[str, Any]]:
        """The steps that the user may take now, those that lead on first."""
        tool = api.portal.get_tool("portal_workflow")
        url = f"{self.context.absolute_url()}/@@pbgdpl-transition"
        steps = [
            {
                "id": one["id"],
                "title": Message(one["title"], domain="plone"),
                "url": f"{url}?workflow_action={one['id']}",
                "leads_on": one["id"] not in ASIDE,
            }
            for one in tool.listActionInfos(object=self.context)
            if one["category"] == "workflow"
        ]
        return sorted(steps, key=lambda step: not step["leads_on"])

    @cached_property
    def next_form(self) -> QuestionTransition | None:
        """The form of the step that leads on, if that needs nothing but a decision."""
        leading = next((step["id"] for step in self.steps if step["leads_on"]), "")
        if leading not in (*TOGETHER, "assign"):
            return None
        form = api.content.get_view("pbgdpl-transition", self.context, self.request)
        form.offered = leading
        return form

    @property
    def other_steps(self) -> list[dict[str, Any]]:
        """The steps without that of the form."""
        offered = self.next_form.offered if self.next_form else ""
        if not has_answer(self.context):
            offered = offered or "draft_answer"
        return [step for step in self.steps if step["id"] != offered]

    @property
    def is_office(self) -> bool:
        """Whether the user works on the question."""
        return bool(self.steps or self.contact or self.may_edit)

    @property
    def may_edit(self) -> bool:
        """Whether the user may change it."""
        return bool(api.user.has_permission(ModifyPortalContent, obj=self.context))

    @property
    def may_answer(self) -> bool:
        """Whether the user may write the answer now."""
        return self.may_edit and state_in_history(self.context) in ANSWERING

    @property
    def state(self) -> Any:
        return state_title(state_in_history(self.context))

    @property
    def agency(self) -> str:
        """The agency to which it is assigned."""
        return term_title(AGENCIES, self.field("agency"))

    @property
    def unproved(self) -> bool:
        """Whether it came without the check that browsers make."""
        return bool(self.field(UNPROVED))

    @cached_property
    def open_places(self) -> int:
        """The number of places that may be personal data, for those who may decide on them."""
        may_decide = self.may_see_asker or self.may_edit
        return len(open_marks(self.context)) if may_decide else 0

    @property
    def may_erase(self) -> bool:
        """Whether there is something to forget that the user may see."""
        return self.may_see_asker and any(self.field(name) for name in FORGOTTEN)

    @property
    def merged(self) -> list[dict[str, str]]:
        """The questions that have their answer here, for the office."""
        if not self.is_office:
            return []
        return [
            {"title": one.title, "url": one.absolute_url()}
            for one in merged_into(self.context)
        ]

    @property
    def merged_with(self) -> dict[str, str] | None:
        """The question that has the answer to this one."""
        other = answering(self.context)
        if other is self.context or not api.user.has_permission("View", obj=other):
            return None
        return {"title": other.title, "url": other.absolute_url()}

    @property
    def may_merge(self) -> bool:
        """Whether it may get the answer of another one."""
        return self.may_see_asker and state_in_history(self.context) in WRITING

    @cached_property
    def similar(self) -> list[dict[str, str]]:
        """Questions into which this one may be merged, the closest first."""
        if not self.may_merge:
            return []
        section = section_of(self.context)
        if section is None:
            return []
        found = related(
            section,
            f"{self.context.title}\n{self.field('question')}",
            states=(*OPEN, PUBLISHED),
            without=(IUUID(self.context),),
        )
        return [{"uid": IUUID(one), "title": one.title} for one in found]

    @property
    def may_make_situation(self) -> bool:
        """Whether the answer may become a material."""
        return state_in_history(self.context) in (ANSWERED, PUBLISHED) and bool(
            self.is_office and place_for(self.context)
        )
