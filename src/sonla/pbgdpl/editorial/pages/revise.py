"""Open the revision of a published text; keep core's check-in from standing in for it."""

from AccessControl import Unauthorized
from plone import api
from plone.app.iterate.browser.checkin import Checkin
from plone.app.iterate.browser.control import Control
from plone.app.iterate.permissions import CheckinPermission
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.editorial.exceptions import RevisionRefused
from sonla.pbgdpl.editorial.revisions import is_revisable
from sonla.pbgdpl.editorial.revisions import may_revise
from sonla.pbgdpl.editorial.revisions import MSG_ALREADY_REVISED
from sonla.pbgdpl.editorial.revisions import MSG_NOT_REVISABLE
from sonla.pbgdpl.editorial.revisions import MSG_ONLY_APPROVAL
from sonla.pbgdpl.editorial.revisions import revise
from sonla.pbgdpl.editorial.states import follows_editorial
from sonla.pbgdpl.editorial.working_copies import baseline_of
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import InPlaceOfPage
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar


class RevisionOffer(BrowserView):
    """Provide the toolbar with whether to offer the revision of an item."""

    def offered(self) -> bool:
        """Return whether the user may revise the text here."""
        return may_revise(self.context)

    def discardable(self) -> bool:
        """Return whether the item is a revision that the user may give up."""
        return (
            baseline_of(self.context) is not None
            and follows_editorial(self.context)
            and api.user.has_permission("Modify portal content", obj=self.context)
            and api.user.has_permission("Delete objects", obj=self.context)
        )


class Revise(Page, BrowserView):
    """Open a revision and lead to its edit form; lead to the one that is open.

    The toolbar's link carries the authenticator, so one click does it. Without it
    (a bookmark, a link in a mail) the page asks first.
    """

    post_forms: ClassVar = {
        "revise": PostForm(
            _("button_revise", default="Open the copy"), page="pbgdpl-revise"
        )
    }
    page_title = _("heading_revise", default="Revise a published text")

    def __call__(self) -> str:
        """Lead to the revision, opening it first if there is none."""
        revision = working_copy_of(self.context)
        if revision is not None:
            return self._go_on(revision)
        if not may_revise(self.context):
            raise RevisionRefused(MSG_NOT_REVISABLE, self.context)
        if "_authenticator" not in self.request.form:
            return self.index()
        CheckAuthenticator(self.request)
        self.show_message(
            _(
                "msg_revision_opened",
                default="You are working on a copy. The public text stays as it is until the copy is approved.",
            )
        )
        return self.lead_to(f"{revise(self.context).absolute_url()}/edit")

    def _go_on(self, revision: Any) -> str:
        if not api.user.has_permission("View", obj=revision):
            raise RevisionRefused(MSG_ALREADY_REVISED, self.context)
        self.show_message(MSG_ALREADY_REVISED)
        return self.lead_to(page_url(revision))


class CheckinByApproval(InPlaceOfPage, Checkin):
    """Refuse core's check-in form on our chain; elsewhere it works as before."""

    def __call__(self) -> str:
        """Refuse, or do what core does under core's permission."""
        if follows_editorial(self.context):
            raise RevisionRefused(MSG_ONLY_APPROVAL, self.context)
        if not api.user.has_permission(CheckinPermission, obj=self.context):
            raise Unauthorized(CheckinPermission)
        return super().__call__()


class ControlByApproval(InPlaceOfPage, Control):
    """Answer core's toolbar and REST for our chain; elsewhere as before."""

    def checkin_allowed(self) -> bool:
        """Return whether core may offer check-in: never on our chain."""
        return not follows_editorial(self.context) and super().checkin_allowed()

    def checkout_allowed(self) -> bool:
        """Return whether core may offer check-out: on our chain of public texts only."""
        if follows_editorial(self.context) and not is_revisable(self.context):
            return False
        return super().checkout_allowed()
