"""Checks of people in the register: what an office has to correct."""

from datetime import timedelta
from sonla.pbgdpl import _
from sonla.pbgdpl.core.append_only.periods import has_begun
from sonla.pbgdpl.core.append_only.periods import is_in_force
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.checks import Check
from sonla.pbgdpl.editorial.states import state_of
from sonla.pbgdpl.people import PERSON_TYPES
from sonla.pbgdpl.people.append_only import name_of
from sonla.pbgdpl.people.rules import current
from sonla.pbgdpl.people.rules import Recognition
from sonla.pbgdpl.people.rules import SUBMITTED
from sonla.pbgdpl.people.workflow import changed_agencies
from sonla.pbgdpl.people.workflow import is_agency_ended
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any

WARNED_BEFORE = timedelta(days=60)
"""How long before its end a recognition is said to end soon."""


class PersonCheck(Check):
    """Look at the recognitions of a person."""

    portal_types = PERSON_TYPES

    def missing(self, text: Any) -> list[Any]:
        """List what is to be corrected."""
        return self.found(text, list(stored_value(text, "recognitions") or ()))

    def found(self, person: Any, recognitions: list[Recognition]) -> list[Any]:
        """List it from the recognitions."""
        raise NotImplementedError


class EndingCheck(PersonCheck):
    """Find recognitions that end soon, and that no other follows without a gap."""

    title = _("heading_check_ending", default="Recognition ends soon")
    order = 70

    def found(self, person: Any, recognitions: list[Recognition]) -> list[Any]:
        """Compare the last days with the time that is left."""
        day = today()
        limit = day + WARNED_BEFORE
        return [
            _(
                "msg_check_ending",
                default="${recognition}: ends on ${date}.",
                mapping={
                    "recognition": name_of(one),
                    "date": format_day(one["ended_on"]),
                },
            )
            for one in current(recognitions, day)
            if one.get("ended_on") is not None
            and one["ended_on"] <= limit
            and not any(is_in_force(other, one["ended_on"]) for other in recognitions)
        ]


class AgencyCheck(PersonCheck):
    """Find people who left the agency with which they were recognised, or whose has ended."""

    title = _("heading_check_agency", default="Agency changed since the recognition")
    order = 71

    def found(self, person: Any, recognitions: list[Recognition]) -> list[Any]:
        """Compare the agency of today with that of the recognition."""
        if not current(recognitions, today()):
            return []
        agency = stored_value(person, "agency")
        if is_agency_ended(agency):
            return [
                _(
                    "msg_check_agency_gone",
                    default="${agency} does not exist any more. Enter where the person works now.",
                    mapping={"agency": term_title(AGENCIES, agency)},
                )
            ]
        return [
            _(
                "msg_check_agency_left",
                default="${recognition}: recognised when working at ${then}, works at ${now} now. Enter the end of the recognition, or the new one.",
                mapping={
                    "recognition": name_of(recognition),
                    "then": term_title(AGENCIES, then),
                    "now": term_title(AGENCIES, agency),
                },
            )
            for recognition, then in changed_agencies(person)
        ]


class DecisionCheck(PersonCheck):
    """Find recognitions that began without number or date of a decision."""

    title = _("heading_check_decision", default="Recognition without a decision")
    order = 72

    def found(self, person: Any, recognitions: list[Recognition]) -> list[Any]:
        """Ask for both; nobody is recognised by less."""
        return [
            _(
                "msg_check_decision",
                default="${recognition}: number or date of the decision lacks.",
                mapping={"recognition": name_of(one)},
            )
            for one in recognitions
            if has_begun(one, today())
            and not (one.get("decision_number") and one.get("decision_date"))
        ]


class NominationCheck(PersonCheck):
    """Find people of whom one of the four facts of a nomination lacks.

    Name, position and body, degree, fields of law (Circular 10/2016/TT-BTP, Article 3.5): all that
    the law asks for. The name is compulsory in the form.
    """

    title = _("heading_check_nomination", default="Facts of the nomination lack")
    order = 73
    facts = {
        "position": _("label_position", default="Position"),
        "agency": _("label_workplace", default="Agency where the person works"),
        "qualification": _("label_qualification", default="University degree"),
        "legal_fields": _("label_legal_fields", default="Fields of law"),
    }

    def found(self, person: Any, recognitions: list[Recognition]) -> list[Any]:
        """Name each fact that lacks in an entry that was sent."""
        if state_of(person) != SUBMITTED:
            return []
        return [
            _("msg_check_nomination", default="${fact} lacks.", mapping={"fact": title})
            for name, title in self.facts.items()
            if not stored_value(person, name)
        ]


CHECKS = {
    "recognition-ends": EndingCheck,
    "agency-changed": AgencyCheck,
    "no-decision": DecisionCheck,
}
"""Name under which a check is registered → check; what the monthly mail sums up."""
