"""From 1000 to 1010: policy dialogues, and courses as records of the exchange."""

from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.install.upgrades.adding import add_values
from sonla.pbgdpl.sync.settings import PREFIX
from sonla.pbgdpl.upgrades.v1010.editorial import add_editorial_types
from typing import Any


def add_dialogues(setup: Any) -> None:
    """Add the type with all that belongs to it, and offer both kinds to other systems."""
    add_editorial_types(setup, (DIALOGUE_TYPE,))
    add_values(f"{PREFIX}.exported_types", ["course", "dialogue"])
