"""Whether the link to the desk is shown in the user's menu.

The approval desk: what waits for me, what became of mine, and the next step.
"""

from AccessControl import Unauthorized
from collections.abc import Sequence
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.bulk import perform_all
from sonla.pbgdpl.editorial.bulk import TransitionOutcome
from sonla.pbgdpl.editorial.facts import gathered
from sonla.pbgdpl.editorial.interfaces import IDeskTab
from sonla.pbgdpl.editorial.local_roles import has_place
from sonla.pbgdpl.editorial.pages.desk_rows import Choice
from sonla.pbgdpl.editorial.pages.desk_rows import choices
from sonla.pbgdpl.editorial.pages.desk_rows import DeskRow
from sonla.pbgdpl.editorial.pages.desk_sections import act_by_section
from sonla.pbgdpl.editorial.pages.desk_sections import render_sections
from sonla.pbgdpl.editorial.pages.desk_tabs import tabs_for
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from urllib.parse import urlencode
from zope.interface import implementer


class DeskAccess(BrowserView):
    """Answer the condition of the action `pbgdpl-review`."""

    @cached_property
    def visible(self) -> bool:
        """Whether the user has anything to do with a section."""
        return not api.user.is_anonymous() and has_place()


PAGE_SIZE = 50
REDIRECTED = (302, 303)
"""A section leads on to what its button made."""


