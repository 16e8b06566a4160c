"""Content types as a portal gets them: made of what each says of itself, and taken back.

A profile has the type information (``content_types/<portal_type>.xml``) and no list of types; their
facts (`core.interfaces.IContentTypeFacts`) say the rest. Only a type that the portal lacks is set up:
what an administrator has changed since stays, however often this is repeated. The folder is not
called ``types``, as GenericSetup writes what it finds there over the types that a portal has.
"""

from AccessControl.Permission import getPermissionIdentifier
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from pathlib import Path
from plone import api
from plone.dexterity.fti import DexterityFTI
from plone.registry import Record
from plone.registry.field import TextLine
from plone.registry.interfaces import IRegistry
from Products.CMFCore.utils import getToolByName
from Products.GenericSetup.context import DirectoryImportContext
from Products.GenericSetup.utils import importObjects
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.core.interfaces import IContentTypeFacts
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import CONTRIBUTOR_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.core.types import facts_in_order
from sonla.pbgdpl.editorial import WORKFLOW_POLICY
from typing import Any
from zope.component import getUtility
from zope.component import queryUtility
from zope.security.interfaces import IPermission

PROFILE = f"{PACKAGE_NAME}:default"
FOLDER = "content_types"
ADDING_ROLES = frozenset((CONTRIBUTOR_ROLE, EDITOR_ROLE, "Owner", *ADMINISTRATORS))
"""Who may add a type of ours, wherever somebody has the role."""

VERSION_POLICIES = ("at_edit_autoversion", "version_on_revert")
VERSIONS_BEHAVIOR = "plone.versioning"
COMPARISON = {"any": "Compound Diff for Dexterity types"}
ICON = "++plone++bootstrap-icons/{}.svg"
DISPLAYED = "plone.displayed_types"
"""Record of the types that Plone's navigation shows."""

Types = Mapping[str, IContentTypeFacts]


class TypesStep(SetupStep):
    """Set up the types of the subjects that are loaded, and take all of ours back."""

    order = 5

    def install(self, site: Any) -> None:
        """Set up what is new; workflows of no type go, as the profile has those of all subjects."""
        set_up_types(PROFILE)
        remove_unused_workflows()

    def fill(self, site: Any) -> None:
        """Bring lost icons back."""
        bring_icons()

    def uninstall(self, site: Any) -> None:
        """Remove the types, and whatever names them."""
        remove_types(PROFILE)
        forget_permissions(site)


def set_up_types(profile: str) -> None:
    """Set up the types whose information a profile has and the portal has not.

    An add-on with types of its own calls it with its profile once that is imported.
    """
    files = files_of(profile)
    new = {name: facts for name, facts in facts_in_order() if add_type(name, files)}
    bind_chains(new)
    allow(new)
    give_permissions(new)
    keep_versions([name for name, facts in new.items() if facts.is_versioned])
    show_in_navigation([name for name, facts in new.items() if facts.is_in_navigation])
    bring_icons()


def files_of(profile: str) -> DirectoryImportContext:
    """Return what reads the files of a profile."""
    setup = api.portal.get_tool("portal_setup")
    path = setup.getProfileInfo(f"profile-{profile}")["path"]
    return DirectoryImportContext(setup, path)


def add_type(name: str, files: DirectoryImportContext) -> bool:
    """Make a type as its file says; False where the portal has it, or there is no file."""
    types = api.portal.get_tool("portal_types")
    if name in types or files.readDataFile(f"{name}.xml", FOLDER) is None:
        return False
    types._setObject(name, DexterityFTI(name))
    importObjects(types[name], f"{FOLDER}/", files)
    return True


def bind_chains(new: Types) -> None:
    """Bind the workflows of new types, in the portal and in sections.

    Plone's own types have theirs in sections alone, from the first installation on.
    """
    tool, policy = api.portal.get_tool("portal_workflow"), section_policy()
    known = dict(facts_in_order())
    is_first = all(policy.getChainFor(name) is None for name in known)
    for name, facts in new.items():
        if facts.chain:
            tool.setChainForPortalTypes([name], (facts.chain,))
    for name, facts in (known if is_first else new).items():
        if facts.chain and name in api.portal.get_tool("portal_types"):
            policy.setChain(name, (facts.chain,))


def section_policy() -> Any:
    """Return what binds workflows in sections; None where it is gone."""
    tool = api.portal.get_tool("portal_placeful_workflow")
    return tool.getWorkflowPolicyById(WORKFLOW_POLICY)


def remove_unused_workflows() -> None:
    """Remove the workflows of the profile that no type has, nor any policy binds."""
    tool = api.portal.get_tool("portal_workflow")
    names = files_of(PROFILE).listDirectory("workflows")
    for name in {*names} & {*tool.objectIds()} - used_workflows():
        tool.manage_delObjects([name])


def used_workflows() -> set[str]:
    """Return the names of the workflows in all chains, of the portal and of policies."""
    policies = api.portal.get_tool("portal_placeful_workflow")
    chains = [
        api.portal.get_tool("portal_workflow"),
        *map(policies.getWorkflowPolicyById, policies.getWorkflowPolicyIds()),
    ]
    return {
        workflow
        for bound in chains
        for name in api.portal.get_tool("portal_types").objectIds()
        for workflow in bound.getChainFor(name) or ()
    }


def allow(new: Types) -> None:
    """Let new types be added where they may be, and in new containers what may be added there."""
    types = api.portal.get_tool("portal_types")
    known = facts_in_order()
    for place in {place for _name, facts in known for place in facts.added_in}:
        if place in types:
            allowed = types[place].allowed_content_types
            more = [
                name
                for name, facts in known
                if place in facts.added_in and (place in new or name in new)
            ]
            change(types[place], "allowed_content_types", [*allowed, *more])


