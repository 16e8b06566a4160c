"""Who spoke, as typed into the quick form: names and codes of the register.

What was typed into the quick form: read, checked by the schema, kept as typed.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import time
from sonla.pbgdpl import _
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.activities.content import ILegalActivity
from sonla.pbgdpl.activities.sent_moments import refuse_year
from sonla.pbgdpl.activities.vocabularies import ORGANISER_KINDS
from sonla.pbgdpl.core.clock import event_moment
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.dates import read_typed_day
from sonla.pbgdpl.core.errors import first_error
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.numbers import parse_grouped
from sonla.pbgdpl.people.name_lookup import NameLookup
from sonla.pbgdpl.people.name_lookup import people_with
from sonla.pbgdpl.texts.behaviors import IAudiences
from sonla.pbgdpl.texts.behaviors import ITerritory
from sonla.pbgdpl.ui.page import values_of
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import term_title
from types import SimpleNamespace
from typing import Any
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.i18nmessageid import Message
from zope.interface import Invalid
from zope.intid.interfaces import IIntIds
from zope.schema import ValidationError

import re

_BETWEEN = re.compile(r"[,;\n]")


def people_in(text: str, context: Any) -> list[Any]:
    """Find the people whom a text names, each once.

    Raises `InvalidInput` for the first that is nobody, or may be several.
    """
    if not text.strip():
        return []
    known = NameLookup(context)
    found = [one_called(name, known) for name in names_in(text)]
    return list({person.UID(): person for person in found}.values())


def names_in(text: str) -> Iterator[str]:
    """Yield the names, or codes, that a text has."""
    return filter(None, map(str.strip, _BETWEEN.split(text)))


def one_called(name: str, known: NameLookup) -> Any:
    """Find the one person called so."""
    found = known.named(name) or known.coded(name)
    if len(found) == 1:
        return found[0]
    if not found and (namesakes := known.like(name)):
        raise InvalidInput(
            _(
                "msg_performer_alike",
                default="Nobody in the register is called “${name}”. Do you mean: ${names}?",
                mapping={"name": name, "names": ", ".join(namesakes)},
            )
        )
    if not found:
        raise InvalidInput(
            _(
                "msg_performer_unknown",
                default="Nobody in the register is called “${name}”. Correct the name, or leave it out.",
                mapping={"name": name},
            )
        )
    raise InvalidInput(
        _(
            "msg_performer_several",
            default="${count} people are called “${name}”. Write the person's code instead, or choose the person in the form with all fields.",
            mapping={"name": name, "count": str(len(found))},
        )
    )


FORMS = "sonla.pbgdpl.DisseminationForms"
MAX_LENGTH = 500
"""Characters of a line; what records of the exchange can hold."""

_CLOCK = re.compile(
    r"([01]?[0-9]|2[0-3]) ?(?:[:.] ?([0-5][0-9])|(?:h|g|giờ)(?: ?([0-5][0-9])p?)?)",
    re.IGNORECASE,
)
"""An hour as people write it: 8:00, 8.30, 8h, 8h30, 8 giờ, 8 giờ 30, 8g30."""
_SHORT = re.compile(r"[^;,(]+")

STAYS_EQUAL = (
    "dissemination_form",
    "organiser_kind",
    "day",
    "location",
    "territory",
    "audiences",
)
"""What the next activity probably has in common with the one just saved."""

MSG_REQUIRED = _("msg_required", default="Please fill this in.")


@dataclass
class ActivityForm:
    """What was typed, and the values read from it; `errors` has what is wrong."""

    form: Mapping[str, Any]
    container: Any
    errors: dict[str, Message] = field(default_factory=dict)
    """Field → message; what concerns several stands under ''."""

    def text(self, name: str) -> str:
        """Return what was typed into a line, without blanks around it."""
        value = self.form.get(name, "")
        if isinstance(value, list | tuple):
            value = value[0] if value else ""
        return " ".join(str(value).split())

    def chosen(self, name: str) -> list[str]:
        """Return what was checked."""
        return values_of(self.form.get(name))

    def values(self) -> dict[str, Any]:
        """Read all fields; look into `errors` afterwards."""
        whole_day = not self.text("starts_at")
        start, end = self.moments(whole_day)
        values = {
            "dissemination_form": self.term("dissemination_form"),
            "organiser_kind": self.organiser_kind(),
            "start": start,
            "end": end,
            "whole_day": whole_day,
            "location": self.line("location") or None,
            "territory": self.terms(ITerritory, "territory"),
            "audiences": self.terms(IAudiences, "audiences"),
            "performers": self.performers(),
            **{name: self.count(name) for name in COUNTS},
        }
        for error in broken_invariants(values):
            self.errors.setdefault("", error)
        title = self.line("title") or self.made_title(values)
        return {"title": title, **values}

    # Single fields

    def line(self, name: str) -> str:
        """Read a line of text."""
        text = self.text(name)
        if len(text) > MAX_LENGTH:
            self.errors[name] = _(
                "msg_line_too_long",
                default="This is too long: at most ${most} characters.",
                mapping={"most": str(MAX_LENGTH)},
            )
        return text

    def term(self, name: str) -> str | None:
        """Read a term of a list; one must be chosen."""
        token = self.text(name)
        if not token:
            self.errors[name] = MSG_REQUIRED
            return None
        return self.checked(name, ILegalActivity[name], token)

    def organiser_kind(self) -> str | None:
        """Read whose activity it is."""
        token = self.text("organiser_kind")
        if token in ORGANISER_KINDS:
            return token
        self.errors["organiser_kind"] = MSG_REQUIRED
        return None

    def terms(self, schema: Any, name: str) -> tuple[str, ...]:
        """Read several terms of a list; none is fine."""
        tokens = tuple(filter(None, self.chosen(name)))
        return self.checked(name, schema[name], tokens) or ()

    def checked(self, name: str, schema_field: Any, value: Any) -> Any:
        """Ask a field of the schema whether it takes a value; None if it does not."""
        try:
            schema_field.bind(self.container).validate(value)
        except ValidationError as error:
            refused = first_error(error)
            self.errors[name] = refused.doc()
            return None
        return value

    def performers(self) -> list[RelationValue]:
        """Read who of the register spoke."""
        text = self.line("performers")
        if "performers" in self.errors:
            return []
        try:
            people = people_in(text, self.container)
        except InvalidInput as refused:
            self.errors["performers"] = refused.message
            return []
        ticked = people_with(self.chosen("performer"))
        ids = getUtility(IIntIds)
        both = {person.UID(): person for person in (*ticked, *people)}
        return [RelationValue(ids.getId(person)) for person in both.values()]

    def count(self, name: str) -> int | None:
        """Read a number; thousands may be parted by points or blanks, as in Vietnam."""
        text = self.text(name)
        if not text:
            return None
        number = parse_grouped(text, None)
        if number is None:
            self.errors[name] = _(
                "msg_count_no_number",
                default="“${value}” is no number. Type digits alone, such as 120.",
                mapping={"value": text},
            )
            return None
        return self.checked(name, ILegalActivity[name], number)

    def moments(self, whole_day: bool) -> tuple[datetime | None, datetime | None]:
        """Read day and hours: from when to when."""
        day = self.day()
        first, last = self.clock("starts_at"), self.clock("ends_at")
        if day is None or "starts_at" in self.errors or "ends_at" in self.errors:
            return None, None
        if whole_day:
            if last is not None:
                self.errors["starts_at"] = _(
                    "msg_end_without_start",
                    default="Say when it began, or leave both hours empty.",
                )
            return moment(day, (0, 0)), moment(day, (23, 59))
        if last is not None and first is not None and last < first:
            self.errors["ends_at"] = _(
                "msg_ends_before_start",
                default="It can't end before it begins.",
            )
        return moment(day, first or (0, 0)), moment(day, last or first or (0, 0))

    def day(self) -> date | None:
        """Read the day on which it was held."""
        text = self.text("day")
        if not text:
            self.errors["day"] = MSG_REQUIRED
            return None
        try:
            found = read_typed_day(text)
            refuse_year(found)
            return found
        except InvalidInput as refused:
            self.errors["day"] = refused.message
            return None

    def clock(self, name: str) -> tuple[int, int] | None:
        """Read an hour such as 8:00, 8h30 or 8 giờ; None for none."""
        text = self.text(name)
        found = _CLOCK.fullmatch(text.removesuffix(" phút"))
        if text and not found:
            self.errors[name] = _(
                "msg_no_hour",
                default="“${value}” is no time of day. Type it as 8:00 or 14:30.",
                mapping={"value": text},
            )
        return (int(found[1]), int(found[2] or found[3] or 0)) if found else None

    # What is made of it

    def made_title(self, values: Mapping[str, Any]) -> str:
        """Make a title of form, place and day, where it was left empty."""
        form = term_title(FORMS, values["dissemination_form"])
        short = _SHORT.match(form)
        territory = values["territory"]
        place = values["location"] or (
            term_title(TERRITORIES, territory[0]) if territory else ""
        )
        day = format_day(values["start"])
        parts = (short[0].strip() if short else form, place, day)
        return ", ".join(filter(None, parts))

    def kept(self) -> Iterator[tuple[str, str]]:
        """Yield what stays equal, for the address of the next empty form."""
        for name in STAYS_EQUAL:
            several = name in ("audiences", "territory")
            values = self.chosen(name) if several else [self.text(name)]
            parameter = f"{name}:list" if several else name
            yield from ((parameter, value) for value in values if value)


def moment(day: date, clock: tuple[int, int]) -> datetime:
    """Return a moment by the portal's clock."""
    return event_moment(datetime.combine(day, time(*clock), portal_zone()))


def broken_invariants(values: Mapping[str, Any]) -> Iterator[Message]:
    """Yield what the schema has against values that are fine one by one."""
    errors: list[Invalid] = []
    try:
        ILegalActivity.validateInvariants(SimpleNamespace(**values), errors)
    except Invalid:
        yield from (error.args[0] for error in errors)
