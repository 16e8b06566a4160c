"""The body of a text: between Plone's rich text and the harmless HTML of a record."""

from Acquisition import aq_base
from collections.abc import Iterator
from plone.app.textfield.value import RichTextValue
from plone.app.uuid.utils import uuidToObject
from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.accessors import FieldAccessor
from sonla.pbgdpl.exchange.accessors import WriteContext
from sonla.pbgdpl.exchange.files import make_file
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.sanitizing import images_of
from sonla.pbgdpl.exchange.sanitizing import sanitised
from sonla.pbgdpl.exchange.sanitizing import without_foreign_images
from sonla.pbgdpl.exchange.unmapped import files_made
from sonla.pbgdpl.settings.public_address import in_public
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any
from urllib.parse import unquote
from urllib.parse import urljoin
from urllib.parse import urlsplit

import re

_BY_UID = re.compile(r"(?:^|/)resolve[Uu]id/([^/?#]+)(.*)", re.DOTALL)
NO_IMAGE = _("problem_image", default="“${field}”: the image ${value} was left out.")
HTML = "text/html"
SAFE_HTML = "text/x-html-safe"
IMAGE_SCALE = "@@images/image/large"


class Body(FieldAccessor):
    """Plone's rich text.

    What is stored of a foreign body is harmless by itself; Plone filters again when it
    shows it.
    """

    def __init__(self, name: str = "text") -> None:
        self.name = name

    @property
    def attributes(self) -> tuple[str, ...]:
        """The field that holds the text."""
        return (self.name,)

    def read(self, obj: Any) -> str | None:
        """Return the text with absolute addresses, by which others can follow links."""
        value = getattr(aq_base(obj), self.name, None)
        if value is None or not value.raw:
            return None
        if value.mimeType == HTML:
            markup = value.raw
        else:
            markup = value.output_relative_to(obj)
        base = f"{public_url(obj)}/"
        return sanitised(markup, lambda path: absolute(path, base))

    def write(self, obj: Any, value: str | None, writing: WriteContext) -> None:
        """Store the text; its images become content beside the item, or are left out."""
        if value is None:
            setattr(obj, self.name, None)
            return
        local = dict(local_images(obj, value, writing))
        html = without_foreign_images(value, local)
        setattr(obj, self.name, RichTextValue(html, HTML, SAFE_HTML))


def absolute(path: str, base: str) -> str | None:
    """Return the absolute address of a link in a text; None for one that leads nowhere."""
    by_uid = _BY_UID.search(path)
    if by_uid is None:
        return urljoin(base, in_public(path))
    target = uuidToObject(by_uid.group(1), unrestricted=True)
    return None if target is None else f"{public_url(target)}{by_uid.group(2)}"


def local_images(
    obj: Any, body: str, writing: WriteContext
) -> Iterator[tuple[str, str]]:
    """Yield for each image of a body, if it can be had, an address with us."""
    known = files_made(obj)
    for url in images_of(body):
        image = make_file(FileReference(_name(url), url=url), writing, known.get(url))
        if image is not None and image.portal_type == "Image":
            yield url, f"resolveuid/{image.UID()}/{IMAGE_SCALE}"
        elif image is None:
            writing.note(NO_IMAGE, url)


def _name(url: str) -> str:
    return unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2] or "image"
