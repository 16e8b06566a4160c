"""Close a unit that was merged into another, and open it again.

What was published stays where it is. The group's role ends, so that its people
write no more there; what they have begun is offered to be moved to the successor.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from OFS.interfaces import IObjectWillBeMovedEvent
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.base.interfaces.siteroot import IPloneSiteRoot
from plone.dexterity.interfaces import IDexterityContainer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.catalog import is_broken
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.errors import reason_of
from sonla.pbgdpl.core.interfaces import IUnitRoot
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import is_inside
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.types import types_with
from sonla.pbgdpl.editorial.additions import is_closed
from sonla.pbgdpl.editorial.attachments import ATTACHMENT_FACTS
from sonla.pbgdpl.editorial.deletion import index_again
from sonla.pbgdpl.editorial.deletion import sections_below
from sonla.pbgdpl.editorial.exceptions import DeletionRefused
from sonla.pbgdpl.editorial.states import is_open
from sonla.pbgdpl.editorial.states import is_structure
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import walk
from sonla.pbgdpl.jobs.items import chosen
from sonla.pbgdpl.jobs.items import each
from sonla.pbgdpl.jobs.items import readable
from sonla.pbgdpl.units.codes import holder
from sonla.pbgdpl.units.groups import close_to_group
from sonla.pbgdpl.units.groups import ensure_group
from sonla.pbgdpl.units.groups import group_name
from sonla.pbgdpl.units.groups import has_role
from sonla.pbgdpl.units.groups import open_to_group
from sonla.pbgdpl.units.groups import remove_group
from typing import Any
from ZODB.POSException import ConflictError
from zope.event import notify
from zope.i18nmessageid import Message
from zope.lifecycleevent import ObjectModifiedEvent
from zope.lifecycleevent.interfaces import IObjectRemovedEvent

import transaction

UNFINISHED = ("draft", "pending_edit", "pending_approval")


MSG_NOT_MOVED = _(
    "msg_text_not_moved",
    default="An error occurred, and the text stays where it is. Close the unit without it and move the text by hand, or ask the administrator: the error is recorded in the log.",
)


MSG_UNIT_INSIDE = _(
    "msg_unit_inside_has_published",
    default="The unit “${unit}” in it has published content (${count}), such as “${title}”. Close the unit first and move what it holds into the unit that follows, or withdraw it.",
)


@dataclass(frozen=True)
class MoveResult:
    """What became of one text that was to be moved."""

    title: str
    url: str
    moved: bool
    note: Any = ""
    """Why it was not; a message."""


def close_unit(unit: Any, day: date, successor: Any | None) -> None:
    """Close a unit from `day` on; raises `InvalidInput` for what can't be.

    With a day to come the group may write until then: see `apply_due_closings`.
    """
    if unit.opened_on and day < unit.opened_on:
        raise InvalidInput(
            _(
                "msg_unit_closes_too_early",
                default="The date of closing is before the date of opening.",
            )
        )
    if successor is not None and is_closed(successor):
        raise InvalidInput(
            _("msg_successor_closed", default="The unit that follows is closed itself.")
        )
    unit.closed_on = day
    unit.successor = successor.code if successor is not None else None
    if is_closed(unit):
        close_to_group(unit)
    save(unit)


def end_role(unit: Any) -> bool:
    """End the group's role in a unit whose day of closing has come."""
    return close_to_group(unit) if is_closed(unit) else False


def due_closings(day: date | None = None) -> Iterator[Any]:
    """Yield the units of the portal whose day has come and whose people may still write.

    Reads every unit of the portal, a hundred or so. `day` is a day of the portal, None
    for today.
    """
    units = map(get_object, api.content.find(unrestricted=True, portal_type=UNIT_TYPE))
    return chosen(readable(units), lambda unit: is_closed(unit, day) and has_role(unit))


def apply_due_closings(day: date | None = None) -> list[Any]:
    """End the role in every unit whose day has come, and give those units.

    To be called whenever the day may have changed: by each run, where one is set up, by
    the page of the units, and when somebody of a unit logs in. Nothing is done twice,
    nothing is committed, and without closings nothing is written.
    """
    due = list(due_closings(day))
    return [
        unit for unit in each(due, lambda unit: close_to_group(unit) and unit) if unit
    ]


def reopen_unit(unit: Any) -> None:
    """Open a closed unit again, with the rights it had."""
    unit.closed_on = None
    unit.successor = None
    ensure_group(unit)
    open_to_group(unit)
    save(unit)


def save(unit: Any) -> None:
    """Let everybody know that a unit was changed."""
    unit.reindexObject()
    notify(ObjectModifiedEvent(unit))


