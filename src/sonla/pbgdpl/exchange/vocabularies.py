"""What the exchange knows: kinds of records, fixed by code, not by lists."""

from sonla.pbgdpl.exchange.interfaces import IRecordType
from sonla.pbgdpl.vocabularies.terms import titled
from typing import Any
from zope.component import getUtilitiesFor
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleVocabulary


@provider(IVocabularyFactory)
def record_types(context: Any) -> SimpleVocabulary:
    """Offer the kinds of records that are exchanged."""
    found = sorted(getUtilitiesFor(IRecordType), key=lambda named: named[0])
    return titled({name: kind.title for name, kind in found})
