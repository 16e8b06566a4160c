"""What is shown of a membership, in words: the same on the page, on paper and in CSV."""

from collections.abc import Iterable
from dataclasses import dataclass
from sonla.pbgdpl.core.append_only.periods import ValidityPeriod
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.councils.append_only import ROLES
from sonla.pbgdpl.councils.rules import CompositionChange
from sonla.pbgdpl.vocabularies import AGENCIES
from sonla.pbgdpl.vocabularies.terms import all_terms
from sonla.pbgdpl.vocabularies.terms import term_title


@dataclass(frozen=True)
class MemberWords:
    """One membership in words."""

    number: int
    name: str
    office: str
    """Position and agency, as far as the one doesn't say the other."""
    role: str
    invited: bool
    since: str
    until: str
    decision: str


@dataclass(frozen=True)
class ChangeWords:
    """What changed in a composition on a day."""

    day: str
    iso: str
    added: list[MemberWords]
    removed: list[MemberWords]
    count: int


def role_order() -> list[str]:
    """Return the order of roles: that of their controlled list, ended ones too."""
    return [term.token for term in all_terms(ROLES)]


def members_in_words(rows: Iterable[ValidityPeriod]) -> list[MemberWords]:
    """Put memberships into words, numbered as they stand."""
    return [member_in_words(number, row) for number, row in enumerate(rows, 1)]


def member_in_words(number: int, row: ValidityPeriod) -> MemberWords:
    """Put one membership into words."""
    return MemberWords(
        number=number,
        name=row.get("name") or "",
        office=office(row),
        role=term_title(ROLES, row.get("role")),
        invited=bool(row.get("invited")),
        since=format_day(row.get("valid_from")),
        until=format_day(row.get("ended_on")),
        decision=row.get("decision") or "",
    )


def office(row: ValidityPeriod) -> str:
    """Join position and agency; an agency that the position names is not repeated."""
    position = row.get("position") or ""
    agency = term_title(AGENCIES, row.get("agency"))
    if agency.casefold() in position.casefold():
        return position
    return ", ".join(part for part in (position, agency) if part)


def change_in_words(change: CompositionChange) -> ChangeWords:
    """Put a change into words."""
    return ChangeWords(
        day=format_day(change.day),
        iso=change.day.isoformat(),
        added=members_in_words(change.added),
        removed=members_in_words(change.removed),
        count=change.count,
    )
