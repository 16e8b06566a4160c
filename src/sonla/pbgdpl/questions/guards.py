"""Answer the guard expressions of the questions' workflow."""

from sonla.pbgdpl.questions.authors import breaks_four_eyes
from sonla.pbgdpl.ui.view import BrowserView


class Guards(BrowserView):
    """Tell what roles alone can't."""

    def may_approve(self) -> bool:
        """Return whether four eyes let the user approve the answer."""
        return not breaks_four_eyes(self.context)
