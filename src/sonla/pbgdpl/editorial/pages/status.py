"""What the page of a text says of its place in the chain: state, revisions, expiry.

Where our chain is in force, core's viewlets have wording of ours: core's Vietnamese has a
stray quotation mark and calls the link to the changes something else. Elsewhere core speaks.
"""

from functools import cached_property
from plone.app.iterate.browser.info import BaselineInfoViewlet
from plone.app.iterate.browser.info import CheckoutInfoViewlet
from plone.protect.utils import addTokenToUrl
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.editorial.effective_dates import expired_on
from sonla.pbgdpl.editorial.guards import MSG_FOUR_EYES
from sonla.pbgdpl.editorial.history import last_action
from sonla.pbgdpl.editorial.history import may_see_history
from sonla.pbgdpl.editorial.history import Step
from sonla.pbgdpl.editorial.pages.desk_rows import DeskRow
from sonla.pbgdpl.editorial.query import SENT_BACK
from sonla.pbgdpl.editorial.revisions import may_revise
from sonla.pbgdpl.editorial.states import follows_editorial
from sonla.pbgdpl.editorial.states import is_structure
from sonla.pbgdpl.editorial.states import PENDING
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.visibility import may_view
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from sonla.pbgdpl.ui.viewlets import ConditionalViewlet
from typing import Any
from zope.i18nmessageid import Message


class RevisedBanner(BaselineInfoViewlet):
    """Lead from a text to its open revision; in a section `StatusViewlet` does."""

    def index(self) -> str:
        """Render core's banner outside of sections."""
        return "" if follows_editorial(self.context) else super().index()


class RevisionBanner(CheckoutInfoViewlet):
    """Lead from a revision to its text."""

    ours = ViewPageTemplateFile("templates/banner_revision.pt")

    def index(self) -> str:
        """Render our wording of it in a section."""
        return self.ours() if follows_editorial(self.context) else super().index()


FRESH = _(
    "advice_draft",
    default="It is a draft: nobody else is asked to look at it before you send it.",
)

MSG_STILL_OLD = _(
    "advice_revised",
    default="Readers see the old text until the revision is approved.",
)

SEND_AGAIN = _(
    "advice_returned_author",
    default="It came back: correct it, then submit it again.",
)

ADVICE: dict[str, tuple[tuple[str, Message], ...]] = {
    "draft": (
        ("submit", SEND_AGAIN),
        ("forward", SEND_AGAIN),
        (
            "",
            _(
                "advice_returned",
                default="It is with its author again, who corrects and submits it.",
            ),
        ),
    ),
    "pending_edit": (
        (
            "forward",
            _(
                "advice_edit",
                default="You can take the next step: correct it and forward it for approval, or return it with a comment.",
            ),
        ),
        (
            "retract",
            _(
                "advice_edit_author",
                default="An editor looks at it next. To change it yourself, take it back first.",
            ),
        ),
        ("", _("advice_edit_others", default="An editor looks at it next.")),
    ),
    "pending_approval": (
        (
            "approve",
            _(
                "advice_approve",
                default="You can take the next step: approve it, or return it with a comment.",
            ),
        ),
        (
            "retract",
            _(
                "advice_approve_author",
                default="An approver looks at it next. To change it yourself, take it back first.",
            ),
        ),
        ("", _("advice_approve_others", default="An approver looks at it next.")),
    ),
    "withdrawn": (
        (
            "reopen",
            _(
                "advice_reopen",
                default="It was taken out of public view. Reopen it to work on it again.",
            ),
        ),
        (
            "",
            _(
                "advice_withdrawn",
                default="It was taken out of public view. Editors and approvers can reopen it.",
            ),
        ),
    ),
}
"""State → (transition that must be open to the user, what to do), the first that fits."""


class StatusViewlet(ConditionalViewlet):
    """For those who work on a text: where it stands, what was done, and the next step."""

    parts = ViewPageTemplateFile("templates/parts.pt")

    def available(self) -> bool:
        """Return whether there is something to say, and to whom it may be said."""
        return bool(
            not self.portal_state.anonymous()
            and follows_editorial(self.context)
            and is_noteworthy(self.context)
            and may_see_history(self.context)
        )

    @cached_property
    def row(self) -> DeskRow:
        """The text as the desk shows it."""
        return DeskRow(self.context)

    @property
    def is_public(self) -> bool:
        """Whether the text is published: it is corrected and taken down on pages of their own."""
        return self.row.state == "published"

    @property
    def publication(self) -> Step:
        """The step by which a public text came to be as it is."""
        steps = self.row.steps
        return next((step for step in steps if step.action == "approve"), steps[0])

    @cached_property
    def revision(self) -> DeskRow | None:
        """The open revision of the text, if the user may see it."""
        copy = working_copy_of(self.context)
        return DeskRow(copy) if copy is not None and may_view(copy) else None

    @property
    def revise_url(self) -> str:
        """The address by which one click opens a revision; "" where the user can't."""
        if self.revision is not None or not may_revise(self.context):
            return ""
        return addTokenToUrl(f"{self.row.url}/@@pbgdpl-revise")

    @property
    def is_owed(self) -> bool:
        """Whether the next step is the user's."""
        return any(
            choice.primary
            for row in (self.row, self.revision)
            if row is not None
            for choice in row.choices
        )

    @property
    def last_comment(self) -> Step | None:
        """The latest step that carries a comment, while it is not public."""
        return next(iter([] if self.is_public else self.row.last_comments), None)

    @property
    def advice(self) -> Message | None:
        """What is to be done next, and by whom if not by the user."""
        if self.is_public:
            return None if self.revision is None else MSG_STILL_OLD
        if self.row.barred:
            return MSG_FOUR_EYES
        if self.row.state == "draft" and last_action(self.context) not in SENT_BACK:
            return FRESH
        offered = {"", *(choice.id for choice in self.row.choices)}
        return next(
            text for needed, text in ADVICE[self.row.state] if needed in offered
        )

    def buttons(self) -> list[dict[str, Any]]:
        """Return the steps that are open to the user, for `TransitionForm`."""
        return [
            {
                "step": choice.id,
                "title": choice.title,
                "look": "btn-primary" if choice.primary else "btn-outline-primary",
            }
            for choice in self.row.choices
        ]


def is_noteworthy(text: Any) -> bool:
    """Return whether it is a text; structure only where it waits, came back or was withdrawn."""
    if not is_structure(text):
        return True
    state = state_of(text)
    return state in (*PENDING, "withdrawn") or last_action(text) in SENT_BACK


class ExpiredViewlet(ConditionalViewlet):
    """Show a plain notice above whatever follows our chain and has expired.

    A viewlet, since stock pages and events of a section have pages of their own.
    """

    def available(self) -> bool:
        """Show it once the item has expired."""
        return bool(self.day)

    @cached_property
    def day(self) -> str:
        """The day of expiry in the portal's time zone; empty while valid."""
        moment = expired_on(self.context)
        if moment is None or not follows_editorial(self.context):
            return ""
        return format_day(moment)
