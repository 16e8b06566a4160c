"""The counter of funds by source, purpose and place; and what the catalog knows of expenditures."""

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import time
from plone.indexer import indexer
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.core.keyed_hash import keyed_hash
from sonla.pbgdpl.core.names import FINANCE
from sonla.pbgdpl.options.finance import RECORDED
from sonla.pbgdpl.options.finance.content import IExpenditure
from sonla.pbgdpl.options.finance.vocabularies import FUNDS
from sonla.pbgdpl.options.finance.vocabularies import PLANNED
from sonla.pbgdpl.options.finance.vocabularies import PURPOSES
from sonla.pbgdpl.statistics.counter import Counter
from sonla.pbgdpl.statistics.counter import entries
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.counting import Entry
from sonla.pbgdpl.statistics.interfaces import ICountable
from sonla.pbgdpl.statistics.interfaces import IOfficeCounter
from typing import Any
from typing import ClassVar
from zope.component import adapter
from zope.interface import implementer

BATCH = "_pbgdpl_batch"
"""Attribute of an expenditure: the import that brought it."""
SUBJECT = "funds"
MEASURES = ("amount", "planned", "records")


@implementer(IOfficeCounter)
class FundsCounter(Counter):
    """Add up what was spent: `amount`; what is planned is `planned`, never part of it."""

    belongs_to = FINANCE
    title = _("counter_funds", default="Funds")
    known_facts = ("fund", "purpose")
    measure_titles: ClassVar = {
        "amount": _("measure_funds_spent", default="money spent (VND)"),
        "planned": _("measure_funds_planned", default="money planned (VND)"),
        "records": _("measure_funds_records", default="records of money"),
    }

    def values(self) -> dict[str, dict[str, str]]:
        """Return sources of funds and purposes."""
        return {"fund": FUNDS, "purpose": PURPOSES}

    def entries(self, scope: CountingScope) -> Iterator[Entry]:
        """Yield the expenditures whose day lies in the scope."""
        return entries(SUBJECT, scope, (RECORDED,))


@implementer(ICountable)
@adapter(IExpenditure)
class CountableExpenditure:
    """What one expenditure adds to statistics."""

    subject = SUBJECT

    def __init__(self, expenditure: Any) -> None:
        self.expenditure = expenditure

    @property
    def moment(self) -> datetime | None:
        """Noon of its day, so that another time zone of the portal moves it to no other day."""
        day = stored_value(self.expenditure, "spent_on")
        if not isinstance(day, date):
            return None
        return datetime.combine(day, time(12), portal_zone())

    @property
    def facts(self) -> tuple[str, ...]:
        """Source of funds and purpose."""
        return (
            stored_value(self.expenditure, "fund") or "",
            stored_value(self.expenditure, "purpose") or "",
        )

    @property
    def amounts(self) -> tuple[int, ...]:
        """The money, spent or planned."""
        amount = stored_value(self.expenditure, "amount") or 0
        planned = stored_value(self.expenditure, "stage") == PLANNED
        return (0, amount, 1) if planned else (amount, 0, 1)


@indexer(IExpenditure)
def pbgdpl_refers_to(expenditure: Any) -> tuple[str, ...]:
    """Index the UID of what an expenditure belongs to, and its import."""
    names = (stored_value(expenditure, "belongs_to"), stored_value(expenditure, BATCH))
    return tuple(keyed_hash(name) for name in names if name)
