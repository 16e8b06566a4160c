"""What the exchange knows: kinds of records, fixed by code, not by lists."""

from plone.registry.interfaces import IRegistry
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.exchange.interfaces import IRecordType
from sonla.pbgdpl.exchange.record_types import chosen_types
from sonla.pbgdpl.vocabularies.terms import titled
from typing import Any
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleVocabulary

CHOICES = ("sonla.pbgdpl.exchange.exported_types", "sonla.pbgdpl.sync.push_types")
"""Records of the choices by this list, that of sending included."""


@provider(IVocabularyFactory)
def record_types(context: Any) -> SimpleVocabulary:
    """Offer the kinds of records that are exchanged.

    One of an option that is off is among them only where it is chosen: a form that is saved must
    not lose it, as then it would be taken back from everybody.
    """
    found = sorted(getUtilitiesFor(IRecordType), key=lambda named: named[0])
    used = names_in_use()
    return titled(
        {name: kind.title for name, kind in found if name in used or not rests(kind)}
    )


def names_in_use() -> frozenset[str]:
    """Return the kinds that go one of the ways; all do where nobody chose."""
    registry = getUtility(IRegistry)
    return frozenset().union(*(chosen_types(registry.get(name)) for name in CHOICES))