def unfinished_texts(unit: Any) -> list[Any]:
    """List the texts of a unit that were not published yet, as brains."""
    return list(
        api.content.find(
            unrestricted=True,
            path=path_of(unit),
            portal_type=list(types_with("follows_unit")),
            review_state=list(UNFINISHED),
            sort_on="sortable_title",
        )
    )


def published_inside(unit: Any) -> list[Any]:
    """List what everybody sees in a unit, without the folders that only hold it.

    Files that stand there for a text go with that text; they are listed where there is
    none. Not by the catalog, which may have lost it in this request already.
    """
    found = [one for one in walk(unit) if not is_structure(one) and is_open(one)]
    return [
        one for one in found if state_of(one) not in ATTACHMENT_FACTS.states
    ] or found


def move_everything(unit: Any, successor: Any) -> list[MoveResult]:
    """Move all that a unit holds into the one that follows, each for itself.

    What is public stays public, and its old address leads to the new one. What can't be loaded, as
    the package of its class is gone, stays where it is.
    """
    items = [one for one in unit.objectValues() if not is_broken(one)]
    return [move_text(one, successor) for one in items]


def refuse_with_published(item: Any, event: IObjectWillBeMovedEvent) -> None:
    """Refuse to delete a unit, or to move it out of its section, while it has public content.

    Nor does anything go that holds such a unit, the portal itself excepted. Whoever asks,
    administrators included: what citizens read must go somewhere first. Code that acts as
    nobody is not held up. See `editorial.deletion` for the order of events.
    """
    if event.object is not item or event.oldParent is None:
        return
    if IPloneSiteRoot.providedBy(item) or not IDexterityContainer.providedBy(item):
        return
    if event.newParent is not None and keeps_section(item, event.newParent):
        return
    for unit in units_inside(item):
        # Only now: who deletes what is not ours may have no portal in which to be asked for.
        if api.user.is_anonymous() or not is_installed():
            return
        if found := published_inside(unit):
            index_again(item)
            raise DeletionRefused(has_published(found, unit, item), item)


def is_installed() -> bool:
    """Return whether the portal has units; what an uninstalled add-on has left is anybody's."""
    return UNIT_TYPE in api.portal.get_tool("portal_types")


def keeps_section(item: Any, target: Any) -> bool:
    """Return whether units in an item stay in their section when it moves to a target."""
    section = section_of(item)
    return section in (None, item) or section_of(target) == section


def units_inside(item: Any) -> Iterator[Any]:
    """Yield the units that go with an item; itself, if it is one.

    Not by the catalog, which may have lost them in this request already.
    """
    if IUnitRoot.providedBy(item):
        yield item
        return
    places = [item] if section_of(item) is not None else sections_below(item)
    for place in places:
        yield from filter(IUnitRoot.providedBy, walk(place))


def has_published(found: list[Any], unit: Any, item: Any) -> Message:
    """Return how much is public, one of it by name, and what to do."""
    facts = {
        "count": len(found),
        "title": found[0].Title(),
        "unit": unit.Title(),
    }
    if item is not unit:
        return Message(MSG_UNIT_INSIDE, mapping=facts)
    return _(
        "msg_unit_has_published",
        default="This unit has published content (${count}), such as “${title}”. Close the unit first and move what it holds into the unit that follows; then it can be deleted.",
        mapping=facts,
    )


def delete_group(unit: Any, event: IObjectRemovedEvent) -> None:
    """Delete the group of a deleted unit, unless another unit has the same code."""
    if IPloneSiteRoot.providedBy(event.object) or not unit.code:
        return
    name = group_name(unit.code)
    if holder(unit.code, unit) is None and api.group.get(groupname=name) is not None:
        remove_group(name)


def move_texts(uids: Iterable[str], unit: Any, successor: Any) -> list[MoveResult]:
    """Move texts of a closing unit into the one that follows, each for itself.

    A text keeps its state, its history and its owner. One that stands in a folder
    which is moved itself has gone along already.
    """
    allowed = {brain.UID for brain in unfinished_texts(unit)}
    texts = [uuidToObject(uid, unrestricted=True) for uid in uids if uid in allowed]
    tops = [
        text
        for text in texts
        if not any(is_inside(text, other) for other in texts if other is not text)
    ]
    return [move_text(text, successor) for text in tops]


def move_text(text: Any, successor: Any) -> MoveResult:
    """Move one text; a failure leaves it where it is."""
    title, url = text.Title(), text.absolute_url()
    savepoint = transaction.savepoint(optimistic=True)
    try:
        moved = api.content.move(text, successor, safe_id=True)
    except ConflictError:
        raise
    except Exception as error:
        savepoint.rollback()
        return MoveResult(
            title, url, False, reason_of(error, f"Moving {url}", MSG_NOT_MOVED)
        )
    return MoveResult(title, moved.absolute_url(), True)
