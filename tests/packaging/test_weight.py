"""The weight of the add-on is counted rightly, and more than was granted is refused."""

from collections import Counter

import csv
import pytest


@pytest.fixture
def weight(tool, tmp_path):
    tool = tool("weight")
    tool.CEILING = tmp_path / "ceiling.csv"
    return tool


def write(path, *rows: tuple[str, int]) -> None:
    """Write a ceiling of statements."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["granted for", "statements"])
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ('"""A module."""\nimport os\nfrom re import sub\nA = 1\n', 1),
        ('class A:\n    """Said."""\n\n    B: int\n    C = 2; D = 3\n', 4),
        ('def f():\n    """Said."""\n    if a:\n        return 1\n    "a remark"\n', 4),
        ("try:\n    import a\nexcept ImportError:\n    a = None\n", 2),
    ],
)
def test_imports_and_docstrings_are_no_statements(weight, source, number):
    assert weight.statements(source) == number


def test_each_package_has_its_row(weight):
    found = weight.weigh()
    assert {"core", "people", "options/requests", "tests"} <= set(found)
    assert all(weight.total(found)[measure] > 0 for measure in weight.MEASURES)


def test_more_than_the_ceiling_is_refused_and_says_what(weight, monkeypatch, capsys):
    weight.MEASURES = ("statements",)
    weight.weigh = lambda: {"people": Counter(statements=11)}
    write(weight.CEILING, ("what was there", 8), ("a subject", 2))
    weight.ROOT = weight.CEILING.parent
    monkeypatch.setattr("sys.argv", ["weight", "--check"])
    assert weight.main() == 1
    assert "statements: 11, 10 at most" in capsys.readouterr().out
    write(weight.CEILING, ("what was there", 8), ("a subject", 3))
    assert weight.main() == 0


def test_what_is_saved_lowers_the_ceiling_and_nothing_raises_it(weight):
    weight.MEASURES = ("statements",)
    write(weight.CEILING, ("what was there", 8), ("a subject", 2))
    weight.lower(Counter(statements=7))
    assert weight.ceiling() == {"statements": 7}
    weight.lower(Counter(statements=12))
    assert weight.ceiling() == {"statements": 7}
