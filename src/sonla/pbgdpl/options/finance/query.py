"""Sums of expenditures by place, source and stage; and those of one place, of one subject."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from plone import api
from sonla.pbgdpl.core.catalog import brains_by_record
from sonla.pbgdpl.core.catalog import load_objects
from sonla.pbgdpl.core.fields import stored_value
from sonla.pbgdpl.options.finance.counter import FundsCounter
from sonla.pbgdpl.options.finance.counter import MEASURES
from sonla.pbgdpl.options.finance.vocabularies import FUNDS
from sonla.pbgdpl.options.finance.vocabularies import PLANNED
from sonla.pbgdpl.options.finance.vocabularies import SPENT
from sonla.pbgdpl.statistics.counting import scope_of
from sonla.pbgdpl.statistics.places import place_of
from sonla.pbgdpl.statistics.places import ReportingPlace
from typing import Any

AT = {SPENT: MEASURES.index("amount"), PLANNED: MEASURES.index("planned")}


@dataclass
class Sums:
    """What was recorded, by stage and source; planned and spent are never added up."""

    records: int = 0
    by_fund: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, fund: str, stage: str, amount: int) -> None:
        """Add an amount."""
        key = (stage, fund)
        self.by_fund[key] = self.by_fund.get(key, 0) + amount

    def amount(self, stage: str, fund: str) -> int:
        """Return the amount of a source."""
        return self.by_fund.get((stage, fund), 0)

    def total(self, stage: str) -> int:
        """Return the amount of all sources."""
        return sum(self.amount(stage, fund) for fund in FUNDS)


def sums_by_place(
    context: Any, first: date, last: date
) -> list[tuple[ReportingPlace, Sums]]:
    """Add up for each place in or below a context, by the index alone."""
    scope = scope_of(context, first, last)
    found = {uid: Sums() for uid in scope.places}
    for _rid, place, facts, amounts in FundsCounter().entries(scope):
        sums = found[place]
        sums.records += 1
        for stage, at in AT.items():
            sums.add(facts[0], stage, amounts[at])
    return [(place, found[uid]) for uid, place in scope.places.items()]


def together(many: list[tuple[ReportingPlace, Sums]]) -> Sums:
    """Add the sums of several places up."""
    total = Sums(sum(sums.records for _place, sums in many))
    for _place, sums in many:
        for (stage, fund), amount in sums.by_fund.items():
            total.add(fund, stage, amount)
    return total


def sums_of(expenditures: list[Any]) -> Sums:
    """Add expenditures up."""
    total = Sums(len(expenditures))
    for one in expenditures:
        total.add(
            stored_value(one, "fund") or "",
            stored_value(one, "stage") or SPENT,
            stored_value(one, "amount") or 0,
        )
    return total


def records_by_place(context: Any, first: date, last: date) -> dict[str, list[int]]:
    """Map the places in or below a context to their records in the catalog, the latest first.

    Who may see the money of a place sees all of it: nobody is asked again for each record.
    """
    scope = scope_of(context, first, last)
    found: dict[str, list[int]] = {uid: [] for uid in scope.places}
    for rid, place, _facts, _amounts in FundsCounter().entries(scope):
        found[place].append(rid)
    return {uid: rids[::-1] for uid, rids in found.items()}


def records_of(context: Any, first: date, last: date) -> list[int]:
    """List the records of a place itself; on a section what stands in none of its units."""
    return records_by_place(context, first, last).get(place_of(context), [])


def load_records(rids: Iterable[int]) -> list[Any]:
    """Load the expenditures of records, in their order."""
    known = brains_by_record(api.portal.get_tool("portal_catalog"))
    return list(load_objects(known[rid] for rid in rids))


def by_day(expenditure: Any) -> tuple[date, str]:
    """Return what expenditures are sorted by."""
    return stored_value(expenditure, "spent_on"), stored_value(expenditure, "id")
