"""What happens when people are entered, changed, copied or moved on in the workflow."""

from Acquisition import aq_base
from Products.DCWorkflow.interfaces import IAfterTransitionEvent
from Products.DCWorkflow.interfaces import IBeforeTransitionEvent
from Products.DCWorkflow.interfaces import ITransitionEvent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.exceptions import RevisionRefused
from sonla.pbgdpl.editorial.exceptions import TransitionRefused
from sonla.pbgdpl.editorial.facts import WorkflowFacts
from sonla.pbgdpl.editorial.transitions import date_approval
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.agencies import forget_agencies
from sonla.pbgdpl.people.agencies import note_agency
from sonla.pbgdpl.people.interfaces import IRegisteredPerson
from sonla.pbgdpl.people.privacy import PRIVATE_CELLS
from sonla.pbgdpl.people.privacy import PROTECTED_FIELDS
from sonla.pbgdpl.people.rules import DRAFT
from sonla.pbgdpl.people.rules import ENDED
from sonla.pbgdpl.people.rules import RECOGNISED
from sonla.pbgdpl.people.rules import state_on
from sonla.pbgdpl.people.states import end_recognition
from sonla.pbgdpl.people.states import keeps_register
from sonla.pbgdpl.people.states import recognise
from sonla.pbgdpl.people.states import update_state
from typing import Any
from uuid import uuid4
from zope.lifecycleevent.interfaces import IObjectAddedEvent
from zope.lifecycleevent.interfaces import IObjectCopiedEvent
from zope.lifecycleevent.interfaces import IObjectModifiedEvent

REGISTRY_FACTS = WorkflowFacts(
    order=30,
    states=(DRAFT, RECOGNISED, ENDED),
    checked=(DRAFT, RECOGNISED, ENDED),
    deciding=("recognise", "end"),
)

COPY = "_pbgdpl_copy"
"""Attribute of a copy until it stands in its place."""

MSG_NOTHING_IN_FORCE = _(
    "msg_nothing_in_force",
    default="No recognition is in force today. Enter one, with level, unit, decision and first day.",
)
MSG_STILL_IN_FORCE = _(
    "msg_still_in_force",
    default="A recognition is in force. Enter in its row on which day, how and by which decision it ended.",
)
MSG_NO_REVISION = _(
    "msg_no_revision_of_people",
    default="People in the register are changed directly, not by a copy.",
)


def person_added(person: Any, event: IObjectAddedEvent) -> None:
    """Set code and state of the day of a new person; a copy begins as a draft.

    A copy serves to enter somebody else, and must not stand in public twice.
    """
    if event.object is not person:
        return
    if COPY in vars(aq_base(person)):
        delattr(person, COPY)
        return
    settle(person)


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
    end_recognition(copy)
    forget_agencies(copy)
    copy.person_id = new_code()


def person_changed(person: Any, event: IObjectModifiedEvent) -> None:
    """Let the state follow what was saved."""
    settle(person)


def settle(person: Any) -> None:
    """Note who has seen the person, and bring state and dates up to date."""
    if not stored_value(person, "person_id"):
        person.person_id = new_code()
        person.reindexObject(idxs=["pbgdpl_person"])
    (recognise if keeps_register(person) else end_recognition)(person)
    update_state(person)
    note_agency(person)


def new_code() -> str:
    """Make the code of a person."""
    return uuid4().hex[:12]


def before_transition(person: Any, event: IBeforeTransitionEvent) -> None:
    """Refuse a step that the recognitions contradict, however it is made."""
    if not is_ours(event):
        return
    action = event.transition.getId()
    state = state_on(stored_value(person, "recognitions") or [], today())
    if action == "recognise" and state != RECOGNISED:
        raise TransitionRefused(MSG_NOTHING_IN_FORCE, person, action)
    if action == "end" and state == RECOGNISED:
        raise TransitionRefused(MSG_STILL_IN_FORCE, person, action)


def after_transition(person: Any, event: IAfterTransitionEvent) -> None:
    """Remember that a keeper took the person in, and from when on they are public."""
    if is_ours(event) and event.transition.getId() == "recognise":
        recognise(person)
        date_approval(person)


def is_ours(event: ITransitionEvent) -> bool:
    """Return whether it is a step of the register's workflow, and no birth of an item."""
    return event.transition is not None and event.workflow.getId() == REGISTRY_WORKFLOW


def refuse_revision(event: Any) -> None:
    """Refuse a working copy: it would hold personal data twice, and two truths."""
    if IRegisteredPerson.providedBy(event.object):
        raise RevisionRefused(MSG_NO_REVISION, event.object)
