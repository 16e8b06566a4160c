"""Moments that are sent over REST in place of one that code has stored."""

from datetime import datetime
from datetime import UTC
from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.deserializer.dxfields import DatetimeFieldDeserializer
from plone.restapi.interfaces import IFieldDeserializer
from sonla.pbgdpl.core.clock import event_moment
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.interfaces import IBrowserLayer
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.schema.interfaces import IDatetime


@implementer(IFieldDeserializer)
@adapter(IDatetime, IDexterityContent, IBrowserLayer)
class SentMoment(DatetimeFieldDeserializer):
    """Read a moment whatever kind of zone the stored one has.

    Core puts it into the zone of the stored one, which it can for those of pytz alone.
    """

    def __call__(self, value: Any) -> datetime | None:
        """Return the moment; raise ValueError for what is none."""
        zone = getattr(stored_value(self.context, self.field.getName()), "tzinfo", None)
        if value is None or zone is None or hasattr(zone, "zone"):
            return super().__call__(value)
        try:
            moment = datetime.fromisoformat(value)
            known = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
            found = event_moment(known)
        except (TypeError, OverflowError) as error:
            raise ValueError(f"Invalid date: {value}") from error
        self.field.validate(found)
        return found
