"""Read the editorial history of a text, in words and local times."""

from dataclasses import dataclass
from datetime import datetime
from plone import api
from sonla.pbgdpl.clock import in_portal_zone
from sonla.pbgdpl.config import EDITORIAL_WORKFLOW
from sonla.pbgdpl.dates import format_moment
from sonla.pbgdpl.workflow.states import history_of
from typing import Any


@dataclass(frozen=True)
class Step:
    """Hold one step: titles are messages, `time` is in the portal's time zone."""

    action: str
    title: Any
    state: Any
    actor: str
    time: datetime
    comment: str

    @property
    def when(self) -> str:
        """Write the time."""
        return format_moment(self.time)


def history(text: Any) -> list[dict[str, Any]]:
    """Give the raw entries of the editorial workflow, oldest first."""
    return list(history_of(text))


def last_action(text: Any) -> str:
    """Name the last transition; empty for a text that was only created."""
    entries = history(text)
    return (entries[-1].get("action") or "") if entries else ""


def waiting_since(text: Any) -> datetime:
    """Tell when the text came into its present state."""
    entries = history(text)
    return in_portal_zone(entries[-1]["time"] if entries else text.created())


def steps(text: Any) -> list[Step]:
    """List the steps of a text, the newest first."""
    return [_step(entry) for entry in reversed(history(text))]


def _step(entry: dict[str, Any]) -> Step:
    action = entry.get("action") or ""
    return Step(
        action=action,
        title=transition_title(action),
        state=state_title(entry.get("review_state") or ""),
        actor=person_name(entry.get("actor")),
        time=in_portal_zone(entry["time"]),
        comment=(entry.get("comments") or "").strip(),
    )


def person_name(user_id: str | None) -> str:
    """Give the full name of a user; who has none, or is gone, goes by their id."""
    if not user_id:
        return ""
    member = api.user.get(userid=user_id)
    name = member.getProperty("fullname") if member is not None else ""
    return (name or "").strip() or user_id


def state_title(state: str) -> str:
    """Give the title of a state as the workflow has it; translate in domain plone."""
    found = _workflow().states.get(state)
    return found.title if found is not None and found.title else state


def transition_title(action: str) -> str:
    """Give the name of a transition as the workflow's menu has it."""
    found = _workflow().transitions.get(action)
    return found.actbox_name if found is not None and found.actbox_name else action


def _workflow() -> Any:
    return api.portal.get_tool("portal_workflow").getWorkflowById(EDITORIAL_WORKFLOW)
