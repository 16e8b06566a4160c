"""The page that lists what texts lack, check by check."""

from AccessControl import Unauthorized
from functools import cached_property
from plone import api
from Products.Five.browser import BrowserView
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.checks.finding import find
from sonla.pbgdpl.browser.checks.finding import Finding
from sonla.pbgdpl.browser.checks.finding import places_to_check
from sonla.pbgdpl.browser.review.steps import state_title
from sonla.pbgdpl.browser.titles.page import TitledPage
from sonla.pbgdpl.checks import all_checks
from sonla.pbgdpl.config import MANAGE_SETTINGS
from sonla.pbgdpl.section import section_of
from typing import Any
from urllib.parse import urlencode

PAGE_SIZE = 50
STATES = ("draft", "pending_edit", "pending_approval", "published", "withdrawn")


class CheckView(TitledPage, BrowserView):
    """Show findings to those who write, edit, approve or administer here."""

    page_title = _("heading_check", default="What texts lack")

    def __call__(self) -> str:
        """Show the page; anonymous visitors and outsiders are sent to the login."""
        if api.user.is_anonymous() or not self.allowed:
            raise Unauthorized("The check is for those who work in the section.")
        self.request.set("disable_plone.leftcolumn", True)
        self.request.set("disable_plone.rightcolumn", True)
        return self.index()

    @property
    def allowed(self) -> bool:
        """Tell whether the user works anywhere here, or administers the portal."""
        return bool(self.places) or api.user.has_permission(
            MANAGE_SETTINGS, obj=self.context
        )

    @cached_property
    def places(self) -> list[Any]:
        """List the places whose texts are checked."""
        return places_to_check(self.context)

    @property
    def place(self) -> str:
        """Name the section or unit that is checked; empty at the root."""
        return self.context.Title() if section_of(self.context) is not None else ""

    @property
    def url(self) -> str:
        """Give the address of this page."""
        return f"{self.context.absolute_url()}/@@pbgdpl-check"

    # What was asked

    @cached_property
    def check(self) -> str:
        """Name the check asked for; an unknown one is all."""
        asked = str(self.request.form.get("check", ""))
        return asked if asked in dict(all_checks(self.context)) else ""

    @cached_property
    def state(self) -> str:
        """Name the state asked for; an unknown one is all."""
        asked = str(self.request.form.get("state", ""))
        return asked if asked in STATES else ""

    @cached_property
    def page(self) -> int:
        """Number the page from 1; nonsense in the address is the first."""
        asked = str(self.request.form.get("page", ""))
        wanted = int(asked) if asked.isascii() and asked.isdigit() else 1
        return min(max(wanted, 1), self.pages)

    @property
    def check_options(self) -> list[dict[str, Any]]:
        """List the checks with the number of texts that each found."""
        return [
            {
                "value": name,
                "title": check.title,
                "count": len(findings),
                "selected": name == self.check,
            }
            for name, check, findings in self.results
        ]

    @property
    def state_options(self) -> list[dict[str, Any]]:
        """List the states to choose from."""
        return [
            {"value": name, "title": state_title(name), "selected": name == self.state}
            for name in STATES
        ]

    # What was found

    @cached_property
    def results(self) -> list[tuple[str, Any, list[Finding]]]:
        """Run every check: the list of checks counts the others too."""
        names = {name for name, _check in all_checks(self.context)}
        states = [self.state] if self.state else []
        return find(self.context, self.places, names, states)

    @cached_property
    def chosen(self) -> list[tuple[Any, Finding, int]]:
        """List the findings asked for, with their check and how many that has."""
        return [
            (check, finding, len(findings))
            for name, check, findings in self.results
            if self.check in ("", name)
            for finding in findings
        ]

    @property
    def total(self) -> int:
        """Count the findings asked for."""
        return len(self.chosen)

    @property
    def pages(self) -> int:
        """Count the pages, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """Group the findings of the open page by check."""
        start = (self.page - 1) * PAGE_SIZE
        groups: list[dict[str, Any]] = []
        for check, finding, count in self.chosen[start : start + PAGE_SIZE]:
            if not groups or groups[-1]["check"] is not check:
                groups.append({"check": check, "count": count, "findings": []})
            groups[-1]["findings"].append(finding)
        return groups

    def page_url(self, number: int) -> str:
        """Give the address of another page of the same question."""
        asked = {"check": self.check, "state": self.state, "page": number}
        return f"{self.url}?{urlencode({k: v for k, v in asked.items() if v})}"
