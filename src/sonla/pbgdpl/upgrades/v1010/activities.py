"""From 1000 to 1010: activities of legal education, and training."""

from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.install.upgrades.adding import add_values
from sonla.pbgdpl.sync.settings import PREFIX
from sonla.pbgdpl.training import COURSE_TYPE
from sonla.pbgdpl.upgrades.v1010.editorial import add_editorial_types
from typing import Any


def add_activities(setup: Any) -> None:
    """Add the types with their permissions, chain, versions and places."""
    add_editorial_types(setup, (ACTIVITY_TYPE, COURSE_TYPE))
    add_values(f"{PREFIX}.exported_types", ["activity"])
