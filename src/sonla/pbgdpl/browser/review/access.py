"""Whether the link to the desk is shown in the user's menu."""

from functools import cached_property
from plone import api
from sonla.pbgdpl.browser.review.places import has_place
from sonla.pbgdpl.ui.view import BrowserView


class DeskAccess(BrowserView):
    """Answer the condition of the action `pbgdpl-review`."""

    @cached_property
    def visible(self) -> bool:
        """Whether the user has anything to do with a section."""
        return not api.user.is_anonymous() and has_place()
