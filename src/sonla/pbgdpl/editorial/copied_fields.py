"""Let nobody read by way of a copy what they may not read of the original.

Somebody who sees an item may copy it to where they may add one, and owns the copy. Core copies
all fields, those that the schema shows to few as well: a contributor of one unit would have
had the personal data of everybody in the public register.
"""

from Acquisition import aq_base
from Acquisition import aq_parent
from collections.abc import Iterator
from plone import api
from plone.autoform.interfaces import READ_PERMISSIONS_KEY
from plone.dexterity.utils import iterSchemata
from plone.supermodel.utils import mergedTaggedValueDict
from sonla.pbgdpl.core.section import section_of
from typing import Any
from zope.component import getUtility
from zope.lifecycleevent.interfaces import IObjectCopiedEvent
from zope.security.interfaces import IPermission


def leave_out_unreadable(copy: Any, event: IObjectCopiedEvent) -> None:
    """Take from a copy the fields of its original that the user may not read.

    Working copies come another way: they take the original's place, with all it has.
    """
    original = original_of(copy, event)
    if original is None or section_of(original) is None:
        return
    base = aq_base(copy)
    base._p_activate()  # of what the database has not loaded yet nothing could be taken
    for name in unreadable_fields(original):
        vars(base).pop(name, None)
    base._p_changed = True


def original_of(copy: Any, event: IObjectCopiedEvent) -> Any | None:
    """Return what was copied; of an item that a folder brought along, the one in that folder."""
    names: list[str] = []
    while aq_base(copy) is not aq_base(event.object):
        names.insert(0, copy.getId())
        copy = aq_parent(copy)
        if copy is None:
            return None
    return event.original.unrestrictedTraverse(names, None)


def unreadable_fields(item: Any) -> Iterator[str]:
    """Yield the names of the fields of an item that the user may not read."""
    for schema in iterSchemata(item):
        protected = mergedTaggedValueDict(schema, READ_PERMISSIONS_KEY)
        for name, permission in protected.items():
            title = getUtility(IPermission, permission).title
            if not api.user.has_permission(title, obj=item):
                yield name
