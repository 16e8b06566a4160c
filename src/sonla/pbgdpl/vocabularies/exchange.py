"""What the exchange knows: kinds of records and protocols, fixed by code, not by lists."""

from sonla.pbgdpl import _
from sonla.pbgdpl.exchange.interfaces import IRecordType
from typing import Any
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

DRIVERS = {
    "oaipmh": _("sync_driver_oaipmh", default="OAI-PMH 2.0"),
    "feed": _("sync_driver_feed", default="Atom or RSS feed (knows no deletions)"),
}

FORMATS = {"pbgdpl": _("sync_format_pbgdpl", default="pbgdpl (whole texts)")}
"""Formats of OAI-PMH that can be read; `oai_dc` describes texts and has none."""


@provider(IVocabularyFactory)
def record_types(context: Any) -> SimpleVocabulary:
    """Offer the kinds of records that are exchanged."""
    found = sorted(getUtilitiesFor(IRecordType), key=lambda named: named[0])
    return titled({name: kind.title for name, kind in found})


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
