"""Captions and a transcript, so that sound and video reach everybody."""

from plone.autoform.interfaces import IFormFieldProvider
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import searchable
from typing import Any
from zope import schema
from zope.interface import provider

import codecs

SIGNATURE = b"WEBVTT"


def captions_file(value: Any) -> bool:
    """Accept a WebVTT file; raise `InvalidInput` for any other.

    The first line of WebVTT is its signature (W3C WebVTT, section 4.1), a byte order
    mark may stand before it. Browsers ignore captions of another format silently.
    """
    if (value.filename or "").lower().endswith(".vtt"):
        with value.open() as stream:
            start = stream.read(len(codecs.BOM_UTF8) + len(SIGNATURE))
        if start.removeprefix(codecs.BOM_UTF8).startswith(SIGNATURE):
            return True
    raise InvalidInput(
        _(
            "msg_captions_not_webvtt",
            default="“${filename}” is not a WebVTT file. Captions must be a file that ends in .vtt and starts with the line WEBVTT.",
            mapping={"filename": value.filename or ""},
        )
    )


@provider(IFormFieldProvider)
class ITranscript(model.Schema):
    """Add captions (WebVTT) and a transcript (WCAG 2.0, success criteria 1.2.1-1.2.3)."""

    searchable("transcript")
    captions = NamedBlobFile(
        title=_("label_captions", default="Captions (WebVTT file)"),
        description=_(
            "help_captions",
            default="Subtitles of the video, a file that ends in .vtt.",
        ),
        constraint=captions_file,
        required=False,
    )
    transcript = schema.Text(
        title=_("label_transcript", default="Transcript"),
        description=_(
            "help_transcript",
            default="What is said and shown, for people who can't hear or can't load the video.",
        ),
        required=False,
    )
