"""Make a record of content, and tell what may go out."""

from Acquisition import aq_chain
from Acquisition import aq_inner
from collections.abc import Iterator
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy
from plone.dexterity.interfaces import IDexterityContent
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.interfaces import ISample
from sonla.pbgdpl.core.interfaces import ISectionRoot
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.effective_dates import in_seconds
from sonla.pbgdpl.editorial.effective_dates import is_embargoed_by_date
from sonla.pbgdpl.editorial.effective_dates import is_expired
from sonla.pbgdpl.editorial.effective_dates import opening_date
from sonla.pbgdpl.editorial.states import is_open
from sonla.pbgdpl.exchange.accessors import FieldAccessor
from sonla.pbgdpl.exchange.fields import BY_NAME
from sonla.pbgdpl.exchange.fields import clean
from sonla.pbgdpl.exchange.fields import finished
from sonla.pbgdpl.exchange.ledger import ledger_of
from sonla.pbgdpl.exchange.record import InvalidRecord
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record_types import chosen_types
from sonla.pbgdpl.exchange.record_types import type_of
from sonla.pbgdpl.exchange.settings import get_exchange_settings
from sonla.pbgdpl.exchange.settings import identifier_of
from sonla.pbgdpl.exchange.unmapped import unmapped_of
from typing import Any

import logging

logger = logging.getLogger(__name__)


def record_of(obj: Any) -> Record:
    """Make the record of an item, in whatever state it is.

    A value that no record may have is left out and logged: a slip in one field keeps
    no text from going out. Raises `InvalidRecord` for an item without a title, or of a
    type that is not exchanged.
    """
    kind = type_of(obj)
    if kind is None:
        raise InvalidRecord("type", f"{obj.portal_type} is not exchanged")
    foreign = IHarvested.providedBy(obj)
    values = {}
    for name, place in kind.accessors.items():
        if place.writable or not foreign:
            value = read(obj, name, place)
            if value is not None:
                values[name] = value
    if foreign:
        values = with_kept(values, unmapped_of(obj))
    return finished(identifier_of(IUUID(obj)), kind.name, values)


def read(obj: Any, name: str, place: FieldAccessor) -> Any:
    """Read one value and clean it; None if there is none that a record may have."""
    value = place.read(obj)
    if value is None or value == "":
        return None
    try:
        return clean(BY_NAME[name], value)
    except InvalidRecord as error:
        path = path_of(obj)
        logger.warning("Left out of the record of %s: %s", path, error)
        return None


def with_kept(values: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    """Add what is kept with a foreign item; what its fields hold comes first."""
    united = dict(values)
    for name, value in kept.items():
        if isinstance(value, tuple):
            known = united.get(name, ())
            united[name] = (*known, *(one for one in value if one not in known))
        else:
            united.setdefault(name, value)
    return united


def is_exportable(obj: Any) -> bool:
    """Return whether an item may be given to others now.

    It stands in a section, everybody may read it today, its type is offered, nothing holds its
    first offering, and it is our own: neither fetched from elsewhere nor a working copy.
    """
    return is_offered(obj) and is_readable_by_all(obj)


def is_offered(obj: Any) -> bool:
    """Return whether an item is one that others get on the days when all may read it."""
    kind = type_of(obj)
    return (
        kind is not None
        and not IHarvested.providedBy(obj)
        and not ISample.providedBy(obj)
        and not IWorkingCopy.providedBy(obj)
        and kind.name in chosen_types(get_exchange_settings().exported_types)
        and section_of(obj) is not None
        and (not kind.is_held(obj) or has_been_offered(obj))
    )


def has_been_offered(obj: Any) -> bool:
    """Return whether others have an item now: what is held meanwhile is not taken from them."""
    ledger = ledger_of(api.portal.get())
    entry = None if ledger is None else ledger.get(IUUID(obj))
    return entry is not None and not entry.deleted


def is_version_held(obj: Any) -> bool:
    """Return whether nobody is told of an item as it is now: it waits for a person's look.

    Of one that is public no more others are told.
    """
    kind = type_of(obj)
    return kind is not None and kind.is_held(obj) and is_exportable(obj)


def is_readable_by_all(obj: Any) -> bool:
    """Return whether visitors may read an item now: after all dates, before its end.

    What stands in a folder that is not effective yet is refused to them, too.
    """
    return (
        is_open(obj)
        and not is_expired(obj)
        and not any(map(is_embargoed_by_date, with_parents(obj)))
    )


def next_date(obj: Any) -> int | None:
    """Return when a date will next open or end an item for others; None if none will.

    In seconds since 1970 UTC. What can't go out on any day has none.
    """
    if not (is_offered(obj) and is_open(obj)) or is_expired(obj):
        return None
    dates = [opening_date(each) for each in with_parents(obj)]
    end = getattr(obj, "expiration_date", None)
    dates.append(None if end is None else in_seconds(end))
    return min((date for date in dates if date is not None), default=None)


def with_parents(obj: Any) -> Iterator[Any]:
    """Yield an item and the content that it stands in, up to its section.

    Dates of what stands above the section hide nothing in it from visitors either
    (`editorial.embargo`), and nobody would notice that they change.
    """
    for parent in filter(IDexterityContent.providedBy, aq_chain(aq_inner(obj))):
        yield parent
        if ISectionRoot.providedBy(parent):
            return
