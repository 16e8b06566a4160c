"""`make test` runs a sample of many cases, and never leaves a test out."""

from case_samples import spread

import pytest


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        (1, ["a"]),
        (2, ["a", "d"]),
        (3, ["a", "c", "e"]),
        (7, list("abcdefg")),
        (99, list("abcdefg")),
        (None, list("abcdefg")),
    ],
)
def test_the_first_and_others_at_equal_distances(number, kept):
    assert spread(list("abcdefg"), number) == kept


def test_the_only_case_stays():
    assert spread(["a"], 2) == ["a"]
