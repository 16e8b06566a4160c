"""Reporters and propagandists of the demonstration: all of them are invented."""

from plone import api
from plone.dexterity.utils import createContentInContainer
from sonla.demonstration.values import as_date
from sonla.pbgdpl.people.behavior import IRecognition
from typing import Any
from zope.schema import getFieldNames

DAYS = ("decision_date", "valid_from", "ended_on")
TUPLES = ("languages", "legal_fields")
OTHERS = ("title", "rank", "position", "agency", "qualification", "legal_work_years")


def create_register(units: dict[str, Any], data: dict[str, Any]) -> None:
    """Enter the people of the data file, each in a unit, as the register's keeper does."""
    with api.env.adopt_roles(["Manager"]):
        for facts in data["people"]:
            # Named before it is added: renaming afterwards makes the catalog complain.
            createContentInContainer(
                units[facts["unit"]], facts["type"], **person_values(facts)
            )


def person_values(facts: dict[str, Any]) -> dict[str, Any]:
    """Convert what the data file says of a person into values of the fields."""
    return {
        **{name: facts[name] for name in OTHERS if name in facts},
        **{name: tuple(facts[name]) for name in TUPLES},
        "recognitions": [recognition(row) for row in facts["recognitions"]],
    }


def recognition(row: dict[str, Any]) -> dict[str, Any]:
    """Convert a recognition, and fill in the cells that it leaves out, as forms do."""
    cells = {**dict.fromkeys(getFieldNames(IRecognition)), **row}
    return {
        name: as_date(cell) if name in DAYS else cell for name, cell in cells.items()
    }
