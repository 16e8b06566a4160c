"""The deadlines of the register at the approval desk, and the notices that communes still owe."""

from collections.abc import Iterator
from datetime import date
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.names import REQUESTS
from sonla.pbgdpl.core.section import place_title
from sonla.pbgdpl.core.section import unit_of
from sonla.pbgdpl.editorial.desk_lines import DeskLine
from sonla.pbgdpl.editorial.desk_lines import VERB_CHECK
from sonla.pbgdpl.editorial.local_roles import may_write
from sonla.pbgdpl.editorial.local_roles import places_of_user
from sonla.pbgdpl.editorial.pages.desk_sections import DeskSection
from sonla.pbgdpl.options.requests.duties.deadlines import Deadline
from sonla.pbgdpl.options.requests.duties.deadlines import open_deadlines
from sonla.pbgdpl.options.requests.duties.labels import DUTIES
from sonla.pbgdpl.options.requests.duties.notices import is_owed_now
from sonla.pbgdpl.options.requests.duties.notices import last_day
from sonla.pbgdpl.options.requests.duties.notices import notices_of
from sonla.pbgdpl.options.requests.duties.pages.notices import FORM
from sonla.pbgdpl.options.requests.duties.pages.notices import LIST
from sonla.pbgdpl.people.workflow import is_keeper

NOTICE = _(
    "heading_criteria_notices", default="Notice of the criteria of propagandists"
)
VERB_NOTE = _("button_criteria_note", default="Note when and where")


class DutiesSection(DeskSection):
    """Say what is to be done by which day; who is nominated is a line of the tab of people."""

    belongs_to = REQUESTS
    order = 30

    def lines(self) -> Iterator[DeskLine]:
        """Yield the days of people, for those who keep the register, then those of the notices."""
        for section in filter(is_keeper, self.sections):
            yield from map(person_line, open_deadlines(section))
        day = today()
        last = last_day(day.year)
        if day >= last.replace(day=1):
            yield from self.notices(day, last)

    def notices(self, day: date, last: date) -> Iterator[DeskLine]:
        """Yield the notices that the user's communes owe, and the sections in which some lack."""
        for unit in places_of_user():
            if unit_of(unit) is not None and is_owed_now(unit, day) and may_write(unit):
                url = f"{unit.absolute_url()}/@@{FORM}"
                yield DeskLine(NOTICE, url, VERB_NOTE, last, place=unit.Title())
        for section in filter(is_keeper, self.sections):
            count = sum(one.noted is None for one in notices_of(section, day.year))
            if count:
                url = f"{section.absolute_url()}/@@{LIST}"
                about = _(
                    "label_criteria_missing",
                    default="${count} communes have noted nothing yet",
                    mapping={"count": count},
                )
                yield DeskLine(NOTICE, url, VERB_CHECK, about=about, is_apart=True)


def person_line(deadline: Deadline) -> DeskLine:
    """Return the line of a day to be kept with a person."""
    person = deadline.person
    return DeskLine(
        person.Title(),
        person.absolute_url(),
        VERB_CHECK,
        deadline.day,
        about=DUTIES[deadline.kind],
        place=place_title(person),
        uid=api.content.get_uuid(person),
    )
