"""Find the texts that a check concerns: catalog first, then each text itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from plone import api
from sonla.pbgdpl.browser.review.places import places_of_user
from sonla.pbgdpl.browser.review.queries import within
from sonla.pbgdpl.browser.review.steps import state_title
from sonla.pbgdpl.browser.review.tabs import scope_of
from sonla.pbgdpl.checks import all_checks
from sonla.pbgdpl.checks.interfaces import ICheck
from sonla.pbgdpl.config import MANAGE_SETTINGS
from sonla.pbgdpl.section import unit_of
from sonla.pbgdpl.workflow.early import is_withheld
from sonla.pbgdpl.workflow.states import state_of
from typing import Any
from zExceptions import NotFound


@dataclass(frozen=True)
class Finding:
    """Hold one text and what one check misses in it."""

    text: Any
    missing: list[Any]

    @property
    def title(self) -> str:
        """Give the title, or what stands for it."""
        return self.text.Title() or self.text.getId()

    @property
    def url(self) -> str:
        """Give the address of the text's page."""
        return self.text.absolute_url()

    @property
    def edit_url(self) -> str:
        """Give the address of the form; empty for those who may not change the text."""
        return edit_url(self.text)

    @property
    def state(self) -> Any:
        """Give the state in words."""
        return state_title(state_of(self.text))

    @property
    def unit(self) -> str:
        """Name the unit; empty for a text that stands in none."""
        unit = unit_of(self.text)
        return unit.Title() if unit is not None else ""


def edit_url(text: Any) -> str:
    """Give the address of a text's form, or '' if the user may not change it."""
    if not api.user.has_permission("Modify portal content", obj=text):
        return ""
    return f"{text.absolute_url()}/edit"


def places_to_check(context: Any) -> list[Any]:
    """List where below `context` the user writes, edits, approves or administers."""
    scope = scope_of(context)
    if api.user.has_permission(MANAGE_SETTINGS, obj=context):
        return scope
    return within(places_of_user(), scope)


def find(
    context: Any, places: list[Any], names: set[str], states: list[str]
) -> list[tuple[str, ICheck, list[Finding]]]:
    """Run the checks called `names` on the texts below `places`, each woken once.

    Their order is that of the checks, then that of the titles. `states` limits the
    texts; none means every state.
    """
    checks = [pair for pair in all_checks(context) if pair[0] in names]
    found: dict[str, list[Finding]] = {name: [] for name, _check in checks}
    types = {name for _name, check in checks for name in check.portal_types}
    for text in texts(places, sorted(types), states):
        for name, check in checks:
            if text.portal_type in check.portal_types:
                missing = check.missing(text)
                if missing:
                    found[name].append(Finding(text, missing))
    return [(name, check, found[name]) for name, check in checks]


def texts(places: list[Any], types: list[str], states: list[str]) -> Iterator[Any]:
    """Give the texts that the user may see, by one query; stale brains are left out."""
    if not places or not types:
        return
    query: dict[str, Any] = {
        "path": ["/".join(place.getPhysicalPath()) for place in places],
        "portal_type": types,
        "sort_on": "sortable_title",
        "show_inactive": True,
    }
    if states:
        query["review_state"] = states
    for brain in api.portal.get_tool("portal_catalog").searchResults(**query):
        try:
            text = brain._unrestrictedGetObject()
        except (AttributeError, KeyError, NotFound):
            continue
        if not is_withheld(text):
            yield text
