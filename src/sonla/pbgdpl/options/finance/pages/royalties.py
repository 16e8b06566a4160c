"""The list of royalties as a workbook."""

from sonla.pbgdpl import _
from sonla.pbgdpl.contributions.pages.figures import WorkbookView
from sonla.pbgdpl.contributions.period import ContributionPeriod
from sonla.pbgdpl.options.finance.royalties import royalties_of
from typing import Any

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


class RoyaltyWorkbook(WorkbookView):
    """Provide the news published in the period, from which royalties are paid."""

    name = "nhuan-but"

    def parts(self, period: ContributionPeriod) -> dict[str, Any]:
        """Write a row a news item and the total of words."""
        lines = royalties_of(self.context, period)
        counted = self.translated(
            _("label_words_counted", default="Counted by the system")
        )
        typed = self.translated(_("label_words_typed", default="Entered"))
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
        total = [
            None,
            self.translated(_("label_figures_total", default="Total")),
            None,
            None,
        ]
        return dict(
            name=self.translated(_("label_sheet_royalties", default="Royalties")),
            title=self.translated(
                _("heading_royalties", default="Royalty list of news")
            ),
            subtitle=self.subtitle(period),
            header=[self.translated(title) for title in ROYALTY_HEADER],
            rows=rows,
            total=[*total, sum(line.words for line in lines)],
        )
