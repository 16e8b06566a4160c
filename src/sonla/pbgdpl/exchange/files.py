"""Files: what a record says of them, and how bytes that were fetched become content."""

from functools import lru_cache
from hashlib import sha256
from plone.app.uuid.utils import uuidToObject
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from plone.namedfile.utils import get_contenttype
from sonla.pbgdpl.editorial.uploads import file_problem
from sonla.pbgdpl.editorial.uploads import HEAD
from sonla.pbgdpl.exchange.accessors import Fetched
from sonla.pbgdpl.exchange.accessors import WriteContext
from sonla.pbgdpl.exchange.creation import add_item
from sonla.pbgdpl.exchange.creation import new_item
from sonla.pbgdpl.exchange.record import FileReference
from sonla.pbgdpl.settings.getters import get_settings
from typing import Any
from ZODB.interfaces import BlobError

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
    if old is not None and same_content(old, reference):
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


def same_content(obj: Any, reference: FileReference) -> bool:
    """Return, by the digest, whether an item holds the very file that a reference means."""
    value = stored_in(obj)
    return (
        value is not None
        and bool(reference.sha256)
        and (digest_of(value) == reference.sha256)
    )


def is_refused(reference: FileReference, data: bytes, writing: WriteContext) -> bool:
    """Return whether a file may not enter the section, and note why."""
    limit = get_settings().max_file_megabytes
    problem = file_problem(reference.name, len(data), data[:HEAD], limit)
    if problem is not None:
        writing.note(f"refused the file {reference.name} ({problem})")
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
