"""`@@pbgdpl-detach`: detach a text from its source, or attach it again."""

from AccessControl import Unauthorized
from plone import api
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.urls import page_url
from sonla.pbgdpl.sync import operations
from sonla.pbgdpl.sync.audit import EXCHANGE
from sonla.pbgdpl.sync.bindings import DETACHED
from sonla.pbgdpl.sync.pages.origin import may_decide
from sonla.pbgdpl.sync.pages.origin import original_of
from sonla.pbgdpl.sync.provenance import provenance_of
from sonla.pbgdpl.sync.store import make_store
from sonla.pbgdpl.ui.page import BrowserView
from zope.i18nmessageid import Message


class TieView(BrowserView):
    """Do what the button says, then lead back to the text."""

    def __call__(self) -> str:
        """Act; raises `Unauthorized` for who neither edits nor approves here."""
        self.check_posted()
        if not may_decide(original_of(self.context)):
            raise Unauthorized("Only editors and approvers decide about the source.")
        message = self.act()
        if message is not None:
            act = "detach" if "detach" in self.request.form else "attach"
            text = original_of(self.context)
            log.note(EXCHANGE.name, text.portal_type, text, act=act, title=text.Title())
            api.portal.show_message(message, self.request)
        self.request.response.redirect(page_url(self.context))
        return ""

    def act(self) -> Message | None:
        """Change the tie; one that waits for a choice is left to that choice."""
        text = original_of(self.context)
        origin, form = provenance_of(text), self.request.form
        if origin is None or origin.conflict is not None:
            return None
        store, uid = make_store(api.portal.get()), IUUID(text)
        if "detach" in form and origin.state != DETACHED:
            operations.detach(store, uid)
            return _(
                "msg_sync_detached",
                default="Detached: what the source changes has no effect here any more.",
            )
        if "attach" in form and origin.state == DETACHED:
            operations.attach(store, uid, utc_now())
            return _(
                "msg_sync_attached",
                default="Attached again: the next run asks for the present version.",
            )
        return None
