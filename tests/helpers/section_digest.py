"""A section's whole persistent state, as the database has it: object by object.

Whatever an object refers to belongs to it, up to the portal and to what stands beside the
section: fields, states, dates, local roles, histories, annotations, comments, files. To the
section's state belong also the portal's annotations and settings of ours: ledger, log of
operations, exchange, uploaded lists; not the number by which caches of the homepage notice
that anything was indexed. Who may do what in it hangs on the portal besides: on the members
of groups, on the roles that accounts hold, on those given on the portal itself and on the
permissions there. The definitions of workflows belong to it, and how many versions are kept of
each text: a tool of the portal has those of all content in one.
"""

from collections.abc import Iterator
from hashlib import sha256
from plone.registry.interfaces import IRegistry
from sonla.pbgdpl.core.names import OWN_ROLES
from sonla.pbgdpl.homepage.change_counter import ANNOTATION as CACHE
from typing import Any
from ZODB.serialize import referencesf
from ZODB.utils import get_pickle_metadata
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility

OURS = "sonla.pbgdpl"

Digest = dict[bytes, tuple[str, str]]
"""Id of an object → its class and the hash of what is stored of it.

What is read of people has its name for both.
"""


def digest_of(portal: Any, section: Any) -> Digest:
    """Read the state as it is committed now."""
    storage = portal._p_jar.db().storage
    outside = set(ids_outside(portal, section))
    waiting, found = list(ids_of_roots(portal, section)), {}
    while waiting:
        oid = waiting.pop()
        if oid in found or oid in outside:
            continue
        data, _serial = storage.load(oid)
        found[oid] = (get_pickle_metadata(data)[1], sha256(data).hexdigest())
        waiting.extend(referencesf(data))
    return found | people_of(portal) | tools_of(portal, section)


def tools_of(portal: Any, section: Any) -> Digest:
    """Read what tools of the portal hold of the section: versions kept, workflows."""
    path = "/".join(section.getPhysicalPath())
    items = portal.portal_catalog.unrestrictedSearchResults(path=path)
    history_of = portal.portal_repository.getHistoryMetadata
    kept = [
        (one.getPath(), len(history_of(one._unrestrictedGetObject()) or ()))
        for one in items
    ]
    workflows = portal.portal_workflow.objectValues()
    steps = [
        (workflow.getId(), kind, one.getId(), one._p_serial)
        for workflow in workflows
        for kind in ("states", "transitions")
        for one in workflow[kind].objectValues()
    ]
    facts = {
        "versions": sorted(kept),
        "workflows": sorted((one.getId(), one._p_serial) for one in workflows),
        "steps of workflows": sorted(steps),
    }
    return hashed(facts)


def hashed(facts: dict[str, Any]) -> Digest:
    """Return facts that no single object holds as what is stored of one."""
    return {
        name.encode(): (name, sha256(repr(fact).encode()).hexdigest())
        for name, fact in facts.items()
    }


def people_of(portal: Any) -> Digest:
    """Read who is in which group and holds which role: a line for each fact of them.

    All groups and accounts are read, ours and those of the portal.
    """
    given = [
        (one, sorted(held))
        for one, held in sorted((portal.__ac_local_roles__ or {}).items())
    ]
    groups, roles = portal.acl_users.source_groups, portal.acl_users.portal_role_manager
    facts = {
        "permissions of the portal": sorted(
            (name, held)
            for name, held in vars(portal.aq_base).items()
            if name.startswith("_") and name.endswith("_Permission")
        ),
        "roles of the portal": sorted(portal.__ac_roles__),
        "local roles of the portal": given,
        "our roles given on the portal": [
            (one, role) for one, held in given for role in held if role in OWN_ROLES
        ],
        "groups": sorted(groups.listGroupIds()),
        "members of groups": [
            (name, sorted(groups.listAssignedPrincipals(name)))
            for name in sorted(groups.listGroupIds())
        ],
        "accounts with roles": [
            (name, sorted(roles.listAssignedPrincipals(name)))
            for name in sorted(roles.listRoleIds())
        ],
    }
    return hashed(facts)


def ids_of_roots(portal: Any, section: Any) -> Iterator[bytes]:
    """Yield the ids of the objects from which the state is found."""
    yield section._p_oid
    yield getUtility(IRegistry).records._values._p_oid
    for key, value in IAnnotations(portal).items():
        if key.startswith(OURS) and key != CACHE and hasattr(value, "_p_oid"):
            yield value._p_oid


def ids_outside(portal: Any, section: Any) -> Iterator[bytes]:
    """Yield the ids of what leads out of the section."""
    place = section
    while place is not portal.aq_parent:
        place = place.aq_parent
        yield place._p_oid
    for name in portal.objectIds():
        if portal[name]._p_oid != section._p_oid:
            yield portal[name]._p_oid
    yield portal.getSiteManager()._p_oid


def differences(before: Digest, after: Digest) -> list[str]:
    """Name the classes of what changed, came or went."""
    changed = {oid for oid in before if before[oid] != after.get(oid)}
    new = after.keys() - before.keys()
    return sorted(
        [f"changed {before[oid][0]}" for oid in changed if oid in after]
        + [f"gone {before[oid][0]}" for oid in changed if oid not in after]
        + [f"new {after[oid][0]}" for oid in new]
    )
