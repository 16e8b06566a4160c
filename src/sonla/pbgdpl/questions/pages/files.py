"""Files of askers, for the office: seen and heard where it reads the question, or fetched."""

from dataclasses import dataclass
from functools import cached_property
from plone import api
from plone.base.utils import human_readable_size
from plone.namedfile.browser import Download
from plone.namedfile.utils import stream_data
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.mixins import Mixin
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.questions.asker_files import is_photo
from sonla.pbgdpl.questions.asker_files import is_sound
from sonla.pbgdpl.questions.asker_files import media_type
from sonla.pbgdpl.questions.covering import own_lines
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from urllib.parse import quote
from zExceptions import NotFound


@dataclass(frozen=True)
class ShownFile:
    """What the office sees of a file."""

    title: str
    url: str
    size: str
    is_sound: bool
    is_photo: bool


def shown_files(question: Any) -> list[ShownFile]:
    """List the files that came with a question, without checking permissions."""
    url = f"{question.absolute_url()}/@@question-file"
    return [
        ShownFile(
            title=file.filename,
            url=f"{url}?number={number}",
            size=human_readable_size(file.getSize()),
            is_sound=is_sound(file.filename),
            is_photo=is_photo(file.filename),
        )
        for number, file in enumerate(stored_value(question, "asker_files") or ())
    ]


class SeesAsker(Mixin):
    """Mixin of pages of what somebody asked."""

    @cached_property
    def may_see_asker(self) -> bool:
        """Whether the user may see who asked."""
        return bool(api.user.has_permission(VIEW_PERSONAL_DATA, obj=self.context))

    @property
    def own_words(self) -> list[str]:
        """What is covered in part as whoever asked wrote it, line by line."""
        return own_lines(self.context) if self.may_see_asker else []


class AskersFiles(SeesAsker):
    """Mixin of pages of a question on which the office sees and hears what came with it."""

    file_list = ViewPageTemplateFile("templates/files.pt")

    @property
    def files(self) -> list[ShownFile]:
        """The files that came along, for users who may see them."""
        return shown_files(self.context) if self.may_see_asker else []


class QuestionFile(BrowserView):
    """Provide one file, by its number.

    It is no `Download` of core's: caching has a rule for those, by which proxies keep them.
    """

    def __call__(self) -> Any:
        """Answer with the file, or with the part that a player asks for.

        Whatever it is, a browser that opens its address saves it; no cache keeps it.
        """
        files = stored_value(self.context, "asker_files") or ()
        number = parse_int(self.request.form.get("number"), 0)
        if number >= len(files):
            raise NotFound("question-file")
        keep_private(self.request)
        file, response = files[number], self.request.response
        response.setHeader("Content-Type", media_type(file.filename))
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Accept-Ranges", "bytes")
        response.setHeader("Content-Length", file.getSize())
        response.setHeader(
            "Content-Disposition",
            f"attachment; filename*=UTF-8''{quote(file.filename)}",
        )
        part = Download(self.context, self.request).handle_request_range(file)
        return stream_data(file, **part)
