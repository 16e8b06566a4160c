"""Core's portlet of navigation beside questions."""

from plone.app.layout.navigation.interfaces import INavtreeStrategy
from plone.app.portlets.portlets.navigation import INavigationPortlet
from plone.app.portlets.portlets.navigation import NavtreeStrategy
from sonla.pbgdpl.questions.content import ILegalQuestion
from typing import Any
from zope.component import adapter
from zope.interface import implementer


@implementer(INavtreeStrategy)
@adapter(ILegalQuestion, INavigationPortlet)
class QuestionNavtree(NavtreeStrategy):
    """Leave in the portlet of navigation what stands in no menu, here, too.

    Core shows all folders above what somebody looks at, those out of its menus as well.
    """

    def __init__(self, context: Any, portlet: Any) -> None:
        super().__init__(context, portlet)
        self.showAllParents = False
