"""The page that takes a list of people in: upload, preview, correction, confirmation."""

from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from plone import api
from plone.batching import Batch
from plone.protect import CheckAuthenticator
from plone.protect.utils import addTokenToUrl
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.tables.reader import MAX_BYTES
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.core.tables.table import UnreadableTable
from sonla.pbgdpl.people.importing import batches
from sonla.pbgdpl.people.importing import pending_lists
from sonla.pbgdpl.people.importing.importer import carry_out
from sonla.pbgdpl.people.importing.plan import Plan
from sonla.pbgdpl.people.importing.rows import KNOWN
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.importing.rows import REFUSED
from sonla.pbgdpl.people.importing.suggestions import suggested
from sonla.pbgdpl.people.importing.suggestions import Suggestion
from sonla.pbgdpl.people.pages.import_corrections import corrected_options
from sonla.pbgdpl.people.pages.import_corrections import remember_meanings
from sonla.pbgdpl.people.pages.import_corrections import unknown_words
from sonla.pbgdpl.people.pages.import_corrections import UnknownWords
from sonla.pbgdpl.people.pages.import_messages import IMPORT
from sonla.pbgdpl.people.pages.import_messages import IMPORT_UNDONE
from sonla.pbgdpl.people.pages.import_messages import MSG_GONE
from sonla.pbgdpl.people.pages.import_messages import MSG_NO_FILE
from sonla.pbgdpl.people.pages.import_messages import MSG_UNDONE
from sonla.pbgdpl.people.pages.import_messages import MSG_UNDONE_BUT
from sonla.pbgdpl.people.pages.import_options import Chosen
from sonla.pbgdpl.people.pages.import_rows import line_of
from sonla.pbgdpl.people.pages.import_rows import offer_refused
from sonla.pbgdpl.people.pages.import_rows import offer_sample
from sonla.pbgdpl.people.pages.import_rows import PreviewRow
from sonla.pbgdpl.ui.admin_pages import AdminPage
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message

PAGE_SIZE = 50
TABS = {
    REFUSED: _("tab_rows_refused", default="To be corrected"),
    NEW: _("tab_rows_new", default="Will be entered"),
    KNOWN: _("tab_rows_known", default="In the register already"),
}
AT_ONCE = 24
"""People whom one request enters: editors who save meanwhile wait for no longer."""
RETRY_DIVISOR = 3
"""By this the number is divided each time that somebody's saving was in the way."""
REFRESH_SECONDS = 0


