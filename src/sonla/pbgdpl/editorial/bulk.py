"""Make one transition on many texts, each on its own."""

from AccessControl import Unauthorized
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from plone import api
from Products.CMFCore.interfaces import IContentish
from sonla.pbgdpl import _
from sonla.pbgdpl.core.errors import reason_of
from sonla.pbgdpl.editorial.guards import is_possible
from sonla.pbgdpl.editorial.guards import why_refused
from sonla.pbgdpl.editorial.query import barred_as_author
from sonla.pbgdpl.editorial.states import follows_editorial
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import state_title
from time import monotonic
from typing import Any
from ZODB.POSException import ConflictError

import transaction

MSG_STEP_FAILED = _(
    "msg_step_failed",
    default="An error occurred; nothing was changed. It is recorded in the log.",
)


MSG_NOT_NOW = _(
    "msg_step_not_now",
    default="This step is not possible now, or it is for others.",
)


@dataclass(frozen=True)
class TransitionOutcome:
    """One result line; `state` is the title of the state reached, a message."""

    title: str
    url: str
    done: bool
    state: Any = ""
    reason: Any = ""


def perform_all(
    uids: Iterable[str], transition: str, comment: str, seconds: float = inf
) -> list[TransitionOutcome]:
    """Make the transition on each text; one that fails leaves the others done.

    Once the seconds are over the rest is left: nobody waits in front of a white page, and
    editors who save meanwhile rarely conflict.
    """
    end = monotonic() + seconds
    outcomes: dict[str, TransitionOutcome] = {}
    for uid in uids:
        if uid not in outcomes:
            outcomes[uid] = perform(uid, transition, comment)
        if monotonic() > end:
            break
    return list(outcomes.values())


def perform(uid: str, transition: str, comment: str) -> TransitionOutcome:
    """Make the transition on the text of a UID and say how it went."""
    text = visible(uid)
    if text is None:
        gone = _(
            "msg_text_gone",
            default="The text no longer exists, or you may not see it.",
        )
        return TransitionOutcome("", "", done=False, reason=gone)
    return perform_on(text, transition, comment)


def perform_on(text: Any, transition: str, comment: str) -> TransitionOutcome:
    """Make the transition on a text inside a savepoint and say how it went."""
    title, url = text.Title(), text.absolute_url()
    reason = refusal(text, transition)
    if reason:
        return TransitionOutcome(title, url, done=False, reason=reason)
    savepoint = transaction.savepoint(optimistic=True)
    try:
        result = _make(text, transition, comment)
    except ConflictError:
        raise
    except Exception as error:
        savepoint.rollback()
        return TransitionOutcome(
            title,
            url,
            done=False,
            reason=reason_of(error, f"A transition of {url}", MSG_STEP_FAILED),
        )
    return TransitionOutcome(
        title,
        result.absolute_url(),
        done=True,
        state=state_title(state_of(result)),
    )


def visible(uid: str) -> Any | None:
    """Find a text that the user may see; the two ways to fail look alike."""
    try:
        return api.content.get(UID=uid)
    except Unauthorized:
        return None


def _make(text: Any, transition: str, comment: str) -> Any:
    """Make the transition and give the text that remains.

    The catalog is brought up to date here, so that an indexing error belongs to the
    text that causes it and not to the whole request.
    """
    tool = api.portal.get_tool("portal_workflow")
    result = tool.doActionFor(text, transition, comment=comment)
    transaction.savepoint(optimistic=True)
    return result if IContentish.providedBy(result) else text


def refusal(text: Any, transition: str) -> Any:
    """Return why the user can't make a transition; None if they can."""
    if not follows_editorial(text):
        return refused_elsewhere(text, transition)
    if transition == "approve" and barred_as_author(text):
        return _(
            "msg_barred_as_author",
            default="You are the author of this text: somebody else must approve it.",
        )
    return why_refused(text, transition)


def refused_elsewhere(item: Any, transition: str) -> Any:
    """Return why a transition of another workflow than that of texts can't be made."""
    if not state_of(item):
        return _("msg_not_in_section", default="The text is not part of a section.")
    return None if is_possible(item, transition) else MSG_NOT_NOW
