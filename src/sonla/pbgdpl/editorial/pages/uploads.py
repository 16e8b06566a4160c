"""What editors upload while writing: checked, and refused with a reason.

Core makes content of an upload unvalidated. It also keeps each file of a form that comes
back, so that nobody has to send it again: a refused one would be sent again by each of the
next attempts, in place of the good file that was chosen meanwhile.
"""

from plone.app.content.browser.file import FileUploadView
from plone.app.uuid.utils import uuidToObject
from plone.formwidget.namedfile.interfaces import INamedFileWidget
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.unsaved_uploads import is_form
from sonla.pbgdpl.editorial.unsaved_uploads import mark_unsaved
from sonla.pbgdpl.editorial.uploads import becomes_image
from sonla.pbgdpl.editorial.uploads import FileRefused
from sonla.pbgdpl.editorial.uploads import refuse_bad_file
from sonla.pbgdpl.ui.page import InPlaceOfPage
from typing import Any
from z3c.form.error import ErrorViewSnippet
from zope.component import adapter
from zope.i18n import translate
from zope.i18nmessageid import Message

import json
import os


class CheckedUploadView(InPlaceOfPage, FileUploadView):
    """Answer with the reason, which the upload widget shows, or do as core does.

    The editor's image and file dialogues, the content browser and folder contents
    all post here. Outside of sections nothing is checked. The status is 403 because of
    core's script: it says "the file transfer failed" in place of any other answer.
    """

    def __call__(self) -> Any:
        """Take the file, or answer 403 with the message."""
        upload = self.request.form.get("file")
        try:
            if getattr(upload, "filename", None):
                refuse_bad_file(
                    self.context,
                    *facts_of(upload),
                    is_picture=becomes_image(upload.filename),
                )
        except FileRefused as refused:
            response = self.request.response
            response.setStatus(403)
            response.setHeader("Content-Type", "text/plain; charset=utf-8")
            reason = translate(refused.message, context=self.request)
            return translate(again(reason), context=self.request)
        answer = super().__call__()
        if is_form(self.request.getHeader("Referer")) and section_of(self.context):
            self.mark(answer)
        return answer

    def mark(self, answer: Any) -> None:
        """Mark what was made: a text that refers to it is yet to be saved."""
        try:
            uid = json.loads(answer or "")["UID"]
        except (KeyError, ValueError):
            return
        file = uuidToObject(uid, unrestricted=True)
        if file is not None:
            mark_unsaved(file)


def again(reason: str) -> Message:
    """Return how to go on: core's dialogue keeps a refused file, and takes no other."""
    return _(
        "msg_upload_again",
        default="${reason} Close this window and open it again to send another file.",
        mapping={"reason": reason},
    )


def facts_of(upload: Any) -> tuple[str, int, Any]:
    """Return name and size of an upload, and itself at its start."""
    upload.seek(0, os.SEEK_END)
    size = upload.tell()
    upload.seek(0)
    return upload.filename, size, upload


@adapter(FileRefused, IBrowserLayer, INamedFileWidget, None, None, None)
class RefusedFile(ErrorViewSnippet):
    """Show the reason beside the field, which has again what is stored."""

    def update(self) -> None:
        """Prepare the message, then let go of the file."""
        super().update()
        self.widget.value = None
        self.widget.ignoreRequest = True
        self.widget.update()
