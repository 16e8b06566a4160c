"""`@@pbgdpl-review-set`: one decision about all that waits of a source or a set."""

from AccessControl import Unauthorized
from functools import cached_property
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.editorial.bulk import perform
from sonla.pbgdpl.editorial.bulk import TransitionOutcome
from sonla.pbgdpl.editorial.pages.desk_tabs import scope_of
from sonla.pbgdpl.sync.harvest.declining import DECLINING_TRANSITION
from sonla.pbgdpl.sync.pages.desk_tab import may_decide_within
from sonla.pbgdpl.sync.pages.desk_tab import NAME
from sonla.pbgdpl.sync.pages.desk_tab import Selection
from sonla.pbgdpl.sync.pages.desk_tab import set_words
from sonla.pbgdpl.sync.pages.desk_tab import waiting
from sonla.pbgdpl.sync.sources import title_of
from sonla.pbgdpl.ui.drafts.assets import INamedDraft
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message
from zope.interface import implementer

import time

SECONDS = 10.0
"""Then the page answers, with a button to go on: nobody waits in front of a white page,
and editors who save meanwhile rarely conflict."""
APPROVE = "approve"


@implementer(INamedDraft)
class SetDecision(Page, BrowserView):
    """Approve or decline, as many as there is time for, each with its own outcome."""

    page_title = _("heading_review_set", default="Decide about a whole set")
    parts = ViewPageTemplateFile("../../editorial/pages/templates/parts.pt")
    error: Message | None = None

    def __call__(self) -> str:
        """Decide when a button was pressed; show what is left."""
        if not may_decide_within(scope_of(self.context)):
            raise Unauthorized("Only editors and approvers decide.")
        if not self.wanted.source:
            self.request.response.redirect(self.desk_url)
            return ""
        self.hide_columns()
        self.outcomes: list[TransitionOutcome] = []
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.act()
        return self.index()

    @cached_property
    def wanted(self) -> Selection:
        """Read what is decided about."""
        return Selection.of(self.request.form)

    @property
    def comment(self) -> str:
        return str(self.request.form.get("comment", "")).strip()

    @property
    def decision(self) -> str:
        """The transition asked for; empty for none."""
        asked = [
            name
            for name in (APPROVE, DECLINING_TRANSITION)
            if name in self.request.form
        ]
        return asked[0] if asked else ""

    @property
    def refused_before(self) -> int:
        """The number of what earlier steps of this decision could not do, and stands first."""
        return parse_int(self.request.form.get("refused"), 0)

    def act(self) -> None:
        """Decide about one after the other until the time is up."""
        if self.decision == DECLINING_TRANSITION and not self.comment:
            self.error = _(
                "msg_comment_to_decline",
                default="Write a comment first: why is it declined?",
            )
            return
        end = time.monotonic() + SECONDS
        for brain in self.left if self.decision else ():
            self.outcomes.append(perform(brain.UID, self.decision, self.comment))
            if time.monotonic() > end:
                break

    @property
    def left(self) -> list[Any]:
        """What is to be decided about, without what was refused before."""
        found = waiting(scope_of(self.context), self.wanted)
        return found[self.refused_before :]

    # What is shown

    @property
    def refused(self) -> int:
        """The number of all that could not be done so far."""
        return self.refused_before + sum(not one.done for one in self.outcomes)

    @cached_property
    def number(self) -> int:
        """The number of what waits now."""
        return len(waiting(scope_of(self.context), self.wanted))

    @property
    def number_left(self) -> int:
        """The number of what this decision has not come to yet."""
        return max(self.number - self.refused, 0)

    @property
    def source(self) -> str:
        return title_of(self.wanted.source)

    @property
    def words(self) -> Message | str:
        """What the set holds, if that is known."""
        return set_words(self.wanted.set_name)

    @property
    def draft_name(self) -> str:
        """What parts a draft of this set's form from those of the others."""
        return f"pbgdpl-review-set {self.wanted.source} {self.wanted.set_name}"

    @property
    def desk_url(self) -> str:
        """The address of the desk with the same filter."""
        query = {"tab": NAME, "source": self.wanted.source, "set": self.wanted.set_name}
        return f"{self.context.absolute_url()}/@@pbgdpl-review?{urlencode(query)}"
