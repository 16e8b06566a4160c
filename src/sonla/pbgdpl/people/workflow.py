"""What happens when people are entered, changed, copied or moved on in the workflow.

The state follows the recognitions. Who keeps the register (`Manage registry`) decides what
enters it: a draft that others made stays one until a keeper saves it or takes it in; what
was sent waits until a keeper accepts it, whoever corrects it meanwhile. From then on dates
alone move it.

Somebody who leaves the agency that nominated them is to be dismissed (Circular 10/2016/TT-
BTP, Article 4): so it is noted with each recognition, once, and never changes by itself.
The field says where the person works today.
"""

from Acquisition import aq_base
from collections.abc import Iterator
from datetime import date
from plone import api
from Products.DCWorkflow.interfaces import IAfterTransitionEvent
from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import LEVEL_INDEX
from sonla.pbgdpl.core.names import NEXT_CHANGE_INDEX
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.editorial.facts import WorkflowFacts
from sonla.pbgdpl.editorial.states import chain_of
from sonla.pbgdpl.editorial.states import last_step
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.transitions import date_approval
from sonla.pbgdpl.editorial.transitions import is_step_of
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.privacy import PRIVATE_CELLS
from sonla.pbgdpl.people.privacy import PROTECTED_FIELDS
from sonla.pbgdpl.people.rules import current
from sonla.pbgdpl.people.rules import DRAFT
from sonla.pbgdpl.people.rules import ENDED
from sonla.pbgdpl.people.rules import OUTSIDE
from sonla.pbgdpl.people.rules import RECOGNISED
from sonla.pbgdpl.people.rules import Recognition
from sonla.pbgdpl.people.rules import recognition_key
from sonla.pbgdpl.people.rules import state_on
from sonla.pbgdpl.people.rules import SUBMITTED
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import find_term
from typing import Any
from uuid import uuid4
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectCopiedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent

AGENCIES_AT = "_pbgdpl_agencies_at"
"""Attribute of a person: what tells a recognition → agency of that time."""


def state_in_register(person: Any) -> str:
    """Name the state of a person in the workflow of the register, or ''.

    Unlike `state_of` it doesn't ask which workflows are in force.
    """
    return last_step(person, REGISTRY_WORKFLOW).get("review_state", "")


def note_agency(person: Any) -> None:
    """Note where a person works with each recognition in force that lacks it.

    Nothing of an entry that is still being typed or waits. Emptying the field forgets: after a
    mistake, the agency is emptied and saved, then entered anew.
    """
    if state_in_register(person) in OUTSIDE or REGISTRY_WORKFLOW not in chain_of(
        person
    ):
        return
    agency = stored_value(person, "agency")
    if not agency:
        forget_agencies(person)
        return
    before = stored_value(person, AGENCIES_AT) or {}
    recognitions = current(stored_value(person, "recognitions") or [], today())
    noted = {recognition_key(one): agency for one in recognitions} | before
    if noted != before:
        setattr(person, AGENCIES_AT, noted)


def forget_agencies(person: Any) -> None:
    """Forget what was noted."""
    if AGENCIES_AT in vars(aq_base(person)):
        delattr(person, AGENCIES_AT)


def changed_agencies(person: Any) -> Iterator[tuple[Recognition, str]]:
    """Yield each recognition in force with the agency that the person has left since.

    An agency that itself has ended was left by nobody: it was merged or renamed.
    """
    agency = stored_value(person, "agency")
    noted = stored_value(person, AGENCIES_AT) or {}
    for recognition in current(stored_value(person, "recognitions") or [], today()):
        then = noted.get(recognition_key(recognition))
        if agency and then and then != agency and not is_agency_ended(then):
            yield recognition, then


def is_agency_ended(agency: str | None) -> bool:
    """Return whether an agency of the list has ended."""
    term = find_term(AGENCIES, agency)
    return term is not None and term.valid_to is not None and term.valid_to < today()


