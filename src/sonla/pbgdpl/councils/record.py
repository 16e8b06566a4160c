"""The record type of coordination councils: what their pages tell everybody.

Memberships go out whole, the ended ones with their days: so a record changes when somebody
edits the council, not because a day passes. Contacts stay. No council is fetched: who is a
member here is decided here.
"""

from sonla.pbgdpl import _
from sonla.pbgdpl.core.append_only.periods import ValidityPeriod
from sonla.pbgdpl.councils import COUNCIL_TYPE
from sonla.pbgdpl.councils.append_only import MEMBERS
from sonla.pbgdpl.councils.append_only import ROLES
from sonla.pbgdpl.councils.append_only import SECRETARIAT
from sonla.pbgdpl.councils.rules import in_order
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import Coded
from sonla.pbgdpl.exchange.accessors import Derived
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


def memberships(rows: Any) -> tuple[Membership, ...]:
    """Return a membership a row, in the order of a decision."""
    roles = [term.token for term in all_terms(ROLES)]
    return tuple(membership(row) for row in in_order(rows or (), roles))


def territory(unit: str | None) -> tuple[Term, ...]:
    """Return the unit whose council it is, as the territory of a record."""
    term = term_of(TERRITORIES, unit)
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


def decisions(rows: Any) -> tuple[LegalDocument, ...]:
    """Make a legal document of each row; what it decides is its summary."""
    return tuple(
        LegalDocument(
            document_type=term_of("sonla.pbgdpl.DocumentTypes", DECISION),
            number=row.get("number") or "",
            issuer=row.get("issuer") or "",
            issued_on=row.get("issued_on"),
            summary=term_title("sonla.pbgdpl.CouncilDecisionKinds", row.get("kind")),
        )
        for row in rows or ()
    )


COUNCIL = RecordType(
    name="council",
    title=_("record_type_council", default="Coordination councils"),
    portal_types=(COUNCIL_TYPE,),
    accessors={
        **{name: place for name, place in COMMON.items() if name not in LEFT_OUT},
        "coverage": Derived("unit", territory),
        "legal_documents": Derived("decisions", decisions),
        "level": Coded("level", vocabulary="sonla.pbgdpl.GovernmentLevels"),
        "term": AttributeAccessor("term"),
        "standing_agency": Coded("standing_agency", vocabulary=AGENCIES),
        "members": Derived(MEMBERS, memberships),
        "secretariat": Derived(SECRETARIAT, memberships),
    },
    schema_org=lambda record: "Organization",
    in_feeds=False,
    fetched=False,
)
