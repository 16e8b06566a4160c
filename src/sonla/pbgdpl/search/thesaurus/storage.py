"""Where the thesaurus is kept: plain rows in a tree, in an annotation of the portal.

One row for each concept. Each change gives the whole a new stamp, so two at once conflict and the
publisher repeats the second; a process compiles the thesaurus once for a stamp.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from importlib.resources import files
from plone import api
from plone.i18n.normalizer import idnormalizer
from sonla.pbgdpl.core.clock import utc_now
from sonla.pbgdpl.core.section import current_user_id
from sonla.pbgdpl.core.tables.csv_files import read_shipped
from sonla.pbgdpl.search.thesaurus.rules import CompiledThesaurus
from sonla.pbgdpl.search.thesaurus.rules import Concept
from typing import Any
from uuid import uuid4
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.thesaurus"
STAMP_KEY = "sonla.pbgdpl.thesaurus.stamp"
HISTORY = "history"
MAX_HISTORY = 50
"""Changes that are remembered of one concept."""

LISTS = tuple(one.name for one in fields(Concept) if one.default == ())
"""The columns that have several values."""

COLUMNS = tuple(one.name for one in fields(Concept) if one.name != "key")


def is_there() -> bool:
    """Return whether the portal has a thesaurus, be it empty."""
    return KEY in IAnnotations(api.portal.get())


def rows() -> OOBTree | dict[str, Any]:
    """Return the stored rows by key; none before the installation."""
    return IAnnotations(api.portal.get()).get(KEY, {})


def concepts() -> Iterator[Concept]:
    """Yield each concept, those that are not used, too, by key."""
    return (concept_of(key, row) for key, row in rows().items())


def find(key: str) -> Concept | None:
    """Find the concept of a key."""
    row = rows().get(key)
    return concept_of(key, row) if row else None


def history(key: str) -> list[dict[str, str]]:
    """List the changes of a concept, the newest first: `at`, `who`, `why`, `what`."""
    return list(reversed(rows().get(key, {}).get(HISTORY, ())))


def thesaurus() -> CompiledThesaurus:
    """Return the thesaurus as queries need it."""
    return _compiled(IAnnotations(api.portal.get()).get(STAMP_KEY, ""))


@lru_cache(maxsize=4)
def _compiled(stamp: str) -> CompiledThesaurus:
    """Compile what the current connection sees; a stamp names one state of one portal."""
    return CompiledThesaurus(concepts() if stamp else ())


def put(concept: Concept, why: str, what: str) -> str:
    """Store a concept, under a new key if it has none; return its key.

    Who changed it, when and why stays with it.
    """
    stored = tree()
    key = concept.key or free_key(concept.label)
    past = stored.get(key, {}).get(HISTORY, ())
    change = {
        "at": utc_now().isoformat(timespec="seconds"),
        "who": current_user_id(),
        "why": why,
        "what": what,
    }
    stored[key] = {**row_of(concept), HISTORY: (*past, change)[-MAX_HISTORY:]}
    renew_stamp()
    return key


def fill(found: Iterable[Concept]) -> None:
    """Store concepts that come with the package, without a history."""
    stored = tree()
    for concept in found:
        stored[concept.key or free_key(concept.label)] = row_of(concept)
    renew_stamp()


def tree() -> OOBTree:
    """Return the tree of rows to write to; it is made when it is missing."""
    return IAnnotations(api.portal.get()).setdefault(KEY, OOBTree())


def renew_stamp() -> None:
    """Let all processes read the thesaurus anew."""
    IAnnotations(api.portal.get())[STAMP_KEY] = uuid4().hex


def take() -> OOBTree | None:
    """Take the thesaurus out of the portal, to be kept elsewhere."""
    annotations = IAnnotations(api.portal.get())
    annotations.pop(STAMP_KEY, None)
    return annotations.pop(KEY, None)


def bring_back(stored: OOBTree) -> None:
    """Put the thesaurus of an earlier installation in place."""
    IAnnotations(api.portal.get())[KEY] = stored
    renew_stamp()


def free_key(label: str) -> str:
    """Make a key of a label that no concept has."""
    base = idnormalizer.normalize(label, max_length=60) or "concept"
    known, key, number = rows(), base, 2
    while key in known:
        key, number = f"{base}-{number}", number + 1
    return key


def concept_of(key: str, row: dict[str, Any]) -> Concept:
    """Make a concept of a stored row."""
    values: dict[str, Any] = {
        name: tuple(row[name]) if name in LISTS else row[name]
        for name in COLUMNS
        if name in row
    }
    return Concept(key=key, **values)


def row_of(concept: Concept) -> dict[str, Any]:
    """Return what is stored of a concept."""
    return {name: getattr(concept, name) for name in COLUMNS}


def concept_of_cells(cells: dict[str, str]) -> Concept:
    """Make a concept of a row of a CSV file, whose lists are parted by semicolons."""
    values: dict[str, Any] = {
        name: split_terms(cells.get(name, ""))
        if name in LISTS
        else cells.get(name, "").strip()
        for name in COLUMNS
        if name != "label"
    }
    return Concept(key="", label=cells.get("concept", "").strip(), **values)


def split_terms(text: str) -> tuple[str, ...]:
    """Part the terms of one cell or of several lines; each term once."""
    parts = (" ".join(part.split()) for part in text.replace("\n", ";").split(";"))
    return tuple(dict.fromkeys(filter(None, parts)))


def shipped() -> Iterator[Concept]:
    """Yield the concepts that come with the package."""
    source = files("sonla.pbgdpl.search.thesaurus") / "data" / "thesaurus.csv"
    return map(concept_of_cells, read_shipped(source))