CONFIRMED_DRAFT = "_pbgdpl_taken_in"
"""Attribute of a draft that a keeper has saved, or of a sent one that was accepted: its first day comes by itself."""
STATE_CHECKED_ON = "_pbgdpl_seen_on"
"""Attribute of a person: the day by which the state was told last.

The catalog has the first change after it, so that a catalog made anew on the morning of
a last day forgets nobody.
"""

STEPS = {
    (DRAFT, RECOGNISED): (("recognise", RECOGNISED),),
    (DRAFT, ENDED): (("recognise", RECOGNISED), ("end", ENDED)),
    (SUBMITTED, RECOGNISED): (("recognise", RECOGNISED),),
    (SUBMITTED, ENDED): (("recognise", RECOGNISED), ("end", ENDED)),
    (RECOGNISED, ENDED): (("end", ENDED),),
    (ENDED, RECOGNISED): (("recognise", RECOGNISED),),
}
"""From the state that is to the one that shall be, by the transitions of the workflow."""
DATED = (
    "SearchableText",
    "pbgdpl_text",
    "pbgdpl_territory",
    LEVEL_INDEX,
    NEXT_CHANGE_INDEX,
)
"""Indexes that show what is in force, and change when a day passes."""


def may_keep_register(person: Any) -> bool:
    """Return whether the user decides about people here; code that acts as nobody does."""
    return (
        api.user.has_permission(MANAGE_REGISTRY, obj=person) or api.user.is_anonymous()
    )


def is_keeper(place: Any) -> bool:
    """Return whether the user keeps the register in a section or unit."""
    return section_of(place) is not None and bool(
        api.user.has_permission(MANAGE_REGISTRY, obj=place)
    )


def confirm_draft(person: Any) -> None:
    """Mark a draft as confirmed by somebody who keeps the register."""
    setattr(person, CONFIRMED_DRAFT, True)


def unconfirm_draft(person: Any) -> None:
    """Remove the mark of a confirmed draft."""
    if CONFIRMED_DRAFT in vars(aq_base(person)):
        delattr(person, CONFIRMED_DRAFT)


def is_taken_in(person: Any) -> bool:
    """Return whether a keeper has seen a draft, or accepted what was sent, as it is now."""
    return bool(stored_value(person, CONFIRMED_DRAFT))


def due_state(person: Any, day: date) -> str:
    """Name the state that a person shall have on a day."""
    wanted, present = (
        state_on(stored_value(person, "recognitions") or [], day),
        state_in_register(person),
    )
    if present in OUTSIDE:
        return present if wanted == DRAFT or not is_taken_in(person) else wanted
    return ENDED if wanted == DRAFT else wanted


def update_state(person: Any, day: date | None = None) -> bool:
    """Bring a person into the state of the day, step by step; return whether it changed.

    The history has each step, so that nobody goes from draft to ended unseen.
    """
    if REGISTRY_WORKFLOW not in chain_of(person):
        return False
    day = day or today()
    setattr(person, STATE_CHECKED_ON, day)
    wanted = due_state(person, day)
    steps = STEPS.get((state_in_register(person), wanted), ())
    workflow = api.portal.get_tool("portal_workflow")[REGISTRY_WORKFLOW]
    for action, state in steps:
        set_state(person, workflow, state, action)
        if state == RECOGNISED:
            date_approval(person)
    return bool(steps)


def update_on_day(person: Any, day: date) -> None:
    """Do what a day that has come asks for, in state and catalog."""
    update_state(person, day)
    person.reindexObject(idxs=list(DATED))


REGISTRY_FACTS = WorkflowFacts(
    order=30,
    states=(DRAFT, SUBMITTED, RECOGNISED, ENDED),
    checked=(DRAFT, SUBMITTED, RECOGNISED, ENDED),
    deciding=("recognise", "accept", "end"),
    comment_required=("return_to_author",),
    offered=("recognise", "accept", "submit", "return_to_author", "retract"),
    onward=("recognise", "accept", "submit"),
)

