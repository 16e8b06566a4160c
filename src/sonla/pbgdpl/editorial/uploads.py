"""What a file must be to enter a section: not empty, not too big, what it says it is.

One function for every way in: `plone.namedfile` calls named adapters whenever a
file field is validated (forms and REST), the upload view of editors asks itself.
What stands in a section then has no position of the camera any more.
"""

from io import BytesIO
from mimetypes import guess_type
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import IBlobby
from plone.namedfile.interfaces import INamed
from plone.namedfile.interfaces import INamedField
from plone.namedfile.interfaces import IPluggableFileFieldValidation
from plone.namedfile.interfaces import IPluggableImageFieldValidation
from plone.restapi.deserializer.dxfields import NamedFieldDeserializer
from plone.restapi.interfaces import IFieldDeserializer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.file_signatures import extension
from sonla.pbgdpl.core.file_signatures import fits
from sonla.pbgdpl.core.file_signatures import MAX_PICTURE_MEGABYTES
from sonla.pbgdpl.core.file_signatures import may_run
from sonla.pbgdpl.core.file_signatures import PICTURES
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.photo_metadata import without_metadata
from sonla.pbgdpl.core.picture_sizes import MAX_MEGAPIXELS
from sonla.pbgdpl.core.picture_sizes import megapixels_of
from sonla.pbgdpl.core.picture_sizes import megapixels_of_picture
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.settings.getters import get_settings
from typing import Any
from typing import IO
from ZODB.utils import z64
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.schema import getFieldsInOrder

import re
import unicodedata

ENCODING = "base64"
MSG_NOT_A_FILE = _(
    "msg_no_file_over_rest",
    default="This is no file. Send an object with data in base64, encoding, filename and content-type.",
)
HEAD = 4096
"""Bytes read to tell what a file is."""

UNREADABLE = ("Cc", "Cs")
"""Control characters, and what stands for bytes that are no text."""
APPLE_PHOTOS = frozenset({"heic", "heics", "heif", "heifs"})
PHOTO_TYPES = re.compile("image/(?:p?jpe?g|png|webp)")
MEGABYTE = 1024 * 1024


def file_problem(
    filename: str,
    size: int,
    file: IO[bytes],
    limit: int,
    *,
    is_picture: bool = False,
) -> Message | None:
    """Return why a file is refused; None for a good one.

    Of `file` no more is read than says what it is; `limit` is the largest size in megabytes.
    A file `is_picture` if it shall be shown in several sizes, whatever it is.
    """
    values = {"filename": filename, "limit": str(limit)}
    if any(unicodedata.category(sign) in UNREADABLE for sign in filename):
        return _(
            "msg_file_name_unreadable",
            default="The name of the file has signs that can't be shown. Give it another name and choose it again.",
        )
    if size == 0:
        return _(
            "msg_file_empty",
            default="${filename} is empty (0 bytes). Choose the file again.",
            mapping=values,
        )
    if size > limit * MEGABYTE:
        return _(
            "msg_file_too_large",
            default="${filename} is larger than ${limit} MB, the largest size allowed.",
            mapping=values,
        )
    file.seek(0)
    head = file.read(HEAD)
    return kind_problem(extension(filename), size, head, values) or pixel_problem(
        file, values, is_picture=is_picture
    )


def kind_problem(
    kind: str, size: int, head: bytes, values: dict[str, str]
) -> Message | None:
    """Return why a file of a kind is refused; None for a good one."""
    if kind in PICTURES and size > MAX_PICTURE_MEGABYTES * MEGABYTE:
        return _(
            "msg_picture_too_large",
            default="${filename} has ${size} MB; a picture may have at most ${limit} MB. Make it smaller, 2560 pixels wide at most, or save it as JPEG, and choose it again.",
            mapping={
                **values,
                "size": str(round(size / MEGABYTE)),
                "limit": str(MAX_PICTURE_MEGABYTES),
            },
        )
    if kind in APPLE_PHOTOS:
        return _(
            "msg_file_heic",
            default="${filename} is a photo in Apple's format HEIC, which most browsers don't show. Save it as JPEG; on an iPhone: Settings, Camera, Formats, Most Compatible.",
            mapping=values,
        )
    if may_run(kind, head):
        return _(
            "msg_file_active",
            default="${filename} is of a kind that can run on the reader's computer and is not accepted. Use PDF, a document, an image, sound or video.",
            mapping=values,
        )
    if not fits(kind, head):
        return _(
            "msg_file_not_what_it_says",
            default="${filename} is not a real .${extension} file: its content does not fit its name. Save it again in the right format.",
            mapping={**values, "extension": kind},
        )
    return None


