"""`make test` runs a sample of many cases, and never leaves a test out; a share is a part of the rest."""

from case_samples import keep_part
from case_samples import Share
from case_samples import spread
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest


@dataclass(eq=False)
class Item:
    """What pytest collects, as far as it is asked."""

    path: Path


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


@pytest.mark.parametrize("number", [0, 1, 2, 7, 60])
def test_in_as_many_turns_as_there_are_parts_each_is_run_once(number):
    cases = range(number)
    shares = [Share(turn, 3).of(cases) for turn in (1, 2, 3)]
    assert sorted(one for share in shares for one in share) == list(cases)
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


@pytest.mark.parametrize("text", ["", "1", "0/3", "4/3", "a/b", "1/2/3"])
def test_no_share_is_made_of_anything_else(text):
    with pytest.raises(ValueError):
        Share.parse(text)
    assert Share.parse("2/3") == (2, 3)


def test_each_file_is_in_one_part_with_all_its_tests():
    items = [Item(Path(f"test_{name}.py")) for name in "abcdefg" for _test in range(3)]
    config = SimpleNamespace(hook=SimpleNamespace(pytest_deselected=lambda items: None))
    kept = []
    for turn in (1, 2, 3):
        part = list(items)
        keep_part(config, part, Share(turn, 3))
        assert {one.path for one in part} & {one.path for one in kept} == set()
        kept += part
    assert sorted(map(id, kept)) == sorted(map(id, items))
