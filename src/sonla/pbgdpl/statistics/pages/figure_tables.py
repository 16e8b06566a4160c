"""The figures as tables: rows and indicators of a form, units, each number with its records."""

from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.statistics.cells.reported import indicator
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import FormRow
from sonla.pbgdpl.statistics.overview import OverviewLine
from sonla.pbgdpl.statistics.pages.charts import Records
from sonla.pbgdpl.statistics.pages.charts import source_of
from sonla.pbgdpl.statistics.pages.figures_filter import FiguresView
from sonla.pbgdpl.statistics.pages.form_table import section_html
from sonla.pbgdpl.statistics.pages.form_table import table_html
from sonla.pbgdpl.statistics.pages.form_table import TableHeads
from sonla.pbgdpl.statistics.pages.labels import change
from sonla.pbgdpl.statistics.pages.labels import HIDDEN
from sonla.pbgdpl.statistics.pages.labels import number
from sonla.pbgdpl.ui.paging import PageSlice
from typing import Any
from urllib.parse import urlencode
from zope.i18nmessageid import Message

SHOWN_CELLS = 500
"""Numbers of a form on one page."""
KEY_FIGURES = 3
LABEL_INDICATOR = _("label_indicator", default="Indicator")
LABEL_CHANGE = _("label_change", default="Change")
MSG_NOT_BEGUN = _(
    "msg_not_compared_begun",
    default="Not compared with ${year}: the numbers here don't begin with the period of that year.",
)
MSG_OTHER_DAYS = _(
    "msg_not_compared_days",
    default="Not compared with ${year}: the period had other days in that year.",
)