def pixel_problem(
    file: IO[bytes], values: dict[str, str], *, is_picture: bool
) -> Message | None:
    """Return why a picture is refused that has few bytes and many pixels, or may have."""
    found = megapixels_of_picture(file) if is_picture else megapixels_of(file)
    if found is None:
        return _(
            "msg_picture_not_counted",
            default="${filename} is a picture of a kind that browsers don't show. Save it as PNG or JPEG and choose it again.",
            mapping=values,
        )
    if found <= MAX_MEGAPIXELS:
        return None
    return _(
        "msg_picture_pixels",
        default="${filename} has more than ${limit} megapixels, the most that a picture may have: half as many as WEBP or AVIF, and all frames of a moving one together. Make it smaller, 2560 pixels wide at most, and choose it again.",
        mapping={**values, "limit": str(MAX_MEGAPIXELS)},
    )


class FileRefused(InvalidInput):
    """Refuse a file; the message says why and what to do."""


def refuse_bad_file(
    context: Any,
    filename: str,
    size: int,
    file: IO[bytes],
    *,
    is_picture: bool = False,
) -> None:
    """Raise `FileRefused` for a bad file that shall enter a section."""
    if context is None or section_of(context) is None:
        return
    limit = get_settings().max_file_megabytes
    problem = file_problem(filename or "", size, file, limit, is_picture=is_picture)
    if problem is not None:
        raise FileRefused(problem)


class FileInSection:
    """Check a file whenever its field is validated: in forms and over REST."""

    is_picture = False

    def __init__(self, field: Any, value: Any) -> None:
        self.field = field
        self.value = value

    def __call__(self) -> None:
        """Raise `FileRefused` for a bad file of content inside a section."""
        context = getattr(self.field, "context", None)
        if self.value is not None:
            with opened(self.value) as file:
                refuse_bad_file(
                    context,
                    self.value.filename,
                    self.value.getSize(),
                    file,
                    is_picture=self.is_picture,
                )


@implementer(IPluggableFileFieldValidation)
@adapter(INamedField, INamed)
class FileFieldInSection(FileInSection):
    """Check the value of a file field."""


@implementer(IPluggableImageFieldValidation)
@adapter(INamedField, INamed)
class ImageFieldInSection(FileInSection):
    """Check the value of an image field."""

    is_picture = True


@implementer(IFieldDeserializer)
@adapter(INamedField, IDexterityContent, IBrowserLayer)
class NamedFieldInSection(NamedFieldDeserializer):
    """Refuse an empty file over REST, which core takes for no file at all, and what is none.

    Core decodes by any codec that Python has: some unpack a few kilobytes to gigabytes.
    """

    def __call__(self, value: Any) -> Any:
        """Return the field's value; raises `FileRefused`, or `InvalidInput` for no file."""
        if section_of(self.context) is None:
            return super().__call__(value)
        if isinstance(value, bool | int | float | list) or (
            isinstance(value, dict) and not is_file_sent(value)
        ):
            raise InvalidInput(MSG_NOT_A_FILE)
        if isinstance(value, dict) and value.get("data") in ("", b""):
            refuse_bad_file(self.context, value.get("filename") or "", 0, BytesIO())
        return super().__call__(value)


def is_file_sent(value: dict[str, Any]) -> bool:
    """Return whether an object of REST says a file in the way that Plone describes."""
    texts = ("data", "encoding", "filename", "content-type")
    given = {name: value[name] for name in texts if value.get(name) is not None}
    return (
        all(isinstance(one, str) for one in given.values())
        and given.get("encoding", ENCODING) == ENCODING
    )


def becomes_image(filename: str) -> bool:
    """Return whether Plone makes an image of a file that is sent into a folder."""
    return (guess_type(filename)[0] or "").startswith("image/")


def opened(value: Any) -> IO[bytes]:
    """Open a stored file; of a blob nothing is loaded before it is read."""
    return value.open() if IBlobby.providedBy(value) else BytesIO(value.data or b"")


def forget_position(item: Any, _event: Any) -> None:
    """Take out of photos what the camera noted, where people put them into a section.

    What was fetched from elsewhere stays what it is: its digest identifies it.
    """
    if not IDexterityContent.providedBy(item) or IHarvested.providedBy(item):
        return
    if section_of(item) is None:
        return
    for schema in iterSchemata(item):
        for name, field in getFieldsInOrder(schema):
            if not INamedField.providedBy(field):
                continue
            value = getattr(schema(item, None), name, None)
            if value is None or not PHOTO_TYPES.match(value.contentType or ""):
                continue
            if value._p_serial != z64:  # stored before, hence looked at before
                continue
            data = without_metadata(value.data)
            if data != value.data:
                # In place: where a version was kept meanwhile, it has the same blob.
                value.data = data
                for note in {"exif", "exif_data"} & value.__dict__.keys():
                    delattr(value, note)
