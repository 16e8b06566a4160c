"""From 1000 to 1010: the register of legal reporters and propagandists."""

from plone import api
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import CONTRIBUTOR_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.install.upgrades.adding import add_permission
from sonla.pbgdpl.install.upgrades.adding import add_types
from sonla.pbgdpl.install.upgrades.adding import add_values
from sonla.pbgdpl.install.upgrades.adding import add_workflow
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.sync.settings import PREFIX
from typing import Any

WRITERS = (
    CONTRIBUTOR_ROLE,
    EDITOR_ROLE,
    "Site Administrator",
    "Manager",
    "Owner",
)
KEEPERS = (APPROVER_ROLE, "Site Administrator", "Manager")
FIRST_VIEWERS = {"Site Administrator", "Manager"}
"""Who saw personal data before there was any: the roles of profile version 1000."""


def add_register(setup: Any) -> None:
    """Add types, workflow and permissions, and offer people to other systems."""
    add_permissions()
    add_workflow(setup, REGISTRY_WORKFLOW)
    add_types(setup, PERSON_TYPES, REGISTRY_WORKFLOW, WRITERS)
    add_values(f"{PREFIX}.exported_types", ["person"])


def add_permissions() -> None:
    """Add the new permissions as an installation does.

    `View personal data` was there for nobody yet: keepers get it unless an
    administrator has changed it.
    """
    add_permission(MANAGE_REGISTRY, KEEPERS)
    portal = api.portal.get()
    present = portal.rolesOfPermission(VIEW_PERSONAL_DATA)
    if {role["name"] for role in present if role["selected"]} == FIRST_VIEWERS:
        portal.manage_permission(VIEW_PERSONAL_DATA, list(KEEPERS), acquire=0)
