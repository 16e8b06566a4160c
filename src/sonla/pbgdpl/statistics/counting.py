"""Count the cells of a form: records by place and facts, then cells by their sources.

A counter gives the records of a period one by one; they are added up by place and facts
first, of which there are few, and each cell asks these sums. Nothing is kept: a number
is right because it was counted, and the catalog is the one place where records stand.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from functools import cached_property
from operator import add
from sonla.pbgdpl import _
from sonla.pbgdpl.core.clock import portal_zone
from sonla.pbgdpl.core.options import rests
from sonla.pbgdpl.statistics.cells.formulas import cell_formula
from sonla.pbgdpl.statistics.cells.formulas import counted_apart
from sonla.pbgdpl.statistics.cells.formulas import Values
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import Facts
from sonla.pbgdpl.statistics.forms.definition import Form
from sonla.pbgdpl.statistics.interfaces import ICounter
from sonla.pbgdpl.statistics.interfaces import IDistinctCounter
from sonla.pbgdpl.statistics.interfaces import IOfficeCounter
from sonla.pbgdpl.statistics.interfaces import IRecordsList
from sonla.pbgdpl.statistics.places import places_below
from sonla.pbgdpl.statistics.places import ReportingPlace
from typing import Any
from typing import TypeAlias
from zope.component import queryUtility

Entry: TypeAlias = tuple[int, str, tuple[str, ...], tuple[int, ...]]
"""Record id of the catalog, UID of the place, facts, amounts."""

Counts: TypeAlias = dict[tuple[str, tuple[str, ...]], list[int]]
"""Place and facts → the sums of the amounts."""

YES_NO = {"yes": _("label_yes", default="Yes"), "no": _("label_no", default="No")}
"""The values of a fact that holds or doesn't."""


@dataclass(frozen=True)
class CountingScope:
    """What is counted: the days, inclusive, and the places by UID."""

    first: date
    last: date
    places: Mapping[str, ReportingPlace]

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """The first moment of the days, and the first one after them."""
        zone, after = portal_zone(), self.last + timedelta(days=1)
        return (
            datetime.combine(self.first, time.min, zone),
            datetime.combine(after, time.min, zone),
        )

    @cached_property
    def by_path(self) -> dict[str, str]:
        """Mapping of the paths of the places to their UIDs."""
        return {place.path: uid for uid, place in self.places.items()}

    def contains(self, day: date | None) -> bool:
        """Return whether a day is one of them."""
        return day is not None and self.first <= day <= self.last

    def months(self) -> Iterator["CountingScope"]:
        """Yield the parts of the scope that lie in one calendar month each."""
        first = self.first
        while first <= self.last:
            end = first.replace(day=monthrange(first.year, first.month)[1])
            yield replace(self, first=first, last=min(end, self.last))
            first = end + timedelta(days=1)


def scope_of(context: Any, first: date, last: date) -> CountingScope:
    """Make the scope of a unit, a section or the whole portal."""
    return CountingScope(first, last, places_below(context))


def counter_named(source: str) -> tuple[Any, str]:
    """Find the counter of a source, and name the measure; None for one that isn't there."""
    name, _dot, measure = source.partition(".")
    counter = queryUtility(ICounter, name=name)
    return None if rests(counter) else counter, measure


def options_needed(form: Form) -> list[str]:
    """List the options that are off here and without which cells of a form can't be counted."""
    return list(dict.fromkeys(resting_cells(form).values()))


def resting_cells(form: Form) -> dict[CellKey, str]:
    """Map the cells whose counter belongs to an option that is off here to its name."""
    found = {}
    for key in form.typed_cells:
        name = form.source(key)[0].partition(".")[0]
        counter: Any = queryUtility(ICounter, name=name) if name else None
        if rests(counter):
            found[key] = counter.belongs_to
    return found


def count_entries(entries: Iterable[Entry]) -> Counts:
    """Add the amounts of records up, by place and facts."""
    sums: Counts = {}
    for _rid, place, facts, amounts in entries:
        key = (place, facts)
        known = sums.get(key)
        if known is None:
            sums[key] = list(amounts)
        else:
            sums[key] = list(map(add, known, amounts))
    return sums


