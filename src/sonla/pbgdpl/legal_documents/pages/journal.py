"""The journal of decisions: view, export, undo."""

from AccessControl import Unauthorized
from collections.abc import Iterator
from functools import cached_property
from plone import api
from plone.batching import Batch
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.editorial.authorship import full_name
from sonla.pbgdpl.legal_documents.decisions import undo
from sonla.pbgdpl.legal_documents.journal import DecisionEntry
from sonla.pbgdpl.legal_documents.journal import JournalReader
from sonla.pbgdpl.legal_documents.journal import read_journal
from sonla.pbgdpl.legal_documents.pages.decision import ChangesMixin
from sonla.pbgdpl.legal_documents.pages.decision import STATUS_LABELS
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from typing import Any
from typing import ClassVar

PAGE_SIZE = 10
CSV_COLUMNS = (
    _("label_journal_at", default="When"),
    _("label_journal_who", default="Who"),
    _("label_number", default="Number"),
    _("label_title_column", default="Title"),
    _("label_journal_path", default="Path"),
    _("label_journal_value", default="What"),
    _("label_journal_old", default="Before"),
    _("label_journal_new", default="After"),
    _("label_journal_outcome", default="Outcome"),
)


class JournalView(Page, ChangesMixin, BrowserView):
    """Show who set what and when, and take a decision back."""

    post_forms: ClassVar = {
        "undo": PostForm(
            _("button_undo", default="Take back"), look="btn-sm btn-outline-secondary"
        ),
    }
    stylesheets = ("tables.css",)
    page_title = _(
        "heading_documents_journal", default="Journal of changes to legal documents"
    )
    undone_entry: DecisionEntry | None = None

    def __call__(self) -> str:
        """Take an entry back if asked to, and show the journal."""
        require_deciding(self.context)
        if self.request.method == "POST" and "undo" in self.request.form:
            self.revert(str(self.request.form["undo"]))
        return self.index()

    def revert(self, number: str) -> None:
        """Revert one entry; one that is gone or reverted already only says so."""
        CheckAuthenticator(self.request)
        try:
            self.undone_entry = undo(self.context, int(number))
        except (KeyError, ValueError):
            message = _("msg_already_undone", default="This was taken back already.")
            self.show_message(message, "warning")

    @property
    def journal(self) -> JournalReader:
        """Open the journal; anew each time, for an undo adds to it."""
        return read_journal(self.context)

    @cached_property
    def batch(self) -> Batch:
        """Cut the journal into pages, the latest decision first."""
        start = parse_int(self.request.form.get("b_start"), 0)
        return Batch(list(self.journal.newest_first()), PAGE_SIZE, start)

    def entries(self) -> Iterator[dict[str, Any]]:
        """Yield what the page shows of each decision."""
        undone = self.journal.undone()
        for entry in self.batch:
            yield {
                "number": entry.number,
                "label": entry.label,
                "at": format_moment(entry.at),
                "user": full_name(entry.user),
                "changes": self.change_words(entry.changes),
                "undoes": entry.undoes,
                "undone_by": undone.get(entry.number),
                "lines": self.item_lines(entry.items),
                "count": len(entry.changed_items),
            }

    def undone_lines(self) -> list[dict[str, Any]]:
        """Return what the undo did to each item."""
        return self.item_lines(self.undone_entry.items) if self.undone_entry else []

    @property
    def register_url(self) -> str:
        return f"{self.context.absolute_url()}/@@pbgdpl-documents"


class JournalCsv(ChangesMixin, BrowserView):
    """Provide the whole journal as a file: one row an item and value."""

    def __call__(self) -> bytes:
        """Answer with the file."""
        require_deciding(self.context)
        header = [api.portal.translate(title) for title in CSV_COLUMNS]
        stem = "nhat-ky-van-ban"
        return offer_csv(self.request, stem, header, self.rows(), office=self.context)

    def rows(self) -> Iterator[list[str]]:
        """Yield the rows, the latest decision first."""
        for entry in read_journal(self.context).newest_first():
            head = [format_moment(entry.at), full_name(entry.user), entry.label]
            for item in entry.items:
                outcome = api.portal.translate(STATUS_LABELS[item.status])
                for values in self._pairs(item.old, item.new):
                    yield [*head, item.title, item.path, *values, outcome]

    def _pairs(self, old: dict[str, Any], new: dict[str, Any]) -> Iterator[list[str]]:
        for (label, before), (_label, after) in zip(
            self.change_words(old), self.change_words(new), strict=True
        ):
            yield [api.portal.translate(label), before, after]


def require_deciding(section: Any) -> None:
    """Raise Unauthorized for those who may not decide in a section."""
    if not may_decide(section):
        raise Unauthorized("pbgdpl-documents-journal")


JournalAdminPage = admin_page(
    "pbgdpl-documents-journal",
    title=_("tool_journal", default="Journal of legal documents"),
    help=_(
        "help_tool_journal",
        default="Who set the validity of which document, and when; can be taken back.",
    ),
    order=60,
)
