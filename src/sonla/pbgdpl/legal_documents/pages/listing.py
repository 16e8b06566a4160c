"""The public register of legal documents: one line a document."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from plone import api
from plone.batching import Batch
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today as portal_today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.section import all_sections
from sonla.pbgdpl.core.section import may_decide
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.editorial.pages.section_page import SectionPage
from sonla.pbgdpl.legal_documents.journal import read_journal
from sonla.pbgdpl.legal_documents.query import DocumentFilters
from sonla.pbgdpl.legal_documents.query import DocumentLine
from sonla.pbgdpl.legal_documents.query import line_of
from sonla.pbgdpl.legal_documents.query import ORDERS
from sonla.pbgdpl.legal_documents.query import select
from sonla.pbgdpl.legal_documents.query import visible_identities
from sonla.pbgdpl.legal_documents.query import year_of
from sonla.pbgdpl.legal_documents.rules import DATE_NAMES
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.interfaces import CollectedPages
from sonla.pbgdpl.ui.interfaces import IDescribedPage
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import FullWidth
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import ValidTerm
from typing import Any
from urllib.parse import urlencode
from zope.interface import implementer

COLLECTED = CollectedPages("@@pbgdpl-documents")
PAGE_SIZE = 20
ITEMS_SHOWN = 5
BADGES = {
    "CHL": "text-bg-success",
    "CCHL": "text-bg-info",
    "HHL1P": "text-bg-warning",
    "TNHL": "text-bg-warning",
    "TNHL1P": "text-bg-warning",
    "HHL": "text-bg-danger",
    "KCPH": "text-bg-secondary",
}
ORDER_TITLES = {
    "-issued": _("label_order_newest", default="Newest first"),
    "issued": _("label_order_oldest", default="Oldest first"),
    "number": _("label_order_number", default="By number"),
    "issuer": _("label_order_issuer", default="By issuer"),
}


@implementer(IDescribedPage)
class DocumentsView(FullWidth, SectionPage, BrowserView):
    """List the legal documents that visible items cite; every state in the address."""

    stylesheets = ("tables.css",)
    schema_type = "CollectionPage"
    page_title = _("heading_documents", default="Legal documents")

    @cached_property
    def today(self) -> date:
        """The day on which validity is judged."""
        return portal_today()

    @cached_property
    def filters(self) -> DocumentFilters:
        """The filters from the address; what makes no sense asks for nothing."""
        form = self.request.form
        order = str(form.get("sort", ""))
        return DocumentFilters(
            text=str(form.get("q", "")).strip()[:200],
            document_type=str(form.get("type", "")),
            validity=str(form.get("validity", "")),
            year=parse_int(form.get("year"), None),
            order=order if order in ORDERS else ORDERS[0],
            identity=str(form.get("document", "")),
        )

    @cached_property
    def found(self) -> dict[str, list[Any]]:
        """Mapping of every identity that the user may see here to the items citing it."""
        return visible_identities(self.context)

    @cached_property
    def chosen(self) -> list[str]:
        """The identities that pass the filters, in order."""
        return select(self.context, self.found, self.filters, self.today)

    @cached_property
    def batch(self) -> Batch:
        """Cut the chosen identities into pages; a start beyond the end is the end."""
        start = parse_int(self.request.form.get("b_start"), 0)
        return Batch(self.chosen, PAGE_SIZE, start)

    @property
    def total(self) -> int:
        """The number of documents that pass the filters."""
        return len(self.chosen)

    @property
    def filtered(self) -> bool:
        """Whether any filter is set, so that an empty page can offer a way out."""
        return self.filters != DocumentFilters(order=self.filters.order)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield what the page shows of each document."""
        for identity in self.batch:
            yield self.shown(line_of(identity, self.found[identity]))

    def shown(self, line: DocumentLine) -> dict[str, Any]:
        """Turn a line into texts and links."""
        row, token = line.row, line.validity_on(self.today)
        whole = bool(self.filters.identity)
        items = line.brains if whole else line.brains[:ITEMS_SHOWN]
        return {
            "number": row["number"],
            "type": self.titles["DocumentTypes"].get(row["document_type"], ""),
            "summary": row.get("summary") or "",
            "url": row.get("url"),
            "issuer": row["issuer"],
            **{name: format_day(row[name]) for name in DATE_NAMES},
            "validity": self.titles["ValidityStatuses"].get(token, token),
            "badge": BADGES.get(token, "text-bg-secondary"),
            "replacement": self.replacement(line),
            "cited_in": [(item.Title, item.getURL()) for item in items],
            "more": len(line.brains) - len(items),
            "line_url": f"{self.url}?{urlencode({'document': line.identity})}",
            "decision_url": self.decision_url(line.identity),
        }

    def replacement(self, line: DocumentLine) -> str:
        """Return the number of the replacing document, from the journal or a Guidance."""
        for section in self.sections:
            if number := read_journal(section).replacement(line.identity):
                return number
        return ", ".join(line.row.get("replaced_by") or ())

    @cached_property
    def sections(self) -> list[Any]:
        """The sections that this page speaks of."""
        section = section_of(self.context)
        return [section] if section is not None else all_sections()

    @cached_property
    def deciding_section(self) -> Any | None:
        """The one section in which the user may decide; None if there is none."""
        if len(self.sections) == 1 and may_decide(self.sections[0]):
            return self.sections[0]
        return None

    def decision_url(self, identity: str) -> str:
        """Return the address at which validity is set; empty for who may not."""
        if self.deciding_section is None:
            return ""
        base = self.deciding_section.absolute_url()
        query = urlencode({"document": identity})
        return f"{base}/@@pbgdpl-document-decision?{query}"

    @property
    def journal_url(self) -> str:
        """The address of the journal, to those who may read it."""
        section = self.deciding_section
        return f"{section.absolute_url()}/@@pbgdpl-documents-journal" if section else ""

    @property
    def csv_url(self) -> str:
        """The address of the same list, all pages, as a file."""
        kept = {
            name: value
            for name, value in self.request.form.items()
            if name in ("q", "type", "validity", "year", "sort", "document")
        }
        base = self.context.absolute_url()
        return f"{base}/@@pbgdpl-documents.csv?{urlencode(kept)}"

    @cached_property
    def titles(self) -> dict[str, dict[str, str]]:
        """Mapping of tokens to titles for both lists that a line needs."""
        names = ("DocumentTypes", "ValidityStatuses")
        return {name: {t.token: t.title for t in terms(name)} for name in names}

    def types(self) -> tuple[ValidTerm, ...]:
        """List the types to filter by, ended ones too: old documents bear them."""
        return terms("DocumentTypes")

    def statuses(self) -> tuple[ValidTerm, ...]:
        """List the validity statuses to filter by."""
        return terms("ValidityStatuses")

    @property
    def years(self) -> list[int]:
        """The years of issue that occur here, the latest first."""
        return sorted(filter(None, {year_of(one) for one in self.found}), reverse=True)

    @property
    def orders(self) -> list[tuple[str, Any]]:
        return list(ORDER_TITLES.items())


