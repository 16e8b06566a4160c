"""Find the texts that concern a person: catalog first, then each text's own guards."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from sonla.pbgdpl.core.catalog import get_index
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.catalog import LazyObjects
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.interfaces import IHarvested
from sonla.pbgdpl.core.interfaces import IHarvestedSite
from sonla.pbgdpl.core.keyed_hash import keyed_hash
from sonla.pbgdpl.core.paths import is_inside
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import has_role
from sonla.pbgdpl.editorial import LAST_STEP_INDEX
from sonla.pbgdpl.editorial.guards import breaks_four_eyes
from sonla.pbgdpl.editorial.history import last_action
from sonla.pbgdpl.editorial.history import waiting_since
from sonla.pbgdpl.editorial.states import editorial_workflow
from sonla.pbgdpl.editorial.states import follows_editorial
from sonla.pbgdpl.editorial.states import PENDING
from sonla.pbgdpl.editorial.states import state_of
from typing import Any

ONWARD = frozenset({"forward", "approve"})
SENDING = frozenset({"submit", "forward"})
"""Steps by which a draft leaves its author."""
SENT_BACK = frozenset({"return_to_author", "reopen"})
RETURNED = SENT_BACK | {"return"}
"""The same, with the step of reports."""
UNPUBLISHED = ("draft", *PENDING, "withdrawn")
PUBLISHED_DAYS = 365
"""How long the tab *sent by me* lists what was published."""
LATELY = 50
"""So many items that a user made tell what they make."""


def waiting_for_user(scope: Iterable[Any]) -> list[Any]:
    """List what the user must act on below `scope`, the longest wait first."""
    scope = list(scope)
    texts = [
        *(text for text in pending(scope) if is_waiting_for_user(text)),
        *sent_back(scope),
    ]
    return sorted(texts, key=waiting_since)


def sent_back(scope: list[Any]) -> Iterator[Any]:
    """Yield the user's own texts that came back, and that they can send again."""
    drafts = own_unpublished(scope, ("draft",))
    return filter(was_sent_back, _texts(filter(last_step_of, drafts)))


def pending(scope: Iterable[Any]) -> Iterator[Any]:
    """Yield the texts in the chain that the user may see, by one catalog query."""
    return _texts(
        api.content.find(
            path=_paths(scope),
            review_state=list(PENDING),
            show_inactive=True,
            **not_harvested(),
        )
    )


def is_waiting_for_user(text: Any) -> bool:
    """Return whether the user can bring a text one step on, or could but for four eyes.

    Asks the workflow which transitions are open and never looks at roles. Who may only
    take their own text back, or only return it, is not waited for.
    """
    return bool(ONWARD & open_transitions(text)) or barred_as_author(text)


def barred_as_author(text: Any) -> bool:
    """Return whether only four eyes keep the user from approving a text."""
    if state_of(text) != "pending_approval" or not breaks_four_eyes(text):
        return False
    return has_role(text, editorial_workflow().transitions["approve"].getGuard().roles)


def barred_texts(scope: Iterable[Any]) -> set[str]:
    """Return the UIDs of the user's own texts that somebody else must approve."""
    waiting = _texts(own_unpublished(scope, ("pending_approval",)))
    return {api.content.get_uuid(text) for text in waiting if barred_as_author(text)}


def was_sent_back(text: Any) -> bool:
    """Return whether a draft came back to its author, who can send it again."""
    return last_action(text) in SENT_BACK and bool(SENDING & open_transitions(text))


def open_transitions(text: Any) -> set[str]:
    """Name the transitions that the workflow offers the user for a text.

    Who may forward the own draft sends it in one step.
    """
    tool = api.portal.get_tool("portal_workflow")
    found = {info["id"] for info in tool.getTransitionsFor(text)}
    return found - {"submit"} if found >= SENDING else found


