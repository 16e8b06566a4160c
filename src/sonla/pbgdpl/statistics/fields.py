"""The schema field that holds the cells of a report."""

from sonla.pbgdpl.statistics.cells import refuse_bad_rows
from sonla.pbgdpl.statistics.item import Report
from sonla.pbgdpl.ui.fields import Rows
from typing import Any


class Cells(Rows):
    """Cells; REST validates by it before anything is stored."""

    def validate(self, value: Any) -> None:
        """Refuse what the report's form doesn't allow; a new report has no cells yet."""
        super().validate(value)
        if isinstance(self.context, Report) and value:
            form = self.context.form()
            if form is not None:
                refuse_bad_rows(
                    form, self.context.has_estimate(), self.context.rows, value
                )
