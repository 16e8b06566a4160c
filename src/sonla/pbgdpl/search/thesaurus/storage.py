"""Where the thesaurus is kept: one row for each concept, in an annotation of the portal."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from sonla.pbgdpl.core.tables.csv_files import read_shipped
from sonla.pbgdpl.core.versioned_rows import VersionedRows
from sonla.pbgdpl.search.thesaurus.rules import CompiledThesaurus
from sonla.pbgdpl.search.thesaurus.rules import Concept

CONCEPTS = VersionedRows("sonla.pbgdpl.thesaurus", Concept, label="label")


def thesaurus() -> CompiledThesaurus:
    """Return the thesaurus as queries need it; a process compiles it once for a stamp."""
    return _compiled(CONCEPTS.stamp())


@lru_cache(maxsize=4)
def _compiled(stamp: str) -> CompiledThesaurus:
    """Compile what the current connection sees; a stamp names one state of one portal."""
    return CompiledThesaurus(CONCEPTS.all() if stamp else ())


def concept_of_cells(cells: dict[str, str]) -> Concept:
    """Make a concept of a row of a CSV file; its key is found by its name."""
    return CONCEPTS.read({**cells, "key": ""}, label="concept")


def shipped() -> Iterator[Concept]:
    """Yield the concepts that come with the package."""
    source = files("sonla.pbgdpl.search.thesaurus") / "data" / "thesaurus.csv"
    return map(concept_of_cells, read_shipped(source))


def set_up_thesaurus() -> None:
    """Bring the thesaurus back; without one, write the concepts that are shipped."""
    if not CONCEPTS.bring_back() and not CONCEPTS.is_there():
        CONCEPTS.fill(shipped())
