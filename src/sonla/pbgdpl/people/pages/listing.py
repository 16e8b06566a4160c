"""The public lists of legal reporters and propagandists; every state in the address."""

from collections.abc import Iterator
from functools import cached_property
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.vietnamese.names import letters_in_order
from sonla.pbgdpl.people.decisions import files_of_people
from sonla.pbgdpl.people.labels import person_words
from sonla.pbgdpl.people.labels import PersonWords
from sonla.pbgdpl.people.pages.downloads import Files
from sonla.pbgdpl.people.pages.query import LETTER
from sonla.pbgdpl.people.pages.query import MENUS
from sonla.pbgdpl.people.pages.query import PeopleFilters
from sonla.pbgdpl.people.pages.query import PeopleFinding
from sonla.pbgdpl.search.pages.filtered_list import FilteredListPage
from sonla.pbgdpl.ui.admin_pages import admin_page
from sonla.pbgdpl.ui.admin_pages import PEOPLE
from sonla.pbgdpl.ui.interfaces import CollectedPages
from typing import Any
from urllib.parse import urlencode
from zope.component import queryMultiAdapter

REQUEST_FORM = "request-reporter"
"""Page of a subject above this one, if it is there."""
COLLECTED = CollectedPages("@@reporters", "@@propagandists")


class PeopleView(Files, FilteredListPage):
    """List people whose recognition is in force, A to Z by given name."""

    stylesheets = ("tables.css",)
    portal_type: str
    filter_class = PeopleFilters
    menu_facets = MENUS
    words_label = _("label_people_search", default="Name, position or agency")
    order = _("label_order_given_name", default="A to Z by given name")
    columns = (
        _("label_full_name", default="Full name"),
        _("label_position_and_agency", default="Position, agency"),
        _("label_legal_fields", default="Fields of law"),
        _("label_languages", default="Languages spoken"),
        _("label_level_and_territory", default="Level, territory"),
        _("label_decision", default="Decision"),
    )
    lead: Any
    nobody: Any

    def __call__(self) -> Any:
        """Show the page with room for the table."""
        self.hide_right_column()
        return self.index()

    @cached_property
    def finding(self) -> PeopleFinding:
        """Who is found."""
        return PeopleFinding(self.context, self.portal_type, self.filters)

    def people(self) -> Iterator[PersonWords]:
        """Yield what the page shows of each person.

        The template asks by `python:`: path expressions look for each step in many
        ways, which for the hundreds of a page is a tenth of its time.
        """
        people = list(self.finding.people(self.start, self.size))
        files = files_of_people(people)
        for person in people:
            yield person_words(person, files.get(person.UID(), {}))

    def letters(self) -> list[dict[str, Any]]:
        """List the letters under which people stand, each with its address."""
        chosen = self.filters.value(LETTER.name)
        counts = self.finding.faceted.counts(LETTER)
        return [
            {
                "letter": letter,
                "count": counts.get(letter, 0),
                "chosen": letter == chosen,
                "url": self.url_of(
                    self.filters.choosing(
                        LETTER.name, "" if letter == chosen else letter
                    )
                ),
            }
            for letter in letters_in_order({*counts, *filter(None, [chosen])})
        ]

    @property
    def request_url(self) -> str:
        """The form by which somebody of the list is asked for; empty where nobody registers it."""
        if queryMultiAdapter((self.context, self.request), name=REQUEST_FORM) is None:
            return ""
        filters = {"legal_fields": "field", "territory": "unit"}
        chosen = {one: self.filters.value(name) for one, name in filters.items()}
        asked = urlencode({one: value for one, value in chosen.items() if value})
        url = f"{self.context.absolute_url()}/@@{REQUEST_FORM}"
        return f"{url}?{asked}" if asked else url

    @property
    def today(self) -> str:
        """The day for which the list holds."""
        return format_day(today())

    def lists(self) -> list[dict[str, Any]]:
        """List both lists, to go from one to the other."""
        base = self.context.absolute_url()
        return [
            {
                "title": kind.page_title,
                "url": f"{base}/@@{kind.name}",
                "here": kind.name == self.name,
            }
            for kind in (ReportersView, PropagandistsView)
        ]


class ReportersView(PeopleView):
    """List the legal reporters."""

    name = "reporters"
    portal_type = "LegalReporter"
    page_title = _("heading_reporters", default="Legal reporters")
    lead = _(
        "help_reporters",
        default="People recognised by decision, whom agencies and communes can invite to speak on the law.",
    )
    nobody = _(
        "msg_no_reporters", default="No legal reporter has been entered here yet."
    )


class PropagandistsView(PeopleView):
    """List the legal propagandists."""

    name = "propagandists"
    portal_type = "LegalPropagandist"
    page_title = _("heading_propagandists", default="Legal propagandists")
    lead = _(
        "help_propagandists",
        default="People recognised by their commune or ward, who speak on the law where they live.",
    )
    nobody = _(
        "msg_no_propagandists",
        default="No legal propagandist has been entered here yet.",
    )


ReportersAdminPage = admin_page(
    "reporters",
    title=_("heading_reporters", default="Legal reporters"),
    help=_(
        "help_tool_reporters",
        default="Who is recognised today. People are entered in a section or unit, by the menu of additions.",
    ),
    order=70,
    group=PEOPLE,
)


PropagandistsAdminPage = admin_page(
    "propagandists",
    title=_("heading_propagandists", default="Legal propagandists"),
    help=_(
        "help_tool_propagandists",
        default="Who is recognised today by a commune or ward.",
    ),
    order=80,
    group=PEOPLE,
)