@implementer(IWritingPage)
class ReviewDesk(Page, BrowserView):
    """Show a tab of texts, and act on the chosen ones when the form is posted."""

    page_title = _("heading_review_desk", default="Approval desk")
    parts = ViewPageTemplateFile("templates/parts.pt")

    def __call__(self) -> str:
        """Act, then show what is left; anonymous visitors are sent to the login."""
        if api.user.is_anonymous():
            raise Unauthorized("The approval desk is for those who are logged in.")
        self.hide_columns()
        self.outcomes: list[TransitionOutcome] = []
        self.error: Any = None
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.process_form()
            if self.request.response.getStatus() in REDIRECTED:
                return ""
        return self.index()

    # What was asked

    @cached_property
    def single(self) -> str:
        """The UID of the text whose own button was pressed; empty for the ticked."""
        return str(self.request.form.get("one", "")).partition(":")[0]

    @cached_property
    def selection(self) -> list[str]:
        """The UIDs chosen: the row of the button pressed, else the boxes ticked."""
        if self.single:
            return [self.single]
        chosen = self.request.form.get("uids", [])
        return [str(uid) for uid in ([chosen] if isinstance(chosen, str) else chosen)]

    @cached_property
    def transition(self) -> str:
        """The transition asked for; an unknown one is none."""
        single = str(self.request.form.get("one", ""))
        asked = single.partition(":")[2] or str(self.request.form.get("transition", ""))
        return asked if asked in gathered("offered") else ""

    @cached_property
    def comments(self) -> dict[str, str]:
        """Mapping of UIDs to the comments as typed; that for all ticked texts is under ``""``.

        Each row has a comment of its own, so that what is said of one text never goes
        out with another.
        """
        return {
            key.removeprefix("comment").removeprefix("-"): str(value)
            for key, value in self.request.form.items()
            if key == "comment" or key.startswith("comment-")
        }

    @property
    def comment(self) -> str:
        """The comment that goes with the step asked for."""
        return self.comments.get(self.single, "").strip()

    @cached_property
    def page(self) -> int:
        """Number the page from 1; nonsense in the address is the first."""
        wanted = parse_int(self.request.form.get("page"), 1)
        return min(max(wanted, 1), self.pages)

    # Acting

    def process_form(self) -> None:
        """Do what the posted form asks; keep what was typed when something lacks."""
        if act_by_section(self.context, self.request):
            return
        self.error = self.missing()
        if self.error is None:
            self.outcomes = perform_all(self.selection, self.transition, self.comment)
            self.keep_what_failed()

    def missing(self) -> Any:
        """Return what the form lacks; None if it is complete."""
        if not self.selection:
            return _("msg_choose_texts", default="Choose at least one text.")
        if not self.transition:
            return _("msg_choose_step", default="Choose what to do with the texts.")
        if self.transition in gathered("comment_required") and not self.comment:
            return _(
                "msg_comment_first",
                default="Write a comment first: the author must learn the reason.",
            )
        return None

    def keep_what_failed(self) -> None:
        """Leave a comment in the form if a text was refused; it may be used again."""
        if all(outcome.done for outcome in self.outcomes):
            self.comments.pop(self.single, None)
            self.transition = ""
        self.selection = []

    # What is shown

    @property
    def bulk_error(self) -> Any:
        """What lacks for the ticked texts, or for a row that is not shown."""
        shown = self.single in {row.uid for row in self.rows}
        return None if shown else self.error

    def row_error(self, row: DeskRow) -> Any:
        """Return what lacks for a text whose own button was pressed."""
        return self.error if row.uid == self.single else None

    def row_comment(self, row: DeskRow) -> str:
        """Return what was typed about one text, to be shown again in its field."""
        return self.comments.get(row.uid, "")

    @property
    def bulk_comment(self) -> str:
        """What was typed about the ticked texts."""
        return self.comments.get("", "")

    @cached_property
    def tabs(self) -> list[tuple[str, IDeskTab]]:
        return tabs_for(self.context, self.request)

    @cached_property
    def tab_name(self) -> str:
        """The tab that is open, the first if the address names none."""
        asked = str(self.request.form.get("tab", ""))
        names = [name for name, tab in self.tabs]
        return asked if asked in names else names[0]

    @cached_property
    def tab(self) -> IDeskTab:
        return dict(self.tabs)[self.tab_name]

    @cached_property
    def texts(self) -> Sequence[Any]:
        """All texts of the open tab."""
        return self.tab.texts()

    @property
    def total(self) -> int:
        """The number of texts of the open tab."""
        return len(self.texts)

    @property
    def pages(self) -> int:
        """The number of pages, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))

    @cached_property
    def rows(self) -> list[DeskRow]:
        """The texts of the page that is open."""
        start = (self.page - 1) * PAGE_SIZE
        return [DeskRow(text) for text in self.texts[start : start + PAGE_SIZE]]

    @cached_property
    def bulk_choices(self) -> list[Choice]:
        """Every transition that some text of this page offers.

        None where a single text waits: its own buttons do the same.
        """
        waiting = [row for row in self.rows if row.choices]
        if len(waiting) < 2 and not (self.bulk_error or self.bulk_comment):
            return []
        found = (choice for row in waiting for choice in row.choices)
        return choices({choice.id: choice.title for choice in found})

    @property
    def place(self) -> str:
        """The section or unit that the desk is limited to; empty at the root."""
        return self.context.Title() if section_of(self.context) is not None else ""

    @property
    def desk_url(self) -> str:
        return f"{self.context.absolute_url()}/@@pbgdpl-review"

    def tab_number(self, name: str, tab: IDeskTab) -> int | None:
        """Count the texts of a tab: of one that isn't open where that is cheap."""
        return self.total if name == self.tab_name else tab.number()

    def tab_url(self, name: str, page: int = 1) -> str:
        """Return the address of a page of a tab; the open one keeps what narrows it down."""
        query = {"tab": name} | ({"page": page} if page > 1 else {})
        if name == self.tab_name:
            query |= self.tab.parameters
        return f"{self.desk_url}?{urlencode(query)}"

    def sections(self) -> list[str]:
        """Return what stands above the tabs, as HTML."""
        return list(render_sections(self.context, self.request))


class DeskAdminPage(AdminPage):
    """Lead here from the administration page."""

    view = "pbgdpl-review"
    order = 40
    title = _("tool_review", default="Approval desk")
    help = _("help_tool_review", default="What waits for whom, and since when.")
