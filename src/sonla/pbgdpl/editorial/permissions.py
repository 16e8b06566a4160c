"""Who has in a section the permissions that no workflow maps: one table.

Plone gives them to roles of the portal, whose holders have no part in a section: there
each goes to the roles below and to nobody else, whatever the portal says. What the
workflows map (View, Modify portal content …) stands in their definitions.
"""

from AccessControl.Permission import getPermissionIdentifier
from Acquisition import aq_base
from Products.DCWorkflow.utils import modifyRolesForPermission
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import APPROVER_ROLE
from sonla.pbgdpl.core.names import CONTRIBUTOR_ROLE
from sonla.pbgdpl.core.names import EDITOR_ROLE
from typing import Any

CHECKOUT = "iterate : Check out content"
REVERT = "CMFEditions: Revert to previous versions"

WRITERS = (CONTRIBUTOR_ROLE, EDITOR_ROLE, "Owner", *ADMINISTRATORS)
EVERYBODY_INSIDE = (*WRITERS, APPROVER_ROLE)
EDITORS = (EDITOR_ROLE, "Owner", *ADMINISTRATORS)
DECIDERS = (APPROVER_ROLE, "Owner", EDITOR_ROLE, *ADMINISTRATORS)
MODERATORS = (APPROVER_ROLE, EDITOR_ROLE, *ADMINISTRATORS)
OWNERS = ("Owner", *ADMINISTRATORS)

SECTION_PERMISSIONS: dict[str, tuple[str, ...]] = {
    "Access future portal content": OWNERS,
    "Access inactive portal content": OWNERS,
    "Add portal content": WRITERS,
    "Add portal events": OWNERS,
    "Add portal folders": WRITERS,
    "CMFEditions: Access previous versions": EVERYBODY_INSIDE,
    "CMFEditions: Apply version control": EVERYBODY_INSIDE,
    "CMFEditions: Checkout to location": DECIDERS,
    "CMFEditions: Save new version": EVERYBODY_INSIDE,
    "Change local roles": OWNERS,
    "Delete comments": MODERATORS,
    "Edit comments": (*MODERATORS, "Owner"),
    "List folder contents": EVERYBODY_INSIDE,
    # Its pages write and remove those of the whole portal
    "Manage Context Aliases": ADMINISTRATORS,
    "Manage properties": EDITORS,
    "Modify constrain types": OWNERS,
    "Modify view template": EDITORS,
    "Portlets: Manage portlets": ADMINISTRATORS,
    "Request review": EDITORS,
    "Review comments": MODERATORS,
    "Review portal content": (APPROVER_ROLE, *ADMINISTRATORS),
    # Else an author makes themselves the editor of their own text on its Sharing page
    "Sharing page: Delegate roles": ADMINISTRATORS,
    # They would mean nothing: the page offers our roles instead
    "Sharing page: Delegate Contributor role": (),
    "Sharing page: Delegate Editor role": (),
    "Sharing page: Delegate Reader role": (),
    "Sharing page: Delegate Reviewer role": (),
    "Undo changes": OWNERS,
    "View management screens": ("Manager", "Owner"),
    "iterate : Check in content": EDITORS,
    CHECKOUT: EDITORS,
    # A working copy is an addition too
    "plone.app.contenttypes: Add Collection": WRITERS,
    "plone.app.contenttypes: Add Document": WRITERS,
    "plone.app.contenttypes: Add Event": WRITERS,
    "plone.app.contenttypes: Add File": WRITERS,
    "plone.app.contenttypes: Add Folder": WRITERS,
    "plone.app.contenttypes: Add Image": WRITERS,
    "plone.app.contenttypes: Add Link": WRITERS,
    "plone.app.contenttypes: Add News Item": WRITERS,
    "plone.app.event: Import Ical": EDITORS,
    "plone.app.multilingual: Manage Translations": EDITORS,
    # A section takes no section; this keeps its folders from offering one
    "sonla.pbgdpl: Add LegalEducationSection": (),
}
"""Permission → roles, set on each section; not acquired."""


def set_permissions(section: Any) -> bool:
    """Set the permissions of a section; return whether anything was changed.

    Those of packages that a portal lacks are set as well: it may get them later.
    """
    wrong = wrong_permissions(section)
    for permission in wrong:
        modifyRolesForPermission(section, permission, SECTION_PERMISSIONS[permission])
    return bool(wrong)


def wrong_permissions(section: Any) -> list[str]:
    """List the permissions that a section lacks, or gives to other roles."""
    return [
        permission
        for permission, roles in SECTION_PERMISSIONS.items()
        if set_roles(section, permission) != frozenset(roles)
    ]


def set_roles(place: Any, permission: str) -> frozenset[str] | None:
    """Read to whom a place itself gives a permission; None if it acquires, too."""
    stored = getattr(aq_base(place), getPermissionIdentifier(permission), None)
    return frozenset(stored) if isinstance(stored, tuple) else None


def forget_permissions(section: Any) -> None:
    """Let a section acquire again what the table had set."""
    for permission in SECTION_PERMISSIONS:
        modifyRolesForPermission(section, permission, [])
