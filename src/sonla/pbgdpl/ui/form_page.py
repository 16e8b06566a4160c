"""Pages with one form: store what was sent, or show it again with what is wrong."""

from plone import api
from plone.protect import CheckAuthenticator
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.office_forms import HasForms
from typing import Any
from zExceptions import BadRequest
from zExceptions import Forbidden
from zope.i18nmessageid import Message


class FormPage(HasForms, AsksOnce):
    """Go from a sent form to what it stored, or back to the form, nothing typed lost."""

    request: Any
    index: Any
    url: Any
    saved: Message | str | None = None
    """Says that everything was stored; None where the next page shows it."""
    saved_kind = "info"
    """The kind of that message: *warning* or *error* where it is no good news."""
    error: Message | None = None

    def __call__(self) -> str:
        """Answer who may see the form; no cache keeps it."""
        self.check_access()
        keep_private(self.request)
        return self.answer()

    def check_access(self) -> None:
        """Raise `Unauthorized` for who may not see the form; the page's permission may be enough."""

    def store(self) -> None:
        """Have the method `store_…` of the form that was sent store it; raises `InvalidInput`."""
        name, value = self.sent_form
        if not name:
            raise BadRequest("No button of the page was pressed.")
        getattr(self, f"store_{name}")(self.form_named(name, value).read())

    @property
    def home(self) -> str:
        """The address to which both saving and cancelling lead: that of the form."""
        return str(self.url)

    def answer(self) -> str:
        """Store what was sent, or show the form."""
        if self.request.method != "POST":
            if self.pressed_buttons:
                raise Forbidden("An address presses no button.")
            return self.index()
        CheckAuthenticator(self.request)
        if "cancel" in self.request.form:
            return self.redirect()
        if asked := self.ask_about_button():
            return asked
        try:
            self.store()
        except InvalidInput as refusal:
            self.error = refusal.message
            return self.index()
        note_saved()
        return self.redirect(self.saved, self.saved_kind)

    def redirect(self, message: Message | str | None = None, kind: str = "info") -> str:
        """Redirect to where the form came from, or to what it created."""
        if message is not None:
            api.portal.show_message(message, self.request, type=kind)
        self.request.response.redirect(self.home)
        return ""
