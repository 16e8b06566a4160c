"""A report on paper: the page that asks what is to stand around the table, and the files."""

from abc import ABC
from abc import abstractmethod
from dataclasses import fields
from dataclasses import replace
from datetime import date
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.tables.table import XLSX_TYPE
from sonla.pbgdpl.statistics.pages.item import ReportView
from sonla.pbgdpl.statistics.paper.report_presentation import PaperWords
from sonla.pbgdpl.statistics.paper.report_presentation import words_for
from sonla.pbgdpl.statistics.paper.report_sheet import DETAIL
from sonla.pbgdpl.statistics.paper.report_sheet import sheet_of
from sonla.pbgdpl.statistics.paper.sheet import Sheet
from sonla.pbgdpl.ui.downloads import offer
from sonla.pbgdpl.ui.page import Page
from typing import Any
from zExceptions import NotFound
from zExceptions import Unauthorized

MAX_LENGTH = 200
"""Of a line that somebody types."""
LABELS = {
    "superior": _("label_statistics_superior", default="Superior body"),
    "issuer": _("label_paper_issuer", default="Issuing body"),
    "receiver": _("label_paper_receiver", default="Receiving body"),
    "number": _("label_paper_number", default="Number and sign"),
    "place": _("label_statistics_place", default="Place of issue"),
    "maker": _("label_paper_maker", default="Made by"),
    "checker": _("label_paper_checker", default="Checked by"),
    "head_capacity": _(
        "label_statistics_head_capacity", default="Capacity of who signs"
    ),
    "head": _("label_paper_head", default="Signed by"),
}


class PaperView(ReportView):
    """Read what was typed for the paper; for the office, as it has every number."""

    def check_office(self) -> None:
        """Raise `Unauthorized` unless the user belongs to the office."""
        if not self.office:
            raise Unauthorized("The printed report is for the office")
        if self.form is None or self.period is None:
            raise NotFound(self.__name__)

    @cached_property
    def words(self) -> PaperWords:
        """What was typed, else what settings say."""
        sent = {
            one.name: str(self.request.form[one.name]).strip()[:MAX_LENGTH]
            for one in fields(PaperWords)
            if one.name in self.request.form and one.name != "day"
        }
        return replace(words_for(self.context), **sent, day=self.day)

    @property
    def day(self) -> date | None:
        """The day that was typed; None for none, or for what is no day."""
        try:
            return date.fromisoformat(str(self.request.form.get("day", "")))
        except ValueError:
            return None


class PaperPage(Page, PaperView):
    """Ask what is to stand around the table, then give the file that is chosen."""

    page_title = _("heading_paper", default="Report on paper")

    def __call__(self) -> str:
        """Show the form."""
        self.check_office()
        return self.index()

    @property
    def has_details(self) -> bool:
        """Whether the form has rows that the sheet leaves out unless asked for."""
        assert self.form is not None
        details = {row.printed == DETAIL for row in self.form.rows}
        return details == {True, False}

    def lines(self) -> list[dict[str, Any]]:
        """List what can be typed, with what settings say."""
        return [
            {"name": name, "title": title, "value": getattr(self.words, name)}
            for name, title in LABELS.items()
        ]


class ReportFile(PaperView, ABC):
    """Answer with the report as a file."""

    kind = ""
    content_type = ""

    @property
    def with_details(self) -> bool:
        """Whether rows that the form calls details stand in the file."""
        return bool(self.request.form.get("details"))

    def __call__(self) -> bytes:
        """Make the file."""
        self.check_office()
        assert self.form is not None and self.period is not None
        sheet = sheet_of(
            self.context, self.form, self.period, self.words, self.with_details
        )
        offer(
            self.request,
            f"{self.context.getId()}.{self.kind}",
            self.content_type,
            office=self.context,
        )
        return self.content(sheet)

    @abstractmethod
    def content(self, sheet: Sheet) -> bytes:
        """Write the file."""


# Libraries are imported where a file is made: most processes never make one.


class ReportPdf(ReportFile):
    """Answer with the file for the printer and the archive."""

    kind, content_type = "pdf", "application/pdf"

    def content(self, sheet: Sheet) -> bytes:
        from sonla.pbgdpl.statistics.paper.pdf_file import write_pdf

        return write_pdf(sheet)


class ReportWord(ReportFile):
    """Answer with the file for who still writes into it."""

    kind = "docx"
    content_type = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    )

    def content(self, sheet: Sheet) -> bytes:
        from sonla.pbgdpl.statistics.paper.word_file import write_word

        return write_word(sheet)


class ReportWorkbook(ReportFile):
    """Answer with the file for programs that read it by codes."""

    kind, content_type = "xlsx", XLSX_TYPE
    with_details = True

    def content(self, sheet: Sheet) -> bytes:
        from sonla.pbgdpl.statistics.paper.workbook import write_workbook

        return write_workbook(sheet)
