"""Local roles of ours while the add-on is away: kept with the item, and in force nowhere."""

from persistent.mapping import PersistentMapping
from sonla.pbgdpl.core.names import OWN_ROLES
from sonla.pbgdpl.editorial.section_policy import grant
from sonla.pbgdpl.editorial.section_policy import revoke
from typing import Any
from zope.annotation.interfaces import IAnnotations

KEY = "sonla.pbgdpl.local_roles"


def lay_aside(item: Any) -> None:
    """Take our local roles from an item, and note whose they were."""
    ours = frozenset(OWN_ROLES)
    held = {
        principal: sorted(ours.intersection(roles))
        for principal, roles in item.get_local_roles()
        if ours.intersection(roles)
    }
    for principal in held:
        revoke(item, principal, ours)
    if held:
        IAnnotations(item)[KEY] = PersistentMapping(held)


def bring_back(item: Any) -> None:
    """Set the local roles again that were laid aside."""
    annotations = IAnnotations(item)
    if KEY in annotations:
        for principal, roles in annotations[KEY].items():
            for role in roles:
                grant(item, principal, role)
        del annotations[KEY]
