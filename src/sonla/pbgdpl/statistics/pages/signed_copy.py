"""The page that attaches the signed copy to a locked report, and the address of a public one."""

from AccessControl import Unauthorized
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.statistics.access import may_approve
from sonla.pbgdpl.statistics.pages.item import ReportView
from sonla.pbgdpl.statistics.signed_copy import attach
from sonla.pbgdpl.statistics.signed_copy import is_public
from sonla.pbgdpl.statistics.signed_copy import may_be_public
from sonla.pbgdpl.statistics.signed_copy import MSG_NO_PDF
from sonla.pbgdpl.statistics.signed_copy import publish
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.downloads import offer
from sonla.pbgdpl.ui.form_page import FormPage
from sonla.pbgdpl.ui.office_forms import CANCEL
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import with_widget
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar
from z3c.form.browser.checkbox import SingleCheckBoxFieldWidget
from zExceptions import NotFound
from zope.schema import Bool
from zope.schema import Bytes

import os

SAVE = _("button_save", default="Save")
SCAN = Bytes(
    __name__="file",
    title=_("label_signed_file", default="Scan (PDF)"),
    required=False,
)
PUBLIC = with_widget(
    Bool(
        __name__="public",
        title=_(
            "label_signed_public",
            default="Everybody may read it. Make sure that it has no private data.",
        ),
        required=False,
    ),
    SingleCheckBoxFieldWidget,
)


class SignedCopyForm(FormPage, Page, ReportView):
    """Take the scan of a locked report, and whether everybody may read it."""

    post_forms: ClassVar = {
        "attach": PostForm(SAVE, (SCAN,)),
        "publish": PostForm(SAVE, (SCAN, PUBLIC)),
        "cancel": CANCEL,
    }
    shows_file = True
    help = _(
        "help_signed_copy",
        default="Print the PDF, have it signed and sealed, scan it, and attach the scan here. It stays with this version of the report; a new version gets its own.",
    )
    page_title = _("heading_signed_copy", default="Signed copy")
    saved = _("msg_signed_attached", default="The signed copy was saved.")

    def check_access(self) -> None:
        """Raise `Unauthorized` where nothing can be attached."""
        if not self.may_attach:
            raise Unauthorized("Nothing can be attached to this report")

    @property
    def home(self) -> str:
        """The address of the report."""
        return str(self.context.absolute_url())

    def store(self) -> None:
        """Attach and publish; raises `InvalidInput`, and nothing is stored then."""
        upload = self.request.form.get("file")
        name = os.path.basename(str(getattr(upload, "filename", "") or ""))
        if not name and not self.has_file:
            raise InvalidInput(MSG_NO_PDF)
        if name:
            limit = get_settings().max_file_megabytes * 1024 * 1024
            content = upload.read(limit + 1)
            attach(self.context, name, content, may_approve(self.context))
        if self.may_publish:
            publish(self.context, bool(self.request.form.get("public")))

    @property
    def may_publish(self) -> bool:
        """Whether the user decides who reads the copy, and nobody is told apart by it."""
        return may_approve(self.context) and may_be_public(self.context)

    @property
    def buttons(self) -> tuple[str, str]:
        """The buttons of the form; who doesn't decide who reads the copy isn't asked."""
        return "publish" if self.may_publish else "attach", "cancel"

    def first_values(self, name: str) -> dict[str, Any]:
        """Begin with who may read the copy now."""
        return {"public": is_public(self.context)} if name == "publish" else {}


class PublicSignedCopy(ReportView):
    """Answer with the signed copy of a report that was published with it."""

    def __call__(self) -> Any:
        """Send the file; there is none for whoever asks for one that is not public."""
        if not is_public(self.context):
            raise NotFound(self.__name__)
        offer(self.request, f"{self.context.getId()}.pdf", "application/pdf")
        # That everybody may read it can be taken back.
        keep_private(self.request)
        return self.context.file.data
