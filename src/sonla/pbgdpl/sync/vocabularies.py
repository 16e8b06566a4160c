"""Vocabularies of the exchange: how a source is read, and how we prove who asks."""

from plone.registry.interfaces import IRegistry
from sonla.pbgdpl import _
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.sync.interfaces import IAuthentication
from sonla.pbgdpl.sync.interfaces import ISourceDriver
from sonla.pbgdpl.sync.mapping.stored import mapping_rests
from sonla.pbgdpl.sync.mapping.stored import mapping_titles
from sonla.pbgdpl.vocabularies.terms import titled
from typing import Any
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.i18nmessageid import Message
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleVocabulary

SOURCES = "sonla.pbgdpl.sync.sources"
SENT_AS = "sonla.pbgdpl.sync.push_format"
"""Records of `sync.settings`, which knows these lists."""
PLAIN_FORMAT = "pbgdpl"
"""The format that needs no mapping."""
PLAIN_TITLE = _("sync_format_plain", default="JSON-LD, a record at a time (PUT)")


def names_in_use(key: str) -> set[Any]:
    """Return what the sources of the settings name, which must not get lost in their form."""
    rows = getUtility(IRegistry).get(SOURCES) or ()
    return {row.get(key) for row in rows}


def source_drivers() -> list[tuple[str, ISourceDriver]]:
    """List the drivers with their names, in the order in which they are offered.

    One of an option that is off is among them only where a source has it.
    """
    used = names_in_use("driver")
    found = (
        (name, driver)
        for name, driver in getUtilitiesFor(ISourceDriver)
        if name in used or not rests(driver)
    )
    return sorted(found, key=lambda named: (named[1].order, named[0]))


def choosable(titles: dict[str, str], used: set[Any]) -> dict[str, str]:
    """Leave out the mappings that rest with their option and that nothing uses."""
    return {
        name: title
        for name, title in titles.items()
        if name in used or not mapping_rests(name)
    }


def known_formats() -> dict[str, Message | str]:
    """Map the formats that some driver can read, and the mappings, to their titles."""
    found: dict[str, Message | str] = {
        prefix: title
        for _name, driver in source_drivers()
        for prefix, title in driver.readable_formats.items()
    }
    readable = mapping_titles(lambda mapping: mapping.can_read)
    return {**choosable(readable, names_in_use("metadata_prefix")), **found}


def send_formats() -> dict[str, Message | str]:
    """Map the forms in which records can be sent to their titles."""
    mapped = mapping_titles(lambda mapping: mapping.sending is not None)
    used = {getUtility(IRegistry).get(SENT_AS)}
    return {PLAIN_FORMAT: PLAIN_TITLE, **choosable(mapped, used)}


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
