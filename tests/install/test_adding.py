"""What upgrade steps are made of: it brings what an installation has, and nothing else."""

from collections.abc import Iterable
from plone import api
from sonla.pbgdpl.core.names import SECTION_TYPE
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.editorial import EDITORIAL_WORKFLOW
from sonla.pbgdpl.editorial import WORKFLOW_POLICY
from sonla.pbgdpl.install.upgrades import adding
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.vocabularies.terms import record_name
from typing import Any

import pytest

EXPORTED = "sonla.pbgdpl.exchange.exported_types"
BEHAVIOR = "sonla.pbgdpl.plan_tasks"
TERMS = record_name("DocumentTypes")
NEW_TERMS = ["bien-ban", "phan-cong"]
CONTAINERS = (SECTION_TYPE, UNIT_TYPE)
NEW_TYPES = (DIALOGUE_TYPE, *PERSON_TYPES)
KEEPERS = ("PBGDPL Approver", "Site Administrator", "Manager")
WRITERS = (
    *("PBGDPL Contributor", "PBGDPL Editor", "Site Administrator", "Manager", "Owner"),
)


def policy() -> Any:
    """Return the policy of workflows that holds in sections."""
    tool = api.portal.get_tool("portal_placeful_workflow")
    return tool.getWorkflowPolicyById(WORKFLOW_POLICY)


def roles_of(portal: Any, permissions: Iterable[str]) -> dict[str, list[str]]:
    """Map permissions to the roles that have them in the portal."""
    return {
        name: sorted(
            role["name"] for role in portal.rolesOfPermission(name) if role["selected"]
        )
        for name in permissions
    }


def described(portal: Any) -> dict[str, Any]:
    """Describe what a step has to bring."""
    types = portal.portal_types
    names = [name for name in NEW_TYPES if name in types]
    workflow = portal.portal_workflow.get(REGISTRY_WORKFLOW)
    states = workflow.states.objectValues() if workflow is not None else ()
    repository = portal.portal_repository
    return {
        "types": {n: sorted(map(str, types[n].propertyItems())) for n in names},
        "aliases": [types[name].getMethodAliases() for name in names],
        "allowed": [
            set(NEW_TYPES) & set(types[one].allowed_content_types) for one in CONTAINERS
        ],
        "states": {state.getId(): dict(state.permission_roles) for state in states},
        "chains": [portal.portal_workflow.getChainForPortalType(n) for n in NEW_TYPES],
        "policy": [policy().getChainFor(name) for name in NEW_TYPES],
        "versions": [
            (
                name in repository.getVersionableContentTypes(),
                sorted(repository.getPolicyMap().get(name, ())),
                bool(portal.portal_diff.getDiffForPortalType(name)),
            )
            for name in NEW_TYPES
        ],
        "permissions": roles_of(
            portal, [MANAGE_REGISTRY, *(f"sonla.pbgdpl: Add {n}" for n in NEW_TYPES)]
        ),
        "behaviors": set(types["Guidance"].behaviors),
        "exported": set(api.portal.get_registry_record(EXPORTED)),
        "terms": {row["token"] for row in api.portal.get_registry_record(TERMS)},
    }


def take_types(portal: Any) -> None:
    """Take types from a portal, with all that it says of them elsewhere."""
    portal.portal_workflow.setChainForPortalTypes(NEW_TYPES, None, verify=False)
    portal.portal_types.manage_delObjects(list(NEW_TYPES))
    for container in CONTAINERS:
        fti = portal.portal_types[container]
        fti.allowed_content_types = tuple(
            one for one in fti.allowed_content_types if one not in NEW_TYPES
        )
    repository = portal.portal_repository
    repository.setVersionableContentTypes(
        [one for one in repository.getVersionableContentTypes() if one not in NEW_TYPES]
    )
    for name in NEW_TYPES:
        policy()._chains_by_type.pop(name, None)
        repository._version_policy_mapping.pop(name, None)
        portal.portal_diff.setDiffForPortalType(name, {})
        take_permission(portal, f"sonla.pbgdpl: Add {name}")
    portal.portal_workflow.manage_delObjects([REGISTRY_WORKFLOW])


def take_permission(portal: Any, name: str) -> None:
    """Forget who has a permission."""
    delattr(portal, f"_{adding.permission_id(name)}_Permission")


@pytest.fixture
def installed(portal):
    """Take from the portal what a release could have brought; return what it had."""
    before = described(portal)
    take_types(portal)
    take_permission(portal, MANAGE_REGISTRY)
    guidance = portal.portal_types["Guidance"]
    guidance.behaviors = tuple(one for one in guidance.behaviors if one != BEHAVIOR)
    for record, kept in (
        (EXPORTED, lambda value: value != "dialogue"),
        (TERMS, lambda row: row["token"] not in NEW_TERMS),
    ):
        values = [one for one in api.portal.get_registry_record(record) if kept(one)]
        api.portal.set_registry_record(record, values)
    return before


def upgrade(portal: Any) -> None:
    """Do what the steps of that release would."""
    setup = portal.portal_setup
    adding.add_permission(MANAGE_REGISTRY, KEEPERS)
    adding.add_workflow(setup, REGISTRY_WORKFLOW)
    adding.add_types(setup, PERSON_TYPES, REGISTRY_WORKFLOW, WRITERS)
    adding.add_types(setup, (DIALOGUE_TYPE,), EDITORIAL_WORKFLOW, WRITERS)
    adding.version_types((DIALOGUE_TYPE,))
    adding.add_behavior("Guidance", BEHAVIOR)
    adding.add_values(EXPORTED, ["dialogue"])
    adding.add_terms("DocumentTypes", NEW_TERMS)


def test_a_step_brings_what_an_installation_has(portal, installed):
    assert described(portal) != installed
    upgrade(portal)
    assert described(portal) == installed
    with api.env.adopt_roles(["Manager"]):
        section = api.content.create(portal, SECTION_TYPE, "pl", "Pháp luật")
        person = api.content.create(section, PERSON_TYPES[0], title="Lò Văn A")
        dialogue = api.content.create(section, DIALOGUE_TYPE, title="Đối thoại")
    assert api.content.get_state(person) == "draft"
    assert api.content.get_state(dialogue) == "draft"


def test_it_is_safe_to_repeat(portal, installed):
    upgrade(portal)
    upgrade(portal)
    assert described(portal) == installed


def test_what_administrators_changed_stays(portal, installed):
    portal.manage_permission(MANAGE_REGISTRY, ["Manager"], acquire=0)
    news = portal.portal_types["LegalNews"]
    news.behaviors = (*news.behaviors, "plone.eventbasic")
    draft = portal.portal_workflow[EDITORIAL_WORKFLOW].states["draft"]
    draft.title = "Nháp của tỉnh"
    rows = api.portal.get_registry_record(TERMS)
    renamed = [{**rows[0], "title": "Tên của tỉnh"}, *rows[1:]]
    api.portal.set_registry_record(TERMS, renamed)
    upgrade(portal)
    assert roles_of(portal, [MANAGE_REGISTRY]) == {MANAGE_REGISTRY: ["Manager"]}
    assert "plone.eventbasic" in news.behaviors
    assert draft.title == "Nháp của tỉnh"
    assert api.portal.get_registry_record(TERMS)[: len(rows)] == renamed
