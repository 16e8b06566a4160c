"""The page of one person: public facts for everybody, the rest for who may see it."""

from AccessControl import Unauthorized
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from plone import api
from sonla.pbgdpl import _
from sonla.pbgdpl.core.append_only.periods import is_in_force
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import format_moment
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.names import VIEW_PERSONAL_DATA
from sonla.pbgdpl.editorial.history import Step
from sonla.pbgdpl.editorial.pages.desk_rows import DeskRow
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.people import MANAGE_REGISTRY
from sonla.pbgdpl.people import PERSON_INDEX
from sonla.pbgdpl.people.append_only import LEVELS
from sonla.pbgdpl.people.behavior import IPerson
from sonla.pbgdpl.people.behavior import IRecognition
from sonla.pbgdpl.people.decisions import DecisionKey
from sonla.pbgdpl.people.decisions import files_of_people
from sonla.pbgdpl.people.interfaces import IPersonHistory
from sonla.pbgdpl.people.labels import language_words
from sonla.pbgdpl.people.labels import position_words
from sonla.pbgdpl.people.labels import recognition_labels
from sonla.pbgdpl.people.labels import RecognitionLabels
from sonla.pbgdpl.people.privacy import PRIVATE_CELLS
from sonla.pbgdpl.people.privacy import PRIVATE_FIELDS
from sonla.pbgdpl.people.rules import OUTSIDE
from sonla.pbgdpl.people.rules import RECOGNISED
from sonla.pbgdpl.people.rules import state_on
from sonla.pbgdpl.people.vocabularies import GENDERS
from sonla.pbgdpl.people.vocabularies import QUALIFICATIONS
from sonla.pbgdpl.people.workflow import is_taken_in
from sonla.pbgdpl.ui.fields import describe_cell
from sonla.pbgdpl.ui.page import BrowserView
from sonla.pbgdpl.ui.page import LeadsToList
from sonla.pbgdpl.ui.summaries import Summary
from sonla.pbgdpl.ui.viewlets import IOwnByline
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from sonla.pbgdpl.vocabularies.terms import term_titles
from typing import Any
from zope.component import getAdapters
from zope.i18nmessageid import Message
from zope.interface import implementer

MAX_LISTED = 20
"""Items of a list that everybody sees; the rest is counted."""


@dataclass(frozen=True)
class PersonList:
    """Hold one list of what other subjects know of a person."""

    title: Message
    items: list[Summary]
    more: int


LISTS = {"LegalReporter": "reporters", "LegalPropagandist": "propagandists"}


