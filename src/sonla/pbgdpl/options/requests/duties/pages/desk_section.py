"""The deadlines of the register at the approval desk, and the notices that communes still owe."""

from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.names import REQUESTS
from sonla.pbgdpl.core.paths import path_of
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.local_roles import may_write
from sonla.pbgdpl.editorial.local_roles import places_of_user
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.options.requests.duties.deadlines import Deadline
from sonla.pbgdpl.options.requests.duties.deadlines import open_deadlines
from sonla.pbgdpl.options.requests.duties.dismissals import people_asked_about
from sonla.pbgdpl.options.requests.duties.labels import deadline_lines
from sonla.pbgdpl.options.requests.duties.notices import is_owed_now
from sonla.pbgdpl.options.requests.duties.notices import last_day
from sonla.pbgdpl.options.requests.duties.notices import notices_of
from sonla.pbgdpl.options.requests.duties.pages.notices import FORM
from sonla.pbgdpl.options.requests.duties.pages.notices import is_keeper
from sonla.pbgdpl.options.requests.duties.pages.notices import LIST
from typing import Any

MAX_LINES = 20
MAX_UNITS = 10


class DutiesSection(DeskSection):
    """Show what is to be done by which day."""

    belongs_to = REQUESTS
    order = 30
    template = ViewPageTemplateFile("templates/desk_section.pt")

    @cached_property
    def sections(self) -> list[Any]:
        """The sections of the scope whose register the user keeps, each once."""
        found = (section_of(place) for place in self.scope)
        unique = {path_of(one): one for one in found if one is not None}
        return [one for one in unique.values() if is_keeper(one)]

    @cached_property
    def found(self) -> list[Deadline]:
        """The deadlines, the next one first."""
        found = (one for section in self.sections for one in open_deadlines(section))
        return sorted(found, key=lambda one: one.day)

    def lines(self) -> list[dict[str, Any]]:
        """List the deadlines."""
        return deadline_lines(self.found[:MAX_LINES])

    @property
    def more(self) -> int:
        """How many deadlines the list leaves out."""
        return max(len(self.found) - MAX_LINES, 0)

    def waiting(self) -> int:
        """Count the people whose dismissal is open; who was nominated is counted by the tab."""
        return sum(1 for one in self.sections for _person in people_asked_about(one))

    def owed(self) -> list[dict[str, str]]:
        """List the communes of the user that have not noted this year's notice."""
        day = today()
        last = last_day(day.year)
        if day < last.replace(day=1):
            return []
        return [
            {
                "title": unit.Title(),
                "url": f"{unit.absolute_url()}/@@{FORM}",
                "day": format_day(last),
            }
            for unit in places_of_user()
            if unit_of(unit) is not None and is_owed_now(unit, day) and may_write(unit)
        ][:MAX_UNITS]

    def missing(self) -> list[dict[str, Any]]:
        """List the sections in which communes still owe this year's notice."""
        day = today()
        last = last_day(day.year)
        if day < last.replace(day=1):
            return []
        return [
            {"url": f"{section.absolute_url()}/@@{LIST}", "count": count}
            for section in self.sections
            if (
                count := sum(one.noted is None for one in notices_of(section, day.year))
            )
        ]
