"""Navigation around questions: citizens never come to the folder of a month that keeps one."""

from plone import api
from plone.base.utils import pretty_title_or_id
from Products.CMFPlone.browser.interfaces import INavigationBreadcrumbs
from sonla.pbgdpl.core.interfaces import IOwnContent
from sonla.pbgdpl.questions import ANSWER_QUESTIONS
from sonla.pbgdpl.questions.interfaces import IQuestionContainer
from sonla.pbgdpl.questions.pages.labels import QuestionPlace
from sonla.pbgdpl.questions.pages.listing import QuestionsView
from sonla.pbgdpl.questions.pages.section_pages import QUESTION_LISTING
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.section_pages import list_url
from typing import Any
from zope.component import getMultiAdapter
from zope.i18n import translate
from zope.interface import implementer

Crumb = dict[str, str]
HOLDERS = (IQuestionContainer, IOwnContent)
"""What holds questions for citizens; folders of a month are nothing to them."""


@implementer(INavigationBreadcrumbs)
class QuestionBreadcrumbs(BrowserView):
    """Lead from a question to the list in which it stands, or to its container."""

    def breadcrumbs(self) -> tuple[Crumb, ...]:
        """Return the crumbs of core's form, the outermost first."""
        place = place_of(self.context)
        if place is None:
            return (self.own,)
        view = getMultiAdapter((place, self.request), name="breadcrumbs_view")
        above = tuple(view.breadcrumbs())
        if not IQuestionContainer.providedBy(place):
            above += (self.list_of(place),)
        return (*above, self.own)

    @property
    def own(self) -> Crumb:
        """The crumb of the question itself."""
        title = pretty_title_or_id(self.context, self.context)
        return {"absolute_url": self.context.absolute_url(), "Title": title}

    def list_of(self, place: Any) -> Crumb:
        """Return the crumb of the list of answered questions of a section or unit."""
        return {
            "absolute_url": list_url(place, QUESTION_LISTING.key, QuestionsView.name),
            "Title": translate(QuestionsView.page_title, context=self.request),
        }


def place_of(question: Any) -> Any | None:
    """Find what holds a question for citizens: its container, unit or section."""
    for above in question.aq_inner.aq_chain[1:]:
        if any(marker.providedBy(above) for marker in HOLDERS):
            return above
    return None


class QuestionsFolderView(QuestionPlace, BrowserView):
    """Lead on from a folder: those who answer to their desk, all others to the list."""

    def __call__(self) -> str:
        """Redirect; searches and site maps find the folders as they find all others."""
        answers = api.user.has_permission(ANSWER_QUESTIONS, obj=self.context)
        url = f"{self.section_url}/@@pbgdpl-questions" if answers else ""
        return self.lead_to(url or self.questions_url)