class ImportView(Page, BrowserView):
    """Lead from the file over a preview of each row to the register."""

    stylesheets = ("tables.css",)
    page_title = _("heading_register_import", default="Enter people from a list")
    error: Any = ""
    progress: Mapping[str, Any] = {}

    def __call__(self) -> str | bytes:
        """Do what a sent form asks for, then show the page; or answer with a file."""
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
            self.kept.choices = self.chosen.choices(self.plan)
            return self.redirect(token=self.token)
        if "correct" in form:
            self.kept.choices = corrected_options(form, self.plan)
            if "remember" in form:
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
        told = suggested(read_table(data), sent.filename, self.context, today())
        choices = self.chosen.first_choices(told)
        self.token = pending_lists.keep(self.context, sent.filename, data, choices)
        self.kept = pending_lists.waiting(self.context, self.token)
        if "apply_at_once" in self.request.form:
            return self.apply()
        return self.redirect(token=self.token)

    def apply(self) -> str:
        """Enter the people; what was refused stays here to be corrected."""
        left = len(self.plan.having(REFUSED))
        filename = self.kept.filename
        to_come = len(self.plan.having(NEW))
        before = batches.entered(self.token)
        known = len(self.plan.having(KNOWN)) - before
        most = None if "apply_at_once" in self.request.form else self.most
        people = carry_out(self.plan, "leave_refused" in self.request.form, most)
        if people:
            batches.note_entered(self.context, self.token, filename, people)
        number = before + len(people)
        if len(people) < to_come:
            return self.show_progress(number, before + to_come)
        log.note(
            IMPORT.name,
            self.plan.choices.portal_type,
            self.context,
            number,
            file=filename,
            known=known,
            refused=left,
        )
        if not left:
            pending_lists.drop(self.token)
        message = _(
            "msg_import_done",
            default="Entered: ${new}. Were there already: ${known}. To be corrected: ${refused}.",
            mapping={"new": number, "known": known, "refused": left},
        )
        return self.redirect(message, self.token if left else "")

    @property
    def most(self) -> int:
        """The number of people whom this try of the request enters.

        The longer a transaction, the more surely somebody saves meanwhile. The last try enters
        nobody, and so can't fail: the page goes on and begins anew.
        """
        if not self.request.supports_retry():
            return 0
        return max(1, AT_ONCE // RETRY_DIVISOR**self.request.retry_count)

    def show_progress(self, done: int, total: int) -> str:
        """Show how far the list is; the page goes on by itself."""
        self.progress = {
            "done": done,
            "total": total,
            "percent": 100 * done // total,
            "leave": "leave_refused" in self.request.form,
        }
        asked = {"continue": "1", "token": self.token}
        if self.progress["leave"]:
            asked["leave_refused"] = "1"
        target = addTokenToUrl(self.url_of(**asked))
        self.request.response.setHeader("Refresh", f"{REFRESH_SECONDS}; url={target}")
        return self.index()

    def undo(self) -> str:
        """Take back whom a list brought."""
        token = str(self.request.form["undo"])
        batch = batches.all_batches().get(token)
        try:
            removed, left = batches.undo(self.context, token)
        except KeyError as error:
            raise InvalidInput(MSG_GONE) from error
        names = ", ".join(one.Title() for one in left)
        log.note(
            IMPORT_UNDONE.name,
            "",
            self.context,
            removed,
            file=batch.filename,
            left=len(left),
        )
        message = MSG_UNDONE_BUT if left else MSG_UNDONE
        facts = {"count": removed, "left": len(left), "names": names}
        return self.redirect(Message(message, mapping=facts))

    def redirect(self, message: Any = "", token: str = "") -> str:
        """Go to the page anew, so that reloading it repeats nothing."""
        if message:
            api.portal.show_message(message, self.request)
        self.request.response.redirect(self.url_of(token=token))
        return ""

    # What is looked at

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
    def plan(self) -> Plan:
        return Plan(self.context, read_table(self.kept.data), self.kept.choices)

    @cached_property
    def chosen(self) -> Chosen:
        """The fields in which people say what a list is."""
        return Chosen(self.request, self.kept and self.kept.choices)

    @property
    def step(self) -> str:
        """What the page shows."""
        if self.progress:
            return "progress"
        return "preview" if self.kept is not None else "upload"

    @cached_property
    def told(self) -> dict[str, Suggestion]:
        """What the list itself says of all its rows."""
        if self.kept is None:
            return {}
        table = read_table(self.kept.data)
        return suggested(table, self.kept.filename, self.context, today())

    def fields(self) -> Iterator[dict[str, Any]]:
        """Yield the fields for all rows."""
        return self.chosen.fields(self.told)

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
                "url": self.url_of(token=token),
                "token": token,
                "uploaded": format_moment(one.uploaded),
                "expires": format_moment(one.expires),
            }
            for token, one in pending_lists.own_lists(self.context)
        ]

    # The preview

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of rows; a list that turned out too long shows its error."""
        try:
            return {name: self.plan.counts[name] for name in TABS}
        except UnreadableTable as refused:
            self.error = refused.message
            return dict.fromkeys(TABS, 0)

    @cached_property
    def shown(self) -> str:
        """The rows that are shown: those asked for, else the first that there are."""
        asked = str(self.request.form.get("show", ""))
        some = (name for name in TABS if self.counts[name])
        return asked if asked in TABS else next(some, NEW)

    @property
    def choosing(self) -> bool:
        """Whether the columns are to be looked at before anything else."""
        return not self.plan.readable or self.chosen.sent

    def tabs(self) -> list[dict[str, Any]]:
        """List the kinds of rows to look at."""
        return [
            {
                "title": title,
                "count": self.counts[name],
                "url": self.url_of(token=self.token, show=name),
                "here": name == self.shown,
            }
            for name, title in TABS.items()
        ]

    @cached_property
    def batch(self) -> Batch:
        """Cut the rows that are shown into pages."""
        start = parse_int(self.request.form.get("b_start"), 0)
        return Batch(self.plan.having(self.shown), PAGE_SIZE, start)

    def lines(self) -> Iterator[PreviewRow]:
        """Yield what the page shows of each row."""
        titles = {
            name: self.plan.headings[at] for at, name in self.plan.columns.items()
        }
        editing = parse_int(self.request.form.get("edit"), -1)
        return (
            line_of(row, self.plan, titles, self.request, row.number == editing)
            for row in self.batch
        )

    def column_titles(self) -> list[str]:
        """List the headings of the columns that are taken."""
        return [self.plan.headings[at] for at in self.plan.columns]

    @property
    def correctable(self) -> bool:
        """Whether something can be typed into the rows that are shown."""
        return self.shown == REFUSED or "edit" in self.request.form

    def edit_url(self, number: int) -> str:
        """Return the address where all cells of a row can be typed anew."""
        start = str(self.request.form.get("b_start") or "")
        asked = {"token": self.token, "show": self.shown, "b_start": start}
        return f"{self.url_of(**asked, edit=str(number))}#row-{number}"

    def unknown(self) -> list[UnknownWords]:
        """List the words that are to be given a meaning, once for all rows."""
        return list(unknown_words(self.plan))

    # Addresses

    def url_of(self, **asked: str) -> str:
        """Return the address of this page in another state."""
        url = f"{self.context.absolute_url()}/@@register-import"
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{url}?{query}" if query else url

    @property
    def people_url(self) -> str:
        return f"{self.context.absolute_url()}/@@reporters"


class ImportAdminPage(AdminPage):
    """Lead here from the administration page."""

    view = "register-import"
    order = 120
    title = _("heading_register_import", default="Enter people from a list")
    help = _(
        "help_tool_register_import",
        default="Reporters and propagandists from an Excel or CSV list; every row is shown before anybody is entered.",
    )
