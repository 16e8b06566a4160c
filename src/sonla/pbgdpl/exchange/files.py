"""Files: what a record says of them, where they stand in content, and how bytes become content."""

from Acquisition import aq_base
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from plone.app.uuid.utils import uuidToObject
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from plone.namedfile.utils import get_contenttype
from sonla.pbgdpl import _
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.editorial.states import is_public
from sonla.pbgdpl.editorial.uploads import file_problem
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import Fetched
from sonla.pbgdpl.exchange.accessors import FieldAccessor
from sonla.pbgdpl.exchange.accessors import WriteContext
from sonla.pbgdpl.exchange.creation import add_item
from sonla.pbgdpl.exchange.creation import new_item
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.exchange.unmapped import files_made
from sonla.pbgdpl.settings.getters import get_settings
from sonla.pbgdpl.settings.public_address import public_url
from typing import Any
from typing import ClassVar
from z3c.relationfield import RelationValue
from ZODB.interfaces import BlobError
from zope.component import getUtility
from zope.intid.interfaces import IIntIds

import os

CHUNK = 1 << 20
IMAGE_TYPES = frozenset(
    {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"}
)
UNSAFE_TYPES = frozenset({"html", "xml", "xhtml+xml", "svg+xml", "javascript"})
"""Second halves of media types that a browser would run; the name decides then."""


def reference_to(value: Any, url: str, name: str) -> FileReference:
    """Describe a stored file that can be fetched from an address."""
    return FileReference(
        name=value.filename or name,
        media_type=value.contentType or "",
        size=value.getSize(),
        sha256=digest_of(value),
        url=url,
    )


def digest_of(value: Any) -> str:
    """Return the SHA-256 of a stored file in hex; that of a committed one is remembered."""
    blob = getattr(value, "_blob", None)
    if blob is None:
        return sha256(bytes(value.data)).hexdigest()
    try:
        path = blob.committed()
    except BlobError:  # written in this transaction
        with blob.open() as stream:
            return _digest(stream)
    facts = os.stat(path)
    return _digest_of_path(path, facts.st_size, facts.st_mtime_ns)


def make_file(
    reference: FileReference, writing: WriteContext, known: str | None = None
) -> Any | None:
    """Return the File or Image that a reference means, made if need be; None without.

    `known` is the UID of what was made of this address before: it is taken again unless
    its content changed.
    """
    old = uuidToObject(known, unrestricted=True) if known else None
    if old is not None and has_same_content(old, reference):
        return old
    data = writing.fetched(reference.url)
    if data is None:
        return old
    if old is not None and digest_of(stored_in(old)) == sha256(data).hexdigest():
        return old
    if is_refused(reference, data, writing):
        return None
    obj = _made(reference, data, writing)
    writing.files[reference.url] = obj.UID()
    return obj


def can_be_had(value: Any, fetched: Fetched) -> bool:
    """Return whether any of the files that a value refers to was fetched."""
    references = value if isinstance(value, tuple) else (value,)
    return any(
        fetched(reference.url) is not None
        for reference in references
        if isinstance(reference, FileReference)
    )


def has_same_content(obj: Any, reference: FileReference) -> bool:
    """Return, by the digest, whether an item holds the very file that a reference means."""
    value = stored_in(obj)
    return (
        value is not None
        and bool(reference.sha256)
        and (digest_of(value) == reference.sha256)
    )


NO_FILE = _("problem_no_file", default="“${field}”: the file ${value} is missing.")
NOT_ACCEPTED = _(
    "problem_file", default="“${field}”: the file ${value} was not accepted."
)


def is_refused(reference: FileReference, data: bytes, writing: WriteContext) -> bool:
    """Return whether a file may not enter the section, and note why."""
    limit = get_settings().max_file_megabytes
    problem = file_problem(
        reference.name,
        len(data),
        BytesIO(data),
        limit,
        is_picture=media_type_of(reference).startswith("image/"),
    )
    if problem is not None:
        writing.note(NOT_ACCEPTED, reference.name)
    return problem is not None


def stored_in(obj: Any) -> Any | None:
    """Return the file that a File or Image holds."""
    return getattr(obj, "image" if obj.portal_type == "Image" else "file", None)


def named(reference: FileReference, data: bytes) -> NamedBlobFile:
    """Make the value of a file field."""
    return NamedBlobFile(data, media_type_of(reference), reference.name)


def media_type_of(reference: FileReference) -> str:
    """Return the media type that a file is served with: as sent, unless it could run."""
    sent = reference.media_type
    if sent and sent.partition("/")[2] not in UNSAFE_TYPES:
        return sent
    guessed = get_contenttype(filename=reference.name)
    if guessed.partition("/")[2] in UNSAFE_TYPES:
        return "application/octet-stream"
    return guessed


def _made(reference: FileReference, data: bytes, writing: WriteContext) -> Any:
    media_type = media_type_of(reference)
    is_image = media_type in IMAGE_TYPES
    obj = new_item("Image" if is_image else "File")
    obj.title = reference.name
    if is_image:
        obj.image = NamedBlobImage(data, media_type, reference.name)
    else:
        obj.file = named(reference, data)
    return add_item(writing.container, obj, reference.name)


@lru_cache(maxsize=4096)
def _digest_of_path(path: str, size: int, modified: int) -> str:
    with open(path, "rb") as stream:
        return _digest(stream)


def _digest(stream: Any) -> str:
    found = sha256()
    while chunk := stream.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()


FILE_TYPES = ("File", "Image")


class Attachments(FieldAccessor):
    """Files and images related to a text.

    Types without a field for them have them among their related items, which counts as
    well when a text is published.
    """

    attributes = ("attachments", "relatedItems")

    def read(self, obj: Any) -> tuple[FileReference, ...]:
        """Return those that everybody may open; of a foreign text all."""
        foreign = IHarvested.providedBy(obj)
        return tuple(
            reference_to(
                stored_in(file),
                public_url(file, f"@@download/{_field(file)}"),
                file.getId(),
            )
            for file in files_of(obj)
            if stored_in(file) is not None and (foreign or is_public(file))
        )

    def write(self, obj: Any, value: Any, writing: WriteContext) -> None:
        """Relate the files, made first where they are new.

        What could not be had is kept as a reference, so that it can be tried again.
        """
        made = files_made(obj)
        here = {digest_of(stored_in(file)): file.UID() for file in files_of(obj)}
        files, missing = [], []
        for reference in value or ():
            known = here.get(reference.sha256) or made.get(reference.url)
            file = make_file(reference, writing, known)
            if file is not None:
                files.append(file)
            else:
                missing.append(reference)
                writing.note(NO_FILE, reference.name)
        if missing:
            writing.kept["attachments"] = tuple(missing)
        relate(obj, files)


class FileAccessor(AttributeAccessor):
    """The file that a material consists of."""

    def read(self, obj: Any) -> FileReference | None:
        """Return what others need to fetch the file; None where there is none."""
        value = self.stored(obj)
        url = public_url(obj, f"@@download/{self.name}")
        return None if value is None else reference_to(value, url, obj.getId())

    def stored(self, obj: Any) -> Any:
        """Return the value of the field; None if there is none."""
        return super().read(obj)

    def write(
        self, obj: Any, value: FileReference | None, writing: WriteContext
    ) -> None:
        """Store it if it is new and could be had; else what stands here stays."""
        if value is None:
            setattr(obj, self.name, None)
            return
        stored = self.stored(obj)
        if stored is not None and value.sha256 == digest_of(stored):
            return
        data = writing.fetched(value.url)
        if data is not None and not is_refused(value, data, writing):
            setattr(obj, self.name, self.made(value, data))
            return
        writing.kept[writing.name] = value
        writing.note(NO_FILE, value.name)

    def made(self, value: FileReference, data: bytes) -> Any:
        return named(value, data)


class MediumAccessor(FileAccessor):
    """A file of one medium."""

    medium: ClassVar[str]

    def write(
        self, obj: Any, value: FileReference | None, writing: WriteContext
    ) -> None:
        """Store it if it is of the medium; what is not stays aside."""
        if value is None or self.takes(media_type_of(value)):
            super().write(obj, value, writing)
            return
        writing.kept[writing.name] = value
        writing.note(NOT_ACCEPTED, value.name)

    def takes(self, media_type: str) -> bool:
        """Return whether a media type is one of the medium."""
        return media_type.startswith(f"{self.medium}/")


class SoundAccessor(MediumAccessor):
    """A text read aloud."""

    medium = "audio"


class ImageAccessor(MediumAccessor):
    """The image that stands for a text in lists: its lead image, or a poster."""

    medium = "image"

    def takes(self, media_type: str) -> bool:
        """Return whether browsers show such images and run nothing in them."""
        return media_type in IMAGE_TYPES

    def made(self, value: FileReference, data: bytes) -> Any:
        return NamedBlobImage(data, media_type_of(value), value.name)


def files_of(obj: Any) -> Iterator[Any]:
    """Yield the files that a text is related to, in their order."""
    for relation in getattr(aq_base(obj), _relations(obj), None) or ():
        target = None if relation.isBroken() else relation.to_object
        if target is not None and target.portal_type in FILE_TYPES:
            yield target


def relate(obj: Any, files: list[Any]) -> None:
    """Relate files to a text instead of those that it has; other items stay related."""
    attribute, numbers = _relations(obj), getUtility(IIntIds)
    kept = [
        relation
        for relation in getattr(aq_base(obj), attribute, None) or ()
        if not relation.isBroken() and relation.to_object.portal_type not in FILE_TYPES
    ]
    new = [RelationValue(numbers.getId(file)) for file in files]
    setattr(obj, attribute, [*kept, *new])


def _relations(obj: Any) -> str:
    own = getattr(aq_base(obj), "attachments", None) is not None
    return "attachments" if own else "relatedItems"


def _field(file: Any) -> str:
    return "image" if file.portal_type == "Image" else "file"
