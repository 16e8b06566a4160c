"""What the approval chain sets up in a portal, and takes back."""

from collections.abc import Iterator
from plone import api
from plone.app.iterate.interfaces import IIterateSettings
from plone.registry.interfaces import IRegistry
from Products.GenericSetup.tool import UNKNOWN
from sonla.pbgdpl import _
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.core.interfaces import IOrphaned
from sonla.pbgdpl.core.names import OWN_ROLES
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.setup import Remainder
from sonla.pbgdpl.core.setup import SetupStep
from sonla.pbgdpl.core.types import own_content
from sonla.pbgdpl.editorial.border import adopt_section
from sonla.pbgdpl.editorial.border import release_section
from sonla.pbgdpl.editorial.transaction_log import members_list_transactions
from typing import Any
from zope.component import getUtility
from zope.interface import alsoProvides
from zope.interface import noLongerProvides
from zope.schema import getFieldNames

ITERATE_PROFILE = "plone.app.iterate:default"


class RolesStep(SetupStep):
    """Have the portal know our roles, before groups get them in sections."""

    order = 35

    def install(self, site: Any) -> None:
        """Register the roles that rolemap.xml added."""
        register_roles()

    def uninstall(self, site: Any) -> None:
        """Remove our roles and unused records; neither goes by a file of the profile."""
        remove_roles()
        remove_iterate_settings()

    def remains(self, site: Any) -> Iterator[Remainder]:
        """Yield what becomes of roles in sections."""
        yield Remainder(
            10,
            _(
                "msg_parts_types",
                default="Content types, workflows, permissions and roles; roles given in sections are kept with them.",
            ),
        )
        if not members_list_transactions(site):
            yield Remainder(
                75,
                _(
                    "msg_parts_transaction_log",
                    default="Administrators alone read the portal's log of changes: that stays as it was set. “Who may read and do what” gives it back to members before, the permission “List undoable changes” afterwards.",
                ),
            )


class SectionsStep(SetupStep):
    """Put what stands in sections under the approval chain."""

    order = 50

    def install(self, site: Any) -> None:
        """Revive the content that an uninstallation left."""
        apply_workflows()
        unmark_orphaned()

    def uninstall(self, site: Any) -> None:
        """Hand the content over, and keep a page for what loses its type."""
        restore_portal_workflows()
        mark_orphaned()


def register_roles() -> None:
    """Register the portal's roles with the user folder, as there is a new one.

    It finds out by itself when *Users and Groups* is opened next, but then writes while
    somebody only looks, who would be asked to confirm that.
    """
    api.portal.get_tool("acl_users").portal_role_manager.updateRolesList()


def apply_workflows() -> None:
    """Put what is in sections back into its state of our workflows."""
    for section in all_sections():
        adopt_section(section)


def unmark_orphaned() -> None:
    """Set the content of an earlier installation to its own pages again."""
    for obj in with_savepoints(own_content()):
        if IOrphaned.providedBy(obj):
            noLongerProvides(obj, IOrphaned)


def restore_portal_workflows() -> None:
    """Apply the portal's own workflows to what is in sections, no more visible than before."""
    for section in all_sections():
        release_section(section)


def mark_orphaned() -> None:
    """Mark the content whose type goes, so that it keeps a page."""
    for obj in with_savepoints(own_content()):
        alsoProvides(obj, IOrphaned)


def remove_roles() -> None:
    """Remove our roles from the portal: rolemap.xml can only add.

    Where they were given locally they have been suspended with the sections.
    """
    portal = api.portal.get()
    portal.__ac_roles__ = tuple(
        role for role in portal.__ac_roles__ if role not in OWN_ROLES
    )
    roles = portal.acl_users.portal_role_manager
    for role in set(OWN_ROLES).intersection(roles.listRoleIds()):
        roles.removeRole(role)


def remove_iterate_settings() -> None:
    """Remove the two records of plone.app.iterate, unless the portal has it installed.

    Working copies can't be made without them, so we bring them; in a portal that has
    its profile they were there before us and are in use.
    """
    setup = api.portal.get_tool("portal_setup")
    if setup.getLastVersionForProfile(ITERATE_PROFILE) != UNKNOWN:
        return
    records = getUtility(IRegistry).records
    for name in getFieldNames(IIterateSettings):
        record = f"{IIterateSettings.__identifier__}.{name}"
        if record in records:
            del records[record]
