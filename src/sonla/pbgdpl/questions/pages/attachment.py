"""Files that came with a question: saved by users who may see them, never opened in place."""

from plone.namedfile.utils import stream_data
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.view import BrowserView
from typing import Any
from urllib.parse import quote
from zExceptions import NotFound


class QuestionFile(BrowserView):
    """Provide one file, by its number."""

    def __call__(self) -> Any:
        """Answer with the file; whatever it is, the browser saves it."""
        files = stored_value(self.context, "asker_files") or ()
        number = parse_int(self.request.form.get("number"), 0)
        if number >= len(files):
            raise NotFound("question-file")
        keep_private(self.request)
        file, response = files[number], self.request.response
        response.setHeader("Content-Type", "application/octet-stream")
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Content-Length", file.getSize())
        response.setHeader(
            "Content-Disposition",
            f"attachment; filename*=UTF-8''{quote(file.filename)}",
        )
        return stream_data(file)
