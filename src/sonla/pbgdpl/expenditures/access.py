"""Who may see what was spent: those who write in a place, and those who oversee its figures."""

from AccessControl import Unauthorized
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import ADMINISTRATORS
from sonla.pbgdpl.core.names import CHAIN_ROLES
from sonla.pbgdpl.editorial.facts import WorkflowFacts
from sonla.pbgdpl.expenditures import EXPENDITURE_TYPE
from sonla.pbgdpl.expenditures import RECORDED
from sonla.pbgdpl.statistics.access import may_approve
from sonla.pbgdpl.units.access import PrivateContent
from typing import Any

ADD = f"sonla.pbgdpl: Add {EXPENDITURE_TYPE}"


def may_see(place: Any) -> bool:
    """Return whether the user may see the expenditures of a place."""
    return may_approve(place) or bool(api.user.has_permission(ADD, obj=place))


def may_enter(place: Any) -> bool:
    """Return whether the user may add expenditures to a place now."""
    return any(fti.getId() == EXPENDITURE_TYPE for fti in place.allowedContentTypes())


def check_reader(place: Any) -> None:
    """Let in those who may see the expenditures of a place; raise Unauthorized otherwise."""
    if not may_see(place):
        raise Unauthorized("Expenditures are for the office and the unit.")


EXPENDITURE_FACTS = WorkflowFacts(order=65, states=(RECORDED,))
"""The workflow has one state and no step."""

PRIVATE_EXPENDITURES = PrivateContent(
    order=30,
    roles=(*CHAIN_ROLES, *ADMINISTRATORS),
    query={
        "portal_type": EXPENDITURE_TYPE,
        "sort_on": "created",
        "sort_order": "descending",
    },
    most=2000,
    readers=_(
        "msg_access_expenditures",
        default="${number} people can read expenditures, of their unit or of all.",
    ),
    everybody=_(
        "msg_access_expenditures_everybody",
        default="Everybody with an account can read expenditures.",
    ),
    cut=_(
        "msg_access_cut_expenditures",
        default="“${section}” has ${number} expenditures. Only the latest ${most} of them were looked at: a role that was given on one of the others is not told here.",
    ),
)
"""The page about who may read and do what tells how many people that are."""
