"""From 1000 to 1010: coordination councils."""

from sonla.pbgdpl.councils import COUNCIL_TYPE
from sonla.pbgdpl.install.upgrades.adding import add_terms
from sonla.pbgdpl.install.upgrades.adding import add_values
from sonla.pbgdpl.sync.settings import PREFIX
from sonla.pbgdpl.upgrades.v1010.editorial import add_editorial_types
from sonla.pbgdpl.vocabularies.setup import fill_empty_vocabularies
from typing import Any

NEW_DOCUMENT_TYPES = ("bien-ban", "phan-cong")


def add_councils(setup: Any) -> None:
    """Add the type and the terms that it needs, and offer councils to other systems."""
    add_editorial_types(setup, (COUNCIL_TYPE,))
    fill_empty_vocabularies()
    add_terms("DocumentTypes", NEW_DOCUMENT_TYPES)
    add_values(f"{PREFIX}.exported_types", ["council"])
