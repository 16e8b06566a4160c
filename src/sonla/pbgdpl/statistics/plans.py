"""Tasks of published plans: which are open, late, done."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from plone import api
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import KIND_INDEX
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from typing import Any

PLAN_KIND = "ke-hoach"
"""Token of `sonla.pbgdpl.DocumentTypes` of the documents that hold tasks."""
TASKS = "plan_tasks"


@dataclass(frozen=True)
class PlanTask:
    """One task with the plan that sets it and its place there."""

    plan: Any
    number: int
    task: str
    unit: str
    due: date
    done_on: date | None

    @property
    def key(self) -> str:
        """The task in forms: plan, place and words, lest another one is meant."""
        return f"{self.plan.UID()}:{self.number}:{fold_name(self.task)}"

    def is_late(self, day: date) -> bool:
        """Return whether it was done late, or is not done and its day has passed."""
        return (self.done_on or day) > self.due


def plan_tasks(section: Any, year: int) -> list[PlanTask]:
    """List the tasks due in a year, of plans that are public, by their days."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        {
            "portal_type": "Guidance",
            "review_state": "published",
            "path": path_of(section),
            KIND_INDEX: PLAN_KIND,
        }
    )
    found = (task for plan in load_objects(brains) for task in tasks_of(plan))
    due = (task for task in found if task.due.year == year)
    return sorted(due, key=lambda task: (task.due, task.task))


def tasks_of(plan: Any) -> Iterator[PlanTask]:
    """Yield the tasks of one plan."""
    for number, row in enumerate(stored_value(plan, TASKS) or ()):
        if row.get("due") is not None:
            yield PlanTask(
                plan,
                number,
                row.get("task") or "",
                row.get("unit") or "",
                row["due"],
                row.get("done_on"),
            )


def note_done(section: Any, year: int, key: str, day: date) -> PlanTask | None:
    """Note in its plan when a task was done; None if there is no such open task.

    Not by a revision of the plan: the text stays as it was approved.
    """
    for task in plan_tasks(section, year):
        if task.key == key and task.done_on is None:
            rows = deepcopy(list(stored_value(task.plan, TASKS)))
            rows[task.number]["done_on"] = day
            setattr(task.plan, TASKS, rows)
            return task
    return None
