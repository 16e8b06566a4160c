"""The form in which a locked report gets a new version."""

from AccessControl import Unauthorized
from plone import api
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.drafts.assets import IWritingPage
from sonla.pbgdpl.browser.drafts.saved import note_saved
from sonla.pbgdpl.browser.statistics.report import ReportView
from sonla.pbgdpl.browser.titles.page import TitledPage
from sonla.pbgdpl.refusals import Refused
from sonla.pbgdpl.statistics.versions import new_version
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(IWritingPage)
class NewVersion(TitledPage, ReportView):
    """Ask why a locked report is corrected, and make the next version."""

    page_title = _("heading_new_version", default="Correct by a new version")
    error: Message | None = None

    def __call__(self) -> str:
        """Show the form, or make the version and lead to it."""
        if not self.may_correct:
            raise Unauthorized("No new version can be made of this report")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            if "cancel" in self.request.form:
                self.request.response.redirect(self.context.absolute_url())
                return ""
            try:
                made = new_version(self.context, self.typed)
            except Refused as refusal:
                self.error = refusal.message
            else:
                note_saved()
                api.portal.show_message(
                    _(
                        "msg_version_made",
                        default="This is the new version. The locked one counts until this is approved.",
                    ),
                    self.request,
                )
                self.request.response.redirect(made.absolute_url())
                return ""
        return self.index()

    @property
    def typed(self) -> str:
        """Give back the reason typed."""
        return str(self.request.form.get("reason", ""))