def sent_by_user(scope: Iterable[Any]) -> Sequence[Any]:
    """List the user's own texts that were sent, the last step first."""
    scope = list(scope)
    found = [*own_unpublished(scope, UNPUBLISHED), *own_published(scope)]
    sent = [(step, brain) for brain in found if (step := last_step_of(brain))]
    sent.sort(key=lambda pair: pair[0], reverse=True)
    return LazyObjects([brain for _step, brain in sent])


def drafts_of_user(scope: Iterable[Any]) -> Sequence[Any]:
    """List the user's own texts that were never sent, the last changed first.

    People and reports that came back stand where these wait, and aren't counted twice.
    """
    found = own_unpublished(list(scope), ("draft",), is_folderish=False)
    drafts = [brain for brain in found if not (last_step_of(brain) or came_back(brain))]
    return LazyObjects(sorted(drafts, key=lambda brain: brain.modified, reverse=True))


def came_back(brain: Any) -> bool:
    """Return whether a draft of a chain of its own was returned; the catalog tells only of texts."""
    item = item_of(brain)
    return item is not None and last_action(item) in RETURNED


def last_step_of(brain: Any) -> int | None:
    """Read from the catalog when the last step was taken; None for a mere draft."""
    index = get_index(api.portal.get_tool("portal_catalog"), LAST_STEP_INDEX)
    return index.getEntryForObject(brain.getRID())


def own_unpublished(
    scope: Iterable[Any], states: tuple[str, ...], **more: Any
) -> Sequence[Any]:
    """Return the brains of the user's own texts in states that are not public.

    Those that they may still see: an owner does by a local role, which the catalog
    indexes as `user:<id>`. A revision is a text of whose text it revises, too.
    """
    user_id = api.user.get_current().getId()
    return api.content.find(
        unrestricted=True,
        path=_paths(scope),
        review_state=list(states),
        allowedRolesAndUsers=f"user:{user_id}",
        pbgdpl_author=keyed_hash(user_id),
        **more,
    )


def own_published(scope: Iterable[Any]) -> Sequence[Any]:
    """Return the brains of the user's own public texts of `PUBLISHED_DAYS` days."""
    return api.content.find(
        path=_paths(scope),
        review_state="published",
        pbgdpl_author=keyed_hash(api.user.get_current().getId()),
        effective={
            "query": datetime.now(UTC) - timedelta(days=PUBLISHED_DAYS),
            "range": "min",
        },
        show_inactive=True,
    )


def types_last_made(types: Iterable[str]) -> list[str]:
    """Return those of the types of which the user made something, the one of the last first."""
    found = api.content.find(
        unrestricted=True,
        portal_type=list(types),
        pbgdpl_author=keyed_hash(api.user.get_current().getId()),
        sort_on="created",
        sort_order="descending",
        sort_limit=LATELY,
    )
    return list(dict.fromkeys(brain.portal_type for brain in found))


def not_harvested() -> dict[str, Any]:
    """Narrow a query down to what was not fetched from elsewhere.

    That has a tab of its own, and nobody here as its author. Where nothing was ever
    fetched the index would put together the sets of all interfaces to find that out.
    """
    if not is_anything_fetched():
        return {}
    return {"object_provides": {"not": IHarvested.__identifier__}}


def is_anything_fetched() -> bool:
    """Return whether anything ever came from elsewhere."""
    return IHarvestedSite.providedBy(api.portal.get())


def limit_to_scope(places: Iterable[Any], scope: Iterable[Any]) -> list[Any]:
    """Limit the user's places to the part of the portal that the desk shows."""
    found = []
    for place in places:
        for border in scope:
            if is_inside(place, border):
                found.append(place)
            elif is_inside(border, place):
                found.append(border)
    return found


def _paths(scope: Iterable[Any]) -> list[str]:
    return [path_of(place) for place in scope]


def _texts(brains: Iterable[Any]) -> Iterator[Any]:
    """Load the texts on our workflow."""
    return filter(follows_editorial, load_objects(brains))
