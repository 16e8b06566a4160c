"""`@@pbgdpl-requests`: the requests that the user may see, on screen, on paper and as a file."""

from AccessControl import Unauthorized
from collections.abc import Iterator
from functools import cached_property
from plone import api
from plone.batching import Batch
from sonla.pbgdpl import _
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.core.options import page_rests
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.jobs.items import readable
from sonla.pbgdpl.options.requests import ASSIGN_REPORTERS
from sonla.pbgdpl.options.requests import REQUEST_TYPE
from sonla.pbgdpl.options.requests.content import day_of
from sonla.pbgdpl.options.requests.content import state_in_history
from sonla.pbgdpl.options.requests.labels import days_words
from sonla.pbgdpl.options.requests.labels import FIELDS
from sonla.pbgdpl.options.requests.labels import place_words
from sonla.pbgdpl.options.requests.labels import reporter_names
from sonla.pbgdpl.options.requests.labels import state_title
from sonla.pbgdpl.options.requests.pages.ask import TITLE as FORM_TITLE
from sonla.pbgdpl.options.requests.pages.coverage import CoveragePage
from sonla.pbgdpl.options.requests.pages.section_pages import FORM
from sonla.pbgdpl.options.requests.rules import ACCEPTED
from sonla.pbgdpl.options.requests.rules import CLOSED
from sonla.pbgdpl.options.requests.rules import SEEKING
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.downloads import offer_csv
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import FullWidth
from sonla.pbgdpl.ui.page import InSection
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from zope.i18nmessageid import Message

PAGE_SIZE = 50
TABS = {
    "seeking": (_("tab_requests_seeking", default="Reporter looked for"), SEEKING),
    "accepted": (_("tab_requests_accepted", default="Reporter accepted"), (ACCEPTED,)),
    "closed": (_("tab_requests_closed", default="Settled"), CLOSED),
}
FILE = "pbgdpl-requests.csv"
LINKS = {
    FORM: FORM_TITLE,
    FILE: _("link_requests_file", default="Download this list (CSV)"),
    "pbgdpl-coverage": CoveragePage.page_title,
}
"""Names of pages to which the list leads, with their words."""
TITLE = _("heading_requests", default="Requests for reporters")
COLUMNS = {
    "number": _("label_request_number", default="Number"),
    "title": _("label_request_topic", default="Topic of the talk"),
    "organisation": _("label_request_organisation", default="Who asks"),
    "fields": _("label_legal_fields", default="Fields of law"),
    "days": _("label_request_day", default="Day of the talk"),
    "place": _("label_request_place", default="Place"),
    "people": _("label_request_people", default="How many people are expected"),
    "due": _("label_request_deadline", default="Answer wanted by"),
    "state": _("label_question_state", default="State"),
    "reporters": _("label_request_reporters", default="Who speaks"),
    "received": _("label_request_received", default="Came in"),
}
"""Facts of a request in list and file; how who asks is reached is in neither."""


class Requests(InSection, BrowserView):
    """Find the requests that the user may see: the office all, others their own."""

    def check_access(self) -> None:
        """Raise `Unauthorized` for those who neither assign reporters nor have asked for one."""
        if api.user.is_anonymous() or self.section is None:
            raise Unauthorized("Requests are for the office, and for who asked.")
        keep_private(self.request)

    @cached_property
    def is_office(self) -> bool:
        """Whether the user assigns reporters here."""
        return bool(api.user.has_permission(ASSIGN_REPORTERS, obj=self.section))

    @property
    def chosen(self) -> str:
        """The tab."""
        asked = str(self.request.form.get("view"))
        return asked if asked in TABS else "seeking"

    def find(self, tab: str) -> Any:
        """Ask the catalog for the requests of a tab."""
        return api.portal.get_tool("portal_catalog").searchResults(
            path=path_of(self.section),
            portal_type=REQUEST_TYPE,
            review_state=list(TABS[tab][1]),
            sort_on="created",
            sort_order="reverse" if tab == "closed" else "ascending",
        )

    @cached_property
    def requests(self) -> list[Any]:
        """The requests of the tab; those looked for by the day of the talk."""
        found = list(readable(load_objects(self.find(self.chosen))))
        return found if self.chosen == "closed" else sorted(found, key=day_of)


class RequestsPage(FullWidth, Requests, Page):
    """List them; those first whose talk is nearest."""

    stylesheets = ("tables.css",)
    page_title: Message = TITLE

    def tabs(self) -> list[dict[str, Any]]:
        """List the tabs, each with its number."""
        return [
            {
                "title": title,
                "url": f"{self.url}?view={name}",
                "count": len(self.find(name)),
                "chosen": name == self.chosen,
            }
            for name, (title, _states) in TABS.items()
        ]

    @cached_property
    def batch(self) -> Batch:
        """Cut them into pages."""
        start = parse_int(self.request.form.get("b_start"), 0)
        return Batch(self.requests, PAGE_SIZE, start)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield what the page shows of each."""
        for one in self.batch:
            deadline = stored_value(one, "deadline")
            late = self.chosen == "seeking" and deadline and deadline < today()
            yield {
                **facts(one),
                "url": one.absolute_url(),
                "is_late": bool(late),
            }

    def links(self) -> list[dict[str, Any]]:
        """List where it leads, but to what rests: all to the form, the office also to its pages."""
        return [
            {
                "title": title,
                "url": f"{self.section_url}/@@{name}"
                + (f"?view={self.chosen}" if name == FILE else ""),
                "is_form": name == FORM,
            }
            for name, title in LINKS.items()
            if (name == FORM or self.is_office)
            and not page_rests(self.section, self.request, name)
        ]


class RequestsFile(Requests):
    """Provide the list as a CSV file."""

    def __call__(self) -> bytes:
        """Write the file."""
        self.check_access()
        if not self.is_office:
            raise Unauthorized("The file is the office's.")
        header = [*map(api.portal.translate, COLUMNS.values()), "URL"]
        lines = [
            (*(facts(one)[name] for name in COLUMNS), one.absolute_url())
            for one in self.requests
        ]
        stem = "yeu-cau-bao-cao-vien"
        return offer_csv(self.request, stem, header, lines, office=self.context)


def facts(request: Any) -> dict[str, str]:
    """Put a request into words, by the columns of list and file."""
    return {
        "number": stored_value(request, "number") or "",
        "title": request.title,
        "organisation": stored_value(request, "organisation") or "",
        "fields": ", ".join(term_titles(FIELDS, stored_value(request, "legal_fields"))),
        "days": days_words(request),
        "place": place_words(request),
        "people": str(stored_value(request, "people_expected") or ""),
        "due": format_day(stored_value(request, "deadline")),
        "state": api.portal.translate(state_title(state_in_history(request))),
        "reporters": reporter_names(request),
        "received": format_day(stored_value(request, "received")),
    }