COPY = "_pbgdpl_copy"
"""Attribute of a copy until it stands in its place."""

MSG_NOTHING_IN_FORCE = _(
    "msg_nothing_in_force",
    default="No recognition is in force today. Enter one, with level, unit, decision and first day.",
)
MSG_NO_RECOGNITION = _(
    "msg_no_recognition_to_send",
    default="No recognition is entered, so nobody could accept this person. Edit, enter level, unit, decision and first day under “Recognitions”, then send.",
)
MSG_STILL_IN_FORCE = _(
    "msg_still_in_force",
    default="A recognition is in force. Enter in its row on which day, how and by which decision it ended.",
)


class RegisterGuards(BrowserView):
    """Answer the guard expressions of the register's workflow."""

    def may_accept(self) -> bool:
        """Return whether a recognition begins later or is over: what is in force is recognised."""
        recognitions = stored_value(self.context, "recognitions") or []
        is_in_force = state_on(recognitions, today()) == RECOGNISED
        return bool(recognitions) and not is_in_force and not is_taken_in(self.context)


def person_added(person: Any, event: IObjectAddedEvent) -> None:
    """Set code and state of the day of a new person; a copy begins as a draft.

    A copy serves to enter somebody else, and must not stand in public twice.
    """
    if event.object is not person:
        return
    if COPY in vars(aq_base(person)):
        delattr(person, COPY)
        return
    update_person(person)


def person_copied(copy: Any, event: IObjectCopiedEvent) -> None:
    """Take from a copy what makes it this person, and what few may know of them.

    Somebody who makes a copy owns it, and would read there what the original hides.
    """
    setattr(copy, COPY, True)
    held = vars(aq_base(copy))
    for name in PROTECTED_FIELDS:
        held.pop(name, None)
    hidden = dict.fromkeys(PRIVATE_CELLS)
    held["recognitions"] = [row | hidden for row in held.get("recognitions") or ()]
    unconfirm_draft(copy)
    forget_agencies(copy)
    copy.person_id = new_code()


def person_changed(person: Any, event: IObjectModifiedEvent) -> None:
    """Let the state follow what was saved."""
    update_person(person)


def update_person(person: Any) -> None:
    """Note who has seen the person, and bring state and dates up to date."""
    if not stored_value(person, "person_id"):
        person.person_id = new_code()
        person.reindexObject(idxs=["pbgdpl_person"])
    if not may_keep_register(person):
        unconfirm_draft(person)
    elif state_in_register(person) != SUBMITTED:
        confirm_draft(person)
    update_state(person)
    note_agency(person)


def new_code() -> str:
    """Make the code of a person."""
    return uuid4().hex[:12]


def before_transition(person: Any, event: IBeforeTransitionEvent) -> None:
    """Refuse a step that the recognitions contradict or lack, however it is made."""
    if not is_step_of(event, REGISTRY_WORKFLOW):
        return
    action = event.transition.getId()
    recognitions = stored_value(person, "recognitions") or []
    state = state_on(recognitions, today())
    if action == "submit" and not recognitions:
        raise TransitionRefused(MSG_NO_RECOGNITION, person, action)
    if action == "recognise" and state != RECOGNISED:
        raise TransitionRefused(MSG_NOTHING_IN_FORCE, person, action)
    if action == "end" and state == RECOGNISED:
        raise TransitionRefused(MSG_STILL_IN_FORCE, person, action)


def after_transition(person: Any, event: IAfterTransitionEvent) -> None:
    """Remember that a keeper took the person in, and from when on they are public."""
    if not is_step_of(event, REGISTRY_WORKFLOW):
        return
    action = event.transition.getId()
    if action in ("recognise", "accept"):
        confirm_draft(person)
        note_agency(person)
    elif action in ("submit", "retract", "return_to_author"):
        unconfirm_draft(person)
    if action == "recognise":
        date_approval(person)
    elif action == "accept":
        update_state(person)
