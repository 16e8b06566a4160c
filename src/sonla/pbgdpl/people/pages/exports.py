"""The lists of people as files: for everybody by an address, for the office by a form."""

from AccessControl import Unauthorized
from collections.abc import Iterable
from collections.abc import Iterator
from plone import api
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.audit import log
from sonla.pbgdpl.audit.actions import AuditAction
from sonla.pbgdpl.audit.actions import DATA
from sonla.pbgdpl.audit.actions import FORMAT
from sonla.pbgdpl.core.batching import with_savepoints
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.people.exporting import Exporter
from sonla.pbgdpl.people.exporting import INTERNAL
from sonla.pbgdpl.people.exporting import PUBLIC
from sonla.pbgdpl.people.exporting import Variant
from sonla.pbgdpl.people.pages.listing import PropagandistsView
from sonla.pbgdpl.people.pages.listing import ReportersView
from sonla.pbgdpl.people.pages.query import PEOPLE_FACETS
from sonla.pbgdpl.people.pages.query import PeopleFilters
from sonla.pbgdpl.people.pages.query import PeopleFinding
from sonla.pbgdpl.search.pages.filters import Filters
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.downloads import offer_json
from sonla.pbgdpl.ui.downloads import offer_workbook
from sonla.pbgdpl.ui.page import BrowserView
from typing import Any
from zExceptions import BadRequest

FORMATS = ("csv", "xlsx", "json")
STEMS = {"LegalReporter": "bao-cao-vien", "LegalPropagandist": "tuyen-truyen-vien"}
INTERNAL_STEM = "noi-bo"


class ExportAction(AuditAction):
    """Describe lists that were handed out with personal data."""

    def facts(self, entry: log.AuditEntry) -> Iterator[tuple[Any, Any]]:
        """Yield the format, and what the list was filtered by."""
        yield from super().facts(entry)
        asked = entry.facts.get("filters") or {}
        if asked.get("q"):
            yield _("log_fact_words", default="Words"), asked["q"]
        for facet in PEOPLE_FACETS:
            if value := asked.get(facet.name):
                yield facet.title, facet.titles().get(value, value)


EXPORT = ExportAction(
    "export",
    _("log_export", default="Downloaded with personal data"),
    DATA,
    {"format": FORMAT},
)


class PeopleExport(BrowserView):
    """Answer with the people whom the filters of a list find, as a file.

    What everybody may have comes by its address. What has personal data is asked for by
    a form, as it writes a line into the log, and only by who may see such data.
    """

    listing: Any

    def __call__(self) -> bytes:
        """Make the file."""
        if self.variant is INTERNAL:
            self.check_internal()
        if self.format not in FORMATS:
            raise BadRequest("format: csv, xlsx, json")
        return getattr(self, f"make_{self.format}")(self.stem)

    def check_internal(self) -> None:
        """Raise for those who may not have personal data, and for a mere address."""
        if not api.user.has_permission(VIEW_PERSONAL_DATA, obj=self.context):
            raise Unauthorized(VIEW_PERSONAL_DATA)
        if self.request.method != "POST":
            raise BadRequest("POST")
        CheckAuthenticator(self.request)
        keep_private(self.request)

    @property
    def variant(self) -> Variant:
        """The kind of export that is asked for."""
        asked = self.request.form.get("variant", PUBLIC.name)
        return INTERNAL if asked == INTERNAL.name else PUBLIC

    @property
    def format(self) -> str:
        """The kind of file that is asked for."""
        return str(self.request.form.get("format", FORMATS[0]))

    @property
    def portal_type(self) -> str:
        return self.listing.portal_type

    @property
    def stem(self) -> str:
        """The file by list, variant and day."""
        kind = [INTERNAL_STEM] if self.variant.internal else []
        return "-".join([STEMS[self.portal_type], *kind, f"{today():%Y%m%d}"])

    @property
    def filters(self) -> Filters:
        """The filters asked for, for all pages."""
        return PeopleFilters.from_form(self.request.form).at(0)

    def people(self) -> Iterable[Any]:
        """Find the people, in the order of their names; note personal data handed out."""
        finding = PeopleFinding(
            self.context,
            self.portal_type,
            self.filters,
            every_state=self.variant.internal,
        )
        found = finding.people(0, len(finding.results))
        if not self.variant.internal:
            return with_savepoints(found)
        people = [
            one
            for one in with_savepoints(found)
            if api.user.has_permission(VIEW_PERSONAL_DATA, obj=one)
        ]
        log.note(
            EXPORT.name,
            self.portal_type,
            self.context,
            len(people),
            format=self.format,
            filters=self.asked(),
        )
        return people

    def asked(self) -> dict[str, str]:
        """Return the filters by their names in the address."""
        shown = dict(self.filters.for_screen().parameters())
        return {name: value for name, value in shown.items() if name != "b_start"}

    # Formats

    @property
    def exporter(self) -> Exporter:
        return Exporter(self.variant, self.request)

    def make_csv(self, stem: str) -> bytes:
        """Make a CSV file."""
        exporter = self.exporter
        rows = exporter.rows(self.people())
        return offer_csv(self.request, stem, exporter.header(), rows)

    def make_xlsx(self, stem: str) -> bytes:
        exporter = self.exporter
        title = self.translated(self.listing.page_title)
        return offer_workbook(
            self.request,
            stem,
            name=title,
            title=title,
            subtitle=self.subtitle(),
            header=exporter.header(),
            rows=exporter.rows(self.people()),
        )

    def make_json(self, stem: str) -> bytes:
        """Make a JSON file."""
        people = list(self.exporter.records(self.people()))
        facts = {
            "list": self.portal_type,
            "variant": self.variant.name,
            "as_of": today().isoformat(),
            "filters": self.asked(),
            "count": len(people),
            "people": people,
        }
        return offer_json(self.request, stem, facts)

    def subtitle(self) -> str:
        """Name the place and the day for which the list holds."""
        place = unit_of(self.context) or section_of(self.context) or self.context
        day = _(
            "msg_as_of", default="as of ${date}", mapping={"date": format_day(today())}
        )
        parts = [place.Title(), self.translated(day)]
        if self.variant.internal:
            note = _("msg_internal_file", default="for the office alone: personal data")
            parts.append(self.translated(note))
        return ", ".join(parts)


class ReportersExport(PeopleExport):
    """Provide the legal reporters."""

    listing = ReportersView


class PropagandistsExport(PeopleExport):
    """Provide the legal propagandists."""

    listing = PropagandistsView
