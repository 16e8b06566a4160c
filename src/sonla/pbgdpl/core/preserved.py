"""Keep with the content what a portal loses while the add-on is uninstalled.

Settings, groups, portlets mean nothing without the add-on; content that
comes back to life without its lists, its people and its place on the homepage would not
be whole.
"""

from collections.abc import Iterable
from persistent.mapping import PersistentMapping
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl.core.section import all_sections
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility
from zope.schema import ValidationError

import logging

logger = logging.getLogger(__name__)


def remember_records(key: str, names: Iterable[str]) -> None:
    """Store the values of some registry records with the first section.

    Content means nothing without the lists and settings it was made with.
    """
    records = getUtility(IRegistry).records
    preserve(key, {name: records[name].value for name in names if name in records})


def restore_records(key: str) -> None:
    """Bring back what `remember_records` stored.

    What a newer release no longer accepts is logged and left at its default.
    """
    for name, value in restore(key).items():
        restore_record(name, value)


def restore_record(name: str, value: Any) -> None:
    """Write the value of one record, unless the record is gone."""
    records = getUtility(IRegistry).records
    if name not in records:
        return
    try:
        records[name].value = value
    except ValidationError:
        logger.exception("The setting %s was not restored.", name)


def preserve(key: str, facts: dict[str, Any]) -> None:
    """Store facts with the first section; without a section there is nothing to revive."""
    for section in all_sections()[:1]:
        IAnnotations(section)[key] = PersistentMapping(facts)


def restore(key: str) -> dict[str, Any]:
    """Take what was stored; it is forgotten by that.

    In whatever section it is: meanwhile sections may have been renamed, moved or made.
    """
    stored = [IAnnotations(section).pop(key, None) for section in all_sections()]
    return dict(next(filter(None, stored), {}))
