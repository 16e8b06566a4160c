"""Whether the link to the desk is shown in the user's menu.

The approval desk: what waits for me, what became of mine, and the next step.
"""

from AccessControl import Unauthorized
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from math import inf
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.bulk import perform_all
from sonla.pbgdpl.editorial.bulk import TransitionOutcome
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.desk_lines import work_lists
from sonla.pbgdpl.editorial.facts import gathered
from sonla.pbgdpl.editorial.interfaces import IDeskTab
from sonla.pbgdpl.editorial.local_roles import has_place
from sonla.pbgdpl.editorial.local_roles import may_write
from sonla.pbgdpl.editorial.local_roles import places_of_user
from sonla.pbgdpl.editorial.pages.desk_rows import Choice
from sonla.pbgdpl.editorial.pages.desk_rows import choices
from sonla.pbgdpl.editorial.pages.desk_rows import DeskRow
from sonla.pbgdpl.editorial.pages.desk_sections import act_by_section
from sonla.pbgdpl.editorial.pages.desk_sections import desk_lines
from sonla.pbgdpl.editorial.pages.desk_sections import MAX_PLACES
from sonla.pbgdpl.editorial.pages.desk_sections import sections_for
from sonla.pbgdpl.editorial.pages.desk_tabs import tabs_for
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.drafts.assets import INamedDraft
from sonla.pbgdpl.ui.office_forms import hidden_inputs
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.ui.section_pages import actions_of
from sonla.pbgdpl.ui.section_pages import PageLink
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
MAX_TOOLS = 8
MAX_LISTED = 10_000
SECONDS = 10.0
"""For how long one request takes a step with a whole list; then the page goes on."""
REDIRECTED = (302, 303)
"""A section leads on to what its button made."""


@implementer(INamedDraft)
class ReviewDesk(Page, BrowserView):
    """Show a tab of texts, and act on the chosen ones when the form is posted."""

    page_title = _("heading_review_desk", default="Approval desk")
    left = 0
    """With how many of a whole list the step is yet to be taken."""
    parts = ViewPageTemplateFile("templates/parts.pt")

    def __call__(self) -> str:
        """Act, then show what is left; anonymous visitors are sent to the login."""
        if api.user.is_anonymous():
            raise Unauthorized("The approval desk is for those who are logged in.")
        self.hide_columns()
        self.outcomes: list[TransitionOutcome] = []
        self.error: Any = None
        self.is_front = "tab" not in self.request.form
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
        return list(dict.fromkeys(values_of(self.request.form.get("uids"))))

    @property
    def whole(self) -> str:
        """The step asked for with all that is listed, on all pages: of a part of a tab alone."""
        return str(self.request.form.get("whole", "")) if self.tab.parameters else ""

    @cached_property
    def done(self) -> int:
        """With how many of a whole list the step was taken so far."""
        return max(parse_int(self.request.form.get("done"), 0), 0)

    @cached_property
    def refused(self) -> int:
        """With how many of them it could not be taken so far: they stand first."""
        return max(parse_int(self.request.form.get("refused"), 0), 0)

    @cached_property
    def transition(self) -> str:
        """The transition asked for; an unknown one is none."""
        form = self.request.form
        single = str(form.get("one", "")).partition(":")[2]
        asked = single or self.whole or str(form.get("transition", ""))
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
        self.is_front = False
        self.error = self.missing()
        if self.error is None:
            chosen = self.waiting[self.refused :] if self.whole else self.selection
            self.outcomes = perform_all(
                chosen, self.transition, self.comment, SECONDS if self.whole else inf
            )
            self.count_outcomes()
            self.keep_what_failed()

    @cached_property
    def waiting(self) -> list[str]:
        """The UIDs of what a line stands for, without what came after the form was drawn."""
        seen = set(str(self.request.form.get("listed", "")).split())
        brains = getattr(self.texts, "brains", ()) if self.tab.parameters else ()
        return [one.UID for one in brains[:MAX_LISTED] if not seen or one.UID in seen]

    def count_outcomes(self) -> None:
        """Add up what was done, and look anew at what waits."""
        if self.whole:
            self.left = len(self.waiting) - self.refused - len(self.outcomes)
        done = sum(one.done for one in self.outcomes)
        self.done += done
        self.refused += len(self.outcomes) - done
        self.is_front = bool(self.whole and (self.left or not self.refused))
        for name in ("tabs", "tab_name", "tab", "texts", "lines"):
            self.__dict__.pop(name, None)

    def missing(self) -> Any:
        """Return what the form lacks; None if it is complete."""
        if not (self.whole or self.selection):
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
        if self.left:
            return
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
        if len(waiting) < 2 and not (self.bulk_error or self.comments.get("")):
            return []
        found = (choice for row in waiting for choice in row.choices)
        return choices({choice.id: choice.title for choice in found})

    @property
    def draft_name(self) -> str:
        """What parts what was typed into the form of a list from the forms of others."""
        return f"{self.__name__} {self.tab_name} {self.tab.parameters}"

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

    @property
    def hidden(self) -> Iterator[tuple[str, Any]]:
        """What both forms send along: where it was pressed, and what was listed."""
        state = {"tab": self.tab_name, "page": self.page}
        listed = {"listed": " ".join(self.waiting)} if self.waiting else {}
        return hidden_inputs({**state, **listed, **self.tab.parameters})

    @property
    def progress(self) -> Iterator[tuple[str, Any]]:
        """What the form sends along that goes on with a whole list."""
        return hidden_inputs(
            {"done": self.done, "refused": self.refused, "comment": self.comment}
        )

    # The lists of work

    @cached_property
    def lines(self) -> list[DeskLine]:
        """What the subjects have for the user to do."""
        return desk_lines(self.context, self.request)

    @property
    def lists(self) -> list[dict[str, Any]]:
        """What is to be done, by its days."""
        whole = str(self.request.form.get("list", ""))
        return work_lists(self.lines, self.today, whole)

    @property
    def today(self) -> date:
        """The day in the portal's time zone."""
        return today()

    @property
    def day(self) -> str:
        return format_day(self.today)

    @property
    def tools(self) -> list[PageLink]:
        """The pages that the user works with, what they most likely want to do first.

        What is there in several places names its own, and counts as one.
        """
        sections = sections_for(self.context, self.request)
        found = [link for _name, section in sections for link in section.tools()]
        for place in places_of_user()[:MAX_PLACES]:
            found.extend(tools_in(place))
        alike: dict[str, dict[str, PageLink]] = {}
        for link in sorted(found, key=lambda link: not link.primary):
            alike.setdefault(link.title, {}).setdefault(link.url, link)
        return [
            replace(one, title=f"{title} · {one.description}") if len(ones) > 1 else one
            for title, ones in list(alike.items())[:MAX_TOOLS]
            for one in ones.values()
        ]


def tools_in(place: Any) -> Iterator[PageLink]:
    """Yield what the user may do in a place; what comes first in a section is for its visitors."""
    is_unit = unit_of(place) is not None
    for one in actions_of(place):
        if is_unit or not one.primary:
            yield replace(one, description=place.Title())
    if is_unit and may_write(place):
        title = _(
            "label_desk_write_in",
            default="Write in: ${place}",
            mapping={"place": place.Title()},
        )
        yield PageLink(place.absolute_url(), api.portal.translate(title), primary=True)


DeskAdminPage = admin_page(
    "pbgdpl-review",
    title=_("tool_review", default="Approval desk"),
    help=_("help_tool_review", default="What waits for whom, and since when."),
    order=40,
)
