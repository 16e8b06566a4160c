"""A counter of changes to what blocks show, by which kept HTML goes out of date.

It is a `Length`: two transactions that each add one don't conflict, ZODB adds
both. Stored in the database it is the same for every process, and each of them
sees it in the same snapshot as the content that it counts.
"""

from BTrees.Length import Length
from plone.registry.interfaces import IRecordModifiedEvent
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite

ANNOTATION = "sonla.pbgdpl.changes"
SETTINGS_PREFIX = "sonla.pbgdpl"


def counter() -> Length | None:
    """Return the counter of the portal; None before installation and after it."""
    annotations = IAnnotations(getSite(), None)
    return None if annotations is None else annotations.get(ANNOTATION)


def install_counter(portal: Any) -> bool:
    """Make the counter, and tell whether it had to be made.

    At installation: made by each of two editors who save it would conflict.
    """
    annotations = IAnnotations(portal)
    if ANNOTATION in annotations:
        return False
    annotations[ANNOTATION] = Length()
    return True


def remove_counter(portal: Any) -> None:
    """Take the counter away, at uninstallation."""
    IAnnotations(portal).pop(ANNOTATION, None)


def bump() -> None:
    """Count one change; nothing happens where the add-on is not installed."""
    length = counter()
    if length is not None:
        length.change(1)


def state() -> tuple[int, bytes] | None:
    """Return the number of changes that this transaction sees; None without a counter.

    The serial of the last commit makes the number unique: what a transaction
    renders after its own uncommitted changes must never be taken for what
    another one committed.
    """
    length = counter()
    return None if length is None else (length(), length._p_serial)


def content_changed(obj: Any, event: Any) -> None:
    """Count an addition, change, move, removal, transition or new local role."""
    bump()


def setting_changed(event: IRecordModifiedEvent) -> None:
    """Count a change of our settings or controlled lists: blocks show their titles."""
    if event.record.__name__.startswith(SETTINGS_PREFIX):
        bump()
