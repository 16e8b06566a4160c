"""Who of a list is in the register already, and who stands in the list twice."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.core.vietnamese.names import fold_person
from sonla.pbgdpl.people.importing.rows import ImportRow
from sonla.pbgdpl.people.importing.rows import REFUSED
from sonla.pbgdpl.people.rules import recognition_key
from sonla.pbgdpl.people.workflow import may_keep_register
from typing import Any
from typing import TypeAlias

ANY_DAY = "any"
"""Stands for the day of birth of somebody whose personal data the user may not see."""
Key: TypeAlias = tuple[str, date | str | None, str | None]
"""Name without regard to case and place of tones, day of birth, unit."""

NOTE_BY_NAME = _(
    "note_known_by_name",
    default="The register has somebody of this name in this unit. If it is another person, enter them with the form",
)


@dataclass(frozen=True)
class Known:
    """What a list needs of somebody in the register."""

    title: str
    path: str
    recognitions: set[Any]
    by_name_alone: bool
    """Whether the user may not see when the person was born."""


def match(rows: Iterable[ImportRow], container: Any, portal_type: str) -> None:
    """Note in each row whom of the register it means, and refuse what stands there twice.

    Name, birth date and unit tell people apart. Somebody who is in the register stays
    as they are: a list never writes over what an office has entered. Accents tell
    people apart, too, but lists often lack some: who differs by them alone is pointed
    out. Who doesn't keep the register learns of nobody whom they may not see, and nothing
    of birth dates that they may not see: there name and unit have to do.
    """
    rows = [row for row in rows if row.status != REFUSED]
    known = known_people(container, portal_type, {fold_name(row.name) for row in rows})
    alike = {plain(key): one.title for key, one in known.items()}
    for row in rows:
        keys = keys_of(row)
        found = next(filter(None, map(known.get, keys)), None)
        if found is None:
            name = next(filter(None, map(alike.get, map(plain, keys))), None)
            if name is not None:
                row.notes.append(other_accents(name))
            continue
        row.known_path = found.path
        if found.by_name_alone:
            row.notes.append(NOTE_BY_NAME)
        elif recognition_key(row.recognition) not in found.recognitions:
            row.notes.append(other_recognition(row))
    refuse_repeated(row for row in rows if not row.known_path)


def other_recognition(row: ImportRow) -> Any:
    """Return the message that somebody is known, and the recognition of the list is not."""
    return _(
        "note_other_recognition",
        default="The recognition of ${date} is not in their record: add it there if it is a new one",
        mapping={"date": format_day(row.recognition["valid_from"])},
    )


def other_accents(name: str) -> Any:
    """Return the message that the register has somebody whose name differs by accents alone."""
    return _(
        "note_other_accents",
        default="The register has “${name}” with this birth date and unit. If it is the same person, correct the name there or in the list",
        mapping={"name": name},
    )


def refuse_repeated(rows: Iterable[ImportRow]) -> None:
    """Refuse each row that says what one above it says."""
    seen: dict[Key, int] = {}
    for row in rows:
        first = seen.setdefault(key_of(row), row.number)
        if first != row.number:
            row.refuse(
                "full_name",
                _(
                    "msg_row_repeated",
                    default="The same name, birth date and unit as in row ${row}.",
                    mapping={"row": first},
                ),
            )


def known_people(container: Any, portal_type: str, names: set[str]) -> dict[Key, Known]:
    """Map keys to the people in the register with these names, whatever their accents.

    For who keeps the register everybody of the section, without checking permissions: twice
    is twice.
    """
    found: dict[Key, Known] = {}
    everybody = may_keep_register(container)
    place = section_of(container) or container
    people = people_named(place, portal_type, names, everybody)
    for person in with_savepoints(people):
        sees = everybody or api.user.has_permission(VIEW_PERSONAL_DATA, obj=person)
        recognitions = stored_value(person, "recognitions") or []
        recognised = {recognition_key(one) for one in recognitions}
        facts = Known(person.title, path_of(person), recognised, not sees)
        day = stored_value(person, "birth_date") if sees else ANY_DAY
        for unit in {one.get("unit") for one in recognitions} or {None}:
            found.setdefault((fold_person(person.title), day, unit), facts)
    return found


def people_named(
    place: Any, portal_type: str, names: set[str], everybody: bool
) -> Iterator[Any]:
    """Load the people who have one of these names, which have no accents.

    `everybody`: those whom the user may not see, too.
    """
    brains = api.content.find(
        unrestricted=everybody, portal_type=portal_type, path=path_of(place)
    )
    return load_objects(brain for brain in brains if fold_name(brain.Title) in names)


def key_of(row: ImportRow) -> Key:
    """Return what tells the person of a row from others."""
    return (
        fold_person(row.name),
        row.fields.get("birth_date"),
        row.recognition.get("unit"),
    )


def keys_of(row: ImportRow) -> tuple[Key, Key]:
    """Return the keys under which the person of a row may be known."""
    name, day, unit = key_of(row)
    return (name, day, unit), (name, ANY_DAY, unit)


def plain(key: Key) -> Key:
    """Return a key without the accents of the name."""
    name, birth_date, unit = key
    return fold_name(name), birth_date, unit
