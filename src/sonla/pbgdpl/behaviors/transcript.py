"""Captions and a transcript, so that sound and video reach everybody."""

from plone.autoform.interfaces import IFormFieldProvider
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from sonla.pbgdpl import _
from zope import schema
from zope.interface import provider


@provider(IFormFieldProvider)
class ITranscript(model.Schema):
    """Add captions (WebVTT) and a transcript (WCAG 2.0, success criteria 1.2.1-1.2.3)."""

    captions = NamedBlobFile(
        title=_("label_captions", default="Captions (WebVTT file)"),
        description=_(
            "help_captions",
            default="Subtitles of the video, a file that ends in .vtt.",
        ),
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
