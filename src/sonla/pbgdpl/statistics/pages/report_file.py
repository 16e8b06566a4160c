"""One report as a workbook in the layout of its form."""

from sonla.pbgdpl import _
from sonla.pbgdpl.statistics.cells import by_key
from sonla.pbgdpl.statistics.cells import values
from sonla.pbgdpl.statistics.cross_checks import name_of
from sonla.pbgdpl.statistics.definitions import Form
from sonla.pbgdpl.statistics.pages.item import ReportView
from sonla.pbgdpl.ui.downloads import offer_workbook
from typing import Any
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.i18n import translate


class ReportXlsx(ReportView):
    """Write the rows and columns of the form, actual and estimate apart, then the notes."""

    def __call__(self) -> bytes:
        """Make the file, for the office: it has every cell."""
        if not self.office:
            raise Unauthorized("The cells are for the office")
        if self.form is None:
            raise NotFound(self.__name__)
        return self.content(self.form)

    def content(self, form: Form) -> bytes:
        return offer_workbook(
            self.request,
            self.context.getId(),
            office=self.context,
            name=str(self.context.year),
            title=self.context.Title(),
            subtitle=" – ".join((self.place, self.days, self.say(self.state_title))),
            header=["", "", *(column.title for column in form.columns)],
            rows=[*self.numbers(form), *self.notes(form), *self.signatures(form)],
        )

    def numbers(self, form: Form) -> list[list[Any]]:
        """Return three lines a row: actual, estimate, both together."""
        rows = self.context.rows
        parts = [
            (_("label_cell_actual", default="Actual"), values(form, rows)),
            (
                _("label_cell_estimate", default="Estimate"),
                values(form, rows, "estimate"),
            ),
            (_("label_figures_total", default="Total"), self.sums),
        ]
        if not self.has_estimate:
            parts = parts[-1:]
        return [
            [row.title, self.say(title), *(one[row.id, c.id] for c in form.columns)]
            for row in form.rows
            for title, one in parts
        ]

    def notes(self, form: Form) -> list[list[Any]]:
        """Return a line for each note."""
        return [
            [name_of(form, key), row["note"]]
            for key, row in by_key(self.context.rows).items()
            if row.get("note")
        ]

    def signatures(self, form: Form) -> list[list[Any]]:
        """Leave room for those who sign: the scanned sheet goes into the report."""
        middle = [""] * len(form.columns)
        day = self.say(_("label_day_of_signature", default="…, the … of … …"))
        clerk = self.say(_("label_made_by", default="Made by"))
        head = self.say(_("label_signed_by", default="Head of the unit"))
        return [[], ["", *middle, day], [clerk, *middle, head]]

    def say(self, message: Any) -> str:
        """Translate for the reader of the file."""
        return translate(message, context=self.request)
