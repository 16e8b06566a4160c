"""The cells of a form as the system counts them: each source once, each place when it is asked for."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from functools import cached_property
from sonla.pbgdpl.statistics.cells.formulas import counted_apart
from sonla.pbgdpl.statistics.cells.formulas import Values
from sonla.pbgdpl.statistics.counting import CellSource
from sonla.pbgdpl.statistics.counting import CountingScope
from sonla.pbgdpl.statistics.counting import sources_of
from sonla.pbgdpl.statistics.counting import Tally
from sonla.pbgdpl.statistics.forms.definition import CellKey
from sonla.pbgdpl.statistics.forms.definition import Form


def count(
    form: Form, scope: CountingScope, tally: Tally | None = None
) -> dict[str, Values]:
    """Count the cells of a form that the system knows, for each place.

    A cell without a source, or whose source nobody knows, is None everywhere. A row of some
    places is 0 in all others.
    """
    cells = CountedCells(form, tally or Tally(scope))
    return {uid: dict(cells.of_place(uid)) for uid in scope.places}


class CountedCells:
    """The cells without a formula of a form, in each place and in all together."""

    def __init__(self, form: Form, tally: Tally) -> None:
        self.form = form
        self.tally = tally
        self._by_place: dict[CellSource, dict[str, int | None]] = {}

    @cached_property
    def sources(self) -> dict[CellKey, CellSource | None]:
        """Mapping of cells to where their numbers come from."""
        return sources_of(self.form)

    def of_place(self, uid: str) -> "CountedPlace":
        """Return the cells of a place."""
        return CountedPlace(self, uid)

    def by_place(self, source: CellSource) -> dict[str, int | None]:
        """Return what a source has in each place."""
        if source not in self._by_place:
            places = self.tally.scope.places
            self._by_place[source] = source.numbers(places, self.tally)
        return self._by_place[source]

    def number(self, key: CellKey, uid: str) -> int | None:
        """Return the number of a cell in a place."""
        source = self.sources[key]
        if source is None:
            return None
        places = self.form.row_by_id[key[0]].places
        return self.by_place(source)[uid] if places is None or uid in places else 0

    @cached_property
    def alike(self) -> dict[tuple[CellSource, frozenset[str] | None], list[CellKey]]:
        """Mapping of what is counted, and of the places where it counts, to the cells that show it."""
        found: dict[tuple[CellSource, frozenset[str] | None], list[CellKey]] = {}
        for key, source in self.sources.items():
            if source is not None:
                places = self.form.row_by_id[key[0]].places
                found.setdefault((source, places), []).append(key)
        return found

    def together(self) -> Values:
        """Add the cells of all places up, as `add_up` does."""
        apart = frozenset(counted_apart(self.form))
        found: Values = dict.fromkeys(key for key in self.sources if key not in apart)
        for (source, places), keys in self.alike.items():
            number = sum_of(self.numbers(source, places).values())
            found.update((key, number) for key in keys if key not in apart)
        return found

    def numbers(
        self, source: CellSource, places: frozenset[str] | None
    ) -> dict[str, int | None]:
        """Return what a source has in each place; 0 in those where it doesn't count."""
        return {
            uid: number if places is None or uid in places else 0
            for uid, number in self.by_place(source).items()
        }

    def filled_places(self) -> set[str]:
        """Return the UIDs of the places of which any cell is more than zero."""
        return {
            uid
            for known in self.alike
            for uid, number in self.numbers(*known).items()
            if number
        }


def sum_of(numbers: Iterable[int | None]) -> int | None:
    """Add up what is known; None where nothing is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


class CountedPlace(Mapping[CellKey, int | None]):
    """The cells of one place, each looked up when it is asked for."""

    def __init__(self, cells: CountedCells, uid: str) -> None:
        self._cells = cells
        self._uid = uid

    def __getitem__(self, key: CellKey) -> int | None:
        """Return the number of a cell; None where nobody knows it."""
        return self._cells.number(key, self._uid)

    def __iter__(self) -> Iterator[CellKey]:
        """Iterate over the cells without a formula."""
        return iter(self._cells.sources)

    def __len__(self) -> int:
        return len(self._cells.sources)
