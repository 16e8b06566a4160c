"""Find the texts that a check concerns: catalog first, then each text itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from plone import api
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import unit_title
from sonla.pbgdpl.core.urls import edit_url
from sonla.pbgdpl.editorial.checks import IContentCheck
from sonla.pbgdpl.editorial.embargo import is_embargoed
from sonla.pbgdpl.editorial.local_roles import places_of_user
from sonla.pbgdpl.editorial.pages.desk_tabs import scope_of
from sonla.pbgdpl.editorial.queries import within
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import state_title
from typing import Any

PAGE_SIZE = 50
"""Texts with findings on a page."""
MOST_TEXTS = 500
"""Texts woken for a page; about a second where none of them is in the cache."""


@dataclass(frozen=True)
class CheckResult:
    """One text and what one check misses in it."""

    text: Any
    missing: list[Any]

    @property
    def title(self) -> str:
        """The title, or what stands for it."""
        return self.text.Title() or self.text.getId()

    @property
    def url(self) -> str:
        """The address of the text's page."""
        return self.text.absolute_url()

    @property
    def edit_url(self) -> str:
        """The address of the form; empty for those who may not change the text."""
        return edit_url(self.text)

    @property
    def state(self) -> Any:
        return state_title(state_of(self.text))

    @property
    def unit(self) -> str:
        """The unit; empty for a text that stands in none."""
        return unit_title(self.text)


def places_to_check(context: Any) -> list[Any]:
    """List where below `context` the user writes, edits, approves or administers."""
    scope = scope_of(context)
    if api.user.has_permission(MANAGE_SETTINGS, obj=context):
        return scope
    return within(places_of_user(), scope)


@dataclass
class Stretch:
    """What one page looked at: texts from `start` to before `end`, of `total`."""

    start: int
    end: int
    total: int
    findings: list[tuple[IContentCheck, CheckResult]] = field(default_factory=list)
    """In the order of the texts; a text stands once for each check that found it."""
    found: int = 0
    """Number of texts that lack something."""

    @property
    def looked_at(self) -> int:
        """The number of texts that were looked at."""
        return self.end - self.start

    @property
    def complete(self) -> bool:
        """Whether these are all the texts there are."""
        return self.start == 0 and self.end >= self.total


def look(
    checks: list[IContentCheck], places: list[Any], states: list[str], start: int
) -> Stretch:
    """Run checks on texts below `places` from the one numbered `start` on, by title.

    Stops when a page is full, or when so many texts were woken that a visitor should not
    wait longer: what is asked of one page does not grow with the section. `states` limits
    the texts; none means every state.
    """
    types = {name for check in checks for name in check.portal_types}
    brains = brains_of(places, sorted(types), states)
    total = len(brains)
    start = max(0, min(start, total - 1))
    stretch = Stretch(start, start, total)
    while (
        stretch.end < total
        and stretch.found < PAGE_SIZE
        and stretch.looked_at < MOST_TEXTS
    ):
        brain = brains[stretch.end]
        stretch.end += 1
        text = item_of(brain)
        if text is not None and not is_embargoed(text):
            findings = list(findings_in(text, checks))
            stretch.findings.extend(findings)
            stretch.found += bool(findings)
    return stretch


def findings_in(
    text: Any, checks: list[IContentCheck]
) -> Iterator[tuple[IContentCheck, CheckResult]]:
    """Run the checks that concern its type on a text."""
    for check in checks:
        if text.portal_type in check.portal_types:
            missing = check.missing(text)
            if missing:
                yield check, CheckResult(text, missing)


def brains_of(places: list[Any], types: list[str], states: list[str]) -> Any:
    """Find the texts that the user may see by one query, sorted by title."""
    if not places or not types:
        return []
    query: dict[str, Any] = {
        "path": [path_of(place) for place in places],
        "portal_type": types,
        "sort_on": "sortable_title",
        "show_inactive": True,
    }
    if states:
        query["review_state"] = states
    return api.portal.get_tool("portal_catalog").searchResults(**query)