def together(many: Iterable[Counts]) -> Counts:
    """Add sums up that were made apart."""
    return count_entries(
        (0, place, facts, tuple(amounts))
        for counts in many
        for (place, facts), amounts in counts.items()
    )


@dataclass
class Tally:
    """The records of a scope added up, each counter read once.

    Those that have a list of their records are read month by month where `monthly` asks
    for it: the months of a year add up to the year (`IRecordsList`).
    """

    scope: CountingScope
    monthly: bool = False
    _months: dict[str, list[tuple[date, Counts]]] = field(default_factory=dict)
    _whole: dict[str, Counts] = field(default_factory=dict)
    _by_place: dict[str, dict[str, Counts]] = field(default_factory=dict)

    def months(self, name: str) -> list[tuple[date, Counts]]:
        """Return first day and sums of each month; nothing where months don't add up."""
        if not self.monthly or queryUtility(IRecordsList, name=name) is None:
            return []
        if name not in self._months:
            counter = queryUtility(ICounter, name=name)
            self._months[name] = [
                (part.first, count_entries(counter.entries(part)))
                for part in self.scope.months()
            ]
        return self._months[name]

    def by_place(self, name: str) -> dict[str, Counts]:
        """Return the sums of all of the scope, by the UIDs of places."""
        if name not in self._by_place:
            found: dict[str, Counts] = {}
            for key, amounts in self.whole(name).items():
                found.setdefault(key[0], {})[key] = amounts
            self._by_place[name] = found
        return self._by_place[name]

    def whole(self, name: str) -> Counts:
        """Return the sums of all of the scope."""
        if name not in self._whole:
            months = self.months(name)
            counter = queryUtility(ICounter, name=name)
            self._whole[name] = (
                together(counts for _first, counts in months)
                if months
                else count_entries(counter.entries(self.scope))
            )
        return self._whole[name]


class PlaceTally(Tally):
    """The sums of one place, taken out of those of many that are counted together."""

    def __init__(self, all_places: Tally, uid: str) -> None:
        scope = all_places.scope
        super().__init__(replace(scope, places={uid: scope.places[uid]}))
        self._all_places = all_places
        self._uid = uid

    def whole(self, name: str) -> Counts:
        """Return the sums of the place."""
        return self._all_places.by_place(name).get(self._uid, {})


@dataclass(frozen=True)
class CellSource:
    """Where the number of a cell comes from: a counter, one of its measures, which records."""

    name: str
    counter: Any = field(compare=False)
    measure: str
    conditions: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def where(self) -> Facts:
        """The facts that a record must have."""
        return dict(self.conditions)

    @classmethod
    def of(cls, form: Form, key: CellKey) -> "CellSource | None":
        """Return the source of a cell; None where nobody knows the number."""
        return cls.asked(*form.source(key))

    @classmethod
    def asked(cls, source: str, where: Facts) -> "CellSource | None":
        """Return a source of records with some facts; None where nobody knows the number."""
        counter, measure = counter_named(source)
        if not can_count(counter, measure, where):
            return None
        conditions = tuple(sorted(where.items()))
        return cls(source.partition(".")[0], counter, measure, conditions)

    def amounts(self, counts: Counts) -> Iterator[tuple[tuple[str, Any], int]]:
        """Yield place and facts, and what they add to the cell."""
        fits = condition(self.counter.facts(), self.where)
        at = self.counter.measures().index(self.measure)
        return ((key, one[at]) for key, one in counts.items() if fits(key[1]))

    def by_place(self, counts: Counts) -> Counter[str]:
        """Return the number of the cell for each place."""
        found = Counter[str]()
        for (place, _facts), amount in self.amounts(counts):
            found[place] += amount
        return found

    def numbers(self, places: Iterable[str], tally: Tally) -> dict[str, int | None]:
        """Return the number of each place; None for one of which the office has no record at all."""
        found = self.by_place(tally.whole(self.name))
        if not IOfficeCounter.providedBy(self.counter):
            return {place: found[place] for place in places}
        known = {place for place, _facts in tally.whole(self.name)}
        return {place: found[place] if place in known else None for place in places}

    def total(self, counts: Counts) -> int:
        """Return the number of the cell for all places together."""
        return sum(amount for _key, amount in self.amounts(counts))

    def by_fact(self, counts: Counts, fact: str) -> dict[str, int]:
        """Return the number by the values of a fact, whatever the cell asks of that fact."""
        others = tuple(one for one in self.conditions if one[0] != fact)
        at, found = self.counter.facts().index(fact), Counter[str]()
        for (_place, facts), amount in replace(self, conditions=others).amounts(counts):
            found[facts[at]] += amount
        return {value: amount for value, amount in found.most_common() if amount}


