"""Find by the catalog what waits for a person: what they could take a step onward with.

Who could is said by the guards of the workflow, asked for roles and permissions alone. What
a guard asks beyond them, such as four eyes, is left out: a list of the desk shows such a text,
too, and says why somebody else has to take the step.
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from plone import api
from sonla.pbgdpl.core.catalog import find_index
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.dates import read_day
from sonla.pbgdpl.core.names import INSIDERS
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.facts import facts_of
from sonla.pbgdpl.mail.recipients import local_principals
from typing import Any


def waiting_by_role(
    scope: Iterable[Any], workflow_id: str, states: Iterable[str], **query: Any
) -> list[Any]:
    """Return the brains of items in `states` on which the user has the role for a step onward.

    Of one workflow, below `scope`; an empty list where that is empty.
    """
    paths = [path_of(place) for place in scope]
    if not paths or workflow_id not in api.portal.get_tool("portal_workflow"):
        return []
    found = api.content.find(
        path=paths, review_state=list(states), show_inactive=True, **query
    )
    roles = StepRoles(workflow_id)
    return [brain for brain in found if roles.suffice(brain)]


def indexed_day(brain: Any, name: str) -> date | None:
    """Return the day that an index has of an item in ISO format; None without one."""
    index = find_index(api.portal.get_tool("portal_catalog"), name)
    found = index.getEntryForObject(brain.getRID()) if index is not None else None
    return read_day(found) if found else None


class StepRoles:
    """Find out where the user's roles allow a step onward, with as few items loaded as possible.

    A role is mostly given on a unit or section, so it is asked of the folder, once. An item
    is loaded only where somebody is named on it alone, such as the unit to which a question
    was assigned.
    """

    def __init__(self, workflow_id: str) -> None:
        self.workflow = api.portal.get_tool("portal_workflow")[workflow_id]
        self.onward = facts_of(workflow_id).onward
        self.user = api.user.get_current()
        self.folders: dict[str, Any] = {}
        self.names: dict[str, set[str]] = {}
        self.answers: dict[tuple[str, str], bool] = {}

    @cached_property
    def principals(self) -> set[str]:
        """The user and their groups, as the catalog has those named on an item."""
        return {f"user:{name}" for name in (self.user.getId(), *self.user.getGroups())}

    @cached_property
    def named(self) -> Any:
        """The index that has who is named on an item or above it."""
        catalog = api.portal.get_tool("portal_catalog")
        return find_index(catalog, "allowedRolesAndUsers")

    def suffice(self, brain: Any) -> bool:
        """Return whether the user has a role for a step onward with an item."""
        path, _slash, _name = brain.getPath().rpartition("/")
        asked = (path, brain.review_state)
        if asked not in self.answers:
            self.answers[asked] = self.suffice_on(self.folder(path), asked[1])
        return self.answers[asked] or self.suffice_by_name(brain, path)

    def suffice_by_name(self, brain: Any, path: str) -> bool:
        """Return the same for a role that the item has beyond those of its folder."""
        names = self.principals.intersection(
            self.named.getEntryForObject(brain.getRID()) or ()
        )
        if not names or names <= self.named_above(path):
            return False
        item = item_of(brain)
        return item is not None and self.suffice_on(item, brain.review_state)

    def suffice_on(self, obj: Any, state: str) -> bool:
        """Return whether the roles on an object are those of a step out of a state."""
        steps = getattr(self.workflow.states.get(state), "transitions", ())
        guards = (
            self.workflow.transitions[name].getGuard()
            for name in self.onward
            if name in steps
        )
        return any(self.passes(guard, obj) for guard in guards)

    def passes(self, guard: Any, obj: Any) -> bool:
        """Return whether the user has permission and role that a guard asks for."""
        if guard.permissions and not any(
            api.user.has_permission(name, obj=obj) for name in guard.permissions
        ):
            return False
        held = self.user.getRolesInContext(obj)
        return not guard.roles or not set(guard.roles).isdisjoint(held)

    def folder(self, path: str) -> Any:
        """Return a folder, found once."""
        if path not in self.folders:
            self.folders[path] = api.portal.get().unrestrictedTraverse(path)
        return self.folders[path]

    def named_above(self, path: str) -> set[str]:
        """Return who is named on a folder or above it, found once."""
        if path not in self.names:
            found = local_principals(self.folder(path), INSIDERS)
            self.names[path] = {f"user:{name}" for name in found}
        return self.names[path]
