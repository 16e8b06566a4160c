"""Questions by month: a table that pages of those who lead a section share, and its file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.editorial.visibility import check_access
from sonla.pbgdpl.questions.counter import by_month
from sonla.pbgdpl.questions.counter import MEASURES
from sonla.pbgdpl.questions.counter import QuestionFigures
from sonla.pbgdpl.questions.counter import questions_about
from sonla.pbgdpl.questions.counter import whole_year
from sonla.pbgdpl.questions.pages.labels import QuestionPlace
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from urllib.parse import urlencode

TITLES: dict[str, Any] = {
    "received": _("label_questions_received", default="Received"),
    "answered": _("label_questions_answered", default="Answered"),
    "in_time": _("label_questions_in_time", default="In time"),
    "late": _("label_questions_late", default="Late"),
    "declined": _("label_questions_declined", default="Declined"),
    "open": _("label_questions_left_open", default="Open at the end"),
}
KEPT_PARAMETERS = ("view", "agency", "part", "from", "to", "silent", "sort")
"""What else may stand in the address of a page that holds the table."""


@dataclass(frozen=True)
class MonthLine:
    """The figures of a month, or of the year."""

    title: str
    numbers: tuple[int, ...]
    """In the order of `MEASURES`."""


class Counted(QuestionPlace, BrowserView):
    """Read the year that is asked for, and count."""

    @cached_property
    def year(self) -> int:
        """The year; this year for what is none."""
        asked = parse_int(self.request.form.get("year"), None, digits=4)
        return asked if asked and asked >= date.min.year else today().year

    @cached_property
    def months(self) -> dict[int, QuestionFigures]:
        """The months in which there was anything to tell."""
        if self.section is None:
            return {}
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        about = questions_about([path_of(self.section)], first, last)
        found = by_month((question for _brain, question in about), self.year)
        return {month: one for month, one in found.items() if one != QuestionFigures()}

    def lines(self) -> list[MonthLine]:
        """List the months and, last, the year; nothing for a year without questions."""
        if not self.months:
            return []
        titled = [(f"{month}/{self.year}", one) for month, one in self.months.items()]
        titled.append((str(self.year), whole_year(self.months.values())))
        return [MonthLine(title, numbers_of(figures)) for title, figures in titled]


class MonthsTable(Counted):
    """Draw the table, as a part of a page."""

    titles: Sequence[Any] = tuple(TITLES[name] for name in MEASURES)

    def __call__(self) -> str:
        """Draw it for those who lead the section."""
        check_access(self.place)
        return self.index()

    @property
    def place(self) -> Any:
        """What the user must lead: the section, or the portal that has none yet."""
        return self.section if self.section is not None else self.context

    @property
    def file_url(self) -> str:
        """The address of the same figures as a file."""
        return f"{self.section_url}/@@pbgdpl-question-months.csv?year={self.year}"

    def url_of(self, year: int) -> str:
        """Return the address of the page with another year, all else as it is."""
        form = self.request.form
        kept = {
            name: form[name]
            for name in KEPT_PARAMETERS
            if isinstance(form.get(name), str)
        }
        query = urlencode({**kept, "year": year})
        return f"{self.request.get('ACTUAL_URL', '')}?{query}#pbgdpl-months"

    @property
    def years(self) -> list[dict[str, Any]]:
        """The year before, and the one after unless it is to come."""
        near = [self.year - 1, self.year + 1]
        return [
            {"title": str(year), "url": self.url_of(year)}
            for year in near
            if date.min.year <= year <= today().year
        ]


class MonthsFile(Counted):
    """Provide the same figures as a CSV file."""

    def __call__(self) -> bytes:
        """Write the file."""
        check_access(self.context)
        header = [
            api.portal.translate(title)
            for title in (
                _("label_facet_month", default="Month"),
                *(TITLES[name] for name in MEASURES),
            )
        ]
        rows = [(line.title, *line.numbers) for line in self.lines()]
        stem = f"hoi-dap-{self.year}"
        return offer_csv(self.request, stem, header, rows, office=self.context)


def numbers_of(figures: QuestionFigures) -> tuple[int, ...]:
    """Return the numbers in the order of the columns."""
    return tuple(getattr(figures, name) for name in MEASURES)
