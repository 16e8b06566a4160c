"""Who may see what was spent: those who write in a place, and those who oversee its figures."""

from AccessControl import Unauthorized
from plone import api
from sonla.pbgdpl.core.options import type_rests
from sonla.pbgdpl.editorial.facts import WorkflowFacts
from sonla.pbgdpl.options.finance import EXPENDITURE_TYPE
from sonla.pbgdpl.options.finance import RECORDED
from sonla.pbgdpl.statistics.access import may_approve
from typing import Any

ADD = f"sonla.pbgdpl: Add {EXPENDITURE_TYPE}"


def may_see(place: Any) -> bool:
    """Return whether the user may see the expenditures of a place."""
    return may_approve(place) or bool(api.user.has_permission(ADD, obj=place))


def may_enter(place: Any) -> bool:
    """Return whether the user may add expenditures to a place now."""
    if type_rests(EXPENDITURE_TYPE):
        return False
    return any(fti.getId() == EXPENDITURE_TYPE for fti in place.allowedContentTypes())


def check_reader(place: Any) -> None:
    """Let in those who may see the expenditures of a place; raise Unauthorized otherwise."""
    if not may_see(place):
        raise Unauthorized("Expenditures are for the office and the unit.")


EXPENDITURE_FACTS = WorkflowFacts(order=65, states=(RECORDED,))
"""The workflow has one state and no step."""
