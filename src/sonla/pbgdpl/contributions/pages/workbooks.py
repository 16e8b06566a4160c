"""The figures and the royalty list as XLSX."""

from collections.abc import Sequence
from sonla.pbgdpl import _
from sonla.pbgdpl.contributions.columns import COLUMNS
from sonla.pbgdpl.contributions.counting import UnitFigures
from sonla.pbgdpl.contributions.pages.figures import PeriodFilter
from sonla.pbgdpl.contributions.period import ContributionPeriod
from sonla.pbgdpl.contributions.royalties import royalties_of
from sonla.pbgdpl.editorial.visibility import check_access
from sonla.pbgdpl.ui.downloads import offer_workbook
from typing import Any
from zExceptions import BadRequest
from zope.i18n import translate

ROYALTY_HEADER = (
    _("label_royalty_number", default="No."),
    _("label_royalty_title", default="Text"),
    _("label_royalty_author", default="Author"),
    _("label_royalty_kind_short", default="Kind"),
    _("label_royalty_words", default="Words"),
    _("label_royalty_counted", default="How counted"),
    _("label_column_unit", default="Unit"),
    _("label_royalty_published", default="Published on"),
    _("label_royalty_url", default="Address"),
)


class Workbook(PeriodFilter):
    """Answer with a file; dates that make no sense are a bad request."""

    name = ""

    def __call__(self) -> bytes:
        """Make the file."""
        check_access(self.context)
        if self.period is None:
            raise BadRequest(self.say(self.error))
        stem = f"{self.name}-{self.period.first:%Y%m%d}-{self.period.last:%Y%m%d}"
        return offer_workbook(
            self.request, stem, office=self.context, **self.parts(self.period)
        )

    def parts(self, period: ContributionPeriod) -> dict[str, Any]:
        """Return what the file is made of, as `core.tables.xlsx_writer.workbook` takes it."""
        raise NotImplementedError

    def say(self, message: Any) -> str:
        """Translate for the reader of the file."""
        return translate(message, context=self.request)

    def subtitle(self, period: ContributionPeriod) -> str:
        """Name the period and the section."""
        return f"{self.say(period.title)} – {self.context.Title()}"


class FiguresWorkbook(Workbook):
    """Provide the table of the page as it is sorted there, with its totals."""

    name = "dong-gop"

    def parts(self, period: ContributionPeriod) -> dict[str, Any]:
        """Write a row a unit and the line of totals."""
        title = _("heading_contributions", default="Contributions of the units")
        return dict(
            name=self.say(_("label_sheet_contributions", default="Contributions")),
            title=self.say(title),
            subtitle=self.subtitle(period),
            header=[self.say(column.title) for column in COLUMNS],
            rows=[self.cells(row) for row in self.rows],
            total=self.total_cells(),
        )

    def cells(self, row: UnitFigures) -> Sequence[Any]:
        """Return the cells of one row."""
        name = row.title or self.say(
            _("label_outside_units", default="Outside of units")
        )
        return [name, *(column.value(row) for column in COLUMNS[1:])]

    def total_cells(self) -> Sequence[Any]:
        cells = list(self.cells(self.total))
        cells[0] = self.say(_("label_figures_total", default="Total"))
        return cells


class RoyaltyWorkbook(Workbook):
    """Provide the news published in the period, from which royalties are paid."""

    name = "nhuan-but"

    def parts(self, period: ContributionPeriod) -> dict[str, Any]:
        """Write a row a news item and the total of words."""
        lines = royalties_of(self.context, period)
        counted = self.say(_("label_words_counted", default="Counted by the system"))
        typed = self.say(_("label_words_typed", default="Entered"))
        rows = [
            [
                number,
                line.title,
                line.author,
                line.kind,
                line.words,
                counted if line.counted else typed,
                line.unit,
                line.published,
                line.url,
            ]
            for number, line in enumerate(lines, start=1)
        ]
        total = [None, self.say(_("label_figures_total", default="Total")), None, None]
        return dict(
            name=self.say(_("label_sheet_royalties", default="Royalties")),
            title=self.say(_("heading_royalties", default="Royalty list of news")),
            subtitle=self.subtitle(period),
            header=[self.say(title) for title in ROYALTY_HEADER],
            rows=rows,
            total=[*total, sum(line.words for line in lines)],
        )
