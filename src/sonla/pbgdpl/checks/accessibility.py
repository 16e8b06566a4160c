"""Checks of what people who can't see or hear need (WCAG 2.0, 1.1.1 and 1.2)."""

from sonla.pbgdpl import _
from sonla.pbgdpl.checks.links import pictures_without_words
from sonla.pbgdpl.core.names import VIDEO_KIND
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from typing import Any


class TranscriptCheck(Check):
    """Find sound and video that people who can't hear are shut out of."""

    title = _(
        "heading_check_transcript", default="Sound or video without words to read"
    )
    order = 50
    portal_types = ("EducationMaterial",)

    def missing(self, text: Any) -> list[Any]:
        """Ask for captions or a transcript, wherever the recording stands."""
        if not is_recording(text):
            return []
        if field(text, "transcript") or field(text, "captions"):
            return []
        return [
            _(
                "msg_check_transcript",
                default="The recording has neither captions nor a transcript.",
            )
        ]


class AlternativeTextCheck(Check):
    """Find pictures that say nothing to people who can't see them."""

    title = _("heading_check_alternative", default="Pictures without a description")
    order = 60

    @property
    def portal_types(self) -> tuple[str, ...]:
        """What has pictures."""
        return types_with("is_text", "is_event")

    def missing(self, text: Any) -> list[Any]:
        """Ask for the words that belong to a poster, a lead image, pictures in the text."""
        found = []
        if field(text, "poster") and not field(text, "poster_alt"):
            found.append(
                _(
                    "msg_check_poster",
                    default="What the cover or still image shows is not described.",
                )
            )
        if field(text, "image") and not field(text, "image_caption"):
            found.append(_("msg_check_image", default="The lead image has no caption."))
        if number := pictures_without_words(text):
            found.append(
                _(
                    "msg_check_pictures",
                    default="Pictures in the text without a description: ${number}.",
                    mapping={"number": number},
                )
            )
        return found


def is_recording(text: Any) -> bool:
    """Return whether a material is sound or video, by its file, else by its kind."""
    blob = field(text, "file")
    if blob is None:
        return field(text, "kind") == VIDEO_KIND
    major = (blob.contentType or "").lower().partition("/")[0]
    return major in ("audio", "video")
