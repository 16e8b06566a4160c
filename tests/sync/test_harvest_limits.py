"""When a run has to wait for an administrator."""

from sonla.pbgdpl.sync.harvest.limits import ChangeLimits

import pytest


@pytest.mark.parametrize(
    "known,withdrawn,held",
    [
        (5, 5, False),
        (6, 6, True),
        (257, 40, False),
        (257, 52, True),
        (10_000, 50, False),
        (10_000, 51, True),
        (0, 6, True),
    ],
)
def test_withdrawals(known, withdrawn, held):
    assert ChangeLimits().too_many_withdrawn(known, withdrawn) is held


@pytest.mark.parametrize(
    "known,changed,held",
    [(60, 50, False), (60, 51, True), (10_000, 5_000, False), (10_000, 5_001, True)],
)
def test_updates(known, changed, held):
    assert ChangeLimits().too_many_changed(known, changed) is held


def test_limits_are_settings():
    assert (
        ChangeLimits(count=1000, percent=100).too_many_withdrawn(10_000, 900) is False
    )
    assert ChangeLimits(count=1).too_many_withdrawn(10_000, 2) is True
    assert ChangeLimits(count=1).too_many_withdrawn(10_000, 1) is False
    assert ChangeLimits(count=4).too_many_withdrawn(5, 4) is False
    assert ChangeLimits(changed_percent=100).too_many_changed(257, 257) is False


@pytest.mark.parametrize(
    ("known", "created", "first", "held"),
    [
        (0, 1_000, False, False),
        (0, 1_001, False, True),
        (5_000, 5_000, False, False),
        (5_000, 5_001, False, True),
        (0, 200_000, True, False),
        (1, 200_000, True, True),
    ],
)
def test_a_source_may_double_and_no_more(known, created, first, held):
    assert ChangeLimits().too_many_created(known, created, first) is held
