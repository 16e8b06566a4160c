"""The page on which administrators read who took personal data out, and lists in."""

from collections.abc import Iterator
from functools import cached_property
from plone import api
from plone.batching import Batch
from Products.Five import BrowserView
from sonla.pbgdpl import _
from sonla.pbgdpl.browser.downloads import keep_private
from sonla.pbgdpl.browser.register.filters import PEOPLE_FACETS
from sonla.pbgdpl.browser.register.listing import PropagandistsView
from sonla.pbgdpl.browser.register.listing import ReportersView
from sonla.pbgdpl.browser.titles.page import TitledPage
from sonla.pbgdpl.controlpanel.settings import get_settings
from sonla.pbgdpl.dates import format_moment
from sonla.pbgdpl.numerals import whole_number
from sonla.pbgdpl.register import log
from typing import Any
from zope.i18n import translate

PAGE_SIZE = 50
ACTIONS = {
    log.EXPORT: _("log_export", default="Downloaded with personal data"),
    log.IMPORT: _("log_import", default="Entered from a list"),
    log.ATTENDANCE: _("log_attendance", default="Downloaded who attended a course"),
    log.ERASED: _("log_erased", default="Personal data of askers deleted"),
    log.REFUSED_ROWS: _("log_refused_rows", default="Downloaded rows to be corrected"),
}
LISTS = {
    view.portal_type: view.page_title for view in (ReportersView, PropagandistsView)
}
FACTS = {
    "format": _("log_fact_format", default="Format"),
    "file": _("log_fact_file", default="File"),
    "known": _("log_fact_known", default="In the register already"),
    "refused": _("log_fact_refused", default="To be corrected"),
}
WORDS = _("log_fact_words", default="Words")


class LogView(TitledPage, BrowserView):
    """Show the entries, the latest first; nothing here can be changed."""

    page_title = _(
        "heading_register_log", default="Log of exports and imports of people"
    )

    def __call__(self) -> str:
        """Show the page, and let no cache keep it."""
        keep_private(self.request)
        return self.index()

    @cached_property
    def batch(self) -> Batch:
        """Cut the log into pages."""
        start = whole_number(self.request.form.get("b_start"), 0)
        return Batch(list(log.newest_first()), PAGE_SIZE, start)

    @property
    def years(self) -> int:
        """Tell for how long entries are kept."""
        return get_settings().register_log_years

    @property
    def portal_url(self) -> str:
        """Give the address of the portal, for the rules of the table."""
        return api.portal.get().absolute_url()

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield what the page shows of each entry."""
        for entry in self.batch:
            yield {
                "at": format_moment(entry.at),
                "name": entry.name or entry.user,
                "user": entry.user if entry.user != entry.name else "",
                "action": ACTIONS.get(entry.action, entry.action),
                "list": LISTS.get(entry.portal_type) or type_title(entry.portal_type),
                "place": self.place(entry.place),
                "count": entry.count,
                "facts": list(self.facts(entry.facts)),
            }

    def place(self, path: str) -> str:
        """Name the section or unit; by its path, when it is gone."""
        portal = api.portal.get()
        found = portal.unrestrictedTraverse(path, None) if path else portal
        return found.Title() if found is not None else path

    def facts(self, facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Put what was noted into words."""
        for name, title in FACTS.items():
            if facts.get(name):
                yield translate(title, context=self.request), str(facts[name])
        asked = facts.get("filters") or {}
        if asked.get("q"):
            yield translate(WORDS, context=self.request), asked["q"]
        for facet in PEOPLE_FACETS:
            if value := asked.get(facet.name):
                title = translate(facet.title, context=self.request)
                yield title, facet.titles().get(value, value)


def type_title(portal_type: str) -> str:
    """Name a type; by its id, when it is gone."""
    fti = api.portal.get_tool("portal_types").getTypeInfo(portal_type)
    return fti.Title() if fti is not None else portal_type
