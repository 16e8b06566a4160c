"""What the default profile says of permissions, and where a portal lacks it."""

from AccessControl.Permission import getPermissionIdentifier
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from lxml import etree
from sonla.pbgdpl import PACKAGE_NAME
from typing import Any

FILE = files(PACKAGE_NAME) / "profiles/default/rolemap.xml"


@cache
def expected_permissions() -> dict[str, frozenset[str]]:
    """Return the roles of each permission as the profile gives them; none is acquired."""
    tree = etree.fromstring(FILE.read_bytes())
    return {
        node.attrib["name"]: frozenset(
            role.attrib["name"] for role in node.iter("role")
        )
        for node in tree.iter("permission")
    }


def missing_permissions(
    site: Any, missing_roles: Iterable[str]
) -> dict[str, frozenset[str]]:
    """Return the permissions never given in a portal, with the roles that are to have them.

    One that was given, but not to a role that the portal lacks, gets that role besides: an
    administrator had no chance to settle it.
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
