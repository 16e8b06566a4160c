"""At which agency a person worked when they were recognised.

Somebody who leaves the agency that nominated them is to be dismissed (Circular
10/2016/TT-BTP, Article 4): so it is noted with each recognition, once, and never changes
by itself. The field says where the person works today.
"""

from Acquisition import aq_base
from collections.abc import Iterator
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.states import chain_of
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.people import REGISTRY_WORKFLOW
from sonla.pbgdpl.people.rules import current
from sonla.pbgdpl.people.rules import DRAFT
from sonla.pbgdpl.people.rules import Episode
from sonla.pbgdpl.people.rules import identity
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import find_term
from typing import Any

AGENCIES_AT = "_pbgdpl_agencies_at"
"""Attribute of a person: what tells a recognition → agency of that time."""


def note_agency(person: Any) -> None:
    """Note where a person works with each recognition in force that lacks it.

    Nothing of a draft, which is still being typed. Emptying the field forgets: after a
    mistake, the agency is emptied and saved, then entered anew.
    """
    if REGISTRY_WORKFLOW not in chain_of(person) or state_of(person) == DRAFT:
        return
    agency = stored_value(person, "agency")
    if not agency:
        forget_agencies(person)
        return
    before = stored_value(person, AGENCIES_AT) or {}
    episodes = current(stored_value(person, "recognitions") or [], today())
    noted = {identity(one): agency for one in episodes} | before
    if noted != before:
        setattr(person, AGENCIES_AT, noted)


def forget_agencies(person: Any) -> None:
    """Forget what was noted."""
    if AGENCIES_AT in vars(aq_base(person)):
        delattr(person, AGENCIES_AT)


def left_agencies(person: Any) -> Iterator[tuple[Episode, str]]:
    """Yield each recognition in force with the agency that the person has left since.

    An agency that itself has ended was left by nobody: it was merged or renamed.
    """
    agency = stored_value(person, "agency")
    noted = stored_value(person, AGENCIES_AT) or {}
    for episode in current(stored_value(person, "recognitions") or [], today()):
        then = noted.get(identity(episode))
        if agency and then and then != agency and not has_gone(then):
            yield episode, then


def has_gone(agency: str | None) -> bool:
    """Return whether an agency of the list has ended."""
    term = find_term(AGENCIES, agency)
    return term is not None and term.valid_to is not None and term.valid_to < today()
