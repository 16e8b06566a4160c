"""How a material can be read, watched or heard, here or at another host."""

from collections.abc import Container
from functools import cached_property
from plone.base.utils import human_readable_size
from sonla.pbgdpl import _
from sonla.pbgdpl.core.urls import safe_href
from sonla.pbgdpl.settings.getters import allowed_hosts
from sonla.pbgdpl.settings.getters import VIMEO_HOSTS
from sonla.pbgdpl.settings.getters import YOUTUBE_HOSTS
from sonla.pbgdpl.settings.getters import YOUTUBE_SHORT_HOST
from sonla.pbgdpl.texts.sound import length_words
from sonla.pbgdpl.texts.sound import sound_length
from sonla.pbgdpl.ui.summaries import joined
from sonla.pbgdpl.ui.summaries import language_tag
from sonla.pbgdpl.ui.summaries import LANGUAGES
from sonla.pbgdpl.ui.summaries import Picture
from sonla.pbgdpl.ui.summaries import scaled
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from urllib.parse import parse_qs
from urllib.parse import quote
from urllib.parse import urlsplit
from zope.globalrequest import getRequest
from zope.i18n import translate

import re

_VIDEO_ID = re.compile(r"[\w-]{6,20}")


class Media:
    """Describe the file, captions, cover and outside address of a material."""

    def __init__(self, material: Any) -> None:
        self.material = material
        self.url: str = material.absolute_url()

    @property
    def title(self) -> str:
        return self.material.title

    @cached_property
    def form(self) -> str:
        """What the file is: video, audio, image, pdf, other; empty without one."""
        blob = self.material.file
        if blob is None:
            return ""
        content_type = (blob.contentType or "").lower()
        if content_type == "application/pdf":
            return "pdf"
        major = content_type.partition("/")[0]
        return major if major in ("video", "audio", "image") else "other"

    @property
    def content_type(self) -> str:
        return self.material.file.contentType

    @property
    def file_url(self) -> str:
        """The address of the file, which answers requests for parts (Range)."""
        return f"{self.url}/@@download/file/{quote(self.filename)}"

    @property
    def filename(self) -> str:
        return self.material.file.filename or self.material.getId()

    @property
    def extension(self) -> str:
        """The ending of the name, as people name formats: PDF, MP4."""
        _stem, dot, ending = self.filename.rpartition(".")
        return ending.upper() if dot else ""

    @property
    def size(self) -> str:
        """The size of the file for people, and how long a sound is."""
        file = self.material.file
        length = length_words(sound_length(file)) if self.form == "audio" else ""
        return joined(length, human_readable_size(file.getSize()))

    @property
    def captions_url(self) -> str:
        """The address of the captions; empty without."""
        captions = getattr(self.material, "captions", None)
        return f"{self.url}/@@download/captions" if captions else ""

    @property
    def captions_label(self) -> str:
        """What players call the captions: their language, which is the film's."""
        token = getattr(self.material, "text_language", None) or "vi"
        label = _(
            "label_captions_track",
            default="Captions (${language})",
            mapping={"language": term_title(LANGUAGES, token)},
        )
        return translate(label, context=getRequest())

    @property
    def language(self) -> str:
        """The language of sound and text as a tag; empty when bilingual."""
        return language_tag(getattr(self.material, "text_language", None))

    @property
    def poster(self) -> Picture | None:
        """The cover or still image."""
        return scaled(self.material, "poster", "large")

    @property
    def poster_alt(self) -> str:
        """What the cover shows."""
        return self.material.poster_alt or ""

    @property
    def external_url(self) -> str:
        """The outside address if it is one that a browser may follow."""
        return safe_href(self.material.external_url)

    @property
    def external_host(self) -> str:
        """The host that a visitor goes to."""
        return urlsplit(self.external_url).hostname or ""

    @property
    def embed_url(self) -> str:
        """The address of the outside player; empty unless its host is allowed."""
        return embed_url(self.external_url, allowed_hosts())


def embed_url(url: str, hosts: Container[str]) -> str:
    """Return the player address of a video at one of `hosts`, if we know how to embed it.

    YouTube by the domain that sets no cookie before the video plays. Other hosts
    are linked, not embedded: what they would load can't be known.
    """
    parts = urlsplit(url or "")
    host = (parts.hostname or "").lower()
    if host not in hosts:
        return ""
    video = ""
    if host in YOUTUBE_HOSTS:
        video = parse_qs(parts.query).get("v", [""])[0] or parts.path.split("/")[-1]
    elif host == YOUTUBE_SHORT_HOST:
        video = parts.path.strip("/")
    elif host in VIMEO_HOSTS:
        number = parts.path.rstrip("/").split("/")[-1]
        return f"https://player.vimeo.com/video/{number}" if number.isdigit() else ""
    if not _VIDEO_ID.fullmatch(video):
        return ""
    return f"https://www.youtube-nocookie.com/embed/{video}"
