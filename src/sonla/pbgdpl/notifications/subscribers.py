"""Turn steps of the editorial workflow into notices and content-rule events."""

from plone import api
from Products.CMFCore.interfaces import IActionSucceededEvent
from sonla.pbgdpl.authorship import author_ids
from sonla.pbgdpl.config import EDITORIAL_WORKFLOW
from sonla.pbgdpl.config import LAST_STEP_INDEX
from sonla.pbgdpl.config import STEPS_INDEX
from sonla.pbgdpl.controlpanel.settings import get_settings
from sonla.pbgdpl.notifications import notice as kinds
from sonla.pbgdpl.notifications.events import ContributionDecided
from sonla.pbgdpl.notifications.events import ContributionWaiting
from sonla.pbgdpl.notifications.notice import Notice
from sonla.pbgdpl.notifications.notice import Problem
from sonla.pbgdpl.notifications.notice import Recipient
from sonla.pbgdpl.notifications.outbox import post_news
from sonla.pbgdpl.notifications.recipients import may_view
from sonla.pbgdpl.notifications.recipients import next_actors
from sonla.pbgdpl.notifications.recipients import recipient_of
from sonla.pbgdpl.public_address import public_url
from sonla.pbgdpl.section import section_of
from sonla.pbgdpl.section import unit_title
from sonla.pbgdpl.workflow.states import history_of
from sonla.pbgdpl.workflow.states import last_step
from sonla.pbgdpl.workflow.transitions import surviving
from typing import Any
from zope.event import notify

WAITING_KINDS = {
    "pending_edit": kinds.WAITING_EDIT,
    "pending_approval": kinds.WAITING_APPROVAL,
}
AUTHOR_KINDS = {
    "forward": kinds.FORWARDED,
    "return_to_author": kinds.RETURNED,
    "retract": kinds.RETRACTED,
    "approve": kinds.APPROVED,
    "withdraw": kinds.WITHDRAWN,
    "reopen": kinds.REOPENED,
}
DECISIONS = ("approve", "return_to_author", "withdraw")


def step_taken(event: IActionSucceededEvent) -> None:
    """Let people, content rules and the catalog know about one step."""
    if event.workflow.id != EDITORIAL_WORKFLOW:
        return
    text = surviving(event)
    last = last_step(text)
    comment = last.get("comments") or ""
    post_news(text, lambda: news_of(event, text, last))
    text.reindexObject(idxs=[LAST_STEP_INDEX, STEPS_INDEX])
    if last.get("review_state") in WAITING_KINDS:
        notify(ContributionWaiting(text, event.action, comment))
    elif event.action in DECISIONS:
        notify(ContributionDecided(text, event.action, comment))


def news_of(
    event: IActionSucceededEvent, text: Any, last: dict[str, Any]
) -> list[Notice | Problem]:
    """List the notices of one step, as far as the settings want them."""
    settings = get_settings()
    news: list[Notice | Problem] = []
    if settings.mail_next:
        news += news_for_next(text, last)
    if settings.mail_author:
        news += news_for_authors(event, text, last)
    return news


def news_for_next(text: Any, last: dict[str, Any]) -> list[Notice | Problem]:
    """Return the notices to those who must act next; that there is nobody is the administrator's news."""
    state = last.get("review_state", "")
    if state not in WAITING_KINDS:
        return []
    people = next_actors(text, state, last.get("actor"))
    if not people:
        return [Problem("nobody", text.Title(), public_url(text))]
    return [_notice(WAITING_KINDS[state], person, text, last) for person in people]


def news_for_authors(
    event: IActionSucceededEvent, text: Any, last: dict[str, Any]
) -> list[Notice | Problem]:
    """Return the notices to the authors of what somebody else did with their text."""
    kind = AUTHOR_KINDS.get(event.action)
    if kind is None:
        return []
    authors = author_ids(text) | revisers(text, last)
    return [
        _notice(kind, recipient_of(user_id), text, last)
        for user_id in sorted(authors - {last.get("actor")})
        if may_view(user_id, text)
    ]


def revisers(text: Any, last: dict[str, Any]) -> set[str]:
    """Name who submitted the revision that was just checked in; else nobody.

    The working copy is gone and its maker with it; its steps stand in the history.
    """
    if not last.get("revision"):
        return set()
    for entry in reversed(history_of(text)):
        if entry.get("revision") and entry.get("action") == "submit":
            return {entry["actor"]}
    return set()


def _notice(kind: str, recipient: Recipient, text: Any, last: dict[str, Any]) -> Notice:
    desk = section_of(text) or api.portal.get()
    actor = last.get("actor")
    return Notice(
        kind=kind,
        recipient=recipient,
        title=text.Title(),
        url=public_url(text),
        desk_url=public_url(desk, "@@pbgdpl-review"),
        unit=unit_title(text),
        actor=recipient_of(actor).name if actor else "",
        comment=last.get("comments") or "",
    )