class FigureTables(FiguresView):
    """Show the cells of a form, or one cell of each unit, beside those of the former period."""

    @property
    def drawn_cell(self) -> CellKey:
        """The cell that is drawn: the one asked for, else the first of a row."""
        assert self.form is not None
        return self.cell or (self.main_row, self.form.columns[0].id)

    @property
    def main_row(self) -> str:
        """The row that is shown alone, else the one that says most."""
        assert self.form is not None
        asked = self.asked.row
        return asked if asked in self.form.row_by_id else self.form.total_row.id

    def records_of(self, key: CellKey) -> Records | None:
        """Return the list of what a cell counts."""
        assert self.now is not None
        source = source_of(self.now, key)
        if source is None:
            return None
        return Records(self.place_url, source, self.now.period)

    @cached_property
    def place_url(self) -> str:
        """The address of the place whose figures these are."""
        return str(self.place.absolute_url())

    # Of the form

    def key_figures(self) -> list[dict[str, str]]:
        """List the first numbers of the last row that are more than zero."""
        if self.now is None or self.form is None:
            return []
        row = self.main_row
        keys = ((row, column.id) for column in self.form.columns)
        return [
            {
                "title": self.form.column_by_id[key[1]].title,
                "value": number(value),
                "url": self.records_url(self.now.total, key) or self.indicator_url(key),
            }
            for key in keys
            if (value := self.now.total.value(key))
        ][:KEY_FIGURES]

    def records_url(self, line: OverviewLine, key: CellKey) -> str:
        """Return the address of the records behind a number; '' for none, or no list."""
        records = self.records_of(key) if line.value(key) else None
        if records is None:
            return ""
        unit = line.place.uid if line.place else ""
        asked = (records.source.name, records.source.conditions, unit)
        if asked not in self.known_addresses:
            self.known_addresses[asked] = records.address(unit=unit)
        return self.known_addresses[asked]

    @cached_property
    def known_addresses(self) -> dict[Any, str]:
        """The addresses of lists that were asked for: hundreds of cells lead to few of them."""
        return {}

    def rows(self) -> list[dict[str, Any]]:
        """List the rows of the form on this page, each with a line for each indicator."""
        if self.now is None or self.form is None:
            return []
        before = self.before.total if self.before is not None else None
        return [
            {
                "title": row.title if len(self.form.rows) > 1 else "",
                "lines": [
                    {
                        "title": column.title,
                        "url": self.indicator_url((row.id, column.id)),
                        "records": self.records_url(
                            self.now.total, (row.id, column.id)
                        ),
                        **self.numbers(self.now.total, before, (row.id, column.id)),
                    }
                    for column in self.form.columns
                ],
            }
            for row in self.part.of(self.asked_rows)
        ]

    @cached_property
    def asked_rows(self) -> list[FormRow]:
        """The rows of the form, or the one that is shown alone."""
        assert self.form is not None
        one = self.form.row_by_id.get(self.asked.row)
        return [one] if one is not None else list(self.form.rows)

    @cached_property
    def part(self) -> PageSlice:
        """Which of the rows are on this page: nobody reads thousands of numbers at once."""
        assert self.form is not None
        number = len(self.asked_rows)
        size = max(SHOWN_CELLS // len(self.form.columns), 1)
        return PageSlice.asked_for(
            "rows",
            self.request.form,
            number,
            f"{self.url}?{self.asked.query()}",
            number if "whole" in self.request.form else size,
        )

    @property
    def whole_url(self) -> str:
        """The address of all rows on one page; empty where this is it."""
        return f"{self.all_url}&whole=1" if self.part.several else ""

    def form_tables(self) -> str:
        """Write a table for each row of the form, with a line for each indicator."""
        if self.now is None:
            return ""
        form = self.now.form
        heads = TableHeads(
            api.portal.translate(LABEL_INDICATOR),
            self.now_heading,
            self.before_heading if self.compares_any else "",
            api.portal.translate(LABEL_CHANGE),
        )
        return "".join(
            section_html(
                row["title"] or form.title,
                table_html(f"{form.title} {row['title']}", heads, row["lines"]),
            )
            for row in self.rows()
        )

    def unit_lines(self) -> list[dict[str, Any]]:
        """List the units with the drawn cell, the largest number first.

        Those that have nothing are left out where units without figures are not named.
        """
        if self.now is None:
            return []
        key, now = self.drawn_cell, self.now
        known = self.before.by_place if self.before is not None else {}
        lines = [
            {
                "title": place.title,
                "uid": place.uid,
                "is_unit": place.is_unit,
                "value": line.value(key) or 0,
                "records": self.records_url(line, key) if place.is_unit else "",
                **self.numbers(line, known.get(place.uid), key),
            }
            for line in now.lines
            if (place := line.place) is not None
            and (now.names_all or line.values.get(key))
        ]
        return sorted(lines, key=lambda line: -line["value"])

    def total_line(self) -> dict[str, str]:
        """Return the drawn cell of all units together."""
        before = self.before.total if self.before is not None else None
        assert self.now is not None
        key = self.drawn_cell
        return {
            "records": self.records_url(self.now.total, key),
            **self.numbers(self.now.total, before, key),
        }

    def numbers(
        self, now: OverviewLine, before: OverviewLine | None, key: CellKey
    ) -> dict[str, str]:
        """Write a cell of this period and of the former one, and by how much it changed."""
        if key in now.hidden:
            return {"now": HIDDEN, "before": HIDDEN, "change": HIDDEN}
        if before is not None and not self.compares(key):
            before = None
        former = before.value(key) if before is not None else None
        hidden = before is not None and key in before.hidden
        return {
            "now": number(now.value(key)),
            "before": HIDDEN if hidden else number(former),
            "change": change(now.value(key), former),
        }

    def compares(self, key: CellKey) -> bool:
        """Return whether a cell has a number of the same days a year before."""
        return self.comparison is not None and self.comparison.holds(key)

    @property
    def compares_drawn(self) -> bool:
        """Whether the drawn cell is shown beside that of the year before."""
        return self.now is not None and self.compares(self.drawn_cell)

    @cached_property
    def compares_any(self) -> bool:
        """Whether any cell of the page is."""
        return any(map(self.compares, self.shown_keys))

    @cached_property
    def shown_keys(self) -> list[CellKey]:
        """The cell that is asked for, else those of the rows on this page."""
        if self.form is None or self.cell is not None:
            return [self.cell] if self.cell is not None else []
        rows, columns = self.part.of(self.asked_rows), self.form.columns
        return [(row.id, one.id) for row in rows for one in columns]

    @property
    def comparison_note(self) -> str:
        """Why numbers of the year before are left out, or have a dash; '' where none are."""
        if self.comparison is None or all(map(self.compares, self.shown_keys)):
            return ""
        equal = self.comparison.has_equal_spans
        return api.portal.translate(
            Message(
                MSG_NOT_BEGUN if equal else MSG_OTHER_DAYS,
                mapping={"year": str(self.comparison.before.period.year)},
            )
        )

    # Addresses

    def indicator_url(self, key: CellKey) -> str:
        """Return the address of an indicator by units; '' for one that has no such page."""
        if not self.has_indicator_pages or not self.may_draw(key):
            return ""
        return f"{self.all_url}&{urlencode({'indicator': indicator(key)})}"

    @cached_property
    def has_indicator_pages(self) -> bool:
        """Whether indicators have a page by units: there is a form, and this is no single unit's."""
        return self.form is not None and unit_of(self.place) is None

    @cached_property
    def all_url(self) -> str:
        """The address of the whole form."""
        return f"{self.url}?{self.asked.query(indicator='', row='')}"