def sources_of(form: Form) -> dict[CellKey, CellSource | None]:
    """Map the cells without a formula to their sources; None where nobody knows the number.

    Hundreds of cells ask for few different things, each of which is looked up once.
    """
    found: dict[CellKey, CellSource | None] = {}
    known: dict[Any, CellSource | None] = {}
    for key in form.typed_cells:
        source, where = form.source(key)
        asked = (source, *where.items())
        if asked not in known:
            known[asked] = CellSource.asked(source, where)
        found[key] = known[asked]
    return found


def office_cells(
    form: Form, sources: Mapping[CellKey, CellSource | None]
) -> frozenset[CellKey]:
    """List the cells that count, or sum up, what is for the office alone."""
    secret = {
        source
        for source in set(sources.values())
        if source is not None and IOfficeCounter.providedBy(source.counter)
    }
    kept = frozenset(key for key, source in sources.items() if source in secret)
    if not kept:
        return kept
    return frozenset(
        key for key in form.cells() if kept.intersection(cell_formula(form, key).names)
    )


def can_count(counter: Any, measure: str, where: Facts) -> bool:
    """Return whether a counter knows what a cell asks for."""
    return (
        counter is not None
        and measure in counter.measures()
        and set(where) <= set(counter.facts())
    )


def condition(
    names: tuple[str, ...], where: Facts
) -> Callable[[tuple[str, ...]], bool]:
    """Make the test that the facts of a record pass when it counts for a cell."""
    wanted = [(names.index(name), frozenset(values)) for name, values in where.items()]
    return lambda facts: all(facts[at] in values for at, values in wanted)


def entries_behind(
    form: Form, scope: CountingScope, key: CellKey
) -> Iterator[tuple[int, int]]:
    """Yield the records behind a cell without a formula: id in the catalog, what each adds."""
    source = CellSource.of(form, key)
    if source is None:
        return
    counter = source.counter
    fits = condition(counter.facts(), source.where)
    at = counter.measures().index(source.measure)
    for rid, _place, facts, amounts in counter.entries(scope):
        if amounts[at] and fits(facts):
            yield rid, amounts[at]


def distinct(form: Form, scope: CountingScope, key: CellKey) -> int | None:
    """Count the records behind a cell of a sum, each once in whichever places it counts.

    Several records of one are one where the counter knows (`IDistinctCounter`).

    That is for columns whose rows can't be added up: who spoke for two bodies is one person.
    """
    source = CellSource.of(form, key)
    if source is None:
        return None
    places = form.row_by_id[key[0]].places
    fits = condition(source.counter.facts(), source.where)
    at = source.counter.measures().index(source.measure)
    is_distinct = IDistinctCounter.providedBy(source.counter)
    identity = source.counter.identity if is_distinct else int
    return len(
        {
            identity(rid)
            for rid, place, facts, amounts in source.counter.entries(scope)
            if amounts[at] and fits(facts) and (places is None or place in places)
        }
    )


def count_distinct(form: Form, scope: CountingScope) -> Values:
    """Count the cells of all places together that are not the sum of those of each."""
    return {
        key: distinct(form, scope, key)
        for key in counted_apart(form)
        if key[1] not in form.texts
    }
