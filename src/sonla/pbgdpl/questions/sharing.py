"""Who of an agency sees the questions that are assigned to it.

The group of each unit that stands for the agency may contribute on the question itself,
and on nothing beside it. In which states a contributor sees a question is said by the
workflow.
"""

from plone import api
from sonla.pbgdpl.core.catalog import get_object
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import UNIT_TYPE
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.section_policy import grant
from sonla.pbgdpl.units.groups import group_name
from sonla.pbgdpl.units.groups import PREFIX
from sonla.pbgdpl.units.groups import ROLE
from typing import Any


def share_with_agency(question: Any) -> None:
    """Let the groups of the agency contribute on its question, and those of others no more."""
    wanted = groups_of(question, stored_value(question, "agency"))
    present = {
        name
        for name, roles in question.get_local_roles()
        if name.startswith(PREFIX) and ROLE in roles
    }
    if wanted == present:
        return
    question.manage_delLocalRoles(sorted(present - wanted))
    for name in sorted(wanted - present):
        grant(question, name, ROLE)
    question.reindexObjectSecurity()


def groups_of(question: Any, agency: str | None) -> set[str]:
    """Name the groups of the units of the section that stand for an agency."""
    section = section_of(question)
    if not agency or section is None:
        return set()
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        path=path_of(section), portal_type=UNIT_TYPE
    )
    units = (get_object(brain) for brain in brains)
    names = {
        group_name(unit.code)
        for unit in units
        if stored_value(unit, "agency") == agency
    }
    return {name for name in names if api.group.get(groupname=name) is not None}
