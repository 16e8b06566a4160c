"""Add to an installed portal what the default profile defines and it lacks.

The tools of upgrade steps, which tests alone call until there is a first one. An import step
of the profile would import all of its files, and with them write over what administrators
have changed since: their workflow, their permissions, the behaviors they added to a type.
These add one object each and leave what is there.
"""

from collections.abc import Iterable
from plone import api
from plone.dexterity.fti import DexterityFTI
from Products.DCWorkflow.DCWorkflow import DCWorkflowDefinition
from Products.GenericSetup.interfaces import IBody
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.editorial import WORKFLOW_POLICY
from sonla.pbgdpl.vocabularies.setup import shipped_rows
from sonla.pbgdpl.vocabularies.terms import record_name
from typing import Any
from zope.component import getMultiAdapter

PROFILE = "profile-sonla.pbgdpl:default"
VERSION_POLICIES = ("at_edit_autoversion", "version_on_revert")
COMPARISON = {"any": "Compound Diff for Dexterity types"}


def add_object(setup: Any, tool_name: str, name: str, made: Any, file: str) -> bool:
    """Make an object of a tool by its own file of the profile, unless it is there."""
    tool = api.portal.get_tool(tool_name)
    if name in tool.objectIds():
        return False
    tool._setObject(name, made)
    context = setup._getImportContext(PROFILE)  # noqa: SLF001, as plone.app.upgrade does
    importer = getMultiAdapter((tool[name], context), IBody)
    importer.body = context.readDataFile(file, subdir=importer_folder(tool_name))
    return True


def importer_folder(tool_name: str) -> str:
    """Name the folder of the profile in which the objects of a tool stand."""
    return {"portal_types": "types", "portal_workflow": "workflows"}[tool_name]


def add_workflow(setup: Any, name: str) -> None:
    """Make a workflow as the profile defines it."""
    made = DCWorkflowDefinition(name)
    add_object(setup, "portal_workflow", name, made, f"{name}/definition.xml")


def add_types(
    setup: Any, names: tuple[str, ...], workflow: str, adders: Iterable[str]
) -> None:
    """Make types with the permission to add them, their places and their workflow."""
    for name in names:
        add_permission(f"sonla.pbgdpl: Add {name}", adders)
        add_object(setup, "portal_types", name, DexterityFTI(name), f"{name}.xml")
    for container in (SECTION_TYPE, UNIT_TYPE):
        allow_types(container, names)
    bind_types(names, workflow)


def bind_types(names: tuple[str, ...], workflow: str) -> None:
    """Bind types to a workflow, in the portal and in the policy of sections."""
    tool = api.portal.get_tool("portal_workflow")
    tool.setChainForPortalTypes(names, (workflow,))
    policies = api.portal.get_tool("portal_placeful_workflow")
    policy = policies.getWorkflowPolicyById(WORKFLOW_POLICY)
    for name in names if policy is not None else ():
        policy.setChain(name, (workflow,))


def add_permission(permission: str, roles: Iterable[str]) -> None:
    """Add a new permission to roles; one that somebody has settled is left alone."""
    portal = api.portal.get()
    attribute = f"_{permission_id(permission)}_Permission"
    if not hasattr(portal.aq_base, attribute):
        portal.manage_permission(permission, list(roles), acquire=0)


def permission_id(permission: str) -> str:
    """Return the name by which Zope stores who has a permission."""
    return "".join(char if char.isalnum() else "_" for char in permission)


def allow_types(container_type: str, names: Iterable[str]) -> None:
    """Let a container of ours take further types."""
    fti = api.portal.get_tool("portal_types")[container_type]
    allowed = tuple(fti.allowed_content_types)
    missing = tuple(name for name in names if name not in allowed)
    if missing:
        fti.allowed_content_types = (*allowed, *missing)


def add_values(record: str, values: Iterable[str]) -> None:
    """Add values to a list of the registry, at its end."""
    present = list(api.portal.get_registry_record(record, default=None) or ())
    missing = [value for value in values if value not in present]
    if missing:
        api.portal.set_registry_record(record, [*present, *missing])


def add_terms(vocabulary: str, tokens: Iterable[str]) -> None:
    """Add shipped terms to a controlled list that lacks them, at its end."""
    record = record_name(vocabulary)
    rows = list(api.portal.get_registry_record(record) or ())
    present = {row["token"] for row in rows}
    wanted = set(tokens) - present
    missing = [row for row in shipped_rows(vocabulary) if row["token"] in wanted]
    if missing:
        api.portal.set_registry_record(record, [*rows, *missing])


def version_types(names: Iterable[str]) -> None:
    """Keep and compare versions of types; what somebody has settled is left alone."""
    repository = api.portal.get_tool("portal_repository")
    differences = api.portal.get_tool("portal_diff")
    for name in names:
        if not repository.getPolicyMap().get(name):
            for policy in VERSION_POLICIES:
                repository.addPolicyForContentType(name, policy)
        versioned = repository.getVersionableContentTypes()
        if name not in versioned:
            repository.setVersionableContentTypes([*versioned, name])
        if not differences.getDiffForPortalType(name):
            differences.setDiffForPortalType(name, dict(COMPARISON))


def add_behavior(portal_type: str, name: str) -> None:
    """Add one more behavior to a type of ours, behind those that it has."""
    fti = api.portal.get_tool("portal_types")[portal_type]
    if name not in fti.behaviors:
        fti.manage_changeProperties(behaviors=(*fti.behaviors, name))
