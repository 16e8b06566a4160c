"""What texts lack: the page that lists it check by check, the box on a text and in its forms."""

from AccessControl import Unauthorized
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from plone import api
from plone.app.layout.viewlets.common import ViewletBase
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import item_of
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_title
from sonla.pbgdpl.core.types import is_type_with
from sonla.pbgdpl.core.urls import edit_url
from sonla.pbgdpl.editorial.checks import all_checks
from sonla.pbgdpl.editorial.checks import Finding
from sonla.pbgdpl.editorial.checks import IContentCheck
from sonla.pbgdpl.editorial.checks import lacking
from sonla.pbgdpl.editorial.checks import warnings_of
from sonla.pbgdpl.editorial.embargo import is_embargoed
from sonla.pbgdpl.editorial.facts import checked_states
from sonla.pbgdpl.editorial.local_roles import places_of_user
from sonla.pbgdpl.editorial.pages.desk_sections import scope_of
from sonla.pbgdpl.editorial.query import is_waiting_for_user
from sonla.pbgdpl.editorial.query import limit_to_scope
from sonla.pbgdpl.editorial.query import ONWARD
from sonla.pbgdpl.editorial.states import opens_to_public
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.editorial.states import state_title
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import FullWidth
from sonla.pbgdpl.ui.page import Page
from typing import Any
from urllib.parse import urlencode

PAGE_SIZE = 50
"""Texts with findings on a page."""
MAX_TEXTS = 500
"""Texts loaded for a page; about a second where none of them is in the cache."""


@dataclass(frozen=True)
class CheckResult:
    """One text and what one check misses in it."""

    text: Any
    missing: list[Finding]

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
    return limit_to_scope(places_of_user(), scope)


@dataclass
class CheckedTexts:
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


def run_checks(
    checks: list[IContentCheck], places: list[Any], states: list[str], start: int
) -> CheckedTexts:
    """Run checks on texts below `places` from the one numbered `start` on, by title.

    Stops when a page is full, or when so many texts were loaded that a visitor should not
    wait longer: what is asked of one page does not grow with the section. `states` limits
    the texts; none means every state.
    """
    types = {name for check in checks for name in check.portal_types}
    brains = brains_of(places, sorted(types), states)
    total = len(brains)
    start = max(0, min(start, total - 1))
    checked = CheckedTexts(start, start, total)
    while (
        checked.end < total
        and checked.found < PAGE_SIZE
        and checked.looked_at < MAX_TEXTS
    ):
        brain = brains[checked.end]
        checked.end += 1
        text = item_of(brain)
        if text is not None and not is_embargoed(text):
            findings = list(findings_in(text, checks))
            checked.findings.extend(findings)
            checked.found += bool(findings)
    return checked


def findings_in(
    text: Any, checks: list[IContentCheck]
) -> Iterator[tuple[IContentCheck, CheckResult]]:
    """Run the checks that concern its type on a text."""
    for check, missing in lacking(text, checks):
        yield check, CheckResult(text, list(map(Finding.of, missing)))


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


