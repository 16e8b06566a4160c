"""From 1000 to 1010: policy dialogues, and courses as records of the exchange."""

from sonla.pbgdpl.config import DIALOGUE_TYPE
from sonla.pbgdpl.upgrades.v1010.editorial import add_editorial_types
from typing import Any


def add_dialogues(setup: Any) -> None:
    """Add the type with its permission, chain, versions and places."""
    add_editorial_types(setup, (DIALOGUE_TYPE,))
