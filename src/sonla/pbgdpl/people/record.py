"""The record type of people in the register: what everybody may know, and no more.

The positive list leaves out contact, even where the person agreed to have it on their
page: what was harvested once stands elsewhere for ever. Somebody who is not recognised
any more isn't public, and thereby deleted for harvesters. Nobody is fetched: who is
recognised here is decided here.
"""

from collections.abc import Callable
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import Coded
from sonla.pbgdpl.exchange.accessors import CodedList
from sonla.pbgdpl.exchange.accessors import Computed
from sonla.pbgdpl.exchange.accessors import term_of
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.exchange.record_types import BASIC
from sonla.pbgdpl.exchange.record_types import LANGUAGES
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.people.append_only import LEVELS
from sonla.pbgdpl.people.rules import current
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from typing import Any

ROLES = {
    "LegalReporter": Term("bao-cao-vien", "Báo cáo viên pháp luật"),
    "LegalPropagandist": Term("tuyen-truyen-vien", "Tuyên truyền viên pháp luật"),
}
"""Content type → what a record calls it, in the words of Law 14/2012/QH13."""


def role(person: Any) -> Term:
    """Return the role: reporter or propagandist."""
    return ROLES[person.portal_type]


def position(person: Any) -> str | None:
    """Join rank and position."""
    parts = (stored_value(person, "rank"), stored_value(person, "position"))
    return ", ".join(part for part in parts if part) or None


def territory(person: Any) -> tuple[Term, ...]:
    """Return where the person speaks."""
    found = (term_of(TERRITORIES, token) for token in person.territory)
    return tuple(term for term in found if term is not None)


def of_recognition(name: str) -> Callable[[Any], Any]:
    """Make the function that reads a cell of the recognition in force, the latest."""

    def read(person: Any) -> Any:
        """Return the cell of the recognition in force; None without one."""
        rows = current(stored_value(person, "recognitions") or [], today())
        return rows[0].get(name) if rows else None

    return read


def level(person: Any) -> Term | None:
    """Return the level of the recognition in force."""
    return term_of(LEVELS, of_recognition("level")(person))


PERSON = RecordType(
    name="person",
    title=_("record_type_person", default="Legal reporters and propagandists"),
    portal_types=("LegalReporter", "LegalPropagandist"),
    accessors={
        **BASIC,
        "title": AttributeAccessor("full_name", ""),
        "subjects": CodedList("legal_fields", vocabulary="sonla.pbgdpl.LegalFields"),
        "coverage": Computed(territory),
        "kind": Computed(role),
        "position": Computed(position),
        "workplace": Coded("agency", vocabulary=AGENCIES),
        "languages_spoken": CodedList("languages", vocabulary=LANGUAGES),
        "level": Computed(level),
        "number": Computed(of_recognition("decision_number")),
        "issuer": Computed(of_recognition("issuer")),
        "issued_on": Computed(of_recognition("decision_date")),
        "effective_on": Computed(of_recognition("valid_from")),
    },
    schema_org=lambda record: "Person",
    in_feeds=False,
    fetched=False,
)
