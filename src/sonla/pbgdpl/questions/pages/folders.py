"""The folders in which questions are kept: no place for citizens, nor a way for anybody."""

from plone import api
from plone.app.layout.navigation.interfaces import INavtreeStrategy
from plone.app.portlets.portlets.navigation import INavigationPortlet
from plone.app.portlets.portlets.navigation import NavtreeStrategy
from sonla.pbgdpl.questions import ANSWER_QUESTIONS
from sonla.pbgdpl.questions.content import ILegalQuestion
from sonla.pbgdpl.questions.pages.base import QuestionPlace
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from zope.component import adapter
from zope.interface import implementer


class QuestionsFolderView(QuestionPlace, BrowserView):
    """Lead on from a folder: those who answer to their desk, all others to the list."""

    def __call__(self) -> str:
        """Redirect; searches and site maps find the folders as they find all others."""
        answers = api.user.has_permission(ANSWER_QUESTIONS, obj=self.context)
        url = f"{self.section_url}/@@pbgdpl-questions" if answers else ""
        self.request.response.redirect(url or self.questions_url)
        return ""


@implementer(INavtreeStrategy)
@adapter(ILegalQuestion, INavigationPortlet)
class QuestionNavtree(NavtreeStrategy):
    """Leave in the portlet of navigation what stands in no menu, here, too.

    Core shows all folders above what somebody looks at, those out of its menus as well.
    """

    def __init__(self, context: Any, portlet: Any) -> None:
        super().__init__(context, portlet)
        self.showAllParents = False
