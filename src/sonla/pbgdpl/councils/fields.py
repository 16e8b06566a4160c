"""The schema field that holds memberships, and what they must satisfy."""

from collections.abc import Sequence
from sonla.pbgdpl import _
from sonla.pbgdpl.core.append_only.periods import ValidityPeriod
from sonla.pbgdpl.core.clock import today
from sonla.pbgdpl.core.dates import format_day
from sonla.pbgdpl.core.errors import InvalidInput
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.councils.append_only import identity
from sonla.pbgdpl.councils.append_only import likeness
from sonla.pbgdpl.councils.append_only import MEMBERSHIPS
from sonla.pbgdpl.councils.append_only import name_of
from sonla.pbgdpl.councils.append_only import ROLES
from sonla.pbgdpl.councils.append_only import rows_to_keep
from sonla.pbgdpl.councils.interfaces import ICouncil
from sonla.pbgdpl.ui.fields import Rows
from sonla.pbgdpl.vocabularies.terms import find_term
from typing import Any


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
        if identity(row) in seen:
            raise InvalidInput(
                _(
                    "msg_membership_repeated",
                    default="The membership “${membership}” stands there twice. Keep one row for it.",
                    mapping={"membership": name_of(row)},
                )
            )
        seen.add(identity(row))


def refuse_ended_roles(
    before: Sequence[ValidityPeriod], after: Sequence[ValidityPeriod]
) -> None:
    """Refuse a new membership in a role that was over when the membership began.

    The menus offer such a role to a council that has an old row of it.
    """
    known = {likeness(row) for row in before}
    for row in after:
        start, role = row.get("valid_from"), find_term(ROLES, row.get("role"))
        if start is None or role is None or likeness(row) in known:
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
