"""Moments of events that forms and REST send: what none is, or of no such year, is refused."""

from datetime import date
from datetime import datetime
from datetime import UTC
from plone.app.event.dx.behaviors import IEventBasic
from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.deserializer.dxfields import DatetimeFieldDeserializer
from plone.restapi.interfaces import IFieldDeserializer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import event_moment
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from sonla.pbgdpl.core.section import section_of
from sonla.pbgdpl.core.types import is_type_with
from typing import Any
from z3c.form.validator import SimpleFieldValidator
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface
from zope.schema.interfaces import IDatetime

FIRST_YEAR, LAST_YEAR = 1912, 2100
"""Clocks of before can't be told in calendar files (`core.clock.midnight`)."""


def refuse_year(value: date | None) -> None:
    """Raise `InvalidInput` for a moment at which no event is: calendars fail on some."""
    if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise InvalidInput(
            _(
                "msg_event_year",
                default="The year ${year} can't be right. Type a year from ${first} to ${last}.",
                mapping={
                    "year": str(value.year),
                    "first": str(FIRST_YEAR),
                    "last": str(LAST_YEAR),
                },
            )
        )


def is_of_our_event(field: Any, portal_type: str) -> bool:
    """Return whether a field is the beginning or end of an event of ours."""
    return field.interface is IEventBasic and is_type_with("is_own", portal_type)


@implementer(IFieldDeserializer)
@adapter(IDatetime, IDexterityContent, IBrowserLayer)
class SentMoment(DatetimeFieldDeserializer):
    """Read a moment, in a section whatever kind of zone the stored one has.

    Core puts it into the zone of the stored one, which it can for those of pytz alone.
    """

    def __call__(self, value: Any) -> datetime | None:
        """Return the moment; raise ValueError for what is none."""
        if section_of(self.context) is None:
            return super().__call__(value)
        try:
            found = self.read(value)
        except (TypeError, OverflowError) as error:
            raise ValueError(f"Invalid date: {value}") from error
        if is_of_our_event(self.field, self.context.portal_type):
            refuse_year(found)
        return found

    def read(self, value: Any) -> datetime | None:
        """Return the moment; raise an error for what is none."""
        zone = getattr(stored_value(self.context, self.field.getName()), "tzinfo", None)
        if value is None or zone is None or hasattr(zone, "zone"):
            return super().__call__(value)
        moment = datetime.fromisoformat(value)
        known = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        found = event_moment(known)
        self.field.validate(found)
        return found


@adapter(Interface, IBrowserLayer, Interface, IDatetime, Interface)
class TypedMoment(SimpleFieldValidator):
    """Check a moment that a form sends."""

    def validate(self, value: Any, force: bool = False) -> None:
        """Raise `InvalidInput` for a year in which no event is."""
        super().validate(value, force)
        if is_of_our_event(self.field, getattr(self.view, "portal_type", "")):
            refuse_year(value)
