"""From 1000 to 1010: how a new type that goes through the approval chain is added."""

from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.install.upgrades.adding import add_types
from sonla.pbgdpl.install.upgrades.adding import version_types
from sonla.pbgdpl.upgrades.v1010 import WRITERS
from typing import Any


def add_editorial_types(setup: Any, names: tuple[str, ...]) -> None:
    """Add types with their permissions, chain, versions and places."""
    add_types(setup, names, EDITORIAL_WORKFLOW, WRITERS)
    version_types(names)
