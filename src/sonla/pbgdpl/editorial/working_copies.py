"""What a working copy has to do with its text, and with the user who made it.

iterate's own functions fail for a working copy whose text is gone.
"""

from OFS.interfaces import IObjectWillBeRemovedEvent
from plone.app.iterate.dexterity.utils import get_baseline
from plone.app.iterate.dexterity.utils import get_checkout_relation
from plone.app.iterate.dexterity.utils import get_working_copy
from plone.app.iterate.interfaces import IBaseline
from plone.app.iterate.interfaces import IWorkingCopy
from plone.app.iterate.interfaces import keys
from plone.app.iterate.util import get_storage
from Products.Five.utilities import marker
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial import AUTHOR_INDEX
from typing import Any
from zc.relation.interfaces import ICatalog
from zope.component import getUtility
from zope.interface.interface import InterfaceClass

MACHINE = "sonla.pbgdpl.machine"
"""Key among what iterate remembers of a working copy: no person made it."""


def baseline_of(copy: Any) -> Any | None:
    """Find the public text that a working copy revises; None for any other item."""
    relation = _relation(copy, IWorkingCopy)
    if relation is None or relation.from_object is None:
        return None
    return get_baseline(copy)


def working_copy_of(text: Any) -> Any | None:
    """Find the open working copy of a text."""
    relation = _relation(text, IBaseline)
    if relation is None or relation.to_object is None:
        return None
    return get_working_copy(text)


def maker_of(copy: Any) -> str | None:
    """Name the user who made a working copy, whatever its owner is now; no machine's account."""
    relation = _relation(copy, IWorkingCopy)
    facts = {} if relation is None else get_storage(relation, default={})
    return None if facts.get(MACHINE) else facts.get(keys.checkout_user)


def note_machine(copy: Any) -> None:
    """Note that a machine made a working copy, whatever account it used."""
    relation = _relation(copy, IWorkingCopy)
    if relation is not None:
        get_storage(relation)[MACHINE] = True
        copy.reindexObject(idxs=[AUTHOR_INDEX])


def free_copy(text: Any, event: IObjectWillBeRemovedEvent) -> None:
    """Make the working copy of a text about to be deleted an item of its own.

    Outside of sections it is core's, and stays as core leaves it.
    """
    copy = working_copy_of(text) if section_of(text) is not None else None
    if copy is not None:
        getUtility(ICatalog).unindex(_relation(copy, IWorkingCopy))
        marker.erase(copy, IWorkingCopy)


def _relation(obj: Any, role: InterfaceClass) -> Any | None:
    return get_checkout_relation(obj) if role.providedBy(obj) else None
