"""The page that takes a list of people in: upload, preview, correction, confirmation."""

from AccessControl import Unauthorized
from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from plone.protect import CheckAuthenticator
from plone.protect.utils import addTokenToUrl
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.tables.reader import MAX_BYTES
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.core.tables.table import Table
from sonla.pbgdpl.jobs.result import BUSY
from sonla.pbgdpl.jobs.result import FAILED
from sonla.pbgdpl.jobs.result import HELD
from sonla.pbgdpl.jobs.result import RunResult
from sonla.pbgdpl.people import IMPORT_PEOPLE
from sonla.pbgdpl.people.importing import batches
from sonla.pbgdpl.people.importing import pending_lists
from sonla.pbgdpl.people.importing.entering import ListEntering
from sonla.pbgdpl.people.importing.importer import refuse_unfit
from sonla.pbgdpl.people.importing.importer import types_to_send
from sonla.pbgdpl.people.importing.plan import ImportOptions
from sonla.pbgdpl.people.importing.plan import Plan
from sonla.pbgdpl.people.importing.rows import KNOWN
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.importing.rows import REFUSED
from sonla.pbgdpl.people.importing.suggestions import named_kind
from sonla.pbgdpl.people.importing.suggestions import suggested
from sonla.pbgdpl.people.importing.suggestions import Suggestion
from sonla.pbgdpl.people.pages.downloads import import_words
from sonla.pbgdpl.people.pages.import_corrections import corrected_options
from sonla.pbgdpl.people.pages.import_corrections import remember_meanings
from sonla.pbgdpl.people.pages.import_messages import ENTERING
from sonla.pbgdpl.people.pages.import_messages import IMPORT
from sonla.pbgdpl.people.pages.import_messages import ImportWords
from sonla.pbgdpl.people.pages.import_messages import MSG_GONE
from sonla.pbgdpl.people.pages.import_messages import MSG_NO_FILE
from sonla.pbgdpl.people.pages.import_messages import MSG_OTHER_KIND
from sonla.pbgdpl.people.pages.import_messages import MSG_STOPPED
from sonla.pbgdpl.people.pages.import_options import Chosen
from sonla.pbgdpl.people.pages.import_options import KINDS
from sonla.pbgdpl.people.pages.import_preview import ImportPreview
from sonla.pbgdpl.people.pages.import_rows import offer_refused
from sonla.pbgdpl.people.pages.import_rows import offer_sample
from sonla.pbgdpl.people.pages.import_undo import ImportUndo
from sonla.pbgdpl.people.workflow import is_keeper
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import PEOPLE
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar
from zope.i18nmessageid import Message

AT_ONCE = 24
"""People whom the confirming request itself enters: who saves meanwhile waits for no longer."""
WAIT_SECONDS = 3
"""Seconds after which the page looks again whether another run has ended."""


