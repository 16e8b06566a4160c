"""The page that takes a list of people in: upload, preview, correction, confirmation."""

from collections.abc import Iterator
from functools import cached_property
from plone import api
from plone.batching import Batch
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.audit.actions import FILE_NAME
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.tables.reader import LARGEST
from sonla.pbgdpl.core.tables.reader import read_table
from sonla.pbgdpl.core.tables.table import UnreadableTable
from sonla.pbgdpl.people.importing import pending_lists
from sonla.pbgdpl.people.importing.importer import carry_out
from sonla.pbgdpl.people.importing.plan import Plan
from sonla.pbgdpl.people.importing.rows import KNOWN
from sonla.pbgdpl.people.importing.rows import NEW
from sonla.pbgdpl.people.importing.rows import REFUSED
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

PAGE_SIZE = 50
TABS = {
    REFUSED: _("tab_rows_refused", default="To be corrected"),
    NEW: _("tab_rows_new", default="Will be entered"),
    KNOWN: _("tab_rows_known", default="In the register already"),
}
MSG_NO_FILE = _("msg_import_no_file", default="Choose a file first.")
IMPORT = AuditAction(
    "import",
    _("log_import", default="Entered from a list"),
    DATA,
    {
        "file": FILE_NAME,
        "known": _("log_fact_known", default="In the register already"),
        "refused": _("log_fact_refused", default="To be corrected"),
    },
)
MSG_GONE = _(
    "msg_import_gone",
    default="This list is not here any more: it was entered or dropped. Upload it again if anything is missing.",
)


class ImportView(Page, BrowserView):
    """Lead from the file over a preview of each row to the register."""

    stylesheets = ("tables.css",)
    page_title = _("heading_register_import", default="Enter people from a list")
    error: Any = ""

    def __call__(self) -> str | bytes:
        """Do what a sent form asks for, then show the page; or answer with a file."""
        keep_private(self.request)
        self.hide_columns()
        if self.request.method != "POST":
            if "sample" in self.request.form:
                return offer_sample(self.request)
            if self.token and self.kept is None:
                self.error = MSG_GONE
            return self.index()
        CheckAuthenticator(self.request)
        try:
            answer = self.act()
        except InvalidInput as refused:
            self.error = refused.message
            answer = None
        return self.index() if answer is None else answer

    def act(self) -> str | bytes | None:
        """Do one thing; None shows the page."""
        form = self.request.form
        if "upload" in form or "apply_at_once" in form:
            return self.upload()
        if self.kept is None:
            raise InvalidInput(MSG_GONE)
        if "drop" in form:
            pending_lists.drop(self.token)
            return self.go(_("msg_import_dropped", default="The list was dropped."))
        if "match" in form:
            self.kept.choices = self.chosen.choices(self.plan)
            return self.go(token=self.token)
        for kind in ("xlsx", "csv"):
            if f"refused_{kind}" in form:
                return offer_refused(self.request, self.plan, kind)
        return self.apply() if "apply" in form else None

    # Steps

    def upload(self) -> str:
        """Keep a file that can be read, and go on to its preview."""
        sent = self.request.form.get("list")
        data = sent.read(LARGEST + 1) if getattr(sent, "filename", "") else b""
        if not getattr(sent, "filename", ""):
            raise InvalidInput(MSG_NO_FILE)
        read_table(data)
        choices = self.chosen.choices()
        self.token = pending_lists.keep(self.context, sent.filename, data, choices)
        self.kept = pending_lists.waiting(self.context, self.token)
        if "apply_at_once" in self.request.form:
            return self.apply()
        return self.go(token=self.token)

    def apply(self) -> str:
        """Enter the people; what was refused stays here to be corrected."""
        left = len(self.plan.having(REFUSED))
        known = len(self.plan.having(KNOWN))
        filename = self.kept.filename
        number = carry_out(self.plan, "leave_refused" in self.request.form)
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
        return self.go(message, self.token if left else "")

    def go(self, message: Any = "", token: str = "") -> str:
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
        return "preview" if self.kept is not None else "upload"

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
        return (line_of(row, titles, self.request) for row in self.batch)

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
