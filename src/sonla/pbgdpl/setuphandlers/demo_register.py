"""People of the register in the demonstration, and a report that waits for approval."""

from collections.abc import Iterator
from sonla.pbgdpl.behaviors.person import IEpisode
from sonla.pbgdpl.setuphandlers.demo_content import as_date
from typing import Any
from zope.schema import getFieldNames

DAYS = ("decision_date", "valid_from", "ended_on")
NO_FIELDS = ("type", "unit", "by", "steps")
LISTS = ("languages", "legal_fields")


def register_values(
    data: dict[str, Any],
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Give what is said of each person and report, and the values of its fields."""
    for facts in (*data["people"], *data["reports"]):
        fields = {n: value for n, value in facts.items() if n not in NO_FIELDS}
        fields |= {n: tuple(fields[n]) for n in LISTS if n in fields}
        if "recognitions" in fields:
            fields["recognitions"] = list(map(full_row, fields["recognitions"]))
        yield facts, fields


def full_row(row: dict[str, Any]) -> dict[str, Any]:
    """Convert a recognition, the cells that it leaves out filled in, as forms do."""
    days = {name: as_date(row[name]) for name in DAYS if row.get(name)}
    return {**dict.fromkeys(getFieldNames(IEpisode)), **row, **days}
