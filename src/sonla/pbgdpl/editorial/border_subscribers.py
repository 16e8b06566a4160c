"""Notice items that come into a section, leave it or are copied over its border.

A move or copy goes through two events: at the first one the item is where it was and
what visitors saw of it can still be told; at the second it is where it goes.
"""

from Acquisition import aq_base
from OFS.interfaces import IObjectWillBeMovedEvent
from sonla.pbgdpl.editorial.attachments import follow
from sonla.pbgdpl.editorial.border import adopt
from sonla.pbgdpl.editorial.border import enter
from sonla.pbgdpl.editorial.border import forget_role_maps
from sonla.pbgdpl.editorial.embargo import is_ours
from sonla.pbgdpl.editorial.section_policy import apply_policy
from sonla.pbgdpl.editorial.states import follows_texts
from sonla.pbgdpl.editorial.states import is_open
from sonla.pbgdpl.editorial.states import is_public
from typing import Any
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectCopiedEvent
from zope.lifecycleevent.interfaces import IObjectMovedEvent

WAS_PUBLIC = "_pbgdpl_was_public"
"""Attribute of an item between the two events of a move or copy, and no longer."""


def section_added(section: Any, event: IObjectAddedEvent) -> None:
    """Equip a section that was made or copied."""
    if event.object is section:
        apply_policy(section)
        section.reindexObjectSecurity()


def before_move(obj: Any, event: IObjectWillBeMovedEvent) -> None:
    """Note what visitors see of an item before it moves to another container."""
    if _changes_container(event):
        setattr(obj, WAS_PUBLIC, is_public(obj))


def moved(obj: Any, event: IObjectMovedEvent) -> None:
    """Let an item that moved follow the chain in force where it stands now.

    The files that a text leaves behind are settled too.
    """
    if _changes_container(event):
        adopt(obj, public=_take_note(obj))
        follow_if_text(obj)


def copied(copy: Any, event: IObjectCopiedEvent) -> None:
    """Free a copy from the role maps of our chains, which needn't be its own.

    Core clears its history, after which nothing tells where the maps came from.
    """
    original = event.original
    if is_ours(original):
        forget_role_maps(copy)
        setattr(copy, WAS_PUBLIC, is_public(original))


def copy_added(obj: Any, event: IObjectAddedEvent) -> None:
    """Keep a copy of ours from being more visible than what it was copied from."""
    if hasattr(aq_base(obj), WAS_PUBLIC):
        public = _take_note(obj)
        if is_open(obj) and not public:
            enter(obj, public, keep=False)


def follow_if_text(obj: Any) -> None:
    """Settle the files of an item unless it is a file itself."""
    if not follows_texts(obj):
        follow(obj)


def _changes_container(event: IObjectMovedEvent) -> bool:
    parents = (event.oldParent, event.newParent)
    return None not in parents and aq_base(parents[0]) is not aq_base(parents[1])


def _take_note(obj: Any) -> bool:
    public = bool(getattr(aq_base(obj), WAS_PUBLIC, False))
    if WAS_PUBLIC in aq_base(obj).__dict__:
        delattr(obj, WAS_PUBLIC)
    return public
