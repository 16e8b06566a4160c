"""The council of the demonstration: invented people, documents of each kind, a session."""

from collections.abc import Iterator
from DateTime import DateTime
from datetime import datetime
from sonla.demonstration.values import as_date
from sonla.demonstration.values import TIME_ZONE
from sonla.pbgdpl.activities import ACTIVITY_TYPE
from sonla.pbgdpl.councils.content import ICouncilDecision
from sonla.pbgdpl.councils.content import IMembership
from typing import Any
from zope.interface import Interface
from zope.schema import getFieldNames

import pytz

ROWS = {
    "decisions": ICouncilDecision,
    "members": IMembership,
    "secretariat": IMembership,
}
"""Field → what a row of it has."""
DAYS = ("issued_on", "valid_from", "ended_on")
MOMENTS = ("start", "end")
DESCRIPTION = "Văn bản mẫu để minh họa, không có giá trị pháp lý."
SHARED = {
    "agency": "hdph-tinh",
    "group": "hdph",
    "level": "tinh",
    "legal_fields": ("pho-bien-giao-duc-phap-luat",),
}
"""What all its documents are classified by."""


def council_values(data: dict[str, Any]) -> dict[str, Any]:
    """Convert what the data file says of the council into values of its fields."""
    facts = data["council"]
    rows = {
        name: [full_row(schema, row) for row in facts[name]]
        for name, schema in ROWS.items()
    }
    return {**facts, **rows, **published(data)}


def full_row(schema: type[Interface], row: dict[str, Any]) -> dict[str, Any]:
    """Convert a row, and fill in the cells that it leaves out, as forms store them."""
    return {**dict.fromkeys(getFieldNames(schema)), **with_days(row)}


def with_days(row: dict[str, Any]) -> dict[str, Any]:
    """Convert the days of a row."""
    return {name: as_date(cell) if name in DAYS else cell for name, cell in row.items()}


def content_values(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield type and values of each item that stands in the council."""
    for facts in data["documents"]:
        described = {"description": DESCRIPTION, **SHARED, **with_days(facts)}
        yield "Guidance", {**described, **published(data)}
    facts = data["activity"]
    moments = {name: moment(facts[name]) for name in MOMENTS}
    yield ACTIVITY_TYPE, {**facts, **moments, **published(data)}


def published(data: dict[str, Any]) -> dict[str, Any]:
    """Return the date of publication."""
    return {"effective_date": DateTime(f"{data['effective']} {TIME_ZONE}")}


def moment(text: str) -> datetime:
    """Read a moment in Vietnam; core's calendar files need a zone of pytz."""
    return pytz.timezone(TIME_ZONE).localize(datetime.fromisoformat(text))
