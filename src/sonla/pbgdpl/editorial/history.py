"""Read the history of a text, or of what else waits at the desk, in words and local times."""

from AccessControl import getSecurityManager
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from Products.CMFCore.permissions import ModifyPortalContent
from sonla.pbgdpl.core.clock import in_portal_zone
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.names import INSIDERS
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.editorial.interfaces import ITransitionTitle
from sonla.pbgdpl.editorial.states import follows_editorial
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.editorial.states import own_history
from sonla.pbgdpl.editorial.states import PENDING
from sonla.pbgdpl.editorial.states import state_title
from sonla.pbgdpl.editorial.states import transition_title
from typing import Any
from zope.component import queryAdapter

SUBMITTED = "submit"


@dataclass(frozen=True)
class Step:
    """One step: titles are messages, `time` is in the portal's time zone."""

    action: str
    title: Any
    state: Any
    actor: str
    time: datetime
    comment: str

    @property
    def when(self) -> str:
        return format_moment(self.time)


def last_action(text: Any) -> str:
    """Name the transition to the present state; empty for a text only created."""
    return last_step(text).get("action") or ""


def waiting_since(text: Any) -> datetime:
    """Return when the text came into its present state."""
    return in_portal_zone(last_step(text).get("time") or text.created())


def last_step(text: Any) -> dict[str, Any]:
    """Return the entry of the history by which a text came into its present state.

    Not simply the last one: a text that is taken over again, after the add-on was away
    or the text itself, has the same state anew.
    """
    found: dict[str, Any] = {}
    for line in reversed(own_history(text)):
        if found and line.get("review_state") != found.get("review_state"):
            break
        found = line
    return found


def steps(text: Any) -> list[Step]:
    """List the steps of a text, the newest first."""
    return [_step(text, entry) for entry in reversed(own_history(text))]


def named_steps(text: Any) -> Iterator[tuple[str | None, dict[str, Any]]]:
    """Yield the lines of a text's history with what each did.

    A forwarding that was no editor's is a sending: who wrote it did both in one step.
    """
    states: dict[bool, str] = {}
    for line in history_of(text):
        action, of_revision = line.get("action"), bool(line.get("revision"))
        if action == "forward" and states.get(of_revision) != PENDING[0]:
            action = SUBMITTED
        states[of_revision] = line["review_state"]
        yield action, line


def step_title(text: Any, action: str) -> Any:
    """Name a step that may come next, as the chain or a subject calls it."""
    other = other_words(text, action)
    return other.title if other is not None else transition_title(action, text)


def other_words(text: Any, action: str) -> Any | None:
    """Return what a subject says of a step of a text; None where the chain says it all."""
    return queryAdapter(text, ITransitionTitle, name=action)


def _step(text: Any, entry: dict[str, Any]) -> Step:
    action = entry.get("action") or ""
    return Step(
        action=action,
        title=transition_title(action, text),
        state=state_title(entry.get("review_state") or ""),
        actor=full_name(entry.get("actor")),
        time=in_portal_zone(entry["time"]),
        comment=(entry.get("comments") or "").strip(),
    )


def may_see_history(item: Any) -> bool:
    """Return whether the user works on an item, so that its comments concern them."""
    user = getSecurityManager().getUser()
    insider = follows_editorial(item) and user.has_role(INSIDERS, item)
    return bool(insider or user.has_permission(ModifyPortalContent, item))
