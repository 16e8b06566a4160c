"""The record type of coordination councils: what their pages tell everybody.

Memberships go out whole, the ended ones with their days: so a record changes when somebody
edits the council, not because a day passes. Contacts stay. No council is fetched: who is a
member here is decided here.
"""

from collections.abc import Iterator
from sonla.pbgdpl import _
from sonla.pbgdpl.core.append_only.periods import ValidityPeriod
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.councils import COUNCIL_TYPE
from sonla.pbgdpl.councils.append_only import MEMBERS
from sonla.pbgdpl.councils.append_only import ROLES
from sonla.pbgdpl.councils.append_only import SECRETARIAT
from sonla.pbgdpl.councils.rules import in_order
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import Coded
from sonla.pbgdpl.exchange.accessors import FieldAccessor
from sonla.pbgdpl.exchange.accessors import term_of
from sonla.pbgdpl.exchange.record import LegalDocument
from sonla.pbgdpl.exchange.record import Membership
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.exchange.record_types import COMMON
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies import TERRITORIES
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any

DECISION = "quyet-dinh"
"""Token of `sonla.pbgdpl.DocumentTypes`."""
LEFT_OUT = ("subjects", "audiences")
"""What texts have and councils lack."""


class ReadOnly(FieldAccessor):
    """A place that is read alone, as no council is made of a record."""

    writable = False

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def attributes(self) -> tuple[str, ...]:
        """The field that holds the rows."""
        return (self.name,)


class MembershipsAccessor(ReadOnly):
    """Rows of a list of members, as a decision lists them."""

    def read(self, council: Any) -> tuple[Membership, ...]:
        """Return a membership a row."""
        roles = [term.token for term in all_terms(ROLES)]
        rows = in_order(stored_value(council, self.name) or (), roles)
        return tuple(membership(row) for row in rows)


class Decisions(ReadOnly):
    """Decisions on the council, as the legal documents that they are."""

    def read(self, council: Any) -> tuple[LegalDocument, ...]:
        """Return a legal document a row."""
        return tuple(decisions(stored_value(council, self.name) or ()))


class UnitAccessor(ReadOnly):
    """The unit whose council it is, as the territory of a record."""

    def read(self, council: Any) -> tuple[Term, ...]:
        """Return the unit."""
        term = term_of(TERRITORIES, stored_value(council, self.name))
        return () if term is None else (term,)


def membership(row: ValidityPeriod) -> Membership:
    """Make a membership of a row."""
    return Membership(
        name=row.get("name") or "",
        position=row.get("position") or "",
        agency=term_of(AGENCIES, row.get("agency")),
        role=term_of(ROLES, row.get("role")),
        invited=bool(row.get("invited")) or None,
        valid_from=row.get("valid_from"),
        ended_on=row.get("ended_on"),
    )


def decisions(rows: Any) -> Iterator[LegalDocument]:
    """Make a legal document of each row; what it decides is its summary."""
    for row in rows:
        yield LegalDocument(
            document_type=term_of("sonla.pbgdpl.DocumentTypes", DECISION),
            number=row.get("number") or "",
            issuer=row.get("issuer") or "",
            issued_on=row.get("issued_on"),
            summary=term_title("sonla.pbgdpl.CouncilDecisionKinds", row.get("kind")),
        )


COUNCIL = RecordType(
    name="council",
    title=_("record_type_council", default="Coordination councils"),
    portal_types=(COUNCIL_TYPE,),
    accessors={
        **{name: place for name, place in COMMON.items() if name not in LEFT_OUT},
        "coverage": UnitAccessor("unit"),
        "legal_documents": Decisions("decisions"),
        "level": Coded("level", vocabulary="sonla.pbgdpl.GovernmentLevels"),
        "term": AttributeAccessor("term"),
        "standing_agency": Coded("standing_agency", vocabulary=AGENCIES),
        "members": MembershipsAccessor(MEMBERS),
        "secretariat": MembershipsAccessor(SECRETARIAT),
    },
    schema_type=lambda record: "Organization",
    in_feeds=False,
    fetched=False,
)
