"""What the uninstall profile does beyond its XML files.

Content is never destroyed. What must be known to bring it back whole is remembered
with it; what the portal's own tools can't take away is taken away here.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from plone import api
from plone.app.iterate.interfaces import IIterateSettings
from plone.registry.interfaces import IRegistry
from Products.GenericSetup.tool import UNKNOWN
from sonla.pbgdpl.config import OWN_ROLES
from sonla.pbgdpl.interfaces import ILeftover
from sonla.pbgdpl.notifications import failures
from sonla.pbgdpl.notifications.queue import remove_queue
from sonla.pbgdpl.questions.places import unmark_folders
from sonla.pbgdpl.section import all_sections
from sonla.pbgdpl.setuphandlers.exchange import take_down_exchange
from sonla.pbgdpl.setuphandlers.groups import remove_groups
from sonla.pbgdpl.setuphandlers.homepage import remove_portlet
from sonla.pbgdpl.setuphandlers.jobs import take_down_jobs
from sonla.pbgdpl.setuphandlers.memory import remember_groups
from sonla.pbgdpl.setuphandlers.memory import remember_portlets
from sonla.pbgdpl.setuphandlers.memory import remember_settings
from sonla.pbgdpl.setuphandlers.navigation import hide_sections
from sonla.pbgdpl.setuphandlers.register import take_down_register
from sonla.pbgdpl.setuphandlers.report import announce
from sonla.pbgdpl.setuphandlers.report import own_content
from sonla.pbgdpl.setuphandlers.search import take_down_search
from sonla.pbgdpl.setuphandlers.sync import take_down_sync
from sonla.pbgdpl.sparing import sparing
from sonla.pbgdpl.types import types_with
from sonla.pbgdpl.workflow.border import release_section
from typing import Any
from zope.component import getUtility
from zope.interface import alsoProvides
from zope.schema import getFieldNames

import logging
import transaction

logger = logging.getLogger(__name__)

ITERATE_PROFILE = "plone.app.iterate:default"
OTHER_PROFILES = ("structure", "demo", "search")


def pre_uninstall(context: Any) -> None:
    """Say what remains and hand the content over while types and workflows still work."""
    with whole_or_nothing():
        announce()
        remember_settings()
        remember_groups()
        remember_portlets()
        take_down_jobs()
        take_down_sync()
        take_down_exchange()
        take_down_register()
        unmark_folders()
        hand_sections_over()
        mark_leftovers()
        hide_sections()
        remove_portlet()
        take_down_search()
        remove_groups()


def post_uninstall(context: Any) -> None:
    """Take back what no XML file can take back."""
    with whole_or_nothing():
        take_back_roles()
        take_back_version_settings()
        take_back_iterate_settings()
        failures.forget(api.portal.get())
        remove_queue(api.portal.get())
        forget_profiles()


@contextmanager
def whole_or_nothing() -> Iterator[None]:
    """Let no error leave a portal half uninstalled.

    The Add-ons panel catches whatever is raised and commits the rest; a doomed
    transaction can't be committed.
    """
    try:
        yield
    except Exception:
        logger.exception("The uninstallation failed; nothing is changed.")
        transaction.doom()
        raise


def hand_sections_over() -> None:
    """Hand over what stands in sections to the portal's own workflows, no more visible."""
    for section in all_sections():
        release_section(section)


def mark_leftovers() -> None:
    """Mark the content whose type goes, so that it keeps a page."""
    for obj in sparing(own_content()):
        alsoProvides(obj, ILeftover)


def take_back_roles() -> None:
    """Remove our roles from the portal: rolemap.xml can only add.

    Where they were given locally they have been laid aside with the sections.
    """
    portal = api.portal.get()
    portal.__ac_roles__ = tuple(
        role for role in portal.__ac_roles__ if role not in OWN_ROLES
    )
    roles = portal.acl_users.portal_role_manager
    for role in set(OWN_ROLES).intersection(roles.listRoleIds()):
        roles.removeRole(role)


def take_back_version_settings() -> None:
    """Remove our types from the settings of versions and of their comparison.

    diff_tool.xml can only add; repositorytool.xml leaves every other policy, because its
    importer changes the list that it walks through. Both tools keep a type's name when all
    is taken from it, and have no method that removes the name.
    """
    repository = api.portal.get_tool("portal_repository")
    differences = api.portal.get_tool("portal_diff")
    ours = types_with("is_own")
    for name in ours:
        for policy in list(repository.getPolicyMap().get(name, ())):
            repository.removePolicyFromContentType(name, policy)
    repository.setVersionableContentTypes(
        [one for one in repository.getVersionableContentTypes() if one not in ours]
    )
    repository._version_policy_mapping = without_ours(repository.getPolicyMap())
    differences._pt_diffs = without_ours(differences._pt_diffs)


def without_ours(by_type: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a tool keeps by type, of all types but ours."""
    ours = types_with("is_own")
    return {name: kept for name, kept in by_type.items() if name not in ours}


def take_back_iterate_settings() -> None:
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


def forget_profiles() -> None:
    """Let the further profiles count as not imported, as the first one does."""
    setup = api.portal.get_tool("portal_setup")
    for name in OTHER_PROFILES:
        setup.unsetLastVersionForProfile(f"sonla.pbgdpl:{name}")
