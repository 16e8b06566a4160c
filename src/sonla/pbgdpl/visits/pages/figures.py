"""How often materials were read and fetched, and the way in for new figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.tables.csv_files import read_csv
from sonla.pbgdpl.core.tables.csv_files import UnreadableCsv
from sonla.pbgdpl.editorial.visibility import check_access
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import DATA
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.office_forms import PostForm
from sonla.pbgdpl.ui.office_forms import TAKE_IN
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.summaries import entries_of
from sonla.pbgdpl.visits.storage import import_figures
from sonla.pbgdpl.visits.storage import ImportedFigures
from sonla.pbgdpl.visits.storage import known_days
from sonla.pbgdpl.visits.storage import totals
from typing import Any
from typing import ClassVar
from urllib.parse import quote
from zope.schema import Bytes

MAX_BYTES = 20_000_000
SHOWN = 100


@dataclass(frozen=True)
class VisitLine:
    """The figures of one material."""

    title: str
    url: str
    kind: str
    views: int
    downloads: int

    def rank(self) -> tuple[int, int, str]:
        """Return what puts the most read first."""
        return -self.views, -self.downloads, self.title


class VisitsFilter(BrowserView):
    """Read the year that is asked for, and count."""

    @cached_property
    def year(self) -> int:
        """The year; this year for what is none."""
        asked = parse_int(str(self.request.form.get("year", "")), None, digits=4)
        return asked if asked and asked >= date.min.year else today().year

    @cached_property
    def lines(self) -> list[VisitLine]:
        """The materials, those most read first."""
        return sorted(self.find_lines(), key=VisitLine.rank)

    def find_lines(self) -> Iterator[VisitLine]:
        """Yield what has figures; what was deleted since is left out."""
        found = totals(self.context, date(self.year, 1, 1), date(self.year, 12, 31))
        brains = api.portal.get_tool("portal_catalog").searchResults(UID=list(found))
        for entry in entries_of(brains if found else ()):
            figures = found[entry.brain.UID]
            yield VisitLine(entry.title, entry.url, entry.kind, *figures)


class VisitsView(Page, VisitsFilter):
    """Show the figures of a year; take in a file when the form is posted."""

    post_forms: ClassVar = {
        "take_in": PostForm(
            TAKE_IN,
            (
                Bytes(
                    __name__="figures",
                    title=_(
                        "label_visits_file",
                        default="New figures (CSV file of the command pbgdpl-access-log)",
                    ),
                    description=_(
                        "help_visits_file",
                        default="The same days may be taken in again: they are replaced, never added twice.",
                    ),
                ),
            ),
        ),
    }
    stylesheets = ("tables.css",)
    page_title = _("heading_visits", default="Views and downloads of materials")
    taken: ImportedFigures | None = None
    error: Any = None

    def __call__(self) -> str:
        """Take in, if something is sent, and show."""
        check_access(self.context)
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self.import_file()
        return self.index()

    def import_file(self) -> None:
        """Read the file that was sent."""
        upload = self.request.form.get("figures")
        content = upload.read(MAX_BYTES + 1) if hasattr(upload, "read") else b""
        if not content or len(content) > MAX_BYTES:
            self.error = _(
                "msg_visits_no_file",
                default="Choose the CSV file that the command pbgdpl-access-log has written, of at most 20 MB.",
            )
            return
        try:
            rows = read_csv(content)
        except UnreadableCsv:
            rows = []
        if not rows or not {"day", "path", "views", "downloads"} <= rows[0].keys():
            self.error = _(
                "msg_visits_no_figures",
                default="This is not a file of the command pbgdpl-access-log.",
            )
            return
        self.taken = import_figures(self.context, rows, self.physical_path)

    def physical_path(self, path: str) -> str:
        """Turn a path as visitors see it into the database's."""
        address = f"{self.request['SERVER_URL']}{quote(path)}"
        return "/".join(self.request.physicalPathFromURL(address))

    @property
    def shown(self) -> list[VisitLine]:
        """What the page has room for; the file has all."""
        return self.lines[:SHOWN]

    @cached_property
    def days(self) -> str:
        """From when to when figures are known; empty for none."""
        known = known_days(self.context)
        return " – ".join(map(format_day, known)) if known else ""

    @property
    def years(self) -> list[int]:
        """The years that have figures, the latest first."""
        known = known_days(self.context)
        first, last = (one.year for one in known) if known else (self.year, self.year)
        return list(range(max(last, self.year), min(first, self.year) - 1, -1))


class VisitsFile(VisitsFilter):
    """Provide all figures of a year as a CSV file."""

    def __call__(self) -> bytes:
        """Write the file."""
        check_access(self.context)
        header = [
            api.portal.translate(title)
            for title in (
                _("label_visits_title", default="Material"),
                _("label_material_kind", default="Kind of material"),
                _("label_visits_views", default="Views"),
                _("label_visits_downloads", default="Downloads"),
                _("label_visits_address", default="Address"),
            )
        ]
        rows = [
            (one.title, one.kind, one.views, one.downloads, one.url)
            for one in self.lines
        ]
        stem = f"luot-xem-{self.year}"
        return offer_csv(self.request, stem, header, rows, office=self.context)


VisitsAdminPage = admin_page(
    "pbgdpl-visits",
    title=_("heading_visits", default="Views and downloads of materials"),
    help=_(
        "help_tool_visits",
        default="How often each material was read and fetched, from the log of the proxy.",
    ),
    order=30,
    group=DATA,
)
