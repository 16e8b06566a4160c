"""From 1000 to 1010: the user folder knows the role of the exchange."""

from sonla.pbgdpl.setuphandlers.groups import register_roles
from typing import Any


def add_roles(setup: Any) -> None:
    """Do what an installation does now, where nobody has looked at users yet."""
    register_roles()
