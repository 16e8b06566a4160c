"""Which cases of a test `make test` and `make test-quick` run."""

from collections import defaultdict
from typing import TypeVar

import pytest

Case = TypeVar("Case")

SERVED = 2
"""So many `make test` runs of a test that needs a server or a browser."""
OTHERS = 60
"""So many it runs of others."""
NOT_SAMPLED = ("long", "endurance", "cluster")


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


def keep_some(
    config: pytest.Config, items: list[pytest.Item], first_alone: bool = False
) -> None:
    """Deselect the cases that are in no sample, or all but the first of each test."""
    cases = defaultdict(list)
    for item in items:
        if not any(item.get_closest_marker(name) for name in NOT_SAMPLED):
            cases[item.nodeid.partition("[")[0]].append(item)
    left_out: set[pytest.Item] = set()
    for those in cases.values():
        number = 1 if first_alone else sample_size(those[0])
        left_out |= set(those) - set(spread(those, number))
    config.hook.pytest_deselected(items=[one for one in items if one in left_out])
    items[:] = [one for one in items if one not in left_out]
