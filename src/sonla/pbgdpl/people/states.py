"""The state of a person follows the recognitions, by the portal's day.

Who keeps the register (`Manage registry`) decides what enters it: a draft that others
made stays one until a keeper saves it or takes it in. From then on dates alone move it.
"""

from Acquisition import aq_base
from datetime import date
from plone import api
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import LEVEL_INDEX
from sonla.pbgdpl.core.names import TURN_INDEX
from sonla.pbgdpl.editorial.states import chain_of
from sonla.pbgdpl.editorial.states import set_state
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.transitions import date_approval
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.rules import DRAFT
from sonla.pbgdpl.people.rules import ENDED
from sonla.pbgdpl.people.rules import RECOGNISED
from sonla.pbgdpl.people.rules import state_on
from typing import Any

TAKEN_IN = "_pbgdpl_taken_in"
"""Attribute of a draft that a keeper has saved: its first day comes by itself."""
SEEN_ON = "_pbgdpl_seen_on"
"""Attribute of a person: the day by which the state was told last.

The catalog has the first turn after it, so that a catalog made anew on the morning of
a last day forgets nobody.
"""

STEPS = {
    (DRAFT, RECOGNISED): (("recognise", RECOGNISED),),
    (DRAFT, ENDED): (("recognise", RECOGNISED), ("end", ENDED)),
    (RECOGNISED, ENDED): (("end", ENDED),),
    (ENDED, RECOGNISED): (("recognise", RECOGNISED),),
}
"""From the state that is to the one that shall be, by the transitions of the workflow."""
DATED = ("SearchableText", "pbgdpl_text", "pbgdpl_territory", LEVEL_INDEX, TURN_INDEX)
"""Indexes that show what is in force, and change when a day passes."""


def keeps_register(person: Any) -> bool:
    """Return whether the user decides about people here; code that acts as nobody does."""
    return api.user.is_anonymous() or api.user.has_permission(
        MANAGE_REGISTRY, obj=person
    )


def recognise(person: Any) -> None:
    """Note that a keeper has seen a draft."""
    setattr(person, TAKEN_IN, True)


def end_recognition(person: Any) -> None:
    """Note that nobody who keeps the register has seen a draft as it is now."""
    if TAKEN_IN in vars(aq_base(person)):
        delattr(person, TAKEN_IN)


def due_state(person: Any, day: date) -> str:
    """Name the state that a person shall have on a day."""
    wanted, present = (
        state_on(stored_value(person, "recognitions") or [], day),
        state_of(person),
    )
    if present == DRAFT:
        return wanted if stored_value(person, TAKEN_IN) else DRAFT
    return ENDED if wanted == DRAFT else wanted


def update_state(person: Any, day: date | None = None) -> bool:
    """Bring a person into the state of the day, step by step; return whether it changed.

    The history has each step, so that nobody goes from draft to ended unseen.
    """
    if REGISTRY_WORKFLOW not in chain_of(person):
        return False
    day = day or today()
    setattr(person, SEEN_ON, day)
    wanted = due_state(person, day)
    steps = STEPS.get((state_of(person), wanted), ())
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
