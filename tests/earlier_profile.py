"""A portal taken back to an earlier version of the profile, for tests of upgrades."""

from collections.abc import Iterable
from plone import api
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.editorial import WORKFLOW_POLICY
from sonla.pbgdpl.install.upgrades.adding import permission_id
from sonla.pbgdpl.sync.settings import PREFIX
from typing import Any

PROFILE = "sonla.pbgdpl:default"
EARLIER = "1000"
EXPORTED = f"{PREFIX}.exported_types"
CONTAINERS = (SECTION_TYPE, UNIT_TYPE)


def policy() -> Any:
    """Return the policy of workflows that holds in sections."""
    tool = api.portal.get_tool("portal_placeful_workflow")
    return tool.getWorkflowPolicyById(WORKFLOW_POLICY)


def add_permissions(names: Iterable[str]) -> list[str]:
    """Name the permissions to add items of types."""
    return [f"sonla.pbgdpl: Add {name}" for name in names]


# What an installation brings


def types_described(portal: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Describe types with all that a portal says of them elsewhere."""
    types = portal.portal_types
    repository = portal.portal_repository
    return {
        "types": {
            name: sorted((k, str(v)) for k, v in types[name].propertyItems())
            for name in names
            if name in types
        },
        "aliases": [types[name].getMethodAliases() for name in names if name in types],
        "allowed": [
            set(names) & set(types[one].allowed_content_types) for one in CONTAINERS
        ],
        "chains": [portal.portal_workflow.getChainForPortalType(n) for n in names],
        "policy": [policy().getChainFor(name) for name in names],
        "versions": [
            (
                name in repository.getVersionableContentTypes(),
                sorted(repository.getPolicyMap().get(name, ())),
                bool(portal.portal_diff.getDiffForPortalType(name)),
            )
            for name in names
        ],
        "permissions": roles_described(portal, add_permissions(names)),
    }


def roles_described(portal: Any, permissions: Iterable[str]) -> dict[str, list[str]]:
    """Map permissions to the roles that have them in the portal."""
    return {
        name: sorted(
            role["name"] for role in portal.rolesOfPermission(name) if role["selected"]
        )
        for name in permissions
    }


def workflow_described(portal: Any, name: str) -> dict[str, Any]:
    """Map the states of a workflow to what they let roles do; empty without it."""
    workflow = portal.portal_workflow.get(name)
    states = workflow.states.objectValues() if workflow is not None else ()
    return {state.getId(): dict(state.permission_roles) for state in states}


def indexes_described(portal: Any, names: Iterable[str]) -> list[bool]:
    """Return of indexes whether they are there."""
    return [name in portal.portal_catalog.indexes() for name in names]


# The way back


def take_types(portal: Any, names: tuple[str, ...]) -> None:
    """Take types from a portal, with all that it says of them elsewhere."""
    portal.portal_workflow.setChainForPortalTypes(names, None, verify=False)
    portal.portal_types.manage_delObjects(list(names))
    for container in CONTAINERS:
        fti = portal.portal_types[container]
        fti.allowed_content_types = tuple(
            one for one in fti.allowed_content_types if one not in names
        )
    repository = portal.portal_repository
    repository.setVersionableContentTypes(
        [one for one in repository.getVersionableContentTypes() if one not in names]
    )
    for name in names:
        policy()._chains_by_type.pop(name, None)
        repository._version_policy_mapping.pop(name, None)
        portal.portal_diff.setDiffForPortalType(name, {})
    take_permissions(portal, add_permissions(names))


def take_permissions(portal: Any, names: Iterable[str]) -> None:
    """Forget who has permissions."""
    for name in names:
        delattr(portal, f"_{permission_id(name)}_Permission")


def take_exported(*names: str) -> None:
    """Offer some kinds of records no more."""
    kept = [one for one in api.portal.get_registry_record(EXPORTED) if one not in names]
    api.portal.set_registry_record(EXPORTED, kept)


def go_back(portal: Any) -> None:
    """Let the next upgrade begin at the earlier version."""
    portal.portal_setup.setLastVersionForProfile(PROFILE, EARLIER)


def upgrade(portal: Any) -> None:
    """Bring the profile up to date."""
    portal.portal_setup.upgradeProfile(PROFILE)
