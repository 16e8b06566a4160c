"""Memberships: the field that holds them, and what may still change in one that has begun.

A membership that has begun stays in the list. The rule (`core.append_only.rule`) holds from
the first time on that a council was public. In a working copy it holds for what the public
text had when the copy was made.
"""

from collections.abc import Callable
from collections.abc import Sequence
from copy import deepcopy
from plone.app.iterate.interfaces import ICheckoutEvent
from sonla.pbgdpl import _
from sonla.pbgdpl.core.append_only.periods import ValidityPeriod
from sonla.pbgdpl.core.append_only.rule import AppendOnlyRule
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.vietnamese.folding import fold_name
from sonla.pbgdpl.core.vietnamese.names import fold_person
from sonla.pbgdpl.councils.interfaces import ICouncil
from sonla.pbgdpl.editorial.states import history_of
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.vocabularies.terms import find_term
from sonla.pbgdpl.vocabularies.terms import term_title
from typing import Any
from zope.i18nmessageid import Message
from zope.lifecycleevent.interfaces import IObjectCopiedEvent

ROLES = "sonla.pbgdpl.CouncilRoles"
MEMBERS, SECRETARIAT = "members", "secretariat"
LISTS = (MEMBERS, SECRETARIAT)
"""The fields that hold memberships."""
REVISED = "_pbgdpl_revised"
"""Attribute of a working copy: the memberships of the public text, by field."""

CORRECTED = (
    "name",
    "order",
    "position",
    "agency",
    "invited",
    "ended_on",
    "decision",
    "end_decision",
)


def row_key(row: ValidityPeriod) -> tuple[Any, ...]:
    """Return what tells a membership from all others of a council.

    Accents tell people apart: Hùng and Hưng may sit in one council.
    """
    return fold_person(row.get("name") or ""), *office(row)


def similarity_key(row: ValidityPeriod) -> tuple[Any, ...]:
    """Return the same of a name in which slips of the pen were mended.

    Those are accents and spaces; all else is another person.
    """
    return fold_name(row.get("name")).replace(" ", ""), *office(row)


def office(row: ValidityPeriod) -> tuple[Any, ...]:
    """Return the role and its first day."""
    return row.get("role") or None, row.get("valid_from")


def name_of(row: ValidityPeriod) -> str:
    """Name a membership for people: person, role, beginning."""
    parts = (
        row.get("name"),
        term_title(ROLES, row.get("role")),
        format_day(row.get("valid_from")),
    )
    return ", ".join(part for part in parts if part)


def lost(membership: str) -> Message:
    """Return the message that a membership stays in the list."""
    return _(
        "msg_membership_lost",
        default="The membership “${membership}” has begun and stays in the list: person, role and first day can't be changed, and it can't be removed. Enter on which day it ended, and add whoever follows in a row of their own.",
        mapping={"membership": membership},
    )


def revived(membership: str, ended_on: str) -> Message:
    """Return the message that somebody who becomes a member again gets a new row."""
    return _(
        "msg_membership_revived",
        default="The membership “${membership}” ended on ${date} and can't be opened again. Add a new row.",
        mapping={"membership": membership, "date": ended_on},
    )


MEMBERSHIPS = AppendOnlyRule(
    key_of_row=row_key,
    similarity_key=similarity_key,
    corrected=CORRECTED,
    name_of=name_of,
    lost=lost,
    revived=revived,
)


def was_public(council: Any) -> bool:
    """Return whether a council was ever published by the chain, by its own history."""
    return any(line.get("review_state") == "published" for line in history_of(council))


def rows_to_keep(name: str) -> Callable[[Any], Sequence[ValidityPeriod]]:
    """Make the function that gives the rows of a council's list that must stay."""

    def to_keep(council: Any) -> Sequence[ValidityPeriod]:
        """Return the rows that were public, or that a working copy took from a public council."""
        if was_public(council):
            return stored_value(council, name) or []
        return (stored_value(council, REVISED) or {}).get(name, [])

    return to_keep


def note_revised(event: ICheckoutEvent) -> None:
    """Note in a working copy what the public text has, which its rows must keep."""
    if ICouncil.providedBy(event.object):
        rows = {name: deepcopy(getattr(event.object, name)) for name in LISTS}
        setattr(event.working_copy, REVISED, rows)


def forget_revised(copy: Any, event: IObjectCopiedEvent) -> None:
    """Let a copy that somebody pasted begin as a free draft."""
    if stored_value(copy, REVISED) is not None:
        delattr(copy, REVISED)


class Memberships(Rows):
    """Memberships; forms and REST validate by it before anything is stored."""

    def validate(self, value: Any) -> None:
        """Refuse contradictions, then what a council that was public must not lose.

        Not in `_validate`, which is never asked about no rows at all.
        """
        super().validate(value)
        value = value or []
        refuse_contradictions(value)
        before: Sequence[ValidityPeriod] = []
        if ICouncil.providedBy(self.context):
            before = stored_value(self.context, self.__name__) or []
            kept = rows_to_keep(self.__name__)(self.context)
            MEMBERSHIPS.refuse_lost(kept, value, today())
        refuse_ended_roles(before, value)


def refuse_contradictions(rows: Sequence[ValidityPeriod]) -> None:
    """Raise `InvalidInput` for a membership that ends too early or stands there twice."""
    seen = set()
    for row in rows:
        start, end = row.get("valid_from"), row.get("ended_on")
        if end is not None and start is not None and end < start:
            raise InvalidInput(
                _(
                    "msg_membership_ends_too_early",
                    default="The membership “${membership}” ends on ${date}, before it begins.",
                    mapping={"membership": name_of(row), "date": format_day(end)},
                )
            )
        if row_key(row) in seen:
            raise InvalidInput(
                _(
                    "msg_membership_repeated",
                    default="The membership “${membership}” stands there twice. Keep one row for it.",
                    mapping={"membership": name_of(row)},
                )
            )
        seen.add(row_key(row))


def refuse_ended_roles(
    before: Sequence[ValidityPeriod], after: Sequence[ValidityPeriod]
) -> None:
    """Refuse a new membership in a role that was over when the membership began.

    The menus offer such a role to a council that has an old row of it.
    """
    known = {similarity_key(row) for row in before}
    for row in after:
        start, role = row.get("valid_from"), find_term(ROLES, row.get("role"))
        if start is None or role is None or similarity_key(row) in known:
            continue
        if role.valid_to and role.valid_to < start:
            raise InvalidInput(
                _(
                    "msg_membership_ended_role",
                    default="“${value}” was valid until ${date}: nobody can begin in this role on ${start}.",
                    mapping={
                        "value": role.title,
                        "date": format_day(role.valid_to),
                        "start": format_day(start),
                    },
                )
            )