class ImportView(ImportUndo, ImportPreview, Page, BrowserView):
    """Lead from the file over a preview of each row to the register.

    Whom somebody lists who doesn't keep the register is sent for recognition, as if they had
    entered each with the form.
    """

    post_forms: ClassVar = {
        "undo": PostForm(
            _("button_import_undo", default="Take back this list"),
            look="btn-sm btn-outline-danger",
        ),
        "drop": PostForm(
            _("button_import_drop", default="Drop this list"),
            look="btn-sm btn-outline-danger",
        ),
        "upload": PostForm(
            _("button_import_preview", default="Check the list"), takes_file=True
        ),
        "continue": PostForm(_("button_continue", default="Continue")),
        "match": PostForm(
            _("button_import_match", default="Check the list anew"),
            look="btn-secondary",
        ),
        "correct": PostForm(
            _(
                "button_import_correct",
                default="Save what I corrected, and check anew",
            ),
            look="btn-secondary",
        ),
        "apply": PostForm(ENTERING.apply),
        "refused_xlsx": PostForm(
            _("button_import_refused_xlsx", default="Rows to be corrected (Excel)"),
            look="btn-outline-primary",
        ),
        "refused_csv": PostForm(
            _("button_import_refused_csv", default="Rows to be corrected (CSV)"),
            look="btn-outline-primary",
        ),
    }
    stylesheets = ("tables.css",)
    error: Any = ""
    progress: Mapping[str, Any] = {}
    is_waiting = False
    """Whether another run of the portal goes on."""

    def __call__(self) -> str | bytes:
        """Do what a sent form asks for, then show the page; or answer with a file."""
        if not (self.keeps or types_to_send(self.context)):
            raise Unauthorized(IMPORT_PEOPLE)
        keep_private(self.request)
        self.hide_columns()
        if self.request.method != "POST":
            if "sample" in self.request.form:
                return offer_sample(self.request)
            if "continue" not in self.request.form:
                if self.token and self.kept is None:
                    self.error = MSG_GONE
                return self.index()
            # A GET with a token, because a refreshing page can't post
            if "undo" not in self.request.form:
                self.request.form["apply"] = "1"
        CheckAuthenticator(self.request)
        try:
            answer = self.process_form()
        except InvalidInput as refused:
            self.error = refused.message
            answer = None
        return self.index() if answer is None else answer

    def process_form(self) -> str | bytes | None:
        """Do one thing; None shows the page."""
        form = self.request.form
        if "upload" in form or "apply_at_once" in form:
            return self.upload()
        if "undo" in form:
            return self.undo()
        if self.kept is None:
            raise InvalidInput(MSG_GONE)
        if "drop" in form:
            pending_lists.drop(self.token)
            return self.redirect(
                _("msg_import_dropped", default="The list was dropped.")
            )
        if "match" in form:
            self.keep_choices(self.chosen.choices(self.plan))
            return self.redirect(token=self.token)
        if "correct" in form:
            self.keep_choices(corrected_options(form, self.plan))
            if "remember" in form and self.keeps:
                remember_meanings(form)
            return self.redirect(token=self.token)
        for kind in ("xlsx", "csv"):
            if f"refused_{kind}" in form:
                return offer_refused(self.request, self.plan, kind)
        return self.apply() if "apply" in form else None

    # Steps

    def upload(self) -> str:
        """Keep a file that can be read, and go on to its preview."""
        sent = self.request.form.get("list")
        data = sent.read(MAX_BYTES + 1) if getattr(sent, "filename", "") else b""
        if not getattr(sent, "filename", ""):
            raise InvalidInput(MSG_NO_FILE)
        table = read_table(data)
        suggestions = suggested(table, sent.filename, self.context, today())
        asked, named = self.chosen.portal_type, named_kind(table, sent.filename)
        choices = self.chosen.first_choices(suggestions, named)
        self.token = pending_lists.keep(self.context, sent.filename, data, choices)
        self.kept = pending_lists.waiting(self.context, self.token)
        if named and named != asked:
            message = Message(MSG_OTHER_KIND, mapping={"kind": KINDS[named]})
            self.show_message(message, "warning")
        elif "apply_at_once" in self.request.form:
            return self.apply()
        return self.redirect(token=self.token)

    def keep_choices(self, choices: ImportOptions) -> None:
        """Keep what was chosen; who was to come by other choices is to be confirmed anew."""
        self.kept.stop()
        self.kept.choices = choices

    def apply(self) -> str:
        """Enter the people; what was refused stays here to be corrected.

        A long list goes on by a page of its own once it is confirmed, as does a short one
        that others were in the way of.
        """
        begun = self.kept.queue is not None
        if not begun:
            self.kept.queue = self.confirmed()
        queue = self.kept.queue
        entering = ListEntering(self.context, self.token, self.kept)
        if begun:
            self.refuse_failure(entering.go_on())
        elif "apply_at_once" in self.request.form or (
            len(queue.rows) <= AT_ONCE and not self.request.retry_count
        ):
            entering.at_once()
        return self.finish(queue) if queue.done else self.show_progress(queue)

    def refuse_failure(self, result: RunResult) -> None:
        """Raise `InvalidInput` where going on would meet the same failure again."""
        if result.state in (FAILED, HELD):
            detail = "; ".join(
                map(
                    self.translated,
                    filter(None, (one.detail for one in result.outcomes)),
                )
            )
            raise InvalidInput(Message(MSG_STOPPED, mapping={"detail": detail}))
        self.is_waiting = result.state == BUSY

    def finish(self, queue: pending_lists.EntryQueue) -> str:
        """Note that a list was entered, and tell its user."""
        self.kept.queue = None
        number, left = batches.entered(self.token), queue.refused
        counts = {"known": queue.known, "refused": left}
        log.note(
            IMPORT.name,
            self.kept.choices.portal_type,
            self.context,
            number,
            file=self.kept.filename,
            **counts,
        )
        if not left:
            pending_lists.drop(self.token)
        message = Message(self.words.done, mapping={"new": number, **counts})
        return self.redirect(message, self.token if left else "")

    def confirmed(self) -> pending_lists.EntryQueue:
        """Return the people whom the plan enters; raise `InvalidInput` if it may not be."""
        refuse_unfit(self.plan, "leave_refused" in self.request.form)
        new, known, refused = map(self.plan.having, (NEW, KNOWN, REFUSED))
        before = batches.entered(self.token)
        return pending_lists.EntryQueue(new, before, len(known) - before, len(refused))

    def show_progress(self, queue: pending_lists.EntryQueue) -> str:
        """Show how far the list is; the page goes on by itself."""
        done, total = queue.before + queue.position, queue.before + len(queue.rows)
        leave = "leave_refused" in self.request.form
        kept = {"leave_refused": "1"} if leave else {}
        self.progress = {
            "done": done,
            "total": total,
            "percent": 100 * done // total,
            "kept": kept,
        }
        return self.go_on_by_itself(token=self.token, **kept)

    def go_on_by_itself(self, **asked: str) -> str:
        """Show the page, and have the browser ask for its next state."""
        target = addTokenToUrl(self.url_with(**{"continue": "1", **asked}))
        seconds = WAIT_SECONDS if self.is_waiting else 0
        self.request.response.setHeader("Refresh", f"{seconds}; url={target}")
        return self.index()

    def redirect(self, message: Any = "", token: str = "") -> str:
        """Go to the page anew, so that reloading it repeats nothing."""
        if message:
            self.show_message(message)
        return self.lead_to(self.url_with(token=token))

    # What is looked at

    @cached_property
    def keeps(self) -> bool:
        """Whether the user keeps the register, so that whom they enter is in it at once."""
        return is_keeper(self.context)

    @property
    def words(self) -> ImportWords:
        """What the page says of what will be done."""
        return import_words(self.context)

    @property
    def page_title(self) -> Message:
        return self.words.title

    @cached_property
    def token(self) -> str:
        """The token of the list that the address names."""
        token = self.request.form.get("token", "")
        # Address and form may both name it
        return str(token[0] if isinstance(token, list) else token)

    @cached_property
    def kept(self) -> Any:
        """The list that waits."""
        return pending_lists.waiting(self.context, self.token) if self.token else None

    @cached_property
    def table(self) -> Table:
        """The list as it was read."""
        return read_table(self.kept.data)

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.context, self.table, self.kept.choices)

    @cached_property
    def chosen(self) -> Chosen:
        """The fields in which people say what a list is."""
        return Chosen(self.request, self.kept and self.kept.choices, self.context)

    @property
    def step(self) -> str:
        """What the page shows."""
        if self.progress or self.undoing:
            return "progress"
        return "preview" if self.kept is not None else "upload"

    @cached_property
    def suggestions(self) -> dict[str, Suggestion]:
        """What the list itself says of all its rows."""
        if self.kept is None:
            return {}
        return suggested(self.table, self.kept.filename, self.context, today())

    def fields(self) -> Iterator[dict[str, Any]]:
        """Yield the fields for all rows."""
        return self.chosen.fields(self.suggestions)

    def batches(self) -> list[dict[str, Any]]:
        """List what was entered here and can be taken back."""
        return [
            {
                "token": token,
                "name": one.filename,
                "count": len(one.people),
                "entered": format_moment(one.started),
                "expires": format_moment(one.expires),
            }
            for token, one in batches.batches_here(self.context)
        ]

    def own_lists(self) -> list[dict[str, str]]:
        """List what the user has uploaded here and not decided on."""
        return [
            {
                "name": one.filename,
                "url": self.url_with(token=token),
                "token": token,
                "uploaded": format_moment(one.uploaded),
                "expires": format_moment(one.expires),
            }
            for token, one in pending_lists.own_lists(self.context)
        ]


ImportAdminPage = admin_page(
    "register-import",
    title=_("heading_register_import", default="Enter people from a list"),
    help=_(
        "help_tool_register_import",
        default="Reporters and propagandists from an Excel or CSV list; every row is shown before anybody is entered.",
    ),
    order=120,
    group=PEOPLE,
)
