"""Pictures that come within a text, as data: each becomes a file beside it.

A browser shows such a picture, but a page with it can't be kept by caches, its readers fetch it
again with every visit, and nobody can describe it. So it becomes an image of the place where
the text stands, hidden until a text with it is approved.
"""

from AccessControl import Unauthorized
from Acquisition import aq_parent
from base64 import b64decode
from binascii import Error as NoBase64
from dataclasses import dataclass
from dataclasses import field
from html import unescape
from io import BytesIO
from plone import api
from plone.api.exc import InvalidParameterError
from plone.app.iterate.interfaces import IWorkingCopy
from plone.namedfile.field import NamedBlobImage as ImageField
from plone.namedfile.file import NamedBlobImage
from Products.CMFCore.interfaces import IFolderish
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.errors import reason_of
from sonla.pbgdpl.core.picture_sizes import MAX_MEGAPIXELS
from sonla.pbgdpl.core.picture_sizes import megapixels_of_picture
from typing import Any
from urllib.parse import unquote
from zExceptions import BadRequest
from zExceptions import Forbidden
from zope.i18nmessageid import Message
from zope.schema import ValidationError

import re

EXTENSIONS = {
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/jpg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
}
"""Media types that all browsers show and Plone scales."""
_DATA = re.compile(
    r"""<img\b(?P<before>[^<>]*?)\bsrc\s*=\s*(?P<quote>["'])\s*data:(?P<type>[\w/.+-]*)"""
    r"""(?P<more>[^,"'>]*),(?P<data>[^"'>]*)(?P=quote)""",
    re.IGNORECASE,
)
_ALT = re.compile(r"""\balt\s*=\s*(["'])(.*?)\1""", re.IGNORECASE | re.DOTALL)
_CLASS = re.compile(r"\bclass\s*=", re.IGNORECASE)
WHAT = "Keeping a picture of a text"
MSG_KIND = _(
    "msg_picture_kind",
    default="a picture of a kind that browsers don't show; save it as PNG or JPEG",
)
MSG_BROKEN = _("msg_picture_broken", default="a picture that can't be read")
MSG_PIXELS = _(
    "msg_picture_in_text_pixels",
    default="a picture of more than ${limit} megapixels (half as many for WEBP); make it smaller, 2560 pixels wide at most",
    mapping={"limit": str(MAX_MEGAPIXELS)},
)
MSG_NO_PLACE = _("msg_picture_no_place", default="you may not add images here")


@dataclass
class Pictures:
    """Make images of the pictures in one text, which stands or shall stand at a place."""

    place: Any
    title: str
    refused: list[Message] = field(default_factory=list)
    """Why pictures stayed what they were."""

    def stored(self, html: str) -> str:
        """Return a body whose pictures are images of the place, as far as they can be."""
        return _DATA.sub(self._store, html)

    def _store(self, tag: re.Match[str]) -> str:
        alt = _ALT.search(tag["before"])
        title = unescape(alt[2]) if alt else ""
        try:
            image = self._add(read_data(tag["type"], tag["more"], tag["data"]), title)
        except PictureRefused as refused:
            self.refused.append(refused.message)
            return tag.group(0)
        classes = "" if _CLASS.search(tag["before"]) else f'class="{CLASSES}" '
        return f"<img{tag['before']}{classes}{attributes_of(image)}"

    def refusals(self, html: str) -> list[Message]:
        """Return why pictures of a body can be no images, without storing any."""
        found = []
        for tag in _DATA.finditer(html):
            try:
                self._check(read_data(tag["type"], tag["more"], tag["data"]))
            except PictureRefused as refused:
                found.append(refused.message)
        return found

    def _check(self, value: Any) -> None:
        if self.place is None:
            raise PictureRefused(MSG_NO_PLACE)
        try:
            ImageField().bind(self.place).validate(value)
        except ValidationError as invalid:
            raise PictureRefused(reason_of(invalid, WHAT, MSG_BROKEN)) from invalid

    def _add(self, value: Any, title: str) -> Any:
        """Add an image; raise `PictureRefused` with the reason where that can't be."""
        self._check(value)
        try:
            return api.content.create(
                self.place,
                "Image",
                title=title or self.title,
                image=value,
                safe_id=True,
            )
        except (Unauthorized, InvalidParameterError, BadRequest, Forbidden) as refused:
            raise PictureRefused(reason_of(refused, WHAT, MSG_NO_PLACE)) from refused


CLASSES = "image-richtext picture-variant-large"


class PictureRefused(InvalidInput):
    """Refuse a picture; the message says why."""


def attributes_of(image: Any) -> str:
    """Return the attributes by which Plone's editor refers to an image."""
    uid = image.UID()
    return (
        f'src="resolveuid/{uid}/@@images/image/large" data-linktype="image" '
        f'data-picturevariant="large" data-scale="large" data-val="{uid}"'
    )


def read_data(media_type: str, more: str, data: str) -> Any:
    """Return the picture of an address with data; raise `PictureRefused` for none."""
    if media_type.lower() not in EXTENSIONS:
        raise PictureRefused(MSG_KIND)
    text = unquote(unescape(data))
    try:
        content = (
            b64decode(text) if "base64" in more.lower() else text.encode("latin-1")
        )
    except (NoBase64, ValueError) as broken:
        raise PictureRefused(MSG_BROKEN) from broken
    return picture_of(content, media_type.lower())


def picture_of(content: bytes, media_type: str, name: str = "anh") -> Any:
    """Return bytes as the value of an image; raise `PictureRefused` unless it can be shown."""
    if media_type not in EXTENSIONS:
        raise PictureRefused(MSG_KIND)
    refuse_unreadable(content)
    return NamedBlobImage(content, media_type, f"{name}.{EXTENSIONS[media_type]}")


def refuse_unreadable(content: bytes) -> None:
    """Raise `PictureRefused` for what can't be shown, or has too many pixels to be read at all."""
    # Imported where a picture is read: most processes wait long for the first.
    from PIL import Image

    try:
        megapixels = megapixels_of_picture(BytesIO(content))
        if megapixels is None:
            raise PictureRefused(MSG_KIND)
        if megapixels > MAX_MEGAPIXELS:
            raise PictureRefused(MSG_PIXELS)
        with Image.open(BytesIO(content)) as read:
            read.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as broken:
        raise PictureRefused(MSG_BROKEN) from broken


def place_of(item: Any) -> Any:
    """Return where the files of an item belong: itself if it holds some, else beside it."""
    place = item
    while place is not None:
        if IFolderish.providedBy(place) and not IWorkingCopy.providedBy(place):
            return place
        place = aq_parent(place)
    return None
