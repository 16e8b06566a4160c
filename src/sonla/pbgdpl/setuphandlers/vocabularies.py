"""Fill the controlled lists from the shipped CSV files; keep settings over a reinstall."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from persistent.mapping import PersistentMapping
from plone import api
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl.controlpanel.interfaces import ISettings
from sonla.pbgdpl.controlpanel.interfaces import VOCABULARY_FIELDS
from sonla.pbgdpl.controlpanel.settings import PREFIX
from sonla.pbgdpl.controlpanel.sync_settings import ISyncSettings
from sonla.pbgdpl.controlpanel.sync_settings import PREFIX as SYNC_PREFIX
from sonla.pbgdpl.section import all_sections
from sonla.pbgdpl.vocabularies.terms import record_name
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility
from zope.schema import getFieldNames
from zope.schema import ValidationError

import csv
import logging

logger = logging.getLogger(__name__)

MEMORY_KEY = "sonla.pbgdpl.remembered_settings"


def fill_empty_vocabularies() -> None:
    """Write the shipped terms into each list that has none.

    A list that an administrator has edited is left as it is: from installation
    on the lists belong to them.
    """
    for name in VOCABULARY_FIELDS:
        record = record_name(name)
        if not api.portal.get_registry_record(record):
            api.portal.set_registry_record(record, list(shipped_rows(name)))


def shipped_rows(vocabulary: str) -> Iterator[dict[str, Any]]:
    """Read the shipped terms of a vocabulary as registry rows."""
    source = files("sonla.pbgdpl.vocabularies") / "data"
    path = source / f"{VOCABULARY_FIELDS[vocabulary]}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield {
                "token": row["token"],
                "title": row["title"],
                "valid_from": _date(row["valid_from"]),
                "valid_to": _date(row["valid_to"]),
                "aliases": row["aliases"].replace(";", "\n"),
            }


def remember_settings() -> bool:
    """Store lists and settings with the first section; False when there is none.

    Content survives an uninstall and its tokens mean nothing without the lists
    they come from, so the lists wait where the content is. To be called by the
    uninstallation before the registry records go.
    """
    section = _first_section()
    if section is None:
        return False
    registry = getUtility(IRegistry)
    IAnnotations(section)[MEMORY_KEY] = PersistentMapping(
        {
            name: registry.records[name].value
            for name in record_names()
            if name in registry.records
        }
    )
    return True


def restore_settings() -> int:
    """Bring back what `remember_settings` stored; give the number of records restored.

    To be called by the installation before `fill_empty_vocabularies`. What a
    newer release no longer accepts is logged and left at its default.
    """
    section = _first_section()
    memory = None if section is None else IAnnotations(section).pop(MEMORY_KEY, None)
    return sum(_restore(name, value) for name, value in (memory or {}).items())


def record_names() -> list[str]:
    """Name every registry record that holds a setting or a list of ours."""
    return [
        *(f"{PREFIX}.{name}" for name in getFieldNames(ISettings)),
        *(f"{SYNC_PREFIX}.{name}" for name in getFieldNames(ISyncSettings)),
        *map(record_name, VOCABULARY_FIELDS),
    ]


def _restore(name: str, value: Any) -> bool:
    registry = getUtility(IRegistry)
    if name not in registry.records:
        return False
    try:
        registry.records[name].value = value
    except ValidationError:
        logger.exception("The setting %s was not restored.", name)
        return False
    return True


def _first_section() -> Any | None:
    """Give the section with the least path, the same before and after a reinstall."""
    sections = sorted(all_sections(), key=lambda section: section.getPhysicalPath())
    return sections[0] if sections else None


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
