"""The menus above the figures: year, unit and indicator, the others folded."""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.statistics.cells.reported import indicator
from sonla.pbgdpl.statistics.cells.reported import name_of
from sonla.pbgdpl.statistics.forms.store import form_codes
from sonla.pbgdpl.statistics.forms.store import form_titles
from sonla.pbgdpl.statistics.forms.store import full_year_kind
from sonla.pbgdpl.statistics.forms.store import period_kinds
from sonla.pbgdpl.statistics.overview import RECORDS
from sonla.pbgdpl.statistics.overview import source_units
from sonla.pbgdpl.statistics.overview import unseen_units
from sonla.pbgdpl.statistics.pages.figures_filter import FiguresFilter
from sonla.pbgdpl.statistics.pages.figures_filter import FiguresView
from sonla.pbgdpl.statistics.pages.labels import SOURCE_TITLES
from sonla.pbgdpl.statistics.periods import FIRST_YEAR
from sonla.pbgdpl.statistics.places import places_below
from typing import Any


def menu(
    name: str, label: Any, options: list[dict[str, Any]], unset: Any = ""
) -> dict[str, Any]:
    """Describe a menu; `unset` is what it says where nothing is chosen."""
    return {"name": name, "label": label, "options": options, "all": unset}


MANY_INDICATORS = 100
"""More than anybody looks through in one menu: rows and columns are chosen apart."""
ALL_ROWS = _("label_all_rows", default="All rows of the form")
ALL_COLUMNS = _("label_all_columns", default="All columns of the form")
ALL_UNITS = _("label_all_units", default="All units")
ALL_INDICATORS = _("label_all_indicators", default="All indicators of the form")


def period_menus(asked: FiguresFilter) -> list[dict[str, Any]]:
    """Describe the menus of forms, and of the kinds of period in which the chosen one is reported."""
    forms = [
        {"value": code, "title": title, "on": code == asked.code}
        for code, title in form_titles().items()
    ]
    kinds = [
        {"value": one.kind, "title": one.title, "on": one.kind == asked.kind}
        for one in period_kinds(asked.code, asked.year)
    ]
    return [
        menu("form", _("label_report_form", default="Form"), forms),
        menu("kind", _("label_report_period_kind", default="Kind of period"), kinds),
    ]


class FilterMenus(FiguresView):
    """Offer what can be asked for."""

    def menus(self) -> list[dict[str, Any]]:
        """List the menus that most visitors want."""
        menus = [menu("year", _("label_report_year", default="Year"), self.years())]
        units = self.units()
        if units:
            menus.append(
                menu("unit", _("label_column_unit", default="Unit"), units, ALL_UNITS)
            )
        if self.has_many_indicators:
            return [
                *menus,
                menu(
                    "row",
                    _("label_statistics_row", default="Row of the form"),
                    self.row_options(),
                    ALL_ROWS,
                ),
                menu(
                    "column",
                    _("label_indicator", default="Indicator"),
                    self.column_options(),
                    ALL_COLUMNS,
                ),
            ]
        return [
            *menus,
            menu(
                "indicator",
                _("label_indicator", default="Indicator"),
                self.indicators(),
                ALL_INDICATORS,
            ),
        ]

    @property
    def has_many_indicators(self) -> bool:
        """Whether the cells of the form are too many for one menu."""
        if self.form is None or len(self.form.rows) == 1:
            return False
        return len(self.form.rows) * len(self.form.columns) > MANY_INDICATORS

    def row_options(self) -> list[dict[str, Any]]:
        """List the rows of the form."""
        assert self.form is not None
        chosen = self.cell[0] if self.cell else self.asked.row
        return [
            {
                "value": row.id,
                "title": f"{row.code} {row.title}".strip(),
                "on": row.id == chosen,
            }
            for row in self.form.rows
        ]

    def column_options(self) -> list[dict[str, Any]]:
        """List the columns of the form of which any cell may be looked at."""
        assert self.form is not None
        chosen = self.cell[1] if self.cell else ""
        return [
            {"value": column.id, "title": column.title, "on": column.id == chosen}
            for column in self.form.columns
            if any(self.may_draw((row.id, column.id)) for row in self.form.rows)
        ]

    def more_menus(self) -> list[dict[str, Any]]:
        """List the menus that stay folded."""
        form, kind = period_menus(self.asked)
        return [
            kind,
            form,
            menu(
                "source",
                _("label_statistics_source", default="Where the numbers come from"),
                self.sources(),
            ),
        ]

    @property
    def asks_more(self) -> bool:
        """Whether the folded menus ask for something else than they begin with."""
        asked, codes = self.asked, [form.code for form in form_codes()]
        kind = full_year_kind(asked.code, asked.year)
        return (asked.kind, asked.source) != (kind, RECORDS) or (
            asked.code not in codes[:1]
        )

    def years(self) -> list[dict[str, Any]]:
        """List the years, the latest first."""
        chosen = self.asked.year
        return [
            {"value": year, "title": year, "on": year == chosen}
            for year in range(max(today().year, chosen), FIRST_YEAR - 1, -1)
        ]

    def sources(self) -> list[dict[str, Any]]:
        """List where the numbers may come from."""
        return [
            {"value": name, "title": title, "on": name == self.asked.source}
            for name, title in SOURCE_TITLES.items()
        ]

    def units(self) -> list[dict[str, Any]]:
        """List the units; none on the page of a unit."""
        if unit_of(self.context) is not None:
            return []
        places = places_below(self.context)
        sources = (source_units() | unseen_units(places)) - {self.asked.unit}
        return [
            {"value": uid, "title": place.title, "on": uid == self.asked.unit}
            for uid, place in places.items()
            if place.is_unit and uid not in sources
        ]

    def indicators(self) -> list[dict[str, Any]]:
        """List the cells that can be looked at by units: none that the public may not."""
        if self.form is None or self.now is None:
            return []
        return [
            {
                "value": indicator(key),
                "title": name_of(self.form, key),
                "on": key == self.cell,
            }
            for key in self.form.cells()
            if self.may_draw(key)
        ]
