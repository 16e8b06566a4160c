"""The roll call of a course on a phone: one press a person, saved at once."""

from AccessControl import Unauthorized
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from plone import api
from plone.protect import CheckAuthenticator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.numbers import parse_int
from sonla.pbgdpl.editorial.working_copies import working_copy_of
from sonla.pbgdpl.people.name_lookup import people_called
from sonla.pbgdpl.people.name_lookup import people_with
from sonla.pbgdpl.people.name_lookup import recognised_near
from sonla.pbgdpl.training.attendees import attendees
from sonla.pbgdpl.training.attendees import change_attendance
from sonla.pbgdpl.training.attendees import facts_of
from sonla.pbgdpl.training.attendees import may_record_attendance
from sonla.pbgdpl.ui.downloads import keep_private
from sonla.pbgdpl.ui.drafts.assets import IWritingPage
from sonla.pbgdpl.ui.drafts.saved import note_saved
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import Page
from sonla.pbgdpl.ui.page import values_of
from typing import Any
from urllib.parse import quote
from zope.interface import implementer

import json

PRESENT, BEFORE = "present", "before"
"""Fields with the UIDs of those ticked, and of those ticked when the page was made."""
MAX_SHOWN = 200
MAX_FOUND = 50
MAX_OTHERS = 9999


@implementer(IWritingPage)
class RollCall(Page, BrowserView):
    """Show a large button for each possible attendee; note who is present.

    A form says what it changes, not who is present in all: two people may call one roll.
    """

    page_title = _("heading_roll_call", default="Roll call")
    stylesheets = ("training/roll_call.css",)

    def __call__(self) -> str:
        """Note what was sent and show the page, or answer a script with the number."""
        if not may_record_attendance(self.context):
            raise Unauthorized("Only those who write here note attendance.")
        keep_private(self.request)
        if self.request.method != "POST":
            return self.index()
        CheckAuthenticator(self.request)
        if not self.is_being_revised:
            self.store()
        if "quiet" in self.request.form:
            self.request.response.setHeader("Content-Type", "application/json")
            return json.dumps({"count": self.context.people_trained})
        query = f"?q={quote(self.asked)}" if self.asked else ""
        return self.lead_to(f"{self.url}{query}")

    def store(self) -> None:
        """Change what the form changes."""
        form = self.request.form
        present, before = (set(values_of(form.get(one))) for one in (PRESENT, BEFORE))
        change_attendance(
            self.context,
            people_with(present - before),
            before - present,
            self.number("others") - self.number("others_before"),
        )
        note_saved()

    def number(self, name: str) -> int:
        """Read a number of people; 0 for anything else."""
        number = parse_int(self.request.form.get(name), 0)
        return number if 0 <= number <= MAX_OTHERS else 0

    @cached_property
    def is_being_revised(self) -> bool:
        """Whether a revision is open, which would write over what is noted now."""
        return working_copy_of(self.context) is not None

    @property
    def asked(self) -> str:
        """The name that is looked for."""
        return " ".join(str(self.request.form.get("q", "")).split())[:100]

    @property
    def count(self) -> int:
        """The number of those who are there."""
        return self.context.people_trained

    @property
    def others(self) -> int:
        """The number of those who are in no register."""
        return stored_value(self.context, "other_attendees") or 0

    @cached_property
    def people(self) -> list[dict[str, Any]]:
        """Whom to tick, by name: those present, those expected and those searched for."""
        there = {person.UID(): person for person in attendees(self.context)}
        known = {**there, **{one.UID(): one for one in self.expected()}}
        return [
            {
                "uid": uid,
                "name": person.title,
                "facts": ", ".join(filter(None, facts_of(person))),
                "present": uid in there,
            }
            for uid, person in known.items()
            if self.may_see(person)
        ]

    def expected(self) -> Iterator[Any]:
        """Yield the people with the name that was typed, or those recognised near by."""
        if self.asked:
            return islice(people_called(self.asked, self.context), MAX_FOUND)
        return iter(recognised_near(self.context, MAX_SHOWN))

    @staticmethod
    def may_see(person: Any) -> bool:
        """Return whether the user may see somebody of the register."""
        return bool(api.user.has_permission("View", obj=person))