class CheckView(FullWidth, Page, BrowserView):
    """Show findings to those who write, edit, approve or administer here."""

    page_title = _("heading_check", default="What texts lack")

    def check_access(self) -> None:
        """Send anonymous visitors and outsiders to the login."""
        if api.user.is_anonymous() or not self.allowed:
            raise Unauthorized("The check is for those who work in the section.")

    @property
    def allowed(self) -> bool:
        """Whether the user works anywhere here, or administers the portal."""
        return bool(self.places) or api.user.has_permission(
            MANAGE_SETTINGS, obj=self.context
        )

    @cached_property
    def places(self) -> list[Any]:
        """The places whose texts are checked."""
        return places_to_check(self.context)

    @property
    def place(self) -> str:
        """The section or unit that is checked; empty at the root."""
        return self.context.Title() if section_of(self.context) is not None else ""

    # What was asked

    @cached_property
    def check(self) -> str:
        """The check asked for; an unknown one is all."""
        asked = str(self.request.form.get("check", ""))
        return asked if asked in dict(all_checks(self.context)) else ""

    @cached_property
    def state(self) -> str:
        """The state asked for; an unknown one is all."""
        asked = str(self.request.form.get("state", ""))
        return asked if asked in checked_states() else ""

    @property
    def start(self) -> int:
        """Number the first text to look at, from 0; nonsense in the address is 0."""
        return parse_int(self.request.form.get("start"), 0)

    @property
    def check_options(self) -> list[dict[str, Any]]:
        return [
            {"value": name, "title": check.title, "selected": name == self.check}
            for name, check in all_checks(self.context)
        ]

    @property
    def state_options(self) -> list[dict[str, Any]]:
        return [
            {"value": name, "title": state_title(name), "selected": name == self.state}
            for name in checked_states()
        ]

    # What was found

    @cached_property
    def checked(self) -> CheckedTexts:
        """As many checked texts as a page takes."""
        checks = [
            check
            for name, check in all_checks(self.context)
            if self.check in ("", name)
        ]
        states = [self.state] if self.state else []
        return run_checks(checks, self.places, states, self.start)

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """Group the findings by check, in the order of the checks."""
        groups: dict[Any, list[CheckResult]] = {}
        for check, finding in self.checked.findings:
            groups.setdefault(check, []).append(finding)
        return [
            {
                "check": check,
                "count": len(groups[check]),
                "findings": groups[check],
            }
            for check in sorted(groups, key=lambda check: check.order)
        ]

    @property
    def next_url(self) -> str:
        """The address of the texts that follow; empty where there are none."""
        end = self.checked.end
        return self.page_url(end) if end < self.checked.total else ""

    @property
    def first_url(self) -> str:
        """The address of the beginning; empty on it."""
        return self.page_url(0) if self.checked.start else ""

    def page_url(self, start: int) -> str:
        """Return the address at which the same question is asked of other texts."""
        asked = {"check": self.check, "state": self.state, "start": start}
        return f"{self.url}?{urlencode({k: v for k, v in asked.items() if v})}"


CheckAdminPage = admin_page(
    "pbgdpl-check",
    title=_("tool_check", default="What texts lack"),
    help=_(
        "help_tool_check",
        default="Texts without a field of law, a summary and the like; nothing of it stops a text.",
    ),
    order=140,
)


FORWARDS = ONWARD | {"submit"}
"""Steps after which more people read the text."""


class WarningsViewlet(ViewletBase):
    """Warn those who may change the text or take its next step; block nothing."""

    def available(self) -> bool:
        """Show it only to them, and only when something lacks."""
        return bool(self.concerns_user() and self.warnings)

    def concerns_user(self) -> bool:
        """Return whether the visitor can do anything about it."""
        if api.user.is_anonymous() or section_of(self.context) is None:
            return False
        return bool(self.edit_url) or is_waiting_for_user(self.context)

    @property
    def is_person(self) -> bool:
        """Whether this is somebody's record and no text."""
        return is_type_with("is_person", self.context.portal_type)

    @property
    def is_never_public(self) -> bool:
        """Whether no state of it is public, as of a question of a bank."""
        workflows = api.portal.get_tool("portal_workflow").getWorkflowsFor(self.context)
        states = (state for one in workflows for state in one.states.objectValues())
        return not any(map(opens_to_public, states))

    @cached_property
    def warnings(self) -> list[Any]:
        """What lacks."""
        return [Finding.of(one) for one in warnings_of(self.context)]

    @cached_property
    def edit_url(self) -> str:
        """The address of the form; empty for those who only take the step."""
        return edit_url(self.context)

    @property
    def form_url(self) -> str:
        """Where what lacks can be completed; empty for no link."""
        return self.edit_url


class EditWarningsViewlet(WarningsViewlet):
    """Warn the user who has the form open, about what was saved last."""

    form_url = ""


class TransitionWarningsViewlet(WarningsViewlet):
    """Warn before a step that brings a text nearer to the public."""

    def available(self) -> bool:
        """Return whether to show anything: not where a text is sent back, taken back or withdrawn."""
        return self.view.transition in FORWARDS and super().available()
