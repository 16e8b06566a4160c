"""The record type of policy dialogues: what their pages tell everybody.

The questions inside are no part of it. The results go out when the page shows them, once
the dialogue is over. None is fetched: nobody could ask here in a dialogue of others.
"""

from datetime import datetime
from datetime import UTC
from sonla.pbgdpl import _
from sonla.pbgdpl.activities.record import dcmi_type
from sonla.pbgdpl.activities.record import organiser
from sonla.pbgdpl.activities.record import schema_type
from sonla.pbgdpl.dialogues import DIALOGUE_TYPE
from sonla.pbgdpl.dialogues.phases import CLOSED
from sonla.pbgdpl.dialogues.phases import closes_at
from sonla.pbgdpl.dialogues.phases import opens_at
from sonla.pbgdpl.dialogues.phases import phase
from sonla.pbgdpl.exchange.accessors import AttributeAccessor
from sonla.pbgdpl.exchange.accessors import CodedList
from sonla.pbgdpl.exchange.accessors import Computed
from sonla.pbgdpl.exchange.accessors import Derived
from sonla.pbgdpl.exchange.accessors import term_of
from sonla.pbgdpl.exchange.body_accessor import Body
from sonla.pbgdpl.exchange.record import Membership
from sonla.pbgdpl.exchange.record import Term
from sonla.pbgdpl.exchange.record_types import COMMON
from sonla.pbgdpl.exchange.record_types import RecordType
from sonla.pbgdpl.training.record import programme
from sonla.pbgdpl.vocabularies import AGENCIES
from typing import Any


def officials(rows: Any) -> tuple[Membership, ...]:
    """Return a membership a row, each in the part that was announced."""
    return tuple(
        Membership(
            name=row.get("name") or "",
            position=row.get("position") or "",
            agency=term_of(AGENCIES, row.get("agency")),
            role=Term("", row["part"]) if row.get("part") else None,
        )
        for row in rows or ()
    )


class Results(Body):
    """The summary of the results, which is public once the dialogue is over."""

    writable = False

    def read(self, dialogue: Any) -> str | None:
        """Return it, or nothing while the page shows none."""
        return super().read(dialogue) if phase(dialogue) == CLOSED else None


def starts(dialogue: Any) -> datetime | None:
    """Return the moment from which on questions come in, in UTC."""
    return in_utc(opens_at(dialogue))


def ends(dialogue: Any) -> datetime | None:
    """Return the moment from which on none does."""
    return in_utc(closes_at(dialogue))


def in_utc(moment: datetime | None) -> datetime | None:
    """Return a moment in UTC; none for none."""
    return None if moment is None else moment.astimezone(UTC)


DIALOGUE = RecordType(
    name="dialogue",
    title=_("record_type_dialogue", default="Policy dialogues"),
    portal_types=(DIALOGUE_TYPE,),
    accessors={
        **COMMON,
        "topic": AttributeAccessor("topic"),
        "starts": Computed(starts),
        "ends": Computed(ends),
        "place": AttributeAccessor("location"),
        "organiser": Computed(organiser),
        "hosts": CodedList("hosts", vocabulary=AGENCIES),
        "officials": Derived("officials", officials),
        "programme": Derived("programme", programme),
        "results": Results("summary"),
    },
    schema_org=schema_type,
    dcmi_type=dcmi_type,
    fetched=False,
)
