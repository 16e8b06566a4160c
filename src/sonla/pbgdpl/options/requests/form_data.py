"""What somebody typed into the form of a request, checked before anything is stored."""

from datetime import date
from datetime import timedelta
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import read_typed_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.numbers import parse_grouped
from sonla.pbgdpl.core.typed_text import clean_text
from sonla.pbgdpl.options.requests.content import MAX_EXPECTED
from sonla.pbgdpl.options.requests.content import MSG_DAYS
from sonla.pbgdpl.questions.form_data import MSG_LINE_TOO_LONG
from sonla.pbgdpl.questions.form_data import MSG_NOT_IN_LIST
from sonla.pbgdpl.questions.form_data import TypedForm
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import find_term
from typing import Any
from zope.i18nmessageid import Message

MAX_DETAILS = 2000
"""Characters of a field that are looked at: what is longer is too long in any case."""
MAX_LENGTHS = {
    "title": 200,
    "organisation": 200,
    "location": 300,
    "hours": 60,
    "contact_name": 100,
    "contact_email": 200,
    "contact_phone": 30,
}
REQUIRED = ("organisation", "title", "day", "contact_name")
MAX_AHEAD = timedelta(days=366)
MAX_CHOSEN = 40
LISTS = {
    "legal_fields": "sonla.pbgdpl.LegalFields",
    "audiences": "sonla.pbgdpl.Audiences",
    "territory": TERRITORIES,
    "spoken_language": "sonla.pbgdpl.Languages",
}

MSG_REQUIRED = _("msg_required", default="Please fill this in.")
MSG_PAST = _(
    "msg_request_past", default="This day has passed. Please choose a later one."
)
MSG_FAR = _(
    "msg_request_far", default="Please choose a day within the next twelve months."
)
MSG_NO_CONTACT = _(
    "msg_request_no_contact",
    default="Please leave a telephone number or an e-mail address, so that the office can reach you.",
)
MSG_NO_CONSENT = _(
    "msg_request_no_consent",
    default="Please tick that you agree; without that the request can't be handled.",
)
MSG_NO_NUMBER = _(
    "msg_request_no_number",
    default="Type the number of people in digits, from 1 to ${most}.",
    mapping={"most": str(MAX_EXPECTED)},
)


class RequestForm(TypedForm):
    """What was typed into the form of a request."""

    max_lengths = MAX_LENGTHS

    def chosen(self, name: str) -> list[str]:
        """Return what was chosen of a list."""
        return [one[:60] for one in values_of(self.form.get(name))[:MAX_CHOSEN] if one]

    def values(self) -> dict[str, Any]:
        """Return the values of a request's fields; what is wrong goes into `errors`."""
        first, last = self.day("day"), self.day("until_day")
        if first and last and last < first:
            self.errors["until_day"] = MSG_DAYS
        terms = {name: self.terms(name) for name in LISTS}
        self.check_lines()
        values: dict[str, Any] = {
            **{name: self.line(name) or None for name in MAX_LENGTHS},
            **terms,
            "spoken_language": next(iter(terms["spoken_language"]), None),
            "day": first,
            "until_day": last,
            "deadline": self.day("deadline"),
            "people_expected": self.number(),
            "online": bool(self.text("online")),
            "details": self.details() or None,
        }
        if not self.line("contact_email") and not self.line("contact_phone"):
            self.errors["contact_phone"] = MSG_NO_CONTACT
        self.check_contact("contact_email", "contact_phone")
        for name in REQUIRED:
            if not self.line(name):
                self.errors[name] = MSG_REQUIRED
        if not self.text("consent"):
            self.errors["consent"] = MSG_NO_CONSENT
        return values

    def details(self) -> str:
        """Read the text of several lines."""
        text = clean_text(self.text("details"))
        if len(text) > MAX_DETAILS:
            mapping = {"most": MAX_DETAILS}
            self.errors["details"] = Message(MSG_LINE_TOO_LONG, mapping=mapping)
        return text

    def day(self, name: str) -> date | None:
        """Read a day to come; None for none."""
        text = self.text(name).strip()
        if not text:
            return None
        try:
            day = read_typed_day(text)
        except InvalidInput as refused:
            self.errors[name] = refused.message
            return None
        if day < today():
            self.errors[name] = MSG_PAST
        elif day > today() + MAX_AHEAD:
            self.errors[name] = MSG_FAR
        return day

    def number(self) -> int | None:
        """Read how many people are expected."""
        text = self.text("people_expected").strip()
        if not text:
            return None
        number = parse_grouped(text, None)
        if number is None or not 1 <= number <= MAX_EXPECTED:
            self.errors["people_expected"] = MSG_NO_NUMBER
            return None
        return number

    def terms(self, name: str) -> tuple[str, ...]:
        """Read what was chosen of a list, each once."""
        found = tuple(dict.fromkeys(self.chosen(name)))
        for token in found:
            term = find_term(LISTS[name], token)
            if term is None or not term.is_valid_on(today()):
                self.errors[name] = MSG_NOT_IN_LIST
        return found
