"""Roles and what they may: what this version expects and a portal lacks, and its repair.

What an administrator has set stays: roles that they gave a permission besides ours or
took from it, and local roles that are not of our groups.
"""

from AccessControl.Permission import addPermission
from AccessControl.Permission import getPermissionIdentifier
from collections.abc import Iterable
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from lxml import etree
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl import PACKAGE_NAME
from sonla.pbgdpl.core.health import SelfCheck
from sonla.pbgdpl.core.health import translated
from sonla.pbgdpl.core.names import GROUP_ROLES
from sonla.pbgdpl.core.names import OWN_ROLES
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.editorial.permissions import wrong_permissions
from sonla.pbgdpl.editorial.section_policy import apply_policy
from sonla.pbgdpl.editorial.section_policy import blocks_inheritance
from sonla.pbgdpl.editorial.section_policy import lacking_groups
from sonla.pbgdpl.editorial.setup import register_roles
from sonla.pbgdpl.install.content_types import add_permission
from sonla.pbgdpl.install.content_types import ADDING_ROLES
from sonla.pbgdpl.units.creation import complete
from sonla.pbgdpl.units.creation import units_by_code
from sonla.pbgdpl.units.groups import has_role
from sonla.pbgdpl.units.setup import create_groups
from sonla.pbgdpl.units.workflow import has_shared_code
from typing import Any
from zope.i18nmessageid import Message

FILE = files(PACKAGE_NAME) / "profiles/default/rolemap.xml"


def expected_permissions() -> dict[str, frozenset[str]]:
    """Return the roles of each permission as an installation gives them; none is acquired."""
    adding = filter(None, map(add_permission, types_with("is_own")))
    return {**permissions_of_profile(), **dict.fromkeys(adding, ADDING_ROLES)}


@cache
def permissions_of_profile() -> dict[str, frozenset[str]]:
    """Return the roles of each permission that the profile names."""
    tree = etree.fromstring(FILE.read_bytes())
    return {
        node.attrib["name"]: frozenset(
            role.attrib["name"] for role in node.iter("role")
        )
        for node in tree.iter("permission")
    }


def declare_permissions() -> None:
    """Make the permissions of subjects known that are not loaded.

    The profiles name those of all, and no portal can be told who has an unknown one.
    """
    for name in permissions_of_profile():
        addPermission(name)


def missing_permissions(
    site: Any, missing_roles: Iterable[str]
) -> dict[str, frozenset[str]]:
    """Return the permissions never given in a portal, with the roles that are to have them.

    One that was given, but not to a role that the portal lacks, gets that role besides: an
    administrator had no chance to set it.
    """
    lacking = frozenset(missing_roles)
    wanted = {}
    for name, roles in expected_permissions().items():
        present = given_roles(site, name)
        if present is None:
            wanted[name] = roles
        elif roles & lacking:
            wanted[name] = roles | present
    return wanted


def given_roles(site: Any, permission: str) -> frozenset[str] | None:
    """Return to whom the portal itself gives a permission; None if it says nothing."""
    stored = getattr(site.aq_base, getPermissionIdentifier(permission), None)
    return None if stored is None else frozenset(stored)


def repair_roles(site: Any) -> None:
    """Bring what the roles need: themselves, permissions, groups, sections.

    Safe to repeat: where nothing is lacking nothing is written. Never commits.
    """
    declare_permissions()
    lacking = missing_permissions(site, missing_roles(site))
    add_roles(site)
    for permission, roles in lacking.items():
        site.manage_permission(permission, sorted(roles), acquire=0)
    create_groups()
    for section in all_sections():
        repair_section(section)


class RolesCheck(SelfCheck):
    """Compare roles, permissions, groups and sections with what an installation sets up."""

    def missing(self) -> list[str]:
        """Return names of roles and permissions; else words, as an open border has no name."""
        roles = missing_roles(self.site)
        names = [*roles, *missing_permissions(self.site, roles)]
        return [*names, *map(translated, lacking_roles(self.site))]

    def repair(self) -> None:
        """Set up what is missing, as the installation does."""
        repair_roles(self.site)


def lacking_roles(site: Any) -> Iterator[Message]:
    """Yield what `repair_roles` would bring, but for roles and permissions that are missing."""
    groups = [name for name in GROUP_ROLES if api.group.get(groupname=name) is None]
    if groups:
        yield _(
            "health_groups_missing",
            default="groups (${groups})",
            mapping={"groups": ", ".join(groups)},
        )
    for section in all_sections():
        yield from lacking_in_section(section)


def lacking_in_section(section: Any) -> Iterator[Message]:
    """Yield what a section lacks of what `apply_policy` sets up."""
    if not blocks_inheritance(section):
        yield _(
            "health_section_inherits",
            default="the border of “${section}”, which inherits permissions from the folders above: on its page Sharing the box for that is ticked",
            mapping={"section": section.title},
        )
    groups = [group for group, _role in lacking_groups(section)]
    if groups:
        yield _(
            "health_section_groups",
            default="roles of groups in “${section}” (${groups})",
            mapping={"section": section.title, "groups": ", ".join(groups)},
        )
    permissions = wrong_permissions(section)
    if permissions:
        yield _(
            "health_section_permissions",
            default="permissions of “${section}” (${permissions})",
            mapping={
                "section": section.title,
                "permissions": ", ".join(permissions),
            },
        )


def add_roles(site: Any) -> None:
    """Add the roles that the portal lacks, and tell the user folder."""
    if missing := missing_roles(site):
        site.__ac_roles__ = (*site.__ac_roles__, *missing)
        register_roles()


def missing_roles(site: Any) -> list[str]:
    """List the roles of ours that the portal lacks."""
    return [role for role in OWN_ROLES if role not in site.__ac_roles__]


def repair_section(section: Any) -> None:
    """Bring a section its border, permissions and groups, and its units their groups."""
    changed = apply_policy(section)
    for unit in units_by_code(section).values():
        if not (is_closed(unit) or has_role(unit) or has_shared_code(unit)):
            complete(unit)
    if changed:
        section.reindexObjectSecurity()
