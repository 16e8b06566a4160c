"""The record type of training courses: when, where, for whom, and the programme.

Who attended, and how many, is for the office alone. Lessons are records of their own, and
the address of a meeting is for those who take part. None is fetched: a course of others
would be counted among our own.
"""

from sonla.pbgdpl import _
from sonla.pbgdpl.activities.record import dcmi_type
from sonla.pbgdpl.activities.record import ends
from sonla.pbgdpl.activities.record import organiser
from sonla.pbgdpl.activities.record import schema_type
from sonla.pbgdpl.activities.record import starts
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import Computed
from sonla.pbgdpl.exchange.accessors import Derived
from sonla.pbgdpl.exchange.record import ProgrammePart
from sonla.pbgdpl.exchange.record_types import COMMON
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.training import COURSE_TYPE
from typing import Any


def programme(rows: Any) -> tuple[ProgrammePart, ...]:
    """Return a part a row, without those who speak, as in the records of activities."""
    return tuple(
        ProgrammePart(
            day=row.get("day"),
            starts_at=row.get("starts_at") or "",
            ends_at=row.get("ends_at") or "",
            topic=row.get("topic") or "",
        )
        for row in rows or ()
    )


COURSE = RecordType(
    name="course",
    title=_("record_type_course", default="Training courses"),
    portal_types=(COURSE_TYPE,),
    accessors={
        **COMMON,
        "starts": Computed(starts),
        "ends": Computed(ends),
        "place": AttributeAccessor("location"),
        "organiser": Computed(organiser),
        "programme": Derived("schedule", programme),
    },
    schema_org=schema_type,
    dcmi_type=dcmi_type,
    in_feeds=False,
    fetched=False,
)
