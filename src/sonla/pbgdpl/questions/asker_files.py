"""Files that come with a question: what is stored of them, and which of them are seen or heard."""

from plone.namedfile.file import NamedBlobFile
from sonla.pbgdpl.core.file_signatures import extension
from sonla.pbgdpl.core.photo_metadata import without_metadata
from sonla.pbgdpl.questions.form_data import Submission

SOUNDS = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "amr": "audio/amr",
    "3gp": "audio/3gpp",
    "3gpp": "audio/3gpp",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
}
"""Extensions of what telephones record."""
PHOTOS = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"}
OTHER = "application/octet-stream"


def blob_of(sent: Submission) -> NamedBlobFile:
    """Store a file that was sent; what it is follows from its name, not from the sender.

    A photo loses what the camera noted: the place where somebody lives is often among it.
    """
    sent.stream.seek(0)
    data = without_metadata(sent.stream.read())
    return NamedBlobFile(data=data, filename=sent.filename)


def is_sound(filename: str) -> bool:
    """Return whether a file is played where it is shown."""
    return extension(filename) in SOUNDS


def is_photo(filename: str) -> bool:
    """Return whether a file is seen where it is shown."""
    return extension(filename) in PHOTOS


def media_type(filename: str) -> str:
    """Return the media type by which a file is sent: that of bytes unless it is seen or heard."""
    return {**SOUNDS, **PHOTOS}.get(extension(filename), OTHER)