class DocumentsCsv(DocumentsView):
    """Provide the filtered register, all pages of it, as a file."""

    def __call__(self) -> bytes:
        """Answer with the file."""
        lines = (self.shown(line_of(one, self.found[one])) for one in self.chosen)
        header = [api.portal.translate(title) for title in CSV_COLUMNS.values()]
        rows = ([line[name] for name in CSV_COLUMNS] for line in lines)
        return offer_csv(self.request, "van-ban-phap-luat", header, rows)


CSV_COLUMNS = {
    "number": _("label_number", default="Number"),
    "type": _("label_document_type", default="Type of document"),
    "summary": _("label_document_summary", default="Summary (trích yếu)"),
    "issuer": _("label_issuer", default="Issued by"),
    "issued_on": _("label_issued_on", default="Date of issue"),
    "effective_on": _("label_effective_on", default="Effective from"),
    "expires_on": _("label_expires_on", default="Expires on"),
    "validity": _("label_validity", default="Validity"),
    "replacement": _("label_replaced_by_number", default="Replaced by"),
}


def terms(name: str) -> tuple[ValidTerm, ...]:
    """List all terms of one of our vocabularies."""
    return all_terms(f"sonla.pbgdpl.{name}")


DocumentsAdminPage = admin_page(
    "pbgdpl-documents",
    title=_("tool_documents", default="Legal documents"),
    help=_(
        "help_tool_documents",
        default="Every document cited, with its validity, set once for all texts.",
    ),
    order=50,
)
