"""The record type of activities: what was held, where, for whom, and the numbers.

Who spoke is left out. A person who is recognised no more is deleted for harvesters;
their name in the records of activities would stay. Nothing is fetched: the numbers of
other provinces would be added to our own.
"""

from datetime import datetime
from datetime import UTC
from plone.event.utils import pydt
from sonla.pbgdpl import _
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.activities.content import COUNTS
from sonla.pbgdpl.activities.vocabularies import ORGANISER_WORDS
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.editorial.authorship import agency_of
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import Coded
from sonla.pbgdpl.exchange.accessors import Computed
from sonla.pbgdpl.exchange.accessors import term_of
from sonla.pbgdpl.exchange.record import Record
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.exchange.record_types import COMMON
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.vocabularies import AGENCIES
from typing import Any


def starts(activity: Any) -> datetime | None:
    """Return the moment at which it began, in UTC."""
    return moment(stored_value(activity, "start"))


def ends(activity: Any) -> datetime | None:
    """Return the moment at which it ended; none for one whose end is open."""
    return (
        None
        if stored_value(activity, "open_end")
        else moment(stored_value(activity, "end"))
    )


def moment(value: datetime | None) -> datetime | None:
    """Return a moment in UTC; one without a zone is meant in that of the server."""
    return None if value is None else pydt(value).astimezone(UTC)


def organiser(activity: Any) -> Term | None:
    """Return the agency that held it."""
    return term_of(AGENCIES, agency_of(activity))


def organiser_kind(activity: Any) -> Term | None:
    """Return whether an agency, the council or reporters held it."""
    token = stored_value(activity, "organiser_kind")
    return Term(token, ORGANISER_WORDS.get(token, "")) if token else None


def schema_type(record: Record) -> str:
    """Name the type of schema.org."""
    return "Event"


def dcmi_type(record: Record) -> str:
    """Name the type of the DCMI Type Vocabulary."""
    return "Event"


ACTIVITY = RecordType(
    name="activity",
    title=_("record_type_activity", default="Activities"),
    portal_types=(ACTIVITY_TYPE,),
    accessors={
        **COMMON,
        "kind": Coded(
            "dissemination_form", vocabulary="sonla.pbgdpl.DisseminationForms"
        ),
        "starts": Computed(starts),
        "ends": Computed(ends),
        "place": AttributeAccessor("location"),
        "organiser_kind": Computed(organiser_kind),
        "organiser": Computed(organiser),
        **{name: AttributeAccessor(name) for name in COUNTS},
    },
    schema_org=schema_type,
    dcmi_type=dcmi_type,
    in_feeds=False,
    fetched=False,
)
