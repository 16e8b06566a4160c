"""What is checked of materials before they are approved."""

from sonla.pbgdpl import _
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.checks import field
from sonla.pbgdpl.materials import VIDEO_KIND
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


def is_recording(text: Any) -> bool:
    """Return whether a material is sound or video, by its file, else by its kind."""
    blob = field(text, "file")
    if blob is None:
        return field(text, "kind") == VIDEO_KIND
    major = (blob.contentType or "").lower().partition("/")[0]
    return major in ("audio", "video")
