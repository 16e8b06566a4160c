"""The page that brings existing content in: find, preview, correct, bring in, take back."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from plone.batching import Batch as Pages
from plone.protect import CheckAuthenticator
from plone.protect.utils import addTokenToUrl
from plone.uuid.interfaces import IUUID
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.names import MOVING
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.options.moving import batches
from sonla.pbgdpl.options.moving.batches import Entry
from sonla.pbgdpl.options.moving.corrections import correct
from sonla.pbgdpl.options.moving.corrections import Correction
from sonla.pbgdpl.options.moving.corrections import leave_out
from sonla.pbgdpl.options.moving.corrections import take_in_again
from sonla.pbgdpl.options.moving.finding import entries_of
from sonla.pbgdpl.options.moving.finding import MAX_ITEMS
from sonla.pbgdpl.options.moving.pages.rows import line_of
from sonla.pbgdpl.options.moving.pages.rows import Options
from sonla.pbgdpl.options.moving.pages.rows import type_title
from sonla.pbgdpl.options.moving.pages.search_form import SearchForm
from sonla.pbgdpl.options.moving.running import work
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import DATA
from sonla.pbgdpl.ui.confirmation import AsksOnce
from sonla.pbgdpl.ui.confirmation import Confirmation
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.fields import choices_of
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import values_of
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message
from zope.interface import provider
from zope.schema import Choice
from zope.schema.interfaces import IContextSourceBinder
from zope.schema.vocabulary import SimpleVocabulary

VIEW = "pbgdpl-content-import"
TITLE = _("heading_content_import", default="Bring existing content into the section")
HELP = _(
    "help_tool_content_import",
    default="News, pages, files, events and links from elsewhere in the portal become content of the section; every item is shown before, and a whole batch can be taken back.",
)
PAGE_SIZE = 25
SECONDS = 4
"""How long one request works before it shows the progress."""
REFRESH_SECONDS = 1
TO_LOOK_AT = "to_look_at"
PREVIEW_TABS = {
    TO_LOOK_AT: _("tab_bring_in_look", default="To be looked at"),
    batches.READY: _("tab_bring_in_ready", default="Will be brought in"),
    batches.REFUSED: _("tab_bring_in_refused", default="Can't be brought in"),
    batches.LEFT_OUT: _("tab_bring_in_left_out", default="Left out"),
}
RESULT_TABS = {
    batches.BROUGHT: _("tab_bring_in_brought", default="Brought in"),
    batches.FAILED: _("tab_bring_in_failed", default="Could not be converted"),
    batches.REFUSED: PREVIEW_TABS[batches.REFUSED],
    batches.LEFT_OUT: PREVIEW_TABS[batches.LEFT_OUT],
    batches.TAKEN_BACK: _("tab_bring_in_taken_back", default="Taken back"),
    batches.STAYED: _("tab_bring_in_stayed", default="Stays in the section"),
}
PHASES = {
    batches.READING: _("phase_bring_in_reading", default="Is being read"),
    batches.PREVIEW: _("phase_bring_in_preview", default="Waits for your decision"),
    batches.RUNNING: _("phase_bring_in_running", default="Is being brought in"),
    batches.DONE: _("phase_bring_in_done", default="Brought in"),
    batches.UNDOING: _("phase_bring_in_undoing", default="Is being taken back"),
    batches.UNDONE: _("phase_bring_in_undone", default="Taken back"),
}
PHASES_BEGUN = {
    "run": (batches.PREVIEW, batches.RUNNING),
    "undo": (batches.DONE, batches.UNDOING),
}
"""Button → the phase in which a batch must be, and the one that begins."""
MSG_GONE = _(
    "msg_bring_in_batch_gone",
    default="This batch is not here any more. Find the items again.",
)
MSG_NOTHING = _(
    "msg_bring_in_nothing",
    default="Nothing was found. Choose another folder, fewer words or a longer period.",
)
MSG_OTHER_PHASE = _(
    "msg_bring_in_other_phase",
    default="Somebody else has continued this batch meanwhile. Its present state is shown below.",
)
MSG_TOO_MANY = _(
    "msg_bring_in_too_many",
    default="${count} items were found; one batch takes ${most}. Choose a folder or a period, and make several batches.",
)


DROP = _("button_bring_in_drop", default="Remove this batch from the list")
LEAVE_OUT = _("button_bring_in_leave_out", default="Leave the ticked rows out")
TAKE_IN = _("button_bring_in_take_in", default="Take the ticked rows in again")


@provider(IContextSourceBinder)
def places(section: Any) -> SimpleVocabulary:
    """Return where items can go: the section itself, or a unit of it."""
    return choices_of(dict(Options(section).targets))


class ContentImportView(SearchForm, AsksOnce, Page, BrowserView):
    """Lead from the search over the preview to the result, and back.

    Without JavaScript: while a batch is worked through, the page asks the browser to load the
    next address by itself, and shows a button for browsers that do not.
    """

    post_forms: ClassVar = {
        "continue": PostForm(_("button_continue", default="Continue")),
        "prepare": PostForm(
            _("button_bring_in_prepare", default="See what becomes of these items"),
            (
                Choice(
                    __name__="target",
                    title=_("label_bring_in_target", default="To be brought to"),
                    source=places,
                ),
            ),
        ),
        "correct": PostForm(
            _("button_bring_in_correct", default="Change the ticked rows"),
            look="btn-secondary",
        ),
        "leave_out": PostForm(LEAVE_OUT, look="btn-outline-secondary"),
        "run": PostForm(_("button_bring_in_run", default="Bring ${count} items in")),
        "undo": PostForm(
            _("button_bring_in_undo", default="Take the whole batch back"),
            look="btn-outline-danger",
        ),
        "drop": PostForm(DROP, look="btn-outline-secondary"),
    }
    stylesheets = ("tables.css",)
    columns = (
        _("label_bring_in_item", default="Item"),
        _("label_bring_in_becomes", default="Becomes"),
        _("label_bring_in_target", default="To be brought to"),
        _("label_legal_fields", default="Fields of law"),
        _("label_legal_documents", default="Legal documents"),
        _("label_note", default="Note"),
    )
    page_title = TITLE
    asks_about: ClassVar = {
        "drop": Confirmation(
            DROP,
            _(
                "help_bring_in_drop",
                default="A batch that is removed from the list can't be taken back any more; its content stays in the section.",
            ),
        ),
    }
    error: Any = ""

    def __call__(self) -> str:
        """Do what a sent form asks for, then show the page."""
        keep_private(self.request)
        self.hide_columns()
        form = self.request.form
        if self.request.method != "POST" and "continue" not in form:
            if self.token and self.kept is None:
                self.error = MSG_GONE
            return self.index()
        # A GET with a token goes on, because a refreshing page can't post.
        CheckAuthenticator(self.request)
        try:
            answer = self.process_form()
        except InvalidInput as refused:
            self.error, answer = refused.message, None
        return self.index() if answer is None else answer

    def result(self) -> dict[str, Any] | None:
        """Return what the page shows of what was found; nothing before somebody asks."""
        if "find" not in self.request.form or self.error:
            return None
        try:
            return super().result()
        except InvalidInput as refused:
            self.error = refused.message
            return None

    def process_form(self) -> str | None:
        """Do one thing; None shows the page."""
        form = self.request.form
        if "prepare" in form:
            return self.prepare()
        if self.kept is None:
            raise InvalidInput(MSG_GONE)
        if "continue" in form:
            return self.go_on()
        for name, (before, after) in PHASES_BEGUN.items():
            if name in form:
                self.require(before)
                self.kept.begin(after)
                return self.go_on()
        if "drop" in form:
            return self.ask_about_button() or self.drop()
        if "correct" in form or "save_row" in form or "leave_out" in form:
            self.require(batches.PREVIEW)
            return self.correct()
        return None

    def require(self, phase: str) -> None:
        """Raise `InvalidInput` unless the batch is in a phase: two may have pressed buttons."""
        if self.kept.phase != phase:
            raise InvalidInput(MSG_OTHER_PHASE)

    # Steps

    def prepare(self) -> str:
        """Make a batch of what is found, and begin to read it."""
        found = self.found
        if not found:
            raise InvalidInput(MSG_NOTHING)
        if len(found) > MAX_ITEMS:
            facts = {"count": str(len(found)), "most": str(MAX_ITEMS)}
            raise InvalidInput(Message(MSG_TOO_MANY, mapping=facts))
        target = self.known_target("target") or IUUID(self.context)
        self.token = batches.add_batch(self.context, target, entries_of(found))
        self.kept = batches.batches_of(self.context)[self.token]
        return self.go_on()

    def go_on(self) -> str:
        """Work for some seconds, then show the progress or the end."""
        work(self.context, self.kept, SECONDS)
        if self.kept.phase not in batches.AT_WORK:
            return self.redirect(token=self.token)
        target = addTokenToUrl(self.url_with(**{"continue": "1", "token": self.token}))
        self.request.response.setHeader("Refresh", f"{REFRESH_SECONDS}; url={target}")
        return self.index()

    def drop(self) -> str:
        """Forget a batch that changed nothing, or one that is not to be taken back."""
        if self.kept.phase in (batches.RUNNING, batches.UNDOING):
            raise InvalidInput(MSG_OTHER_PHASE)
        batches.drop(self.context, self.token)
        return self.redirect(
            _("msg_bring_in_dropped", default="The batch was removed from the list.")
        )

    def correct(self) -> str:
        """Change one row as it was typed, or all that are ticked alike."""
        form = self.request.form
        one = parse_int(form.get("save_row"), -1)
        if one in self.kept.entries:
            correct(self.context, self.kept, self.kept.entries[one], self.typed(one))
        else:
            for entry in self.ticked():
                self.correct_ticked(entry)
        return self.redirect(
            token=self.token, show=self.shown, b_start=str(form.get("b_start") or "")
        )

    def ticked(self) -> list[Entry]:
        """List the entries that are ticked, or all of those that are shown, on whatever page."""
        if "all_rows" in self.request.form:
            return [entry for _number, entry in self.rows[self.shown]]
        numbers = (
            parse_int(one, -1) for one in values_of(self.request.form.get("rows"))
        )
        return [self.kept.entries[n] for n in numbers if n in self.kept.entries]

    def correct_ticked(self, entry: Entry) -> None:
        """Change one of the rows that are ticked."""
        form = self.request.form
        if "leave_out" in form:
            if entry.state == batches.LEFT_OUT:
                take_in_again(self.kept, entry)
            else:
                leave_out(entry)
            return
        fields = tuple(values_of(form.get("all_fields")))
        change = Correction(
            becomes=str(form.get("all_becomes") or "") or None,
            target=self.known_target("all_target"),
            legal_fields=fields or None,
        )
        correct(self.context, self.kept, entry, change)

    def typed(self, number: int) -> Correction:
        """Read what was typed into a row."""
        form = self.request.form
        return Correction(
            becomes=str(form.get(f"becomes-{number}") or ""),
            target=self.known_target(f"target-{number}"),
            legal_fields=tuple(values_of(form.get(f"fields-{number}"))),
            documents=str(form.get(f"documents-{number}") or ""),
        )

    def known_target(self, name: str) -> str | None:
        """Return the place that a field names, if it is one that is offered."""
        sent = self.sent(name)
        return sent if sent in dict(self.options.targets) else None

    def redirect(self, message: Any = "", **asked: str) -> str:
        """Go to the page anew, so that reloading it repeats nothing."""
        if message:
            self.show_message(message)
        return self.lead_to(self.url_with(**asked))

    # What is looked at

    @cached_property
    def token(self) -> str:
        """The token of the batch that the address names."""
        return (values_of(self.request.form.get("token")) or [""])[0]

    @cached_property
    def kept(self) -> Any:
        """The batch."""
        return batches.batches_of(self.context).get(self.token) if self.token else None

    @cached_property
    def options(self) -> Options:
        """What can be chosen in the preview."""
        return Options(self.context)

    @property
    def step(self) -> str:
        """What the page shows."""
        if self.kept is None:
            return "find"
        if self.kept.phase in batches.AT_WORK:
            return "progress"
        return "preview" if self.kept.phase == batches.PREVIEW else "result"

    def words_on(self, name: str) -> Message:
        """Return what stands on a button, with how many items it is about."""
        if name == "leave_out" and self.shown == batches.LEFT_OUT:
            return TAKE_IN
        words = super().words_on(name)
        if name == "run":
            return Message(words, mapping={"count": len(self.rows[batches.READY])})
        return words

    @property
    def phase_title(self) -> Message:
        return PHASES[self.kept.phase]

    def batches(self) -> Iterator[dict[str, Any]]:
        """Yield what the page shows of each batch of the section."""
        for token, batch in batches.newest_first(self.context):
            yield {
                "url": self.url_with(token=token),
                "made": format_moment(batch.made),
                "total": batch.total,
                "phase": PHASES[batch.phase],
                "brought": batch.brought,
            }

    # Preview and result

    @property
    def tab_titles(self) -> dict[str, Message]:
        """The kinds of rows."""
        return PREVIEW_TABS if self.step == "preview" else RESULT_TABS

    @cached_property
    def rows(self) -> dict[str, list[tuple[int, Entry]]]:
        """The entries of each kind."""
        found: dict[str, list[tuple[int, Entry]]] = {
            name: [] for name in self.tab_titles
        }
        for number, entry in self.kept.entries.items():
            if entry.state in found:
                found[entry.state].append((number, entry))
            if (
                entry.state == batches.READY
                and entry.unrecognised
                and TO_LOOK_AT in found
            ):
                found[TO_LOOK_AT].append((number, entry))
        return found

    @cached_property
    def shown(self) -> str:
        """The kind that is shown: the one asked for, else the first that there is."""
        asked = self.sent("show")
        some = (name for name, rows in self.rows.items() if rows)
        return asked if asked in self.rows else next(some, batches.READY)

    def tabs(self) -> list[dict[str, Any]]:
        """List the kinds of rows to look at, with their numbers."""
        return [
            {
                "title": title,
                "count": len(self.rows[name]),
                "url": self.url_with(token=self.token, show=name),
                "here": name == self.shown,
            }
            for name, title in self.tab_titles.items()
            if self.rows[name] or name == self.shown
        ]

    def summary(self) -> list[tuple[str, int]]:
        """Return how many items become what."""
        ready = self.rows.get(batches.READY, ())
        counts = Counter(entry.becomes for _number, entry in ready)
        return [(type_title(name), count) for name, count in counts.items()]

    @cached_property
    def pages(self) -> Pages:
        """The rows that are shown, cut into pages."""
        start = parse_int(self.request.form.get("b_start"), 0)
        return Pages(self.rows[self.shown], PAGE_SIZE, start)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield what the page shows of each row."""
        editing = parse_int(self.request.form.get("edit"), -1)
        for number, entry in self.pages:
            yield line_of(number, entry, self.kept, self.options, number == editing)

    def edit_url(self, number: int) -> str:
        """Return the address where all cells of a row can be corrected."""
        asked = {
            "token": self.token,
            "show": self.shown,
            "b_start": self.sent("b_start"),
        }
        return f"{self.url_with(**asked, edit=str(number))}#row-{number}"


ContentImportAdminPage = admin_page(
    VIEW,
    title=TITLE,
    help=HELP,
    order=115,
    group=DATA,
    belongs_to=MOVING,
    __module__=__name__,
)
