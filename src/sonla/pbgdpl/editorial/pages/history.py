"""The history of a text, for all who work on it."""

from AccessControl import getSecurityManager
from AccessControl import Unauthorized
from plone.app.layout.viewlets.content import HistoryByLineView
from sonla.pbgdpl.core.names import INSIDERS
from sonla.pbgdpl.editorial.states import follows_editorial
from sonla.pbgdpl.ui.view import AllowedMethods
from typing import Any

MODIFY = "Modify portal content"


class HistoryView(AllowedMethods, HistoryByLineView):
    """Show what happened to an item to those who take part in its chain.

    Core asks for *Modify portal content*, which our chain takes away in most states, so
    that the toolbar's link would lead nearly everybody nowhere. Outside of sections core's
    rule holds.
    """

    def __call__(self) -> str:
        """Return the page; raises `Unauthorized` to those who only read."""
        if not may_see_history(self.context):
            raise Unauthorized("historyview")
        return super().__call__()


def may_see_history(item: Any) -> bool:
    """Return whether the user works on an item, so that its comments concern them."""
    user = getSecurityManager().getUser()
    insider = follows_editorial(item) and user.has_role(INSIDERS, item)
    return bool(insider or user.has_permission(MODIFY, item))