@implementer(IOwnByline)
class PersonView(LeadsToList, BrowserView):
    """Show a person with decision, territory and the history of recognitions."""

    def __call__(self) -> str:
        """Refuse visitors a person whose last day has passed since anybody looked."""
        recognitions = stored_value(self.context, "recognitions") or []
        shown_to_all = state_of(self.context) == RECOGNISED
        if shown_to_all and state_on(recognitions, today()) != RECOGNISED:
            if not self.keeps:
                raise Unauthorized("No recognition is in force")
        return self.index()

    @cached_property
    def keeps(self) -> bool:
        """Whether the user keeps the register here."""
        return api.user.has_permission(MANAGE_REGISTRY, obj=self.context)

    @cached_property
    def may_see_personal_data(self) -> bool:
        """Whether the user may see personal data."""
        return api.user.has_permission(VIEW_PERSONAL_DATA, obj=self.context)

    # What everybody sees

    @property
    def position(self) -> str:
        return position_words(self.context)

    @property
    def agency(self) -> str:
        """Where the person works."""
        return term_title(AGENCIES, stored_value(self.context, "agency"))

    @property
    def qualification(self) -> Any:
        """The degree, a message."""
        return QUALIFICATIONS.get(stored_value(self.context, "qualification"), "")

    @property
    def legal_work_years(self) -> int | None:
        """The years of legal work; None if nobody entered them."""
        return stored_value(self.context, "legal_work_years")

    @property
    def legal_fields(self) -> str:
        tokens = stored_value(self.context, "legal_fields")
        return ", ".join(term_titles("sonla.pbgdpl.LegalFields", tokens))

    @property
    def languages(self) -> str:
        return language_words(self.context)

    @cached_property
    def current(self) -> list[RecognitionLabels]:
        """The recognitions in force today."""
        day = today()
        rows = self.context.recognition_history()
        return [recognition_labels(row) for row in rows if is_in_force(row, day)]

    @cached_property
    def history(self) -> list[RecognitionLabels]:
        """All recognitions, the latest first."""
        rows = self.context.recognition_history()
        return [recognition_labels(row, self.decision_files) for row in rows]

    @property
    def contact(self) -> dict[str, str]:
        """Telephone and e-mail at work, if the person agreed that all may see them."""
        if not stored_value(self.context, "show_official_contact"):
            return {}
        return self.official_contact

    @property
    def official_contact(self) -> dict[str, str]:
        """Telephone and e-mail at work."""
        found = {
            "phone": stored_value(self.context, "official_phone"),
            "email": stored_value(self.context, "official_email"),
        }
        return {name: value for name, value in found.items() if value}

    @property
    def photo(self) -> str:
        """The photo as an image; empty without one."""
        if stored_value(self.context, "photo") is None:
            return ""
        images = self.context.restrictedTraverse("@@images")
        return images.tag("photo", scale="preview", css_class="pbgdpl-photo") or ""

    @cached_property
    def others(self) -> list[dict[str, str]]:
        """The other records of the same person that the user may see."""
        code = stored_value(self.context, "person_id")
        if not code:
            return []
        found = api.portal.get_tool("portal_catalog").searchResults(
            {PERSON_INDEX: code, "sort_on": "created"}
        )
        types = api.portal.get_tool("portal_types")
        return [
            {"title": types[brain.portal_type].Title(), "url": brain.getURL()}
            for brain in found
            if brain.UID != self.context.UID() and brain.portal_type in types
        ]

    def histories(self) -> list[PersonList]:
        """List what other subjects tell everybody of the person, such as activities."""
        return [
            PersonList(one.title, found[:MAX_LISTED], max(0, len(found) - MAX_LISTED))
            for one, found in self.known_elsewhere(office_only=False)
        ]

    def known_elsewhere(self, office_only: bool) -> Iterator[tuple[Any, list[Summary]]]:
        """Yield the histories that have something to show, in their order."""
        histories = [one for _name, one in getAdapters([self.context], IPersonHistory)]
        for history in sorted(histories, key=attrgetter("order")):
            if history.office_only == office_only and (found := history.summaries()):
                yield history, found

    @property
    def list_name(self) -> str:
        return LISTS[self.context.portal_type]

    # What the office sees

    @property
    def notice(self) -> Any:
        """Why the public does not see this person, for those who do."""
        notices = {
            "draft": _(
                "msg_person_draft",
                default="Not in the register yet: nobody outside the office sees this person. A keeper of the register takes them in.",
            ),
            "submitted": _(
                "msg_person_submitted",
                default="Sent for the register: nobody outside the office sees this person until a keeper of the register accepts the entry.",
            )
            if not is_taken_in(self.context)
            else _(
                "msg_person_accepted",
                default="Accepted: everybody finds this person from the first day of the recognition on.",
            ),
            "ended": _(
                "msg_person_ended",
                default="No recognition is in force: the person is in no public list and keeps this page for the office.",
            ),
        }
        return notices.get(state_of(self.context), "")

    @cached_property
    def row(self) -> DeskRow:
        """The entry as the desk shows it."""
        return DeskRow(self.context)

    def steps(self) -> list[dict[str, Any]]:
        """List what the user can do now, each with the address of its form.

        Of somebody whom everybody sees the steps of the chain are left to the menu.
        """
        base = self.context.absolute_url()
        if state_of(self.context) != RECOGNISED:
            return [
                {
                    "url": f"{base}/@@pbgdpl-transition?workflow_action={choice.id}",
                    "title": choice.title,
                    "look": "btn-primary" if choice.primary else "btn-outline-primary",
                }
                for choice in self.row.choices
            ]
        return [
            {
                "url": f"{base}/@@pbgdpl-person-end?level={level}",
                "title": _(
                    "button_person_end_level",
                    default="End the recognition: ${level}",
                    mapping={"level": term_title(LEVELS, level)},
                ),
                "look": "btn-outline-secondary",
            }
            for level in (self.context.levels if self.keeps else ())
        ]

    def last_comment(self) -> Step | None:
        """Return what was said with the last step while the entry is not accepted."""
        waits = state_of(self.context) in OUTSIDE
        return next(iter(self.row.last_comments), None) if waits else None

    def personal_data(self) -> list[dict[str, str]]:
        """List the private fields that are filled in, for who may see them."""
        if not self.may_see_personal_data:
            return []
        return [
            {"title": IPerson[name].title, "value": self.in_words(name)}
            for name in PRIVATE_FIELDS
            if stored_value(self.context, name)
        ]

    def in_words(self, name: str) -> Any:
        """Put a private field into words."""
        value = stored_value(self.context, name)
        if name == "gender":
            return GENDERS.get(value, value)
        return format_day(value) if name == "birth_date" else value

    def office_histories(self) -> list[PersonList]:
        """List what is known elsewhere of the person, for those who may see personal data."""
        if not self.may_see_personal_data:
            return []
        return [
            PersonList(one.title, found, 0)
            for one, found in self.known_elsewhere(office_only=True)
        ]

    def reasons(self) -> list[dict[str, str]]:
        """List why recognitions ended, for who may see it."""
        if not self.may_see_personal_data:
            return []
        rows = self.context.recognition_history()
        return [
            {"until": format_day(row.get("ended_on")), "reason": row["end_reason"]}
            for row in rows
            if row.get("end_reason")
        ]

    @cached_property
    def decision_files(self) -> dict[DecisionKey, str]:
        """Addresses of the files of decisions that the user may see, by the keys of those.

        Such a file names everybody whom the decision concerns: visitors see those that were opened.
        """
        return files_of_people([self.context]).get(self.context.UID(), {})

    def corrections(self) -> list[dict[str, Any]]:
        """List what was written over in recognitions, for who keeps the register."""
        if not self.keeps:
            return []
        return [
            {
                "time": format_moment(note["time"]),
                "row": note["row"],
                "cell": IRecognition[note["cell"]].title,
                "before": describe_cell(
                    IRecognition[note["cell"]], note["before"] or ""
                ),
                "after": describe_cell(IRecognition[note["cell"]], note["after"] or ""),
            }
            for note in self.context.noted_corrections()
            if note["cell"] not in PRIVATE_CELLS or self.may_see_personal_data
        ]
