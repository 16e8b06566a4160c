"""Figures as files: XLSX in the layout of the form, CSV, JSON."""

from abc import ABC
from abc import abstractmethod
from collections.abc import Iterator
from collections.abc import Sequence
from decimal import Decimal
from sonla.pbgdpl import _
from sonla.pbgdpl.statistics.cells.reported import indicator
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.forms.formulas import Amount
from sonla.pbgdpl.statistics.overview import Overview
from sonla.pbgdpl.statistics.overview import OverviewLine
from sonla.pbgdpl.statistics.pages.figures_filter import FiguresView
from sonla.pbgdpl.statistics.pages.labels import HIDDEN
from sonla.pbgdpl.statistics.pages.labels import SOURCE_TITLES
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.downloads import offer_json
from sonla.pbgdpl.ui.downloads import offer_workbook
from typing import Any
from zExceptions import NotFound

LABEL_UNIT = _("label_column_unit", default="Unit")
LABEL_TOTAL = _("label_figures_total", default="Total")
LABEL_ROW = _("label_statistics_row", default="Row of the form")


class FiguresFile(FiguresView, ABC):
    """Answer with a file; where no form is in force there is none."""

    def __call__(self) -> bytes:
        """Make the file."""
        if self.now is None:
            raise NotFound(self.__name__)
        return self.content(self.now)

    @property
    def stem(self) -> str:
        """The name of the file without its kind; of a period that goes on with the day."""
        asked = self.asked
        stem = f"thong-ke-{asked.code}-{asked.kind.replace('_', '-')}-{asked.year}"
        until = self.now.until if self.now is not None else None
        return f"{stem}-den-{until.isoformat()}" if until is not None else stem

    @property
    def place_of_office(self) -> Any:
        """The place whose office alone may have the file; None if everybody may."""
        return self.context if self.office else None

    @abstractmethod
    def content(self, now: Overview) -> bytes:
        """Return the bytes of the file."""

    def header(self, form: Form) -> list[str]:
        """Return the names of the columns, those of the form last."""
        rows = [self.translated(LABEL_ROW)] if len(form.rows) > 1 else []
        return [
            self.translated(LABEL_UNIT),
            *rows,
            *(one.title for one in form.columns),
        ]

    def lines(self, now: Overview) -> Iterator[Sequence[Any]]:
        """Yield the cells of each place, row by row of the form."""
        for line in now.named_lines:
            title = line.place.title if line.place is not None else ""
            yield from self.cells(now.form, line, title)

    def totals(self, now: Overview) -> list[Sequence[Any]]:
        """Return the cells of all places together, row by row of the form."""
        return list(self.cells(now.form, now.total, self.translated(LABEL_TOTAL)))

    def cells(
        self, form: Form, line: OverviewLine, title: str
    ) -> Iterator[Sequence[Any]]:
        """Yield one place: numbers, nothing for the unknown, a mark for the hidden."""
        for row in form.rows:
            named = [row.title] if len(form.rows) > 1 else []
            numbers = [
                HIDDEN
                if (row.id, one.id) in line.hidden
                else line.values[row.id, one.id]
                for one in form.columns
            ]
            yield [title, *named, *numbers]


class FiguresXlsx(FiguresFile):
    """Provide the form as a workbook."""

    def content(self, now: Overview) -> bytes:
        """Write a line a place and row, the totals last."""
        *rows, last = self.totals(now)
        words = (
            self.period_words,
            self.place_title,
            self.translated(SOURCE_TITLES[now.source]),
            now.form.basis,
            *self.outside_notes(),
        )
        return offer_workbook(
            self.request,
            self.stem,
            office=self.place_of_office,
            name=f"{now.period.year}",
            title=now.form.title,
            subtitle=" – ".join(words),
            header=self.header(now.form),
            rows=[*self.lines(now), *rows],
            total=last,
        )


class FiguresCsv(FiguresFile):
    """Provide the form as CSV."""

    def content(self, now: Overview) -> bytes:
        """Write a line a place and row, the totals last."""
        return offer_csv(
            self.request,
            self.stem,
            self.header(now.form),
            [*self.lines(now), *self.totals(now)],
            office=self.place_of_office,
        )


class FiguresJson(FiguresFile):
    """Provide the form as JSON, with the codes of rows, columns and units."""

    def content(self, now: Overview) -> bytes:
        """Write what the form is, and the numbers of each place."""
        form, period = now.form, now.period
        data = {
            "form": {
                "code": form.code,
                "version": form.version,
                "title": form.title,
                "status": form.status,
                "basis": form.basis,
            },
            "period": {
                "kind": period.kind,
                "year": period.year,
                "first": period.first.isoformat(),
                "last": period.last.isoformat(),
                "until": (now.until or period.last).isoformat(),
            },
            "source": now.source,
            "place": self.place_title,
            "indicators": {
                indicator(key): [
                    form.row_by_id[key[0]].title,
                    form.column_by_id[key[1]].title,
                ]
                for key in form.cells()
            },
            "units": [
                {
                    "id": line.place.uid if line.place else "",
                    "title": line.place.title if line.place else "",
                    "values": values_of(form, line),
                    "hidden": hidden_of(line),
                }
                for line in now.named_lines
            ],
            "total": {
                "values": values_of(form, now.total),
                "hidden": hidden_of(now.total),
            },
            "notes": list(self.outside_notes()),
        }
        return offer_json(self.request, self.stem, data, office=self.place_of_office)


def values_of(form: Form, line: OverviewLine) -> dict[str, int | float | None]:
    """Map indicators to the numbers that are shown."""
    return {
        indicator(key): plain(line.value(key))
        for key in form.cells()
        if key not in line.hidden
    }


def plain(value: Amount | None) -> int | float | None:
    """Return a number as JSON has it."""
    return float(value) if isinstance(value, Decimal) else value


def hidden_of(line: OverviewLine) -> list[str]:
    """List the indicators that are not shown."""
    return sorted(map(indicator, line.hidden))
