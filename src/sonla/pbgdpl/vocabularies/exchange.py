"""What the exchange knows: kinds of records and protocols, fixed by code, not by lists."""

from sonla.pbgdpl import _
from typing import Any
from zope.i18nmessageid import Message
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

RECORD_TYPES = {
    "news": _("record_type_news", default="News and articles"),
    "introduction": _(
        "record_type_introduction", default="Introductions to legal documents"
    ),
    "guidance": _("record_type_guidance", default="Guidance"),
    "material": _("record_type_material", default="Education materials"),
}

DRIVERS = {
    "oaipmh": _("sync_driver_oaipmh", default="OAI-PMH 2.0"),
    "feed": _("sync_driver_feed", default="Atom or RSS feed (knows no deletions)"),
}

FORMATS = {"pbgdpl": _("sync_format_pbgdpl", default="pbgdpl (whole texts)")}
"""Formats of OAI-PMH that can be read; `oai_dc` describes texts and has none."""


@provider(IVocabularyFactory)
def record_types(context: Any) -> SimpleVocabulary:
    """Offer the kinds of records that are exchanged."""
    return titled(RECORD_TYPES)


@provider(IVocabularyFactory)
def drivers(context: Any) -> SimpleVocabulary:
    """Offer the protocols by which a source can be read."""
    return titled(DRIVERS)


@provider(IVocabularyFactory)
def formats(context: Any) -> SimpleVocabulary:
    """Offer the formats in which a source can be read."""
    return titled(FORMATS)


def titled(titles: dict[str, Message]) -> SimpleVocabulary:
    """Make a vocabulary whose values are their own tokens."""
    return SimpleVocabulary(
        [SimpleTerm(value, title=title) for value, title in titles.items()]
    )
