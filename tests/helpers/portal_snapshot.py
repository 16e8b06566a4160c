"""What a portal is set up with, as plain text that can be compared.

A snapshot maps a topic (`workflows`, `registry` ...) to named entries, each a text.
Whatever an add-on may touch in a portal is an entry of some topic.
"""

from AccessControl.Permission import Permission
from collections.abc import Iterator
from plone.browserlayer.interfaces import ILocalBrowserLayerType
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from plone.portlets.interfaces import IPortletType
from plone.registry.interfaces import IRegistry
from Products.GenericSetup.interfaces import IBody
from Products.GenericSetup.tests.common import DummyExportContext
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.component import queryMultiAdapter

Entries = Iterator[tuple[str, str]]
Snapshot = dict[str, dict[str, str]]


def take(portal: Any) -> Snapshot:
    """Describe how a portal is set up."""
    return {topic: dict(describe(portal)) for topic, describe in TOPICS.items()}


def state(obj: Any) -> dict[str, Any]:
    """Return the attributes of a persistent object, loaded from the database first."""
    obj._p_activate()
    return vars(obj)


def exported(portal: Any, obj: Any) -> str:
    """Export an object as the XML that GenericSetup would write."""
    body = queryMultiAdapter((obj, DummyExportContext(portal)), IBody)
    return body.body.decode("utf-8") if body is not None else repr(obj)


def workflow_chains(portal: Any) -> Entries:
    """Yield which workflows each type follows."""
    tool = portal.portal_workflow
    yield "(Default)", repr(tool.getDefaultChain())
    for name, chain in sorted((tool._chains_by_type or {}).items()):
        yield name, repr(tuple(chain))


def workflows(portal: Any) -> Entries:
    """Write each workflow's definition."""
    for name, workflow in portal.portal_workflow.objectItems():
        yield name, exported(portal, workflow)


def workflow_policies(portal: Any) -> Entries:
    """Yield the placeful policies with the chains they bind."""
    tool = portal.get("portal_placeful_workflow")
    for name, policy in tool.objectItems() if tool is not None else ():
        yield name, repr((policy._default_chain, dict(policy._chains_by_type)))


def roles(portal: Any) -> Entries:
    """Yield the roles of the portal."""
    for name in portal.valid_roles():
        yield name, "defined"


def permissions(portal: Any) -> Entries:
    """Write who has each permission at the root, and whether more is acquired."""
    for name, data, *_ in portal.ac_inherited_permissions(1):
        roles = Permission(name, data, portal).getRoles(default=[])
        acquired = isinstance(roles, list)
        yield name, f"{'acquired' if acquired else 'fixed'} {sorted(roles)}"


def indexes(portal: Any) -> Entries:
    """Write how the catalog indexes."""
    for index in portal.portal_catalog.getIndexObjects():
        settings = (
            index.meta_type,
            tuple(index.getIndexSourceNames()),
            getattr(index, "lexicon_id", None),
            str(getattr(index, "extra", None) or getattr(index, "precision", "")),
        )
        yield index.id, repr(settings)


def columns(portal: Any) -> Entries:
    """Yield the metadata columns of the catalog."""
    for name in portal.portal_catalog.schema():
        yield name, "column"


def lexicons(portal: Any) -> Entries:
    """Write the pipeline of each lexicon."""
    for name, lexicon in portal.portal_catalog.objectItems("ZCTextIndex Lexicon"):
        yield name, repr([type(element).__name__ for element in lexicon._pipeline])


def registry(portal: Any) -> Entries:
    """Write each record's kind and value; resource bundles are among them."""
    records = getUtility(IRegistry, context=portal).records
    for name in records:
        record = records[name]
        yield name, f"{type(record.field).__name__} {record.value!r}"


def types(portal: Any) -> Entries:
    """Write each type's definition."""
    for name, fti in portal.portal_types.objectItems():
        yield name, exported(portal, fti)


def actions(portal: Any) -> Entries:
    """Write each action, whatever its category."""
    for category, folder in portal.portal_actions.objectItems():
        yield category, repr(folder.title)
        for name, action in folder.objectItems():
            yield f"{category}/{name}", repr(sorted(action.propertyItems()))


def configlets(portal: Any) -> Entries:
    """Write each entry of the control panel."""
    for action in portal.portal_controlpanel.listActions():
        values = {**state(action)}
        for name in ("action", "condition", "icon_expr"):
            values[name] = getattr(values.get(name), "text", values.get(name))
        yield action.id, repr(sorted(values.items(), key=str))


def homepage(portal: Any) -> Entries:
    """Yield what stands at the root of the portal."""
    yield "default page", repr(portal.getDefaultPage())
    yield "layout", repr(portal.getLayout())
    yield "order", repr(list(portal.contentIds()))


