"""The page that lists what texts lack, check by check."""

from AccessControl import Unauthorized
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.names import MANAGE_SETTINGS
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.checks import all_checks
from sonla.pbgdpl.editorial.facts import checked_states
from sonla.pbgdpl.editorial.pages.check_results import CheckResult
from sonla.pbgdpl.editorial.pages.check_results import look
from sonla.pbgdpl.editorial.pages.check_results import places_to_check
from sonla.pbgdpl.editorial.pages.check_results import Stretch
from sonla.pbgdpl.editorial.states import state_title
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from urllib.parse import urlencode


class CheckView(Page, BrowserView):
    """Show findings to those who write, edit, approve or administer here."""

    page_title = _("heading_check", default="What texts lack")

    def __call__(self) -> str:
        """Show the page; anonymous visitors and outsiders are sent to the login."""
        if api.user.is_anonymous() or not self.allowed:
            raise Unauthorized("The check is for those who work in the section.")
        self.hide_columns()
        return self.index()

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
    def stretch(self) -> Stretch:
        """Look at as many texts as a page takes."""
        checks = [
            check
            for name, check in all_checks(self.context)
            if self.check in ("", name)
        ]
        states = [self.state] if self.state else []
        return look(checks, self.places, states, self.start)

    @cached_property
    def groups(self) -> list[dict[str, Any]]:
        """Group the findings by check, in the order of the checks."""
        groups: dict[Any, list[CheckResult]] = {}
        for check, finding in self.stretch.findings:
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
        end = self.stretch.end
        return self.page_url(end) if end < self.stretch.total else ""

    @property
    def first_url(self) -> str:
        """The address of the beginning; empty on it."""
        return self.page_url(0) if self.stretch.start else ""

    def page_url(self, start: int) -> str:
        """Return the address at which the same question is asked of other texts."""
        asked = {"check": self.check, "state": self.state, "start": start}
        return f"{self.url}?{urlencode({k: v for k, v in asked.items() if v})}"


class CheckAdminPage(AdminPage):
    """Lead here from the administration page."""

    view = "pbgdpl-check"
    order = 140
    title = _("tool_check", default="What texts lack")
    help = _(
        "help_tool_check",
        default="Texts without a field of law, a summary and the like; nothing of it stops a text.",
    )