def change(fti: Any, name: str, values: Iterable[str]) -> None:
    """Set a list of a type, each value once, and tell those who keep something of it."""
    fti.manage_changeProperties(**{name: tuple(dict.fromkeys(values))})


def give_permissions(names: Iterable[str]) -> None:
    """Let those who write add some types."""
    site = api.portal.get()
    for name in names:
        if permission := add_permission(name):
            site.manage_permission(permission, sorted(ADDING_ROLES), acquire=0)


def add_permission(portal_type: str) -> str:
    """Return the title of the permission to add a type; empty where it isn't known."""
    fti = api.portal.get_tool("portal_types").get(portal_type)
    permission = queryUtility(IPermission, name=getattr(fti, "add_permission", ""))
    return permission.title if permission is not None else ""


def keep_versions(names: Iterable[str]) -> None:
    """Keep versions of some types and let them be compared, in a portal that can."""
    site = api.portal.get()
    repository = getToolByName(site, "portal_repository", None)
    differences = getToolByName(site, "portal_diff", None)
    if repository is None or differences is None:
        return
    versioned = dict.fromkeys((*repository.getVersionableContentTypes(), *names))
    repository.setVersionableContentTypes(list(versioned))
    for name in names:
        fti = api.portal.get_tool("portal_types")[name]
        change(fti, "behaviors", [*fti.behaviors, VERSIONS_BEHAVIOR])
        for policy in VERSION_POLICIES:
            repository.addPolicyForContentType(name, policy)
        differences.setDiffForPortalType(name, COMPARISON)


def show_in_navigation(names: Iterable[str]) -> None:
    """Add types to those that Plone's navigation shows; the rest keeps its order."""
    shown = dict.fromkeys((*displayed(), *names))
    if tuple(shown) != displayed():
        api.portal.set_registry_record(DISPLAYED, tuple(shown))


def displayed() -> tuple[str, ...]:
    """Read what the navigation shows; a portal may have no such list."""
    return tuple(api.portal.get_registry_record(DISPLAYED, default=None) or ())


def bring_icons() -> None:
    """Write the records of icons that the portal lacks."""
    records = getUtility(IRegistry).records
    for record, (name, icon) in missing_icons().items():
        records[record] = Record(TextLine(title=name), ICON.format(icon))


def missing_icons() -> dict[str, tuple[str, str]]:
    """Map each record of an icon that the portal lacks to the type and the icon."""
    records = getUtility(IRegistry).records
    found = {
        icon_record(name): (name, facts.icon)
        for name, facts in facts_in_order()
        if facts.icon
    }
    return {
        record: one for record, one in found.items() if record and record not in records
    }


def icon_record(portal_type: str) -> str:
    """Return where the icon of a type is looked for; empty for a type that isn't there."""
    fti = api.portal.get_tool("portal_types").get(portal_type)
    return fti.icon_expr.replace("string:", "plone.icon.", 1) if fti else ""


def remove_types(profile: str) -> None:
    """Remove the types whose information a profile has, and whatever names them."""
    names = {Path(file).stem for file in files_of(profile).listDirectory(FOLDER)}
    site, types = api.portal.get(), api.portal.get_tool("portal_types")
    for permission in filter(None, map(add_permission, names)):
        site.manage_permission(permission, [], acquire=1)
    show = [name for name in displayed() if name not in names]
    if len(show) < len(displayed()):
        api.portal.set_registry_record(DISPLAYED, tuple(show))
    forget_versions(names)
    forget_chains(names)
    records = getUtility(IRegistry).records
    for record in {icon_record(name) for name in names} & {*records}:
        del records[record]
    for name in names & {*types.objectIds()}:
        types.manage_delObjects([name])
    for fti in types.objectValues():
        if names & {*fti.allowed_content_types}:
            rest = [one for one in fti.allowed_content_types if one not in names]
            change(fti, "allowed_content_types", rest)


def forget_permissions(site: Any) -> None:
    """Let the portal say nothing of our permissions, be they of subjects that aren't loaded."""
    prefix = getPermissionIdentifier(f"{PACKAGE_NAME}: ").removesuffix("_Permission")
    for name in [one for one in vars(site) if one.startswith(prefix)]:
        delattr(site, name)


def forget_chains(names: Collection[str]) -> None:
    """Take types out of the chains of the portal and of sections."""
    tool, policy = api.portal.get_tool("portal_workflow"), section_policy()
    tool.setChainForPortalTypes(names, None, verify=False)
    for name in names if policy is not None else ():
        policy.delChain(name)


def forget_versions(names: Collection[str]) -> None:
    """Take types out of the settings of versions and of their comparison.

    Both tools keep a type's name when all is taken from it, and have no method that
    removes the name.
    """
    site = api.portal.get()
    repository = getToolByName(site, "portal_repository", None)
    differences = getToolByName(site, "portal_diff", None)
    if repository is None or differences is None:
        return
    for name in names:
        for policy in list(repository.getPolicyMap().get(name, ())):
            repository.removePolicyFromContentType(name, policy)
    repository.setVersionableContentTypes(
        [one for one in repository.getVersionableContentTypes() if one not in names]
    )
    repository._version_policy_mapping = without(  # noqa: SLF001
        repository.getPolicyMap(), names
    )
    differences._pt_diffs = without(differences._pt_diffs, names)  # noqa: SLF001


def without(by_type: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Return what a tool keeps by type, of all types but some."""
    return {name: kept for name, kept in by_type.items() if name not in names}
