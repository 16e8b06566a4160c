"""Which tests, and which cases of them, `make test` and those of its kind run."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from typing import Self
from typing import TypeVar

import pytest

Case = TypeVar("Case")

SERVED = 1
"""So many `make test` runs of a test that needs a server or a browser."""
OTHERS = 2
"""So many it runs of others."""
FEW = 4
"""Of so many tests of a file `make test-quick` runs the first case."""
NOT_SAMPLED = ("long", "endurance", "cluster")
NOT_QUICK = ("browser", "served", *NOT_SAMPLED)


class Share(NamedTuple):
    """One of equal parts, such as of what a sample leaves out."""

    turn: int
    parts: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the share that a text such as `2/3` names.

        Raises ValueError for what is no such text, and for a turn that no part has.
        """
        turn, parts = (int(number) for number in text.split("/"))
        if not 1 <= turn <= parts:
            raise ValueError(f"There is no part {turn} of {parts}.")
        return cls(turn, parts)

    def of(self, those: Iterable[Case]) -> set[Case]:
        """Return its part: over all turns each is in exactly one."""
        return {
            one
            for index, one in enumerate(those)
            if index % self.parts == self.turn - 1
        }


def spread(cases: list[Case], number: int | None) -> list[Case]:
    """Return so many of the cases: the first, and others at equal distances; None asks for all."""
    count = len(cases) if number is None else min(number, len(cases))
    return [cases[index * len(cases) // count] for index in range(count)]


def sample_size(item: pytest.Item) -> int | None:
    """Return how many cases of its test `make test` runs: what its mark says; None for all."""
    if mark := item.get_closest_marker("sample"):
        return mark.args[0]
    served = any(item.get_closest_marker(name) for name in ("browser", "served"))
    return SERVED if served else OTHERS


def is_sampled(item: pytest.Item) -> bool:
    """Return whether a test is among those of whose cases a sample is run."""
    return not any(item.get_closest_marker(name) for name in NOT_SAMPLED)


def name_of_test(item: pytest.Item) -> str:
    """Return what all cases of a test have in common."""
    return item.nodeid.partition("[")[0]


def keep_few(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect all but the first case of a few tests of each file, none that takes its time."""
    firsts: dict[Path, dict[str, pytest.Item]] = defaultdict(dict)
    for item in items:
        if not any(item.get_closest_marker(name) for name in NOT_QUICK):
            firsts[item.path].setdefault(name_of_test(item), item)
    kept = {one for those in firsts.values() for one in spread([*those.values()], FEW)}
    deselect(config, items, set(items) - kept)


def keep_some(
    config: pytest.Config, items: list[pytest.Item], share: Share | None = None
) -> None:
    """Deselect the cases that are in no sample.

    With a share its part of those runs nevertheless, and of the files with tests that take long
    its part only: they have much to prepare, which the tests of a file have in common.
    """
    cases = defaultdict(list)
    for item in filter(is_sampled, items):
        cases[name_of_test(item)].append(item)
    left_out: set[pytest.Item] = set()
    for those in cases.values():
        left_out |= set(those) - set(spread(those, sample_size(those[0])))
    if share:
        left_out -= share.of([item for item in items if item in left_out])
        slow = [item for item in items if item.get_closest_marker("long")]
        files = share.of(sorted({item.path for item in slow}))
        left_out |= {item for item in slow if item.path not in files}
    deselect(config, items, left_out)


def keep_part(config: pytest.Config, items: list[pytest.Item], part: Share) -> None:
    """Deselect the tests of all files but those of a part."""
    files = part.of(sorted({item.path for item in items}))
    deselect(config, items, {item for item in items if item.path not in files})


def deselect(
    config: pytest.Config, items: list[pytest.Item], left_out: set[pytest.Item]
) -> None:
    """Leave tests out, and let pytest count them."""
    config.hook.pytest_deselected(items=[one for one in items if one in left_out])
    items[:] = [one for one in items if one not in left_out]
