"""From 1000 to 1010: roles of our own, held in sections alone."""

from plone import api
from sonla.pbgdpl.editorial.setup import register_roles
from sonla.pbgdpl.install.roles import repair_roles
from typing import Any


def add_roles(setup: Any) -> None:
    """Put our roles in the place of the portal's, and tell the user folder of them."""
    repair_roles(api.portal.get())
    register_roles()
