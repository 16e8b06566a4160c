"""People who hold roles of the host portal, and none of ours."""

from plone import api
from typing import Any

ABOVE = "co-quan"
"""Id of the folder in which the section stands."""

PASSWORD = "Mat-khau-1234"
HOST_ROLES = ("Contributor", "Editor", "Reviewer", "Reader")
LOCALLY = (*HOST_ROLES, "Owner", "Site Administrator")
GLOBALLY = {f"global-{role.lower()}": role for role in HOST_ROLES}
ON_THE_FOLDER = {f"above-{role.lower().replace(' ', '-')}": role for role in LOCALLY}
HOLDERS = (*GLOBALLY, *ON_THE_FOLDER, "nobody-special")
"""User ids: each has one role, in the whole portal or on the folder; the last has none."""


def make_account(name: str, *roles: str) -> None:
    """Make an account with roles in the whole portal."""
    api.user.create(f"{name}@example.org", name, PASSWORD)
    if roles:
        api.user.grant_roles(username=name, roles=list(roles))


def make_holders(portal: Any, folder: Any) -> None:
    """Make the accounts."""
    for name in HOLDERS:
        make_account(name, *filter(None, [GLOBALLY.get(name)]))
    for name, role in ON_THE_FOLDER.items():
        folder.manage_setLocalRoles(name, [role])
    folder.reindexObjectSecurity()
