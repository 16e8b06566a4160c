"""Run files in another order each time, so that none relies on what another one left.

Tests of one file stay together and in their order. Which file goes before which follows from
the seed and their paths alone, so two of them keep their order where fewer are run.
"""

from hashlib import sha256
from pathlib import PurePath
from random import randrange
from typing import Any

import pytest

STORY = "story"
"""The folder of files that tell one story, in the order of their names."""
SEEDS = 1_000_000


def together(path: PurePath) -> PurePath:
    """Return what is not torn apart: a file, or the folder of a story."""
    return path.parent if path.parent.name == STORY else path


def place(seed: int, path: PurePath) -> bytes:
    """Return what the files of a run are sorted by."""
    return sha256(f"{seed} {together(path).as_posix()}".encode()).digest()


def shuffle(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the files into the order of the seed."""
    seed = config.getoption("seed")
    items.sort(key=lambda item: place(seed, item.path.relative_to(config.rootpath)))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let somebody repeat an order."""
    help_text = "run the files in the order of this number, by default of a random one"
    parser.addoption("--seed", type=int, help=help_text)


def pytest_configure(config: pytest.Config) -> None:
    """Choose an order; processes of pytest-xdist take that of the one that started them."""
    if config.option.seed is None:
        given = getattr(config, "workerinput", {})
        config.option.seed = given.get("seed", randrange(SEEDS))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process of pytest-xdist the order."""
    node.workerinput["seed"] = node.config.option.seed


def pytest_report_header(config: pytest.Config) -> str:
    """Print how to repeat the order."""
    return f"order of files: --seed={config.option.seed}"