def portlets(portal: Any) -> Entries:
    """Yield managers, kinds of portlets, and what is assigned where."""
    for name, kind in getUtilitiesFor(IPortletType, context=portal):
        yield (
            f"kind {name}",
            repr((kind.title, kind.addview, sorted(map(str, kind.for_)))),
        )
    for name, manager in getUtilitiesFor(IPortletManager, context=portal):
        yield f"manager {name}", repr(manager.__class__)
        for category in manager:
            for key, mapping in manager[category].items():
                yield f"{name} {category} {key}", repr(list(mapping.items()))
        mapping = queryMultiAdapter((portal, manager), IPortletAssignmentMapping)
        if mapping:
            for key, item in mapping.items():
                values = {n: v for n, v in state(item).items() if n[:2] != "__"}
                yield (
                    f"{name} at the root {key}",
                    repr((type(item), sorted(values.items()))),
                )


def groups(portal: Any) -> Entries:
    """Yield groups with their roles and members, and what is kept of groups beside them."""
    for name in portal.portal_groupdata._members:
        yield f"row {name}", "kept"
    for group in portal.portal_groups.listGroups():
        members = sorted(group.getGroupMemberIds())
        yield (
            group.getId(),
            repr((group.getProperty("title"), sorted(group.getRoles()), members)),
        )


def users(portal: Any) -> Entries:
    """Yield the parts of the user folder and the members."""
    for name in portal.acl_users.objectIds():
        yield f"plugin {name}", portal.acl_users[name].meta_type
    for name in portal.acl_users.source_users.listUserIds():
        yield f"user {name}", "member"


def browser_layers(portal: Any) -> Entries:
    """Yield the browser layers of the installed add-ons."""
    for name, layer in getUtilitiesFor(ILocalBrowserLayerType, context=portal):
        yield name, layer.__identifier__


def components(portal: Any) -> Entries:
    """Yield the local utilities and adapters."""
    manager = portal.getSiteManager()
    for one in manager.registeredUtilities():
        yield (
            f"utility {one.provided.__name__} {one.name}",
            type(one.component).__name__,
        )
    for one in manager.registeredAdapters():
        yield f"adapter {one.provided.__name__} {one.name}", repr(one.required)
    for one in manager.registeredHandlers():
        yield f"handler {one.factory!r}", repr(one.required)


def versioning(portal: Any) -> Entries:
    """Yield which types keep versions and how they are compared."""
    repository = portal.portal_repository
    for name in repository.getVersionableContentTypes():
        yield f"versions {name}", "kept"
    for name, policies in repository.getPolicyMap().items():
        yield f"policies {name}", repr(sorted(policies))
    for name, diff in portal.portal_diff._pt_diffs.items():
        yield f"diff {name}", repr(sorted(diff.items()))


def tools(portal: Any) -> Entries:
    """Yield what stands at the root of the portal that is not content."""
    for name in portal.objectIds():
        yield name, portal[name].meta_type
    for name in IAnnotations(portal):
        yield f"annotation {name}", "kept"
    for name in sorted(state(portal)):
        if not name.startswith(("_v_", "_Add", "_p_")) and not name.endswith(
            "_Permission"
        ):
            yield f"attribute {name}", "set"


def content(portal: Any) -> Entries:
    """Write the state, layout, local roles and permissions of each item."""
    for brain in portal.portal_catalog.unrestrictedSearchResults():
        obj = brain._unrestrictedGetObject()
        permissions = {
            name: value
            for name, value in state(obj).items()
            if name.endswith("_Permission")
        }
        yield (
            brain.getPath(),
            "\n".join(
                map(
                    repr,
                    (
                        brain.UID,
                        brain.portal_type,
                        brain.review_state,
                        brain.Title,
                        str(brain.modified),
                        obj.getLayout(),
                        sorted(obj.get_local_roles()),
                        sorted(permissions.items()),
                        sorted((getattr(obj, "workflow_history", None) or {}).keys()),
                    ),
                )
            ),
        )


def profiles(portal: Any) -> Entries:
    """Yield the installed profiles with their versions."""
    for name, version in portal.portal_setup._profile_upgrade_versions.items():
        yield name, repr(version)


TOPICS = {
    describe.__name__.replace("_", " "): describe
    for describe in (
        workflow_chains,
        workflows,
        workflow_policies,
        roles,
        permissions,
        indexes,
        columns,
        lexicons,
        registry,
        types,
        actions,
        configlets,
        homepage,
        portlets,
        groups,
        users,
        browser_layers,
        components,
        versioning,
        tools,
        content,
        profiles,
    )
}
