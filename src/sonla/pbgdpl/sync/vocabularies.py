"""Vocabularies of the exchange: how a source is read, and how we prove who asks."""

from sonla.pbgdpl import _
from sonla.pbgdpl.sync.interfaces import IAuthentication
from sonla.pbgdpl.sync.interfaces import ISourceDriver
from sonla.pbgdpl.sync.mapping.stored import mapping_titles
from sonla.pbgdpl.vocabularies.terms import titled
from typing import Any
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleVocabulary

PLAIN_FORMAT = "pbgdpl"
"""The format that needs no mapping."""
PLAIN_TITLE = _("sync_format_plain", default="JSON-LD, a record at a time (PUT)")


def source_drivers() -> list[tuple[str, ISourceDriver]]:
    """List the drivers with their names, in the order in which they are offered."""
    found = getUtilitiesFor(ISourceDriver)
    return sorted(found, key=lambda named: (named[1].order, named[0]))


def known_formats() -> dict[str, Message | str]:
    """Map the formats that some driver can read, and the mappings, to their titles."""
    found: dict[str, Message | str] = {
        prefix: title
        for _name, driver in source_drivers()
        for prefix, title in driver.readable_formats.items()
    }
    readable = mapping_titles(lambda mapping: mapping.can_read)
    return {**readable, **found}


def send_formats() -> dict[str, Message | str]:
    """Map the forms in which records can be sent to their titles."""
    mapped = mapping_titles(lambda mapping: mapping.sending is not None)
    return {PLAIN_FORMAT: PLAIN_TITLE, **mapped}


@provider(IVocabularyFactory)
def drivers(context: Any) -> SimpleVocabulary:
    """Offer the protocols by which a source can be read."""
    return titled({name: driver.title for name, driver in source_drivers()})


@provider(IVocabularyFactory)
def authentications(context: Any) -> SimpleVocabulary:
    """Offer the ways to prove to a partner who asks."""
    found = sorted(
        getUtilitiesFor(IAuthentication), key=lambda named: (named[1].order, named[0])
    )
    return titled({name: scheme.title for name, scheme in found})


@provider(IVocabularyFactory)
def formats(context: Any) -> SimpleVocabulary:
    """Offer the formats in which a source can be read."""
    return titled(known_formats())


@provider(IVocabularyFactory)
def sending(context: Any) -> SimpleVocabulary:
    """Offer the forms in which records can be sent."""
    return titled(send_formats())
