"""Files run in another order each time, and in the same one again by its seed."""

from file_order import place
from pathlib import PurePath
from source_tree import path_with_tests

import os
import pytest
import re
import subprocess
import sys

CONFTEST = """
from file_order import shuffle

def pytest_collection_modifyitems(config, items):
    shuffle(config, items)
"""
PLUGINS = ("-p", "xdist", "-p", "file_order")
TESTS = """
def test_z(): pass
def test_a(): pass
"""


@pytest.fixture
def run(tmp_path):
    """Return a function that runs tests of six files and gives seed and order.

    With the one plug-in that it needs: others load much of Plone, in each process.
    """
    (tmp_path / "pytest.ini").touch()
    (tmp_path / "conftest.py").write_text(CONFTEST)
    for name in "abcdef":
        (tmp_path / f"test_{name}.py").write_text(TESTS)

    def run(*options):
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *PLUGINS, "-v", *options],
            cwd=tmp_path,
            env=os.environ
            | {"PYTHONPATH": path_with_tests(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        (seed,) = re.findall(r"--seed=(\d+)", done.stdout)
        return seed, re.findall(r"^test_(\w)\.py::test_(\w)", done.stdout, re.M)

    return run


def test_an_order_is_told_and_can_be_repeated(run):
    seed, order = run("-n", "0")
    files = [name for name, _test in order[::2]]
    assert sorted(files) == list("abcdef")
    assert order == [(name, test) for name in files for test in "za"]
    assert run("-n", "0", "--seed", seed) == (seed, order)


def test_processes_take_one_order(run):
    """pytest-xdist refuses to run what they collect in different ones."""
    _seed, order = run("-n", "2", "--dist", "loadfile")
    assert len(order) >= 12


def ordered(seed, paths):
    return sorted(map(PurePath, paths), key=lambda path: place(seed, path))


def test_seeds_differ_and_files_left_out_change_nothing():
    paths = [f"tests/mail/test_{number}.py" for number in range(9)]
    orders = [ordered(seed, paths) for seed in range(9)]
    assert len(set(map(tuple, orders))) == 9
    assert ordered(4, paths[::2]) == [
        path for path in orders[4] if str(path) in paths[::2]
    ]


def test_a_story_stays_together_and_in_order():
    story = [f"tests/cluster/story/test_{name}.py" for name in "abc"]
    paths = [*story, *(f"tests/mail/test_{number}.py" for number in range(9))]
    for seed in range(9):
        names = [str(path) for path in ordered(seed, paths)]
        begin = names.index(story[0])
        assert names[begin : begin + 3] == story
